"""`novalint show`: what Nova would read, and from where."""

from __future__ import annotations

from itertools import groupby
from math import isfinite

from novalint.annotations import TYPE_CHECKING, Any
from novalint.cli.advice import say_left_out, say_refused
from novalint.cli.chosen import chosen, split_paths
from novalint.cli.context import project_of, read_inputs
from novalint.cli.names import split_name
from novalint.cli.output import put_report, say
from novalint.cli.writer import keep_read
from novalint.engine.unread_files import read_alone, unread_in
from novalint.redaction import Redaction
from novalint.wording import listed, visible

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.project.discovery import ConfigurationInput


_UNKNOWN = {
    "template": "computed by the template",
    "branch": "set in a branch of the template",
}


def run(arguments: Namespace) -> int:
    """Print the settings as text or JSON; 0 whatever they are."""
    arguments.paths, names = split_paths(arguments.paths, _needs_no_file(arguments))
    project = project_of(arguments)
    sources = read_inputs(arguments, project)
    whole = [project.config(source) for source in sources]
    keep_read(arguments, [path for config in whole for path in config.by_path], [arguments.output])
    pairs = _read(sources, whole)
    configs = [config for _, config in pairs]
    several = len(whole) > 1
    rows = [
        _row(setting, None if arguments.reveal else redaction)
        | ({"files": list(config.by_path), "name": _name(source)} if several else {})
        for source, config in pairs
        for redaction in (Redaction(config),)
        for setting in chosen(config, names, arguments.all)
    ]
    if arguments.format == "json":
        import json

        series = whole[0].release.series if whole else None
        shown = {"release": series, "settings": rows}
        text = json.dumps(shown, indent=1) + "\n"
    else:
        text = _text(rows)
    put_report(text, arguments.output, arguments.reveal, arguments.format)
    for config in configs:
        say_refused(config.documents)
        if not names:
            say_left_out(config)
    if names and not rows:
        say(f"nothing sets an option of {listed(names)}; --all shows the defaults")
    return 0


def _read(
    sources: Sequence[ConfigurationInput], whole: Sequence[Config]
) -> list[tuple[ConfigurationInput, Config]]:
    """Leave out the files that their tool does not read, and say so.

    What is left may be another configuration as well, which is shown once.
    """
    pairs = [(source, read_alone(config)) for source, config in zip(sources, whole, strict=True)]
    known = {_files(read) for (_, read), config in zip(pairs, whole, strict=True) if read is config}
    kept = []
    for (source, read), config in zip(pairs, whole, strict=True):
        if read is not config:
            if not read.documents or _files(read) in known:
                continue
            known.add(_files(read))
        kept.append((source, read))
    unread = (each for config in whole for each in unread_in(config))
    for words in dict.fromkeys(unread):
        say(f"{words}, so it is not shown; see override-not-read")
    return kept


def _files(config: Config) -> tuple[tuple[str, str], ...]:
    return tuple((document.path, document.name) for document in config.documents)


def _needs_no_file(arguments: Namespace) -> bool:
    """Whether the settings name the files: by the command line, or as no argument is a file."""
    if arguments.configuration or not arguments.paths:
        return bool(arguments.configuration)
    if split_paths(arguments.paths, True)[0] or not _may_be_name(arguments.paths[0]):
        return False
    words, arguments.paths = arguments.paths, []
    try:
        return bool(project_of(arguments).settings.configurations)
    finally:
        arguments.paths = words


def _may_be_name(word: str) -> bool:
    """Whether a word with a point begins with a group, as `nova.cnf` does not."""
    from novalint.schema.options import load_schema
    from novalint.schema.releases import newest
    from novalint.text.document import normalize_group

    group, _ = split_name(word)
    return not group or load_schema(newest()).options(normalize_group(group)) is not None


def _name(source: ConfigurationInput) -> str | None:
    """Return what tells a configuration from others: its name in settings, or in its file."""
    return source.name or next((each.name for each in source.documents if each.name), None)


def _text(rows: list[dict[str, Any]]) -> str:
    """Write a line for each row; of several configurations, each below its files and its name."""
    blocks = []
    for (files, name), group in groupby(rows, key=lambda row: (row.get("files"), row.get("name"))):
        called = f" ({name})" if name else ""
        head = f"# {visible(', '.join(files) + called)}\n" if files else ""
        blocks.append(head + "".join(map(_line, group)))
    return "\n".join(blocks)


def _row(setting: Setting, redaction: Redaction | None) -> dict[str, Any]:
    """Return what a setting is; without a redaction nothing is hidden."""
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
    if setting.unknown and setting.unknown.of_template:
        row["unknown"] = setting.unknown.reason.value
    if setting.shadowed:
        row["shadowed"] = [
            {"path": place.document.path, "line": place.position.line} for place in setting.shadowed
        ]
    return row


def _plain(value: object) -> Any:
    """Return a typed value as JSON has it; numbers that JSON lacks become text."""
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, range)):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, float) and not isfinite(value) else value


def _line(row: dict[str, Any]) -> str:
    elsewhere = "unknown" in row and not row["set"]  # nothing here sets it, and this is a part
    if elsewhere:
        value = "unknown, as another file may set it"
    elif row["value"] is None and "unknown" in row:
        value = _UNKNOWN[row["unknown"]]
    elif row["error"]:
        value = f"cannot be read: {row['error']}"
    elif isinstance(row["value"], str):
        value = row["value"]
    elif row["value"] is None and "machine" in row:
        value = f"<{row['machine']}>"
    else:
        import json

        value = json.dumps(row["value"], ensure_ascii=False)
    here = "not set here" if elsewhere else "default"
    where = f"{row['path']}:{row['line']}" if row["set"] else here
    name = f"[{row['group']}] {row['option']}"
    notes = [where]
    notes += [_UNKNOWN["template"]] if "unknown" in row and row["value"] is not None else []
    notes += [f"as [{row['via'][0]}] {row['via'][1]}"] if "via" in row else []
    notes += [f"over {place['path']}:{place['line']}" for place in row.get("shadowed", ())]
    return visible(f"{name} = {value}  ({', '.join(notes)})") + "\n"
