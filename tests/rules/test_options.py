"""Every rule declares the options that it reads, and no other."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from random import Random

import pytest
from rules.examples import FOLDER, examples, facts, release_in_turn
from rules.sharing import share
from rules.trying import VALUES

from novalint.config.model import Config, load
from novalint.config.unknown import UnknownValue
from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.rules.catalogue import rules
from novalint.rules.declaration import ABOUT_LINES, FactNeeded, Rule
from novalint.schema.options import Option, load_schema
from novalint.schema.releases import find_release, releases
from novalint.text.document import Document

WELLMADE = FOLDER.parent / "wellmade"
TRIES = 12
"""Random files that each rule is run on, beside those that are written."""
EVERY = Deployment(profile="dense-multi-tenant", role="all")
ANY = frozenset({"DEFAULT.config_source"})
"""What the helpers ask of any file: whether settings come from elsewhere too."""


@contextmanager
def recording(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Note the options that are asked for, by GROUP.option."""
    read: set[str] = set()
    ask = Config._ask

    def noted(self: Config, name: tuple[str, str]) -> object:
        if self.schema.option(*name) is not None:
            read.add(".".join(name))
        return ask(self, name)

    with monkeypatch.context() as patch:
        patch.setattr(Config, "_ask", noted)
        # what another rule has made them derive they would not ask for again
        patch.setattr(Config, "derived", lambda config, derive: derive(config))
        yield read


@cache
def configurations() -> tuple[tuple[Config, Deployment], ...]:
    """Give real-looking files under several releases, with the facts that belong to them."""
    made = []
    for example in examples():
        told = facts(example.rule, example.suffix)
        made.append((load(example.bad, release=told.release), told))
    files = sorted(WELLMADE.glob("**/*.conf"))
    for number, path in enumerate(files):
        release = release_in_turn(number)
        made.append((load(Document.parse(path.read_bytes(), path.name), release=release), EVERY))
    made += [(load(Document.parse("[DEFAULT]\n"), release=one.series), EVERY) for one in releases()]
    for config, _ in made:
        assert config.settings is not None  # what reading them asks for is asked by no rule
    return tuple(made)


def at_random(rule: Rule) -> Iterator[Config]:
    """Yield files that set some of a rule's options to all kinds of values, always the same."""
    drawn = Random(rule.name)
    for number in range(TRIES):
        schema = load_schema(find_release(release_in_turn(drawn.randrange(100))))
        known = [
            option for option in map(schema.option, *zip(*names_of(rule), strict=True)) if option
        ]
        lines = [
            f"[{option.group}]\n{option.name} = {drawn.choice(values_of(option))}\n"
            for option in drawn.sample(known, drawn.randint(0, len(known)))
        ]
        document = Document.parse("".join(lines), f"random-{number}.conf")
        yield load(document, release=schema.release.series)


def names_of(rule: Rule) -> list[tuple[str, ...]]:
    """Return the options that a rule declares by name, and not by a pattern."""
    return [tuple(name.split(".", 1)) for name in rule.options if "*" not in name]


def values_of(option: Option) -> list[str]:
    """Return what an option may be set to, and what it may not."""
    choices = [str(one) for one in option.entry.get("enum", ())]
    return [*choices, *VALUES, "false", str(option.entry.get("default", ""))]


def run(rule: Rule, config: Config, deployment: Deployment) -> None:
    try:
        for _ in rule.check(config.with_guards(), deployment, **(rule.thresholds or {})):
            pass
    except (FactNeeded, UnknownValue):
        pass


ABOUT_ANY = {
    "certificate-not-verified",
    "guessable-secret",
    "linuxbridge-not-supported",
    "placeholder-secret",
    "plain-http-endpoint",
    "secret-reused",
}
"""Rules that look at every option that files set, and at what a few others say of it."""


def test_no_rule_declares_an_option_twice() -> None:
    assert [rule.name for rule in rules() if len(set(rule.options)) < len(rule.options)] == []


def test_only_what_looks_at_any_option_declares_none() -> None:
    silent = {rule.name for rule in rules() if not (rule.options or rule.scope or rule.closing)}
    lines = {rule.name for rule in rules() if rule.theme in ABOUT_LINES}
    assert silent - lines == ABOUT_ANY


@pytest.mark.parametrize(
    "rule",
    share(  # those of fleets: see tests/fleets
        (one for one in rules() if not (one.closing or one.scope) and one.options), 3
    ),
)
def test_a_rule_reads_the_options_that_it_declares(
    rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = configurations()
    with recording(monkeypatch) as read:
        for config, deployment in every:
            if rule.holds_in(config.release.major) and rule.concerns(deployment):
                run(rule, config, deployment)
        for config in at_random(rule):
            if rule.holds_in(config.release.major) and rule.concerns(EVERY):
                run(rule, config, EVERY)
    assert unmatched(read - ANY, rule.options) == set(), "reads more than it declares"
    unread = {one for one in rule.options if not fnmatch.filter(read, one)}
    assert unread == set(), "declares what it never reads"


def unmatched(names: set[str], patterns: tuple[str, ...]) -> set[str]:
    """Return the names that no pattern stands for: `mdev_*` stands for the groups of all types."""
    return {n for n in names if not any(fnmatch.fnmatchcase(n, one) for one in patterns)}


GIVEN = """[DEFAULT]
my_ip = 10.20.0.333
my_block_storage_ip = $my_ip
compute_driver = libvirt.LibvirtDriver
rpc_response_timeout = $compute_driver
[vnc]
server_listen = $my_ip
server_proxyclient_address = $my_block_storage_ip
"""


def test_a_refused_value_is_shown_at_the_address_that_gives_it() -> None:
    found = check(Document.parse(GIVEN)).findings
    given = [one for one in found if one.rule == "invalid-value"]
    at_source, other = given[:2], given[2]
    assert [one.location.start.line for one in at_source] == [2, 2]
    assert all("; correct `my_ip`, which gives it" in one.message for one in at_source)
    assert sorted(note.location.start.line for one in at_source for note in one.related) == [7, 8]
    assert other.location.start.line == 5
    assert [str(note.message) for note in other.related] == ["`compute_driver` is set here"]
