"""What every declaration says: why its range begins and ends, and where the rule stands."""

from __future__ import annotations

import re

from many import of_each

from novalint.nova.drivers import IN_TREE
from novalint.rules.catalogue import rules
from novalint.rules.declaration import Rule
from novalint.schema.options import Schema, load_schema
from novalint.schema.releases import releases
from novalint.schema.store import read_json

ROLES = set(read_json("deployment.json")["$defs"]["role"]["enum"])
SOURCE = re.compile(r"\w/\w|\.(?:py|ini)\b|\b\d+\.\d+\.\d|\bCVE-\d{4}-\d")
"""A path, a file, a version in full, or an advisory: where the reason was read."""
OLDEST = releases()[0].major

each_rule = of_each(rules())


@each_rule
def test_each_edge_of_its_range_has_a_reason(rule: Rule) -> None:
    first, last = rule.releases
    assert bool(rule.since) == (first is not None)
    assert bool(rule.until) == (last is not None)
    assert first is None or first > OLDEST, (
        "a range that reaches the oldest release begins with None"
    )


@each_rule
def test_a_reason_is_a_phrase_with_its_source(rule: Rule) -> None:
    for reason in filter(None, (rule.since, rule.until)):
        assert not reason.endswith("."), reason
        assert SOURCE.search(reason), reason


@each_rule
def test_what_it_is_about_exists(rule: Rule) -> None:
    assert set(rule.roles) <= ROLES
    assert set(rule.drivers) <= {name.partition(".")[0] for name in IN_TREE}
    schemas = [load_schema(one) for one in releases() if rule.holds_in(one.major)]
    kinds = {kind for schema in schemas for kind in virt_types(schema)}
    assert set(rule.virt_types) <= kinds
    for name in rule.options if rule.options != ("*",) else ():  # any option at all
        group, _, option = name.partition(".")
        group = group.replace("*", "any")
        assert any(schema.option(group, option) for schema in schemas), f"{name} is never read"


def virt_types(schema: Schema) -> list[str]:
    option = schema.option("libvirt", "virt_type")
    return option.entry["enum"] if option else []
