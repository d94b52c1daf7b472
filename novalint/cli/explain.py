"""`novalint explain`: what a rule, an option or a group is, release by release."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from novalint.cli.output import put
from novalint.errors import OptionError
from novalint.schema.releases import Release, find_release, releases
from novalint.schema.store import load_schema
from novalint.text.document import normalize_group

if TYPE_CHECKING:
    from argparse import Namespace

    from novalint.rules.declaration import Rule
    from novalint.schema.options import Name, Option


def run(arguments: Namespace) -> int:
    """Print the explanation; raises OptionError for a name that nothing has."""
    from novalint.rules.catalogue import find_rule

    rule = find_rule(arguments.name)
    if rule:
        put(_rule_page(rule))
        return 0
    chosen = [find_release(arguments.release)] if arguments.release else list(releases())
    put(_group_page(arguments.name, chosen[-1]) or _option_pages(arguments.name, chosen))
    return 0


def _rule_page(rule: Rule) -> str:
    first, last = rule.releases
    facts = [need if isinstance(need, str) else " or ".join(need) for need in rule.needs]
    rows = {
        "theme": rule.theme,
        "severity": rule.severity.value,
        "releases": f"Nova {first or releases()[0].major} to {last or releases()[-1].major}",
        "roles": ", ".join(rule.roles),
        "options": ", ".join(rule.options),
        "facts": ", ".join(facts),
        "thresholds": ", ".join(f"{k} = {v}" for k, v in (rule.thresholds or {}).items()),
    }
    head = "".join(f"{key + ':':<12}{value}\n" for key, value in rows.items() if value)
    return f"{rule.name}\n\n{head}\n{rule.documentation}\n"


def _group_page(name: str, release: Release) -> str:
    options = load_schema(release).options(normalize_group(name))
    if options is None:
        return ""
    lines = [f"[{normalize_group(name)}] in {release}: {len(options)} options\n\n"]
    return "".join([*lines, *(f"{option}\n" for option in options)])


def _option_pages(name: str, chosen: list[Release]) -> str:
    group, _, option = name.rpartition(".")
    found: dict[Name, list[tuple[Release, Option]]] = {}
    for release in chosen:
        schema = load_schema(release)
        groups = [normalize_group(group)] if group else schema.groups_with(option)
        for one in groups:
            known = schema.option(one, option)
            for reader in (known,) if known else schema.renamed(one, option):
                found.setdefault((reader.group, reader.name), []).append((release, reader))
    if not found:
        raise OptionError(_unknown(name, chosen[-1]))
    return "\n".join(_option_page(key, life) for key, life in found.items())


def _option_page(name: Name, life: list[tuple[Release, Option]]) -> str:
    lines = [f"[{name[0]}] {name[1]}\n"]
    for first, last, option in _spans(life):
        when = f"{first}" if first == last else f"{first} to {last}"
        lines += [f"\n{when}\n", *(f"  {fact}\n" for fact in _facts(option))]
    return "".join(lines)


def _spans(life: list[tuple[Release, Option]]) -> Iterator[tuple[Release, Release, Option]]:
    """Put neighbouring releases together in which nothing about an option differs."""
    first, option = life[0]
    last = first
    for release, same in life[1:]:
        if same.entry != option.entry:
            yield first, last, option
            first, option = release, same
        last = release
    yield first, last, option


def _facts(option: Option) -> Iterator[str]:
    entry, facts = option.entry, option.facts
    yield f"type: {_type(entry)}"
    if option.machine:
        yield f"default: depends on the {option.machine}"
    elif "default" in entry:
        yield f"default: {json.dumps(entry['default'])}"
    for old_group, old_name in facts.get("deprecated_names", ()):
        yield f"old name: [{old_group}] {old_name}"
    if option.deprecated:
        yield f"deprecated: since {facts['since']}" if "since" in facts else "deprecated"
    if option.secret:
        yield "secret: never shown"
    yield f"takes effect: {'on SIGHUP' if facts.get('mutable') else 'on restart'}"
    if facts.get("read_by"):
        yield f"read by: {', '.join(facts['read_by'])}"


def _type(entry: Mapping[str, Any]) -> str:
    facts = entry["x-oslo"]
    name = f"{facts['type'].lower()}{', may be repeated' if facts.get('multi') else ''}"
    item = entry.get("items")
    parts = [name + (f" of {_type(item)}" if item and not facts.get("multi") else "")]
    if "minimum" in entry or "maximum" in entry:
        parts.append(f"{entry.get('minimum', '')} to {entry.get('maximum', '')}".strip())
    choices = facts.get("choices") or entry.get("enum")
    if choices:
        parts.append(f"one of {', '.join('empty' if c == '' else str(c) for c in choices)}")
    elif "pattern" in entry:
        parts.append(f"matching {entry['pattern']}")
    return ", ".join(parts)


def _unknown(name: str, release: Release) -> str:
    from novalint.rules.catalogue import rules
    from novalint.rules.nearest import listed, nearest

    schema = load_schema(release)
    names = {*(o.name for o in schema), *schema.groups, *(rule.name for rule in rules())}
    near = nearest(name.rpartition(".")[2], names)
    hint = f"the nearest is {listed(near)}" if near else "see `novalint rules` for the rules"
    return f"`{name}` is no rule, option or group; {hint}"
