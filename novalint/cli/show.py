"""`novalint show`: what Nova would read, and from where."""

from __future__ import annotations

import os
from math import isfinite
from typing import TYPE_CHECKING, Any

from novalint.cli.context import project_of, read_inputs
from novalint.cli.output import put_report
from novalint.redaction import Redaction

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from novalint.config.model import Config
    from novalint.config.setting import Setting


def run(arguments: Namespace) -> int:
    """Print the settings as text or JSON; 0 whatever they are."""
    arguments.paths, names = _split(arguments.paths, bool(arguments.configuration))
    project = project_of(arguments)
    configs = [project.config(source) for source in read_inputs(arguments, project)]
    rows = [
        _row(setting, None if arguments.reveal else redaction)
        for config in configs
        for redaction in (Redaction(config),)
        for setting in _chosen(config, names, arguments.all)
    ]
    if arguments.format == "json":
        import json

        shown = {"release": configs[0].release.series, "settings": rows}
        text = json.dumps(shown, indent=1) + "\n"
    else:
        text = "".join(_line(row) for row in rows)
    put_report(text, arguments.output, arguments.reveal, arguments.format)
    return 0


def _split(arguments: list[str], no_file: bool) -> tuple[list[str], list[str]]:
    """Tell files from options: the first is a file unless none need be, and so is what exists."""
    rest = arguments if no_file else arguments[1:]
    names = [other for other in rest if other != "-" and "." in other and not os.path.exists(other)]  # noqa: PTH110
    names = [name for name in names if os.sep not in name and not name.endswith(".conf")]
    return [argument for argument in arguments if argument not in names], names


def _chosen(config: Config, names: list[str], everything: bool) -> Iterator[Setting]:
    if names:
        for name in names:
            group, _, wanted = name.rpartition(".")
            yield config.setting(group, wanted)
        return
    yield from config.settings
    if everything:
        seen = {(setting.group, setting.name) for setting in config.settings}
        for option in config.schema:
            if (option.group, option.name) not in seen:
                yield config.setting(option.group, option.name)


def _row(setting: Setting, redaction: Redaction | None) -> dict[str, Any]:
    """Say what a setting is; without a redaction nothing is hidden."""
    row: dict[str, Any] = {
        "group": setting.group,
        "option": setting.name,
        "value": _plain(redaction.value(setting) if redaction else setting.value),
        "set": not setting.is_default,
        "secret": setting.secret,
        "path": setting.origin.path if setting.origin else None,
        "line": setting.origin.line if setting.origin else None,
        "error": redaction.error(setting) if redaction else setting.error,
    }
    if setting.via:
        row["via"] = list(setting.via)
    if setting.machine:
        row["machine"] = setting.machine
    if setting.shadowed:
        row["shadowed"] = [
            {"path": place.document.path, "line": place.position.line} for place in setting.shadowed
        ]
    return row


def _plain(value: object) -> Any:
    """Return a typed value as JSON has it; numbers that JSON lacks become text."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, range)):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, float) and not isfinite(value) else value


def _line(row: dict[str, Any]) -> str:
    from novalint.wording import visible

    if row["error"]:
        value = f"cannot be read: {row['error']}"
    elif isinstance(row["value"], str):
        value = row["value"]
    else:
        import json

        value = json.dumps(row["value"], ensure_ascii=False)
    where = f"{row['path']}:{row['line']}" if row["set"] else "default"
    name = f"[{row['group']}] {row['option']}"
    notes = [where]
    notes += [f"as [{row['via'][0]}] {row['via'][1]}"] if "via" in row else []
    notes += [f"over {one['path']}:{one['line']}" for one in row.get("shadowed", ())]
    return visible(f"{name} = {value}  ({', '.join(notes)})") + "\n"
