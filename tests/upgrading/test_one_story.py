"""All commands agree on what became of an option."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product

import pytest

from novalint.cli.names import instead
from novalint.config.model import Config, load
from novalint.engine.report import examine
from novalint.nova.lifetimes import Fate, Story, group_story, option_story
from novalint.pages.comparison import said
from novalint.pages.option_life import body, headline, state
from novalint.schema.comparison import Comparison, Kind, compare
from novalint.schema.earlier import earlier_names
from novalint.schema.history import every_option, group_presence, life, names_ever
from novalint.schema.options import Name, load_schema
from novalint.schema.releases import Release, newest, releases
from novalint.settings.model import Settings
from novalint.text.document import Document
from novalint.upgrading.changes import Change, Effect
from novalint.upgrading.lines import line_changes
from novalint.upgrading.migration import named_anew

NAMES = [name for name in dict.fromkeys((*names_ever(), *earlier_names())) if "*" not in name[0]]
ABOUT_NAMES = ("unknown-option", "misplaced-option", "deprecated-option")
ENDS = re.compile(r"(?:removed|gone) (?:in|after|since) ([\w.]+)")
COMES = re.compile(r"arrives in ([\w.]+)")
PARTS = 12
"""Of as many names one is for every run, others for each pair of releases."""
PAIRS = [(releases()[0], release) for release in releases()[1:]]
PAIRS += [(release, newest()) for release in releases()[1:-1]]


def config_of(names: Iterable[Name], release: Release) -> Config:
    """Set names, and no two of them that belong together."""
    lines = defaultdict(list)
    for group, name in names:
        lines[group].append(f"{name} = 1\n")
    text = "".join(f"[{group}]\n{''.join(lines[group])}" for group in lines)
    return load(Document.parse(text, "nova.conf"), release=release.series)


def apart(names: Iterable[Name]) -> Iterator[list[Name]]:
    """Part names so that no two of a part ever stood for the same option."""
    layers: list[tuple[list[Name], set[Name]]] = []
    for name in names:
        family = relatives(name)
        free = next((layer for layer in layers if not layer[1] & family), None)
        if free is None:
            layers.append(free := ([], set()))
        free[0].append(name)
        free[1].update(family)
    return (layer for layer, _ in layers)


@cache
def relatives(name: Name) -> frozenset[Name]:
    """Return a name with all that it is tied to, by whatever number of steps."""
    known, rest = {name}, [name]
    while rest:
        found = life(*rest.pop())
        ties = (*found.aliases, *found.old_names) if found else ()
        new = {(tie.group, tie.name) for tie in ties} - known
        known |= new
        rest += new
    return frozenset(known)


def story_of(name: Name, release: Release) -> Story | None:
    """Return what became of a name that a release reads at most for other values of auth_type."""
    schema = load_schema(release)
    read = [option for option in schema.renamed(*name) if "plugins" not in option.facts]
    return None if read or schema.option(*name) else option_story(*name, release)


def ends(text: str) -> list[str]:
    return ENDS.findall(text)[:1]


def checked(names: list[Name], release: Release) -> dict[Name, str]:
    findings = examine(config_of(names, release), Settings(select=ABOUT_NAMES)).findings
    return {(finding.group, finding.option): finding.message for finding in findings}


def contradictions(name: Name, release: Release, finding: str) -> Iterator[tuple[str, str]]:
    """Yield what check, explain and set say otherwise of a name that a release does not read."""
    story = story_of(name, release)
    if story is None:
        return
    known = life(*name)
    told = [finding] if finding else []
    told += [headline(known, release)] if known else []
    if not load_schema(release).renamed(*name):
        told.append(instead(load_schema(release), name, "set"))
    for text in told:
        if ends(text) != ends(story.message) or COMES.findall(text) != COMES.findall(story.message):
            yield text, story.message
    if known and any(
        f"[{group}] {option}" not in headline(known, release) for group, option in story.names
    ):
        yield headline(known, release), story.message


def misdated(change: Change, release: Release) -> Iterator[tuple[str, str]]:
    """Yield what upgrade says otherwise than check of a line that the target does not read."""
    story = story_of((change.group, change.option), release)
    whole = "wins" not in change.message and "no longer read for" not in change.message
    if change.effect is Effect.IGNORED and whole:
        when = [str(one) for one in change.releases]
        if story is None or story.fate is not Fate.GONE or ends(story.message) != when:
            yield change.message, story.message if story else "is read"
    said_of_end = [] if change.effect is Effect.SOON else ends(change.message)
    if said_of_end and (story is None or said_of_end != ends(story.message)):
        yield change.message, story.message if story else "is read"
    if "nor by any other" in change.message and story:
        yield change.message, story.message


def undiffed(comparison: Comparison, names: set[Name]) -> Iterator[tuple[str, str]]:
    """Yield what the comparison says otherwise than check of what went on the way."""
    told: set[Name] = set()
    for difference in comparison.of(Kind.REMOVED, Kind.RENAMED, Kind.NAME):
        name = (difference.group, difference.option)
        if name not in names:
            continue
        told.add(name)
        story = story_of(name, comparison.new)
        if difference.still_read:
            assert story is None or story.fate is Fate.OTHERS, name
            continue
        text = said(difference, comparison.new)
        when = [str(difference.unread)] if difference.unread else [*map(str, difference.releases)]
        if story is None or ends(story.message) != when:
            yield f"{name} {text} {when}", story.message if story else "is read"
        elif any(f"[{group}] {option}" not in text for group, option in story.names):
            yield f"{name} {text}", story.message
    for name in names - told:
        story = story_of(name, comparison.new)
        before = story_of(name, comparison.old) is None
        if story and before and story.fate is Fate.GONE:
            yield f"{name} not in the comparison", story.message


def part(number: int) -> list[Name]:
    return NAMES[number % PARTS :: PARTS]


def compare_all(old: Release, new: Release, names: list[Name]) -> list[tuple[str, str]]:
    found = []
    comparison = compare(old.series, new.series)
    for layer in apart(names):
        findings = checked(layer, new)
        for name in layer:
            found += contradictions(name, new, findings.get(name, ""))
        named, dispositions = named_anew(config_of(layer, old), new)
        for change in line_changes(dispositions, named.after, comparison):
            found += misdated(change, new)
    return [*found, *undiffed(comparison, set(names))]


@pytest.mark.parametrize("number", [0, 14, 20, 32])
@pytest.mark.slow
def test_names_that_went_are_told_alike(number: int) -> None:
    assert compare_all(*PAIRS[number], part(number)) == []


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(PAIRS)), ids=[f"{old}-{new}" for old, new in PAIRS])
def test_more_names_that_went_are_told_alike(number: int) -> None:
    assert compare_all(*PAIRS[number], NAMES[number % 4 :: 4]) == []


def since(text: str) -> str:
    found = re.search(r"deprecated:? +(?:\()?since ([\w.]+(?: of [\w.-]+)?)", text)
    return found[1] if found else ""


@pytest.mark.parametrize("release", releases()[::6])
def test_check_and_explain_say_alike_since_when_an_option_is_deprecated(release: Release) -> None:
    names = [option for option in every_option() if "*" not in option[0]]
    schema = load_schema(release)
    deprecated = [n for n in names if (option := schema.option(*n)) and option.deprecated]
    findings = checked(deprecated, release)
    lives = {name: life(*name) for name in deprecated}
    pages = {name: body(known, release) for name, known in lives.items() if known}
    assert pages.keys() == findings.keys()
    assert {name: since(page) for name, page in pages.items()} == {
        name: since(finding) for name, finding in findings.items()
    }


def test_check_and_explain_date_the_end_of_a_group_alike() -> None:
    groups = {group for group, _ in names_ever() if "*" not in group}
    for group, release in product(sorted(groups), releases()):
        story, presence = group_story(group, release), group_presence(group)
        fact = story.fact if story else ""
        assert presence is not None
        page = state(presence, release)
        assert (ends(fact), COMES.findall(fact)) == (ends(page), COMES.findall(page)), group
