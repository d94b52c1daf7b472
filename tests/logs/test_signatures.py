"""Declarations of signatures: each knows its own sample, and shows nothing but its named parts."""

from __future__ import annotations

import re

from many import of_each

from novalint.logs import index
from novalint.logs.catalogue import declared, declaring_modules, signatures
from novalint.logs.signature import NAMED, Signature
from novalint.logs.tally import Count
from novalint.pages.symptoms import page_of_line, page_of_symptom
from novalint.rules.catalogue import find_rule
from novalint.schema.options import load_schema
from novalint.schema.releases import releases

EVERY = signatures()
KINDS = {
    "instance", "uuid", "host", "port", "number", "limit", "seconds", "name", "error", "event",
    "state", "task", "filter", "option", "group", "action", "exchange", "argument", "id", "kind",
    "queue",
    "tries", "code", "url", "overflow", "attempt", "function", "path", "release", "device",
    "waited", "interval", "grace", "size", "resource", "service", "region", "message",
}  # fmt: skip
every_one = of_each(EVERY)


def counted(text: str) -> dict[str, int]:
    count = Count()
    count.take([text.encode() + b"\n"])
    return {name: tally.count for name, tally in count.tallies.items()}


@every_one
def test_it_knows_its_samples(signature: Signature) -> None:
    assert signature.samples
    for sample in signature.samples:
        assert counted(sample)[signature.name] == 1
        level = signature.level or "ERROR"
        line = f"2026-03-02 09:12:01.402 2214 {level} nova.x [req-1 - - - - -] {sample}"
        assert counted(line)[signature.name] == 1


@every_one
def test_it_says_what_it_is_and_what_to_do(signature: Signature) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)+", signature.name)
    assert signature.says.endswith(".")
    assert signature.causes or signature.elsewhere
    assert signature.services
    assert signature.sources
    assert signature.outside or signature.causes
    for text in (*signature.elsewhere, *(one.why for one in signature.causes)):
        assert text.isprintable()
        assert len(text) < 600


@every_one
def test_its_sources_can_be_opened(signature: Signature) -> None:
    """Each is a release of Nova, or a package and its version, and a place in its source."""
    for source in signature.sources:
        assert re.fullmatch(r"(\d\d|[a-z][a-z0-9-]*-\d[\w.]*) [\w/.-]+\.[a-z]+:[1-9]\d*", source)


@every_one
def test_all_but_its_named_parts_is_literal(signature: Signature) -> None:
    """So what is shown of a line is known to be harmless."""
    literal = _without_groups(signature.pattern)
    assert not re.search(r"(?<!\\)\.[*+{]|\\[SwWD]|\[\^", literal), literal
    assert set(re.compile(signature.pattern).groupindex) <= KINDS
    assert not re.search(r"(?<!\\)[*+]", signature.pattern.replace("\\+", "").replace("\\*", ""))


def _without_groups(pattern: str) -> str:
    """Give a pattern without its named groups and what it looks ahead for, which is not shown."""
    out, depth, at = [], 0, 0
    while at < len(pattern):
        if pattern[at] == "\\":
            out.append("" if depth else pattern[at : at + 2])
            at += 2
            continue
        if depth:
            depth += {"(": 1, ")": -1}.get(pattern[at], 0)
        elif pattern.startswith(("(?P<", "(?=", "(?!"), at):
            depth = 1
        else:
            out.append(pattern[at])
        at += 1
    return "".join(out)


@every_one
def test_its_anchors_can_be_searched_for(signature: Signature) -> None:
    for anchor in signature.anchors:
        assert len(anchor) >= 10 or signature.name in ("build-aborted", "lock-waited-long")
        assert '"' not in anchor  # JSON would write it otherwise
        assert "\\" not in anchor
        assert "\n" not in anchor


@every_one
def test_its_causes_are_options_and_rules_that_there_are(signature: Signature) -> None:
    first, last = signature.releases
    known = [load_schema(one) for one in releases() if first <= one.major <= (last or 99)]
    for cause in signature.causes:
        if cause.group != NAMED:
            assert any(schema.option(cause.group, cause.option) for schema in known), cause
        for name in cause.rules:
            rule = find_rule(name)
            assert rule, name
            assert not rule.options or f"{cause.group}.{cause.option}" in rule.options, name


@every_one
def test_what_it_follows_is_there(signature: Signature) -> None:
    names = {one.name for one in EVERY}
    assert set(signature.follows) <= names - {signature.name}


def test_there_are_enough_and_none_twice() -> None:
    names = [one.name for one in EVERY]
    assert len(names) == len(set(names)) >= 150


def test_the_index_is_what_the_declarations_say() -> None:
    written = index.index_text({module: declared(module) for module in declaring_modules()})
    assert index.FILE.read_text(encoding="utf-8") == written, "run `make docs`"


@every_one
def test_its_sample_can_be_explained(signature: Signature) -> None:
    page = page_of_line(signature.samples[0])
    assert f"{signature.name}\n\n{signature.says}\n" in page
    assert page_of_symptom(signature.name) in page
    hash(signature)  # immutable through and through
