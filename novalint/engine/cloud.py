"""Runs the rules that compare nodes, and makes findings in files of what they say of nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from operator import attrgetter

from novalint.annotations import TYPE_CHECKING
from novalint.engine.accepting import put_aside
from novalint.engine.cloud_places import Opened, Opener
from novalint.engine.cloud_report import CloudReport
from novalint.engine.running import graded_as
from novalint.findings import FAILURE, Finding, Location, NotRun, Severity
from novalint.records import NamedTuple, dataclass, field, replace
from novalint.rules.declaration import FactNeeded
from novalint.rules.fleet import facts
from novalint.rules.fleet.gathering import Gatherer
from novalint.rules.fleet.grouping import READ, VIRT_TYPE, driver_of, groups, has_neutron
from novalint.rules.fleet.model import Fleet, NodeFinding
from novalint.text.source import Span
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.findings.baseline import Baseline
    from novalint.rules.declaration import Rule
    from novalint.rules.fleet.model import Node
    from novalint.settings import Settings

MOST = 1000
"""Findings of a rule in one group: each is about nodes of its own."""


class _Outcome(NamedTuple):
    findings: tuple[Finding, ...] = ()
    lacking: NotRun | None = None


@dataclass(frozen=True, eq=False)
class _Roleless(Fleet):
    """A fleet of which no node's role is known: it remembers what roles a rule asked for."""

    wanted: list[str] = field(default_factory=list, compare=False)

    def of(self, *roles: str) -> tuple[Node, ...]:
        """Return no node, and note the roles."""
        self.wanted.extend(roles)
        return ()


def gatherer(rules: Iterable[Rule], key: bytes) -> Gatherer:
    """Return what takes from a configuration what the rules that compare nodes read."""
    declared = (option for rule in rules if rule.scope for option in rule.options)
    return Gatherer(frozenset((*declared, *READ, *facts.READ)), key)


def examine_fleet(
    fleet: Fleet,
    rules: Iterable[Rule],
    settings: Settings,
    opener: Opener,
    baseline: Baseline | None = None,
) -> CloudReport:
    """Run the rules that compare nodes; never raises on what files say.

    A node whose own settings ignore a rule is left out of its comparison. Raises FileError where a
    file that was checked cannot be read again.
    """
    opened = Opened(opener)
    due = [rule for rule in rules if rule.scope] if fleet.nodes else []
    results = {rule: _result(rule, fleet, settings, opened) for rule in due}
    findings = [finding for outcome in results.values() for finding in outcome.findings]
    opens, accepted = _aside(_ordered(findings, fleet), fleet, opened, baseline)
    skipped = (outcome.lacking for outcome in results.values() if outcome.lacking)
    return CloudReport(
        fleet,
        settings,
        tuple(finding.linked(settings.rule_pages) for finding in opens),
        tuple(finding.linked(settings.rule_pages) for finding in accepted),
        tuple(sorted(skipped, key=attrgetter("order"))),
        frozenset(rule.name for rule, outcome in results.items() if not outcome.lacking),
        {rule.name: rule.summary for rule in due},
        opened.documents,
    )


def _result(rule: Rule, fleet: Fleet, settings: Settings, opened: Opened) -> _Outcome:
    missing = (*rule.missing(fleet.facts), *_missing_kinds(rule, fleet))
    if missing:
        return _Outcome(lacking=NotRun(rule.name, missing))
    wanted: list[str] = []
    if not any(node.roles for node in fleet.nodes):
        fleet = _Roleless(**fleet.__dict__, wanted=wanted)
    try:
        answers = list(_asked(rule, fleet, settings.thresholds.get(rule.name) or {}))
    except FactNeeded as needed:
        return _Outcome(lacking=NotRun(rule.name, needed.facts))
    except (Exception, SystemExit) as error:  # a rule's mistake is a finding, never a crash
        return _Outcome((_failed(rule, error, fleet, opened),))
    if wanted and not answers:
        return _Outcome(lacking=NotRun(rule.name, ("role",)))
    return _Outcome(tuple(_finished(said, group, rule, opened) for group, said in answers))


def _missing_kinds(rule: Rule, fleet: Fleet) -> tuple[str, ...]:
    """Return the settings that would name a file that a rule reads, where there is none of them."""
    kinds = dict.fromkeys(pattern.partition(":")[0] for pattern in rule.companions)
    if not kinds or fleet.companions_of(*kinds):
        return ()
    return tuple(f"companions.{kind}" for kind in kinds)


def _asked(
    rule: Rule, fleet: Fleet, numbers: Mapping[str, float]
) -> Iterator[tuple[Fleet, NodeFinding]]:
    """Ask a rule about each group of nodes that it is about."""
    concerned = [node for node in fleet.nodes if _concerns(rule, node)]
    limits = {**(rule.thresholds or {}), **numbers}
    companions = tuple(node for node in fleet.companions if _is_known(rule, node))
    withheld = frozenset(node.kind for node in fleet.companions if node not in companions)
    known = replace(fleet.only(concerned), companions=companions, withheld=withheld)
    for group in groups(known, rule.scope):
        if len(group.nodes) < (1 if rule.companions else 2):
            continue
        for number, said in enumerate(rule.check(group, **limits)):
            if not isinstance(said, NodeFinding):
                raise TypeError("a rule about nodes gives something else than findings about nodes")
            if number < MOST:
                yield group, said


def _is_known(rule: Rule, companion: Node) -> bool:
    """Return whether a companion has nothing to fill in yet of what a rule wants of it."""
    unknown = (name for name, reading in companion.readings.items() if not reading.known)
    return not any(fnmatchcase(name, wanted) for name in unknown for wanted in rule.companions)


def _concerns(rule: Rule, node: Node) -> bool:
    """Return whether a rule is about a node: its release, its network, a compute's driver."""
    if not rule.holds_in(node.release.major) or {rule.name, rule.theme} & node.ignored:
        return False
    if rule.neutron and not has_neutron(node):
        return False
    if not (rule.drivers or rule.virt_types) or not node.plays("compute"):
        return True
    if driver_of(node) not in (rule.drivers or ("libvirt",)):
        return False
    return not rule.virt_types or node.value(VIRT_TYPE) in rule.virt_types


def _finished(said: NodeFinding, group: Fleet, rule: Rule, opened: Opened) -> Finding:
    finding = graded_as(opened.finding(said), rule)
    return replace(finding, scope=group.scope, node=said.node.name)


def _failed(rule: Rule, error: BaseException, fleet: Fleet, opened: Opened) -> Finding:
    whose = f" of the plugin {shown(rule.plugin)}" if rule.plugin else ""
    first = fleet.nodes[0]
    return Finding(
        f"the rule `{rule.name}`{whose} failed ({type(error).__name__}), so its findings are "
        "missing here; please report it",
        Location.of(opened(first).config.documents[0], Span(0, 0)),
        severity=Severity.ERROR,
        rule=FAILURE,
        theme="engine",
        url=f"docs/rules/{FAILURE}.md",
        scope=rule.scope,
        node=first.name,
    )


def _ordered(findings: Iterable[Finding], fleet: Fleet) -> list[Finding]:
    """Return findings in the order of the files of the nodes, then by line, the worst first."""
    places: dict[str, int] = {}
    for node in (*fleet.nodes, *fleet.companions):
        for path in node.paths:
            places.setdefault(path, len(places))

    def key(finding: Finding) -> tuple[int, int, int, str]:
        where = finding.location
        return places[where.path], where.start.offset, finding.severity.rank, finding.rule

    return sorted(findings, key=key)


def _aside(
    findings: list[Finding], fleet: Fleet, opened: Opened, baseline: Baseline | None
) -> tuple[list[Finding], list[Finding]]:
    """Put aside what a comment in the file of a finding, or a baseline, accepts."""
    opens: list[Finding] = []
    accepted: list[Finding] = []
    for finding in findings:
        holder = opened.holder(finding.location.path)
        left, aside = put_aside([finding], holder.config, holder.redaction, baseline)
        opens += left
        accepted += aside
    return opens, accepted
