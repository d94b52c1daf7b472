"""Runs inside the environment of one release: its namespaces as arguments, JSON as output."""

from __future__ import annotations

import json
import logging
import sys
import warnings
from typing import Any


def main() -> None:
    """Print {"nova", "libraries", "options": [[group, dest, entry], ...]}."""
    from . import machine, shims

    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    namespaces, output = sys.argv[1:], sys.stdout
    sys.stdout = sys.stderr
    shims.give_back()
    machine.disguise()
    json.dump(facts(namespaces), output)


def facts(namespaces: list[str]) -> dict[str, Any]:
    """All facts of the release that this environment holds."""
    from oslo_config import cfg

    from . import plugins, process, registry
    from .libraries import versions

    recorder = registry.Recorder()
    recorder.install()
    process.import_nova()
    process.start_up(cfg.CONF)
    sample = list(registry.sampled(namespaces))
    found = list(registry.registered(cfg.CONF, recorder))
    found += [*plugins.plugin_settings([*found, *sample]), *sample]
    return {**versions(), "options": merged(found, sample)}


def merged(found: list[Any], sample: list[Any]) -> list[list[Any]]:
    """One entry an option: what the process registers counts, else the plugins, else the sample.

    The sample lists the options of one plugin, without the older names that others read.
    """
    from .entries import option_entry
    from .registry import is_setting

    listed: dict[tuple[str, str], str] = {}
    for item in sample:
        listed.setdefault((item.group, item.option.dest), item.source)
    entries: dict[tuple[str, str], Any] = {}
    for item in found:
        key = (item.group, item.option.dest)
        if key not in entries and is_setting(item.option):
            source = listed.get(key, item.source)
            entries[key] = option_entry(item.group, item.option, item.default, source)
            if item.plugins:
                entries[key]["x-oslo"]["plugins"] = list(item.plugins)
    return [[group, dest, entry] for (group, dest), entry in entries.items()]


if __name__ == "__main__":
    main()
