"""Options that keystoneauth's plugins read from each group that holds credentials."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from typing import Any

from .registry import Registered

# Plugins whose declaration counts where several declare one option differently: the usual first.
USUAL = ("password", "v3password", "v2password")


def auth_groups(found: Iterable[Registered]) -> list[str]:
    """Groups from which Nova loads a keystoneauth plugin: those with auth_type and auth_section."""
    dests: dict[str, set[str]] = {}
    for item in found:
        dests.setdefault(item.group, set()).add(item.option.dest)
    return sorted(group for group, names in dests.items() if {"auth_type", "auth_section"} <= names)


def plugin_options() -> list[tuple[Any, tuple[str, ...]]]:
    """The options of all installed plugins, each dest once, with the plugins that have it."""
    loading: Any = importlib.import_module("keystoneauth1.loading")
    names = sorted(loading.get_available_plugin_names(), key=lambda n: (n not in USUAL, n))
    options: dict[str, Any] = {}
    plugins: dict[str, list[str]] = {}
    for name in names:
        for option in loading.get_auth_plugin_conf_options(name):
            option.required = False  # only where that plugin is chosen
            options.setdefault(option.dest, option)
            plugins.setdefault(option.dest, []).append(name)
    return [(option, tuple(sorted(plugins[dest]))) for dest, option in options.items()]


def plugin_settings(found: Iterable[Registered]) -> Iterator[Registered]:
    """The plugins' options in each group that loads one."""
    options = plugin_options()
    for group in auth_groups(found):
        for option, plugins in options:
            yield Registered(group, option, option.default, "keystoneauth", plugins)
