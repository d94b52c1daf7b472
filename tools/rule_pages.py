"""Writes docs/rules: a page for each rule from its docstring and declaration, and the index.

Run it with `make docs`. Pages of rules that are gone go too; rule-failure.md is written by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from novalint.rules.catalogue import rules
from novalint.rules.declaration import Need, Rule
from novalint.schema.releases import releases

FOLDER = Path(__file__).parent.parent / "docs" / "rules"
BY_HAND = "rule-failure.md"
MARK = "<!-- Written by `make docs` from the rule's docstring; change that instead. -->\n"

_INDEX = """<!-- Written by `make docs`; change tools/rule_pages.py instead. -->

# Rules

`novalint rules` lists them in the terminal, `novalint explain RULE` prints a page.
`--select` and `--ignore` take names of rules and of themes. How one is made:
[Writing a rule](../writing-a-rule.md).
"""
_ENGINE = f"""
## engine

| rule | severity | what it says |
| --- | --- | --- |
| [rule-failure]({BY_HAND}) | error | A rule failed, so what it would have found is missing. |
"""


def pages() -> dict[str, str]:
    """Give every generated page by its file name."""
    found = {f"{rule.name}.md": page(rule) for rule in rules()}
    return {"README.md": index(), **found}


def page(rule: Rule) -> str:
    """Write the page of a rule in Markdown."""
    rows = "".join(f"| {key} | {value} |\n" for key, value in _facts(rule) if value)
    table = f"| | |\n| --- | --- |\n{rows}"
    return f"{MARK}\n# {rule.name}\n\n{table}\n{rule.documentation}\n\n[All rules](README.md)\n"


def index() -> str:
    """Write the list of all rules by theme."""
    return _INDEX + "".join(_theme(*group) for group in groupby(rules(), _by_theme)) + _ENGINE


def write() -> None:
    """Write all pages and remove those that belong to no rule."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in (*made, BY_HAND):
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def _by_theme(rule: Rule) -> str:
    return rule.theme


def _theme(theme: str, group: Iterator[Rule]) -> str:
    rows = "".join(
        f"| [{rule.name}]({rule.name}.md) | {rule.severity} | {_cell(rule.summary)} |\n"
        for rule in group
    )
    return f"\n## {theme}\n\n| rule | severity | what it says |\n| --- | --- | --- |\n{rows}"


def _facts(rule: Rule) -> Iterator[tuple[str, str]]:
    yield "theme", rule.theme
    yield "severity", rule.severity.value
    yield "releases", _span(*rule.releases)
    yield "roles", ", ".join(rule.roles)
    yield "options", ", ".join(f"`[{g}] {name}`" for g, name in map(_split, rule.options))
    yield "facts it needs", ", ".join(map(_need, rule.needs))
    limits = (rule.thresholds or {}).items()
    yield "thresholds", ", ".join(f"`{name} = {number}`" for name, number in limits)


def _split(option: str) -> tuple[str, str]:
    group, _, name = option.partition(".")
    return group, name


def _span(first: int | None, last: int | None) -> str:
    """Name releases by their series; a rule without bounds holds for all that there are."""
    series = {release.major: release.series for release in releases()}
    if first is None and last is None:
        return "all"
    start = f"from {series[first]}" if first else ""
    return f"{start} to {series[last]}".strip() if last else f"{start} on"


def _need(need: Need) -> str:
    return " or ".join(f"`{name}`" for name in ([need] if isinstance(need, str) else need))


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


if __name__ == "__main__":
    write()
