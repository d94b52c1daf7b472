"""Compares the configurations of a project as the nodes of one cloud."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from secrets import token_bytes

from novalint.annotations import TYPE_CHECKING
from novalint.config.absent import includes
from novalint.engine.cloud import examine_fleet, gatherer
from novalint.engine.report import chosen_rules
from novalint.hosts.paths import kolla_layer
from novalint.rules.fleet.facts import following
from novalint.rules.fleet.gathering import shared
from novalint.rules.fleet.model import Fleet, Node

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.engine.cloud_places import Opener
    from novalint.engine.cloud_report import CloudReport
    from novalint.engine.report import Report
    from novalint.findings import Finding
    from novalint.findings.baseline import Baseline
    from novalint.project.inventory import Inventory
    from novalint.rules.declaration import Rule
    from novalint.rules.fleet.gathering import Gatherer
    from novalint.settings import Settings


MOST_NAMES = 10
"""Hosts without a configuration that are named."""


@dataclass(frozen=True)
class NodeTaker:
    """Makes nodes of configurations that were checked, in any process."""

    inventory: Inventory
    gather: Gatherer

    def __call__(self, configuration: str, report: Report) -> Node | None:
        """Return a configuration as a node: what the rules compare of it; None for no nova.conf."""
        return self.node(configuration, report.config, report.settings.ignore)

    def node(self, configuration: str, config: Config, ignored: Sequence[str] = ()) -> Node | None:
        """Return a configuration that was read as a node; `ignored` as in Node."""
        if len(config.foreign) == len(config.documents):
            return None
        member = self.inventory.by_configuration[configuration]
        return Node(
            member.name,
            configuration,
            config.release,
            frozenset(member.roles),
            member.cell,
            member.pool,
            tuple(document.path for document in config.documents),
            self.gather.readings(config),
            frozenset(ignored),
            partial=includes(config.documents)
            or all(kolla_layer(document.path) for document in config.documents),
        )


@dataclass(frozen=True)
class FleetComparison:
    """One comparison of the nodes of an inventory, with the settings that hold for the cloud.

    Secrets are told apart by a key that is made for this comparison alone and never shown.
    """

    settings: Settings
    inventory: Inventory
    opener: Opener
    baseline: Baseline | None = None
    _key: bytes = field(default_factory=lambda: token_bytes(32), repr=False)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that settings select; raises SettingsError for a name that none has."""
        return chosen_rules(self.settings)

    @cached_property
    def companions(self) -> tuple[Node, ...]:
        """The files of other programs that settings name; raises FileError, SettingsError."""
        if not self.settings.companions:
            return ()
        from novalint.project.companions import companions_of

        wanted = [pattern for rule in self.rules for pattern in rule.companions]
        return companions_of(self.settings, wanted, self._key)

    def _open(self, node: Node) -> Config:
        if not node.kind:
            return self.opener(node)
        from novalint.project.companions import config_of

        return config_of(node)

    @cached_property
    def take(self) -> NodeTaker:
        """What makes nodes for this comparison."""
        return NodeTaker(self.inventory, gatherer(self.rules, self._key))

    def fleet(self, nodes: Iterable[Node | None]) -> Fleet:
        """Return nodes as a fleet, with the facts that follow; those that were told stand over.

        Where some are not among them, which could not be read, the fleet is not complete.
        """
        members = shared(filter(None, nodes))
        complete = self.inventory.complete and len(members) == len(self.inventory.members)
        fleet = Fleet(members, complete)
        settled = self.settings.deployment
        facts = following(fleet).merged(self.inventory.derived)
        derived = {
            name: getattr(facts, name) for name in sorted(facts.own) if not settled.knows(name)
        }
        facts = facts.merged(settled)
        return replace(fleet, facts=facts, derived=derived, companions=self.companions)

    def report(self, nodes: Iterable[Node | None]) -> CloudReport:
        """Compare nodes; raises FileError where a file can no longer be read."""
        fleet = self.fleet(nodes)
        settings = replace(self.settings, deployment=fleet.facts)
        return examine_fleet(fleet, self.rules, settings, self._open, self.baseline)


def notes(fleet: Fleet, missing: Sequence[str] = ()) -> list[str]:
    """Return what was compared: how many nodes, which facts follow, which hosts are missing."""
    machines = len({node.name for node in fleet.nodes})
    said = [f"compared {machines} {'node' if machines == 1 else 'nodes'}"]
    if fleet.derived:
        facts = (f"{name} = {str(value).lower()}" for name, value in fleet.derived.items())
        said.append(f"facts derived from the nodes: {', '.join(facts)}")
    if missing:
        more = f" and {len(missing) - MOST_NAMES} more" if len(missing) > MOST_NAMES else ""
        names = ", ".join(missing[:MOST_NAMES])
        said.append(f"in the inventory, without a configuration: {names}{more}")
    return said


def between(findings: Iterable[Finding]) -> str:
    """Name the rules that found something by comparing, and how often; nothing where none did."""
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.rule] = counts.get(finding.rule, 0) + 1
    names = (rule if number == 1 else f"{rule} ({number})" for rule, number in counts.items())
    return f"; found by comparing them: {', '.join(names)}" if counts else ""
