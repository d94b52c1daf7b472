"""`novalint rules`, `novalint releases`, `novalint schema`: what there is."""

from __future__ import annotations

import json

from novalint.annotations import TYPE_CHECKING
from novalint.cli.output import put
from novalint.errors import NovalintError
from novalint.schema.releases import find_release, newest, releases

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence


def run(arguments: Namespace) -> int:
    """Print the list; 0."""
    if arguments.command == "schema":
        put(_settings() if arguments.settings else _schema(arguments.release), "json")
        return 0
    if arguments.command == "releases" and arguments.diff:
        put(_diff(arguments.diff, arguments.format), arguments.format)
        return 0
    if arguments.format == "markdown":
        raise NovalintError("only --diff can be written as markdown; choose text or json")
    if arguments.command == "rules":
        rows = _rules(arguments)
    else:
        rows = _fits(arguments.fits) if arguments.fits else _releases()
    as_json = arguments.format == "json"
    put(json.dumps(rows, indent=1) + "\n" if as_json else _table(rows), arguments.format)
    return 0


def _schema(name: str | None) -> str:
    from novalint.schema.store import read_text

    release = newest() if name is None else find_release(name)
    return read_text(f"nova/{release.series}.json")


def _settings() -> str:
    from novalint.pages.settings_schema import settings_schema

    return settings_schema()


def _rules(arguments: Namespace) -> list[dict[str, str]]:
    from novalint.cli.context import names_in, plugins_of
    from novalint.rules.catalogue import choose

    select, ignore = names_in(arguments.select), names_in(arguments.ignore)
    return [
        {
            "theme": rule.theme,
            "rule": rule.name,
            "severity": rule.severity.value,
            "summary": rule.summary,
        }
        for rule in choose(select, ignore, plugins_of(arguments))
    ]


def _releases() -> list[dict[str, str]]:
    return [
        {"release": r.series, "codename": r.codename, "nova": r.nova, "day": r.day}
        for r in releases()
    ]


def _diff(names: Sequence[str], form: str) -> str:
    from novalint.pages.comparison import render
    from novalint.schema.comparison import compare

    return render(compare(*names), form)


def _fits(path: str) -> list[dict[str, str]]:
    from novalint.config.fitting import release_fits
    from novalint.pages.fitting import rows
    from novalint.project.discovery import read_file

    return rows(release_fits([read_file(path)]))


def _table(rows: Sequence[Mapping[str, str]]) -> str:
    widths = {key: max(len(row[key]) for row in rows) for key in (rows[0] if rows else ())}
    lines = ["  ".join(row[key].ljust(width) for key, width in widths.items()) for row in rows]
    return "".join(line.rstrip() + "\n" for line in lines)
