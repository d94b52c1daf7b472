"""What is known of the thing under the cursor: an option, a group or a rule; never a value."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.pages.explain import rule_page
from novalint.pages.option_life import body, events, facts, headline, state, written_runs
from novalint.rules.catalogue import find_rule, rules
from novalint.schema.history import group_presence, life
from novalint.schema.options import load_schema
from novalint.server.cursor import Spot, SpotKind
from novalint.server.diagnostics import page_address

if TYPE_CHECKING:
    from novalint.rules.declaration import Rule
    from novalint.schema.options import Option, Schema
    from novalint.schema.releases import Release

MOST = 12
"""Rules about one option that are named; a few options have dozens."""


def page(spot: Spot, schema: Schema, markdown: bool) -> str:
    """Return the page about what a spot is; empty where nothing is known of it."""
    release = schema.release
    if spot.kind is SpotKind.RULE:
        rule = find_rule(spot.name)
        return rule_text(rule, markdown) if rule else ""
    if spot.kind is SpotKind.HEADER:
        return group_text(spot.group, release, markdown)
    text = (option_text if markdown else plain_option_text)(spot.group, spot.name, release)
    added = None if text else schema.option(spot.group, spot.name)
    return added_text(added, markdown) if added else text


def added_text(option: Option, markdown: bool) -> str:
    """Return what settings say of an option that no release has."""
    title = f"[{option.group}] {option.name}"
    rows = [f"type: {str(option.facts['type']).lower()}"]
    if not option.secret and option.entry.get("default") is not None:
        rows.append(f"default: {json.dumps(option.entry['default'])}")
    rows.append("declared in the settings: no release of Nova has it")
    return f"**{_plain(title)}**\n\n{_listed(rows)}" if markdown else f"{title}\n\n{_listed(rows)}"


def plain_option_text(group: str, name: str, release: Release) -> str:
    """Return what is known of an option without Markdown."""
    known = life(group, name)
    return f"{headline(known, release)}\n\n{body(known, release)}" if known else ""


def option_text(group: str, name: str, release: Release) -> str:
    """Return what is known of an option in a release, its life over all, and its rules."""
    known = life(group, name)
    if known is None:
        return ""
    rows = [("in", written_runs(known)), *facts(known, release)]
    parts = [
        f"**{_plain(headline(known, release))}** — {release}",
        _listed(f"{key}: {_plain(text)}" for key, text in rows),
        _listed(f"{when}: {_plain(what)}" for when, what in events(known)),
        _rules_about(group, name),
    ]
    return "\n\n".join(part for part in parts if part)


def group_text(group: str, release: Release, markdown: bool) -> str:
    """Return in which releases a group is, and how many options a release has there."""
    presence = group_presence(group)
    if presence is None:
        return ""
    title = f"[{group}]{state(presence, release)}"
    options = load_schema(release).options(group) or {}
    rows = [f"in: {written_runs(presence)}", f"options: {len(options)}"]
    head = f"**{_plain(title)}** — {release}" if markdown else f"{title} — {release}"
    return f"{head}\n\n{_listed(rows)}"


def rule_text(rule: Rule, markdown: bool) -> str:
    """Return the page of a rule."""
    if not markdown:
        return rule_page(rule)
    title, head, text = rule_page(rule).split("\n\n", 2)
    rows = (" ".join(line.split()) for line in head.splitlines())
    return f"**{title}**\n\n{_listed(rows)}\n\n{text}"


def _rules_about(group: str, name: str) -> str:
    asked = f"{group}.{name}"
    about = [rule for rule in rules() if asked in rule.options]
    lines = [f"{_link(rule)}: {rule.summary}" for rule in about[:MOST]]
    lines += [f"and {len(about) - MOST} more"] * (len(about) > MOST)
    return "Rules:\n\n" + _listed(lines) if lines else ""


def _link(rule: Rule) -> str:
    where = page_address(rule.url)
    return f"[{rule.name}]({where})" if where else rule.name


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(_items(lines))


def _items(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield f"- {line}"


def _plain(text: str) -> str:
    """Keep Markdown from taking signs of names and patterns for its own."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#|~" else sign for sign in text)
