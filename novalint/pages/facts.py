"""The deployment facts: what each means, its unit, its values, and the rules that need it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from novalint.annotations import TYPE_CHECKING, Any
from novalint.deployment import fact_names
from novalint.rules.catalogue import NO_PLUGINS, all_rules
from novalint.schema.store import read_json
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.rules.catalogue import Plugins

_UNIT = " Unit: "
_KINDS = {"integer": "whole number", "number": "number", "boolean": "true or false"}


def fact_rows(plugins: Plugins = NO_PLUGINS) -> list[dict[str, Any]]:
    """Return every fact with its meaning, unit, values, presets, and the rules that need it."""
    entries = read_json("deployment.json")["properties"]
    return [_row(name, entries[name], plugins) for name in fact_names()]


def fact_table(plugins: Plugins = NO_PLUGINS) -> str:
    """List the facts for people: name, values, how many rules need it, meaning."""
    cells = [
        (row["fact"], _values(row), _count(row["rules"]), row["meaning"])
        for row in fact_rows(plugins)
    ]
    head = ("fact", "value", "needed by", "meaning")
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (head, *cells)
    )
    return "".join(f"{line}\n" for line in (*lines, "", *_ASKED))


_ASKED = (
    "Some rules need a further fact for some files only: novalint check --verbose",
    "names the rules that were not run, and the facts that each of them lacks.",
)

_ASKED_FOR = "no rule always; some need it, or use it, for some files only"
_OF_NO_RULE = ("profile", "release")


def _count(rules: list[str]) -> str:
    return "1 rule" if len(rules) == 1 else f"{len(rules)} rules" if rules else ""


def fact_page(name: str, plugins: Plugins = NO_PLUGINS) -> str:
    """Explain a fact, or a profile that presets some; empty for a name of neither."""
    rows = [row for row in fact_rows(plugins) if row["fact"] == name]
    if rows:
        return _page(rows[0])
    presets = _profiles().get(name)
    return _profile(name, presets) if presets else ""


def _row(name: str, entry: Mapping[str, Any], plugins: Plugins) -> dict[str, Any]:
    meaning, _, unit = entry["description"].partition(_UNIT)
    needed = [rule.name for rule in all_rules(plugins) if name in _facts_of(rule.needs)]
    return {
        "fact": name,
        "title": entry["title"],
        "meaning": meaning,
        "unit": unit.rstrip(".") or None,
        "values": _choices(name, entry),
        "type": _KINDS.get(str(entry.get("type")), "text"),
        "default": None,
        "presets": {
            kind: presets[name] for kind, presets in _profiles().items() if name in presets
        },
        "rules": needed,
    }


def _facts_of(needs: tuple[str | tuple[str, ...], ...]) -> Iterator[str]:
    for need in needs:
        yield from (need,) if isinstance(need, str) else need


def _profiles() -> Mapping[str, Mapping[str, Any]]:
    profiles: Mapping[str, Mapping[str, Any]] = read_json("deployment.json")["x-profiles"]
    return profiles


def _choices(name: str, entry: Mapping[str, Any]) -> list[str] | None:
    roles: list[str] = read_json("deployment.json")["$defs"]["role"]["enum"]
    choices: list[str] | None = roles if name == "role" else entry.get("enum")
    return choices


def _values(row: Mapping[str, Any]) -> str:
    return "a choice" if row["values"] else row["unit"] or row["type"]


def _page(row: Mapping[str, Any]) -> str:
    values = row["values"]
    example = (
        values[0] if values else {"text": "VALUE", "true or false": "true"}.get(row["type"], 1)
    )
    lines = {
        "unit": row["unit"],
        "values": ", ".join(values) if values else row["type"],
        "default": "none; a rule that needs it is then not run",
        "presets": ", ".join(f"{number} ({kind})" for kind, number in row["presets"].items()),
        "needed by": ", ".join(row["rules"]) or _ASKED_FOR * (row["fact"] not in _OF_NO_RULE),
    }
    table = "".join(f"  {key + ':':<11}{value}\n" for key, value in lines.items() if value)
    way = f"  set it:    --fact {row['fact']}={example}, or `{row['fact']}` in --deployment FILE\n"
    return f"{row['fact']}: a deployment fact\n\n{row['meaning']}\n\n{table}{way}"


def _profile(name: str, presets: Mapping[str, Any]) -> str:
    presets_shown = "".join(f"  {fact} = {value}\n" for fact, value in presets.items())
    return (
        f"{name}: a profile of clouds\n\n`--fact profile={name}` presets these facts; a fact that "
        "is given as well overrides its preset:"
        f"\n\n{presets_shown}\nall profiles: {listed(_profiles())}\n"
    )
