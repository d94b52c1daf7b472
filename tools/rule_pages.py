"""Writes docs/rules and docs/themes: a page for each rule, for each theme, and the index.

It also writes novalint/rules/rows.py, by which a run knows the rules that it need not import.
Run it with `make docs`. They are made from the docstrings and declarations of the rules. Pages of
rules that are gone go too; rule-failure.md is written by hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any

from novalint.engine.tracing import traces
from novalint.errors import OptionError
from novalint.rules.catalogue import declared
from novalint.rules.declaration import SCOPES, FactNeed, Rule
from novalint.rules.index import FILE, rows_text
from novalint.schema.releases import releases

FOLDER = Path(__file__).parent.parent / "docs"
BY_HAND = "rule-failure.md"
EVIDENCE = Path(__file__).parent.parent / "tests" / "live" / "evidence.json"
MARK = "<!-- Written by `make docs` from the rule's docstring; change that instead. -->\n"

_INDEX = """<!-- Written by `make docs`; change tools/rule_pages.py instead. -->

# Rules

`novalint rules` lists them in the terminal, `novalint explain RULE` prints a page.
`--select` and `--ignore` take names of rules and of themes. How one is made:
[Writing a rule](../writing-a-rule.md).
"""
_THEME = "<!-- Written by `make docs` from the rules of the theme; change those instead. -->\n"
_ENGINE = f"""
## engine

| rule | severity | what it says |
| --- | --- | --- |
| [rule-failure]({BY_HAND}) | error | A rule failed, so what it would have found is missing. |
"""


def pages() -> dict[str, str]:
    """Give every generated page by its place in docs."""
    found = {f"rules/{rule.name}.md": page(rule) for rule in declared()}
    for theme, group in _by_theme():
        found[f"themes/{theme}.md"] = theme_page(theme, group)
    return {"rules/README.md": index(), **found}


def known() -> str:
    """Write the index by which a run knows the rules that it need not import.

    Raises SystemExit for rules that ask for an option which a release in their range lacks, as the
    newest one may.
    """
    if ended := "".join(sorted(filter(None, map(ended_by, declared())))):
        raise SystemExit(ended)
    return rows_text(declared(), traces(declared()))


def ended_by(rule: Rule) -> str:
    """Say which option a rule asks for that a release in its range lacks; empty where all do."""
    try:
        traces([rule])
    except OptionError as error:
        return f"{rule.name}: {error}; end its range there (`releases` and `until`)\n"
    return ""


def page(rule: Rule) -> str:
    """Write the page of a rule in Markdown."""
    rows = "".join(f"| {key} | {value} |\n" for key, value in _facts(rule) if value)
    table = f"| | |\n| --- | --- |\n{rows}"
    return f"{MARK}\n# {rule.name}\n\n{table}\n{rule.documentation}\n\n[All rules](README.md)\n"


def index() -> str:
    """Write the list of all rules by theme."""
    parts = (f"\n## {theme}\n\n{_about(theme)}\n{_table(group)}" for theme, group in _by_theme())
    return _INDEX + "".join(parts) + _ENGINE


def theme_page(theme: str, group: tuple[Rule, ...]) -> str:
    """Write the page of a theme: its rules, and the options that they read."""
    usage = (
        f"`novalint check --select {theme}` runs these rules alone,\n"
        f"`--ignore {theme}` leaves them out; so do `select` and `ignore` in the settings.\n"
    )
    table = _table(group, "../rules/")
    tail = f"{_options(group)}\n[All rules](../rules/README.md)\n"
    return f"{_THEME}\n# {theme}\n\n{_purpose(theme)}\n{table}\n{usage}{tail}"


def write() -> None:
    """Write the index and all pages, and remove those that belong to no rule."""
    Path(FILE).write_text(known(), encoding="utf-8")
    made = pages()
    for folder in (FOLDER / "rules", FOLDER / "themes"):
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.glob("*.md"):
            if f"{folder.name}/{path.name}" not in (*made, f"rules/{BY_HAND}"):
                path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def _by_theme() -> Iterator[tuple[str, tuple[Rule, ...]]]:
    for theme, group in groupby(declared(), lambda rule: rule.theme):
        yield theme, tuple(group)


def _purpose(theme: str) -> str:
    """Give what the package of a theme says about itself."""
    return f"{import_module(f'novalint.rules.{theme}').__doc__}\n"


def _about(theme: str) -> str:
    return f"[{_purpose(theme).strip().removesuffix('.')}](../themes/{theme}.md).\n"


def _table(group: Iterable[Rule], way: str = "") -> str:
    rows = "".join(
        f"| [{rule.name}]({way}{rule.name}.md) | {rule.severity} | {_cell(rule.summary)} |\n"
        for rule in group
    )
    return f"| rule | severity | what it says |\n| --- | --- | --- |\n{rows}"


def _options(group: Iterable[Rule]) -> str:
    """List the options that rules read, with the rules; empty where they read any option."""
    readers: dict[str, list[str]] = {}
    for rule in group:
        for option in dict.fromkeys(rule.options):
            readers.setdefault(option, []).append(f"[{rule.name}](../rules/{rule.name}.md)")
    rows = "".join(f"| {_code(one)} | {', '.join(readers[one])} |\n" for one in sorted(readers))
    head = "\n## Options they read\n\n| option | rules |\n| --- | --- |\n"
    return head + rows if rows else ""


def _facts(rule: Rule) -> Iterator[tuple[str, str]]:
    yield "theme", f"[{rule.theme}](../themes/{rule.theme}.md)"
    yield "severity", rule.severity.value
    yield "releases", _span(*rule.releases)
    yield "compares", SCOPES.get(rule.scope, "")
    yield "since", rule.since
    yield "until", rule.until
    yield "roles", ", ".join(rule.roles)
    yield "drivers", ", ".join(rule.drivers)
    yield "virt types", ", ".join(rule.virt_types)
    yield "network", "neutron" if rule.neutron else ""
    yield "options", ", ".join(map(_code, rule.options))
    yield "of other files", ", ".join(map(_beside, rule.companions))
    yield "facts it needs", ", ".join(map(_need, rule.needs))
    limits = (rule.thresholds or {}).items()
    yield "thresholds", ", ".join(f"`{name} = {number}`" for name, number in limits)
    yield "tried with", _tried(rule)


def _tried(rule: Rule) -> str:
    """Name the versions of Nova whose services did what the rule says (tests/live)."""
    trials = [trial for trial in _evidence() if trial["rule"] == rule.name]
    versions = {trial["major"]: trial["nova"] for trial in trials}
    services = dict.fromkeys(trial["service"] for trial in trials)
    if not trials:
        return ""
    return (
        f"{' and '.join(services)} of Nova {', '.join(versions[one] for one in sorted(versions))}"
    )


@cache
def _evidence() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(EVIDENCE.read_text("utf-8"))
    return entries


def _beside(pattern: str) -> str:
    """Name an option of a companion: the key of the settings, then the option."""
    kind, _, option = pattern.partition(":")
    return f"{kind}: {_code(option)}" if "." in option else f"{kind}: `{option}`"


def _code(option: str) -> str:
    group, _, name = option.partition(".")
    return f"`[{group}] {name}`" if name else "all that is set"


def _span(first: int | None, last: int | None) -> str:
    """Name releases by their series; a rule without bounds holds for all that there are."""
    series = {release.major: release.series for release in releases()}
    if first is None and last is None:
        return "all"
    start = f"from {series[first]}" if first else ""
    return f"{start} to {series[last]}".strip() if last else f"{start} on"


def _need(need: FactNeed) -> str:
    return " or ".join(f"`{name}`" for name in ([need] if isinstance(need, str) else need))


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


if __name__ == "__main__":
    write()
