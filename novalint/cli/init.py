"""`novalint init`: a settings file to start from, in which everything is commented out."""

from __future__ import annotations

import json
import os
import re
import textwrap
from collections.abc import Iterator, Mapping

from novalint.annotations import TYPE_CHECKING, Any
from novalint.errors import SettingsError

if TYPE_CHECKING:
    from argparse import Namespace

NAME = "novalint.toml"
_WIDTH = 98
_HEAD = """\
# Settings of novalint; they apply to the files in this directory and below it.
# Remove the `#` from what you want to set. `novalint settings FILE` shows what applies to a file.
"""


def run(arguments: Namespace) -> int:
    """Write the file into the current directory; raises SettingsError where there are settings."""
    from novalint.cli.output import say
    from novalint.settings.file import file_in

    there = file_in(os.curdir)
    if there:
        name = os.path.basename(there)  # noqa: PTH119
        raise SettingsError(f"`{name}` has settings already; change them, or remove them first")
    _write(starter())
    say(f"wrote `{NAME}`; remove the # from what you want to set")
    return 0


def _write(text: str) -> None:
    from novalint.errors import FileError

    try:
        with open(NAME, "x", encoding="utf-8") as file:  # noqa: PTH123
            file.write(text)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileError(f"cannot write `{NAME}`: {reason}") from None


def starter() -> str:
    """Return the text of the file, made from the schema of settings: each key with an example."""
    from novalint.schema.store import read_json

    schema = read_json("settings.json")
    entries = [(name, entry, _example(entry)) for name, entry in schema["properties"].items()]
    tables = [entry for entry in entries if _is_table(entry[2])]  # in TOML they come last
    parts = [_part(*entry) for entry in entries if entry not in tables] + [
        _part(*table) for table in tables
    ]
    return "\n".join([_HEAD, *parts])


def _example(entry: Mapping[str, Any]) -> Any:
    return entry["examples"][0] if "examples" in entry else entry["default"]


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and isinstance(value[0], dict))


def _part(name: str, entry: Mapping[str, Any], example: Any) -> str:
    comment = textwrap.wrap(f"{entry['title']}: {entry['description']}", _WIDTH)
    if "enum" in entry:
        comment += textwrap.wrap(f"One of {', '.join(entry['enum'])}.", _WIDTH)
    lines = [f"# {line}" for line in comment] + [f"#{line}" for line in _toml(name, example)]
    return "\n".join(lines) + "\n"


def _toml(name: str, value: Any) -> Iterator[str]:
    """Write a key as TOML; strings, numbers and lists of them are as in JSON."""
    if isinstance(value, list) and _is_table(value):
        for item in value:
            yield f"[[{name}]]"
            yield from (line for key in item for line in _toml(key, item[key]))
    elif isinstance(value, dict):
        plain = {key: part for key, part in value.items() if not _is_table(part)}
        if plain:
            yield f"[{name}]"
            yield from (line for key, part in plain.items() for line in _toml(key, part))
        for key in value.keys() - plain.keys():
            yield from _toml(f"{name}.{_key(key)}", value[key])
    else:
        yield f"{_key(name)} = {json.dumps(value, ensure_ascii=False)}"


def _key(name: str) -> str:
    return name if re.fullmatch("[A-Za-z0-9_-]+", name) else json.dumps(name)
