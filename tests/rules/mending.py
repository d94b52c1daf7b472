"""What holds of every fix: what it removes, what it must not bring, what it must leave alone.

Each function gives in words what is wrong with a fix; nothing where it is as it should be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

from novalint.config.model import Config
from novalint.engine.report import Report
from novalint.findings import Finding, Fix, Severity
from novalint.nova.lifetimes import option_story
from novalint.nova.successors import GROUPS, MOVED, MOVED_FOR_DRIVER
from novalint.rules.catalogue import rules
from novalint.rules.options.names import NAMESAKES
from novalint.schema.options import Name, load_schema
from novalint.schema.releases import releases
from novalint.text.document import normalize_group
from novalint.text.edits import Gathering

GENERAL = 3
"""Groups that have an option of a name; from so many on the name says nothing of its home."""
DRIVER = ("DEFAULT", "compute_driver")

EASED = {
    "fatal-vif-plugging": "a longer wait fails fewer servers, and none but an endless one fails no"
    " server (nova/virt/libvirt/driver.py, `_create_guest_with_network`)",
}
"""Rules with a second way that makes what they find rarer, where it cannot be ruled out."""


def wrongs(before: Report, finding: Finding, fix: Fix) -> Iterator[str]:
    """Judge one fix of one finding alone."""
    after = before.after(fix.patch)
    yield from not_removed(before, after, finding, fix)
    yield from brought(before, after, finding)
    yield from undone(before, after, finding)
    yield from no_longer_read(before.config, after.config)
    yield from moved_elsewhere(before.config, after.config)


def not_removed(before: Report, after: Report, finding: Finding, fix: Fix) -> Iterator[str]:
    """The finding is gone, or is eased where that is another way."""
    rule = finding.rule
    if rule in EASED and fix is not finding.fixes[0]:
        return
    if count(after)[rule] >= count(before)[rule]:
        yield f"{rule} is found as often afterwards"


FOLLOWS = {("database-driver-not-named", "database-read-timeout-missing")}
"""What can be asked of a driver only once it is known which is meant (SQLAlchemy's dialects)."""
UNREAD = frozenset(["option-not-read-by-role"])
"""What a note about a name says already: no service of the node reads what it was meant to be."""


def brought(before: Report, after: Report, finding: Finding) -> Iterator[str]:
    """No finding comes that is as severe as the one that goes.

    What Nova could not read before can be judged only now, also where it has moved to.
    """
    severity = finding.severity
    more, unread = count(after, severity) - count(before), {*errors(before.config)}
    gone = assigned(before.config) - assigned(after.config)
    if unread - assigned(after.config) or any(is_read_by_none(before.config, one) for one in gone):
        unread |= assigned(after.config) - assigned(before.config)
    idle = about_drivers() if before.config.value(*DRIVER) != after.config.value(*DRIVER) else set()
    idle = {*idle, *UNREAD} if severity is Severity.INFO else idle
    known = {(one.rule, one.message) for one in before.findings}
    for one in after.findings:
        if (one.rule, one.message) in known or (finding.rule, one.rule) in FOLLOWS:
            continue
        if one.rule in more and place(one) not in unread and one.rule not in idle:
            yield f"brings {one.severity}[{one.rule}] {one.message}"
            del more[one.rule]


@cache
def about_drivers() -> frozenset[str]:
    """Give the rules about what some drivers read: before a driver is named, it reads nothing."""
    return frozenset(rule.name for rule in rules() if rule.drivers)


def count(report: Report, least: Severity = Severity.INFO) -> Counter[str]:
    """Count the findings of each rule, from a severity on."""
    return Counter(one.rule for one in report.findings if one.severity.rank <= least.rank)


def undone(before: Report, after: Report, finding: Finding) -> Iterator[str]:
    """No fix that is recommended afterwards leads back to where this one started."""
    if typed(after.config) == typed(before.config):
        return
    for one in after.findings:
        for fix in one.fixes[:1]:
            end = after.after(fix.patch)
            back = count(end)[finding.rule] >= count(before)[finding.rule]
            if back and typed(end.config) == typed(before.config):
                yield f"{one.rule} undoes it: {fix.title}"


def no_longer_read(before: Config, after: Config) -> Iterator[str]:
    """Whatever could be read can be read afterwards, also where it stands now."""
    for old, new in zip(before.documents, after.documents, strict=True):
        if len(new.problems) > len(old.problems):
            yield f"{new.path} has a line more that nothing can read: {new.problems[-1]}"
    known = errors(before)
    moved = assigned(before) - assigned(after)
    before_moving = {known[name] for name in moved & known.keys()}
    for name, error in errors(after).items():
        if name in known or error in before_moving:
            continue
        if name in typed(before) or moved:
            yield f"[{name[0]}] {name[1]} cannot be read afterwards: {error}"


def is_read_by_none(config: Config, name: Name) -> bool:
    """Tell whether the release reads nothing under a name, be it an old one."""
    return config.schema.option(*name) is None and not config.schema.renamed(*name)


def errors(config: Config) -> dict[Name, str]:
    return {(one.group, one.name): str(one.error) for one in config.settings if one.error}


def moved_elsewhere(before: Config, after: Config) -> Iterator[str]:
    """A value stays in its group, unless Nova itself moved the option or DEFAULT is one of the two.

    In DEFAULT a name counts that few other groups have.
    """
    gone, come = assigned(before) - assigned(after), assigned(after) - assigned(before)
    for old in gone:
        for new in come:
            if old[0] != new[0] and before.schema.options(old[0]) and not moves(old, new):
                yield f"moves [{old[0]}] {old[1]} to [{new[0]}] {new[1]}"


def assigned(config: Config) -> set[Name]:
    """Give the names that the files assign to, whoever reads them."""
    return {name for layer in config.layers for name in layer.values}


@cache
def moves(old: Name, new: Name) -> bool:
    """Tell whether a value may go from one group to another."""
    schemas = [load_schema(release) for release in releases()]
    story = option_story(*old, releases()[-1])
    if story and new in story.names:  # what Nova read the value as in the end: nova/lifetimes.py
        return True
    if old[1] == f"{new[0]}_{new[1]}":  # the name itself says the group
        return True
    if any(MOVED_FOR_DRIVER[driver, old] == new for driver, at in MOVED_FOR_DRIVER if at == old):
        return True
    if MOVED.get(old) == new or GROUPS.get(old[0]) == new[0]:
        return True
    if new == (NAMESAKES.get(old), old[1]):
        return True
    if any(new == (one.group, one.name) for schema in schemas for one in schema.renamed(*old)):
        return True
    if all(is_dynamic(*name) for name in (old, new)):
        return old[1] == new[1]
    homes = max(len(schema.groups_with(new[1])) for schema in schemas)
    return "DEFAULT" in (old[0], new[0]) and homes < GENERAL


def is_dynamic(group: str, name: str) -> bool:
    """Tell whether a group is one of a kind, such as that of one type of mediated device."""
    schemas = [load_schema(release) for release in releases()]
    return any(group not in one.groups and one.option(group, name) for one in schemas)


def typed(config: Config) -> dict[Name, tuple[str, str]]:
    """Give what Nova would read of every option that is set."""
    return {(one.group, one.name): (repr(one.value), one.error or "") for one in config.settings}


def together(before: Report, first: Finding, second: Finding) -> Iterator[str]:
    """Judge the recommended fixes of two findings made at once; nothing where they collide.

    What they bring may be mended by what is recommended then: `fix` goes on until nothing is left.
    What stays when everything is mended that can be is no matter of these two.
    """
    gathered = Gathering()
    patches = [one.fixes[0].patch for one in (first, second)]
    if not all(gathered.take(patch) for patch in patches):
        return
    alone = [count(before.after(patch)) for patch in patches]
    after = before.after(gathered.patch)
    end, left = all_mended(after), all_mended(before)
    for one in (first, second):
        if count(end)[one.rule] > max(min(each[one.rule] for each in alone), count(left)[one.rule]):
            yield f"{one.rule} is found more often than after one of the fixes"
    worst = max(first.severity, second.severity, key=lambda one: one.rank)
    more = count(end, worst) - (count(before) | alone[0] | alone[1] | count(left))
    yield from (f"together they bring {rule}" for rule in more)
    yield from no_longer_read(before.config, after.config)


def all_mended(report: Report) -> Report:
    """Give the report on what is left after all fixes."""
    return report.after(report.fix(unsafe=True))


def place(finding: Finding) -> Name:
    return normalize_group(finding.group), finding.option
