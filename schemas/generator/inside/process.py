"""Do what Nova's services do before they read their configuration, without starting them."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Callable, Iterator
from typing import Any

MARK = "novalintmark"
NAMING = (
    ("devices", "enabled_mdev_types"),
    ("devices", "enabled_vgpu_types"),
    ("image_file_url", "filesystems"),
    ("neutron", "physnets"),
)
# Functions of nova.conf's modules that services call when they start.
DYNAMIC = {
    "devices": "register_dynamic_opts",
    "neutron": "register_dynamic_opts",
    "image_file_url": "register_opts",
}
PROXIES = dict.fromkeys(("novnc", "vnc", "serial_console", "spice"), "register_cli_opts")
# Filters that operators add to Nova's paste file, each with a group of its own.
FILTERS = ("keystonemiddleware.audit", "keystonemiddleware.external_oauth2_token")
# Applications that start when they are imported, and what no service imports.
SKIPPED = ("nova.test", "nova.wsgi.", "nova.hacking", "migrations", ".alembic", ".versions")


def import_nova() -> None:
    """Import every module of Nova; what fails for a missing optional library is told and left."""
    import nova

    _leave_unpatched()
    for name in _module_names(nova):
        try:
            importlib.import_module(name)
        except (Exception, SystemExit) as error:
            told(f"cannot import {name}: {type(error).__name__}: {error}")


def _leave_unpatched() -> None:
    try:
        monkey_patch: Any = importlib.import_module("nova.monkey_patch")
    except ImportError:
        return  # before stein nova.cmd patches by itself, which does no harm
    monkey_patch.patch = lambda *args, **kwargs: None


def _module_names(package: Any) -> Iterator[str]:
    for module in pkgutil.walk_packages(package.__path__, "nova.", onerror=lambda name: None):
        if not any(part in module.name for part in SKIPPED):
            yield module.name


def told(text: str) -> None:
    """Say something about the run to the maintainer."""
    sys.stderr.write("  " + text.splitlines()[0][:200] + "\n")


def start_up(conf: Any) -> None:
    """Register and default what services register and default while they start."""
    loading = (set_defaults, register_log, load_rabbit, load_vif_plugins, load_castellan)
    for step in (*loading, load_os_win, load_filters, register_dynamic, register_proxies):
        _attempt(step, conf)


def _attempt(step: Callable[[Any], None], conf: Any) -> None:
    try:
        step(conf)
    except Exception as error:
        told(f"{step.__name__}: {type(error).__name__}: {error}")


def set_defaults(conf: Any) -> None:
    """Let Nova change its libraries' defaults, by running its own parser of the command line."""
    config = importlib.import_module("nova.config")
    parse = type(conf).__call__
    type(conf).__call__ = lambda *args, **kwargs: None
    try:
        config.parse_args([MARK], configure_db=False, init_rpc=False)
    finally:
        type(conf).__call__ = parse


def register_log(conf: Any) -> None:
    """Register oslo.log's options."""
    importlib.import_module("oslo_log.log").register_options(conf)


def load_rabbit(conf: Any) -> None:
    """Make oslo.messaging's usual driver: it registers more than the sample lists for its group."""
    messaging: Any = importlib.import_module("oslo_messaging")
    driver: Any = importlib.import_module("oslo_messaging._drivers.impl_rabbit")
    driver.RabbitDriver(conf, messaging.TransportURL.parse(conf, "rabbit://localhost/"))


def load_vif_plugins(conf: Any) -> None:
    """nova-compute loads every installed os_vif plugin, each with a group of its own."""
    importlib.import_module("os_vif").initialize()


def load_castellan(conf: Any) -> None:
    """Key managers register their groups when they are made."""
    importlib.import_module("castellan.options").set_defaults(conf)


def load_os_win(conf: Any) -> None:
    """Hyper-V's driver, which only Windows imports, registers these; samples list them from 21 on.

    os-brick needs the library for longer than Nova has the driver.
    """
    if importlib.util.find_spec("nova.virt.hyperv") and importlib.util.find_spec("os_win"):
        importlib.import_module("os_win.conf")


def load_filters(conf: Any) -> None:
    """Filters register their options when they are imported."""
    for name in FILTERS:
        if importlib.util.find_spec(name):
            importlib.import_module(name)


def register_dynamic(conf: Any) -> None:
    """Register the groups that other options name, under MARK as the name."""
    for group, name in NAMING:
        if group in conf and name in conf[group]:
            conf.set_override(name, [MARK], group)
    _call(DYNAMIC, conf)


def register_proxies(conf: Any) -> None:
    """The console proxies register options of the command line as well."""
    _call(PROXIES, conf)


def _call(functions: dict[str, str], conf: Any) -> None:
    for module, function in functions.items():
        register = getattr(sys.modules.get("nova.conf." + module), function, None)
        if register:
            register(conf)
