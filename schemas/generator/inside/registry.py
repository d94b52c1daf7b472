"""Which options exist: every (group, option) with the default in force and where it comes from."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

from oslo_config import cfg, generator

NAMES = {
    "keystoneauth1": "keystoneauth",
    "vif_plug_ovs": "os_vif",
    "vif_plug_linux_bridge": "os_vif",
}


class Registered(NamedTuple):
    """One option as one source declares it.

    `source` is a namespace of the sample or a library; `plugins` are the keystoneauth plugins that
    have the option, where only the chosen plugin reads it.
    """

    group: str
    option: Any
    default: Any
    source: str
    plugins: tuple[str, ...] = ()


class Recorder:
    """Remembers which library registered an option; to be installed before Nova is imported."""

    def __init__(self) -> None:
        self.sources: dict[tuple[str, str], str] = {}

    def install(self) -> None:
        """Listen to every registration of this process."""
        options: Any = cfg.ConfigOpts
        original = options.register_opt

        def register_opt(conf: Any, opt: Any, group: Any = None, *args: Any, **more: Any) -> Any:
            key = (getattr(group, "name", group) or "DEFAULT", opt.dest)
            if conf is cfg.CONF:
                self.sources.setdefault(key, _caller())
            return original(conf, opt, group, *args, **more)

        options.register_opt = register_opt


def _caller() -> str:
    frame = sys._getframe(2)
    while frame.f_back and frame.f_globals["__name__"].split(".")[0] in (
        "oslo_config",
        "debtcollector",
    ):
        frame = frame.f_back
    package: str = frame.f_globals["__name__"].split(".")[0]
    return NAMES.get(package, package.replace("oslo_", "oslo."))


def registered(conf: Any, recorder: Recorder) -> Iterator[Registered]:
    """The options that are registered in `conf`, with defaults that programs have overridden."""
    for group, infos in [("DEFAULT", conf._opts)] + [(n, g._opts) for n, g in conf._groups.items()]:
        for dest, info in infos.items():
            default = info.get("default", info["opt"].default)
            source = recorder.sources.get((group, dest), "oslo.config")
            yield Registered(group, info["opt"], default, source)


def sampled(namespaces: list[str]) -> Iterator[Registered]:
    """The options that the release's own sample lists."""
    for namespace, groups in generator._list_opts(namespaces):
        for group, options in groups:
            for option in options:
                name = getattr(group, "name", group) or "DEFAULT"
                yield Registered(name, option, option.default, namespace)


def is_setting(option: Any) -> bool:
    """Whether a file can set the option: commands and positional arguments are not settings."""
    return not (isinstance(option, cfg.SubCommandOpt) or option.positional)
