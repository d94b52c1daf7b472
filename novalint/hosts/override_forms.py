"""How each deployment tool takes an override: the text, its place, what it cannot do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from novalint.hosts.kolla import LATER, file_for
from novalint.hosts.puppet import parameter
from novalint.hosts.yaml_writing import quoted, scalar
from novalint.records import NamedTuple
from novalint.text import style

_TEMPLATED = re.compile(r"\{\{|\{%|\{#")


@dataclass(frozen=True)
class OptionOverride:
    """What an option is to be: its values, each a line of a nova.conf; none takes the option out.

    `default` is the text of Nova's default, which some tools can write where they cannot take an
    option out; None where there is none, or it is no plain value. `before` are the values until
    now, of an option of which every line counts; empty for any other. `renamed` is the present
    name, with its group, of an option that goes out only since it has a new name.
    """

    group: str
    option: str
    values: tuple[str, ...]
    default: str | None = None
    before: tuple[str, ...] = ()
    renamed: str = ""

    @property
    def name(self) -> str:
        """The option as a message names it."""
        return f"`[{self.group}] {self.option}`"


class Target(NamedTuple):
    """What an override is for: a service, a machine alone, Nova's major version; None is all."""

    role: str | None = None
    host: str | None = None
    major: int = LATER


@dataclass(frozen=True)
class OverrideFile:
    """The text of an override, the path where it belongs, and what is to be known beside.

    `left` are changes that the tool's overrides cannot make; the text is empty where all are.
    `why_left` says why, with `{}` for the option, where the tool has a reason of its own.
    """

    text: str
    path: str
    notes: tuple[str, ...] = ()
    left: tuple[OptionOverride, ...] = ()
    why_left: str = ""


def _ini(changes: Iterable[OptionOverride], write: Callable[[str], str] = str) -> str:
    """Write changes as the groups of a nova.conf."""
    lines: list[str] = []
    for group, members in _by_group(changes).items():
        lines += ["", f"[{group}]"] if lines else [f"[{group}]"]
        for change in members:
            style.check_name(group, change.option)
            lines += [f"{change.option} = {write(style.spell(v, chr(10)))}".rstrip()
                      for v in change.values]  # fmt: skip
    return "".join(f"{line}\n" for line in "\n".join(lines).split("\n"))


def _by_group(changes: Iterable[OptionOverride]) -> dict[str, list[OptionOverride]]:
    groups: dict[str, list[OptionOverride]] = {}
    for change in changes:
        groups.setdefault(change.group, []).append(change)
    return groups


def _set_only(
    changes: Sequence[OptionOverride],
) -> tuple[list[OptionOverride], tuple[OptionOverride, ...]]:
    """Write the default of what is to go out, for tools that take nothing out.

    Beside these are the changes that have no default to write.
    """
    kept, left = [], []
    for change in changes:
        if change.values:
            kept.append(change)
        elif change.default is not None:
            kept.append(replace(change, values=(change.default,)))
        else:
            left.append(change)
    return kept, tuple(left)


def _raw(text: str) -> str:
    """Keep Jinja from computing what a value says."""
    return f"{{% raw %}}{text}{{% endraw %}}" if _TEMPLATED.search(text) else text


def _merged(text: str) -> str:
    """Write a value for kolla-ansible's merge_configs, which takes a pair of quotes off first."""
    return _raw(style.guarded(text))


def _kolla(changes: Sequence[OptionOverride], target: Target) -> OverrideFile:
    kept, left = _set_only(changes)
    name = file_for(target.role, target.host, target.major)
    text = _ini(kept, _merged) if kept else ""
    notes = (
        "put it below the `config` directory of kolla-ansible: with kayobe "
        f"`etc/kayobe/kolla/config/{name}`, with OSISM `environments/kolla/files/overlays/{name}`",
    )
    return _override(text, f"/etc/kolla/config/{name}", notes, left)


def _openstack_ansible(changes: Sequence[OptionOverride], target: Target) -> OverrideFile:
    role, host = target.role, target.host
    lines = ["nova_nova_conf_overrides:"]
    for group, members in _by_group(changes).items():
        lines.append(f"  {scalar(group)}:")
        for change in members:
            values = [_raw(style.guarded(value)) for value in change.values]
            if len(values) == 1:
                lines.append(f"    {scalar(change.option)}: {scalar(values[0])}")
                continue
            lines.append(f"    {scalar(change.option)}:" + ("" if values else " {}"))
            lines += [f'      {quoted(value)}: ""' for value in values]
    hosts = host or _OSA_GROUPS.get(role or "")
    group = f"group_vars/{hosts}.yml" if hosts else "user_variables.yml"
    where = f"host_vars/{host}.yml" if host else group
    whose = "a host" if host else "a group of hosts"
    note = (
        f"user_variables.yml counts over the variables of {whose}: if it has "
        "nova_nova_conf_overrides, add this there"
    )
    text = _text(lines) if changes else ""
    return _override(text, f"/etc/openstack_deploy/{where}", (note,) if hosts else ())


_OSA_GROUPS = {
    "compute": "nova_compute",
    "api": "nova_api_os_compute",
    "metadata": "nova_api_metadata",
    "conductor": "nova_conductor",
    "scheduler": "nova_scheduler",
}


def _helm(changes: Sequence[OptionOverride], target: Target) -> OverrideFile:
    lines = ["conf:", "  nova:"]
    for group, members in _by_group(changes).items():
        lines.append(f"    {scalar(group)}:")
        for change in members:
            key = f"      {scalar(change.option)}:"
            if len(change.values) < 2:
                value = scalar(_continued(change.values[0])) if change.values else "null"
                lines.append(f"{key} {value}")
                continue
            lines += [key, "        type: multistring", "        values:"]
            lines += [f"          - {scalar(_continued(value))}" for value in change.values]
    notes = ("give it to `helm upgrade` with `--values`; all of nova's services read it",)
    return _override(_text(lines) if changes else "", "nova-overrides.yaml", notes)


def _rhoso(changes: Sequence[OptionOverride], target: Target) -> OverrideFile:
    set_only, left = _set_only(changes)
    kept, removed = _appended(set_only)
    template = _RHOSO_TEMPLATES.get(target.role or "")
    text = "" if not kept else _below(template, kept) if template else _config_map(kept)
    where = "OpenStackControlPlane" if template else "ConfigMap nova-extra-config"
    note = (
        "add it to what `customServiceConfig` has there already"
        if template
        else "compute nodes take this if an OpenStackDataPlaneService names the ConfigMap"
        + ("" if target.role else "; --role names a service of the control plane instead")
    )
    return _override(text, where, (note,), (*left, *removed))


def _below(keys: Sequence[str], changes: Iterable[OptionOverride]) -> str:
    """Write what one service of the control plane gets, below the keys that lead to it."""
    lines = [f"{'  ' * (3 + depth)}{key}:" for depth, key in enumerate(keys)]
    indent = "  " * (3 + len(keys))
    return _text([*_CONTROL_PLANE, *lines, f"{indent}customServiceConfig: |"]) + _block(
        changes, f"{indent}  "
    )


def _config_map(changes: Iterable[OptionOverride]) -> str:
    return _text([*_CONFIG_MAP, "  25-nova-override.conf: |"]) + _block(changes, "    ")


def _block(changes: Iterable[OptionOverride], indent: str) -> str:
    return _text(f"{indent}{line}".rstrip() for line in _ini(changes).splitlines())


def _appended(
    changes: list[OptionOverride],
) -> tuple[list[OptionOverride], tuple[OptionOverride, ...]]:
    """Leave out what other files say already: Nova adds up the values of all of its files.

    Beside these are the changes that would also take such a value out, or move it.
    """
    kept, left = [], []
    for change in changes:
        known = len(change.before)
        grows = change.values[:known] == change.before
        new = change.values[known:] if grows else _new_values(change)
        if new:
            kept.append(replace(change, values=new))
        if not grows:
            left.append(change)
    return kept, tuple(left)


def _new_values(change: OptionOverride) -> tuple[str, ...]:
    return tuple(value for value in change.values if value not in change.before)


_CONTROL_PLANE = (
    "apiVersion: core.openstack.org/v1beta1",
    "kind: OpenStackControlPlane",
    "spec:",
    "  nova:",
    "    template:",
)
_CONFIG_MAP = (
    "apiVersion: v1",
    "kind: ConfigMap",
    "metadata:",
    "  name: nova-extra-config",
    "data:",
)
_RHOSO_TEMPLATES = {
    "api": ("apiServiceTemplate",),
    "scheduler": ("schedulerServiceTemplate",),
    "metadata": ("metadataServiceTemplate",),
    "conductor": ("cellTemplates", "cell1", "conductorServiceTemplate"),
    "novncproxy": ("cellTemplates", "cell1", "noVNCProxyServiceTemplate"),
}


def _tripleo(changes: Sequence[OptionOverride], target: Target) -> OverrideFile:
    every = target.role in (None, "all")
    where = "" if every else "Compute" if target.role == "compute" else "Controller"
    keys = {change: parameter(change.group, change.option) for change in changes}
    left = tuple(change for change, key in keys.items() if _is_left(change, key))
    kept = {change: key for change, key in keys.items() if change not in left}
    lines = [f"    {key}: {_hieradata(change)}" for change, key in kept.items() if key]
    own = [change for change, key in kept.items() if key is None]
    if own:
        lines += ["    nova::config::nova_config:", *(line for each in own for line in _item(each))]
    notes = ["name the file with `--environment-file` when the cloud is deployed"]
    if any(kept.values()):
        notes.append(
            "these are parameters of puppet-nova, which takes no `nova_config` beside them"
        )
    text = _text(["parameter_defaults:", f"  {where}ExtraConfig:", *lines]) if lines else ""
    made = _override(text, "nova-overrides.yaml", tuple(notes), left)
    return replace(made, why_left=_DECLARED)


_DECLARED = (
    "puppet-nova sets {} itself, so that a resource of `nova_config` fails; change it by the "
    "parameters of its classes, as hieradata"
)


def _is_left(change: OptionOverride, key: str | None) -> bool:
    """Whether no parameter of puppet-nova takes the values of an option that it sets itself."""
    return key == "" or (key is not None and len(change.values) > 1)


def _hieradata(change: OptionOverride) -> str:
    """Write the value of a parameter, or Puppet's word for Nova's own default."""
    values = change.values or ("<SERVICE DEFAULT>",)
    return scalar(_literal(_continued(values[0])))


def _item(change: OptionOverride) -> list[str]:
    """Write a resource."""
    key = f"      {scalar(f'{change.group}/{change.option}')}:"
    values = [scalar(_literal(_continued(value))) for value in change.values]
    if not values:
        return [key, "        ensure: absent"]
    if len(values) == 1:
        return [key, f"        value: {values[0]}"]
    return [key, "        value:", *(f"          - {value}" for value in values)]


def _override(
    text: str, path: str, notes: tuple[str, ...], left: tuple[OptionOverride, ...] = ()
) -> OverrideFile:
    return OverrideFile(f"# {path}\n{text}" if text else "", path, notes if text else (), left)


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _continued(value: str) -> str:
    """Indent the further lines of a value, and keep quotes, for tools that write it as it is."""
    return style.guarded(value).replace("\n", "\n    ")


def _literal(value: str) -> str:
    """Keep Hiera from looking up what a value says."""
    return value.replace("%{", "%{literal('%')}{")


TOOLS: dict[str, Callable[[Sequence[OptionOverride], Target], OverrideFile]] = {
    "kolla": _kolla,
    "openstack-ansible": _openstack_ansible,
    "helm": _helm,
    "rhoso": _rhoso,
    "tripleo": _tripleo,
}
"""The tools whose overrides are written, by the names that `--as` takes."""

SET_ONLY = frozenset({"kolla", "rhoso"})
"""Those of them that take nothing out."""

FOR_ONE_HOST = frozenset({"kolla", "openstack-ansible"})
"""Those of them that take an override of one host alone."""
