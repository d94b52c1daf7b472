"""A fleet as rules see it: nodes with the values that rules declare, and no files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from novalint.annotations import TYPE_CHECKING
from novalint.deployment import Deployment
from novalint.findings import Location, Severity
from novalint.records import NamedTuple, dataclass, field, replace
from novalint.rules.fleet.defaults import default_reading, reading_roles
from novalint.rules.fleet.values import Broker, Digest, Plain, Reading

if TYPE_CHECKING:
    from novalint.schema.releases import Release

__all__ = [
    "Broker", "Digest", "Expected", "Fleet", "Node", "NodeFinding", "NodeNote", "Plain",
    "Reading",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Node:
    """One configuration of a fleet.

    `name` is the machine, `configuration` the name that settings give its files, `paths`. `roles`
    are empty where nobody told them, `cell` and `pool` likewise. `readings` has what is written, by
    `group.option`, of the options that rules declare; `ignored` the rules that its own settings
    leave out. `kind` is empty, but for a companion: a file of another program, see companions.py.
    `partial` says that something else is merged with the files, as kolla-ansible does with its
    overrides: what they do not set is not known. Rules ask `knows` and `lacks`, which look at it.
    """

    name: str
    configuration: str
    release: Release
    roles: frozenset[str] = frozenset()
    cell: str = ""
    pool: str = ""
    paths: tuple[str, ...] = ()
    readings: Mapping[str, Reading] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    kind: str = ""
    partial: bool = False

    def plays(self, *roles: str) -> bool:
        """Return whether the node is known to have one of these roles."""
        return "all" in self.roles or not self.roles.isdisjoint(roles)

    @property
    def services(self) -> frozenset[str]:
        """The roles, each by its name also where `all` stands for it; empty where none is told."""
        return SERVICES if "all" in self.roles else self.roles

    def reading(self, option: str) -> Reading | None:
        """Return what the node reads for `group.option`; None where its release lacks it."""
        reading = self.readings.get(option)
        if reading is not None or self.kind:
            return reading
        default = default_reading(self.release, option)
        return Reading(None, known=False) if default and self.partial else default

    def knows(self, *options: str) -> bool:
        """Return whether it is known here what the node reads for each of these options.

        It is not where Nova refuses what a file says, a tool has yet to write it, or nothing sets
        it and the node is `partial`. What the release lacks is known: nothing reads it.
        """
        readings = map(self.reading, options)
        return all(reading is None or reading.known for reading in readings)

    def may_be_true(self, option: str) -> bool:
        """Return whether an option is true, or it is not known here whether it is."""
        return self.value(option) is True or not self.knows(option)

    def lacks(self, *options: str) -> bool:
        """Return whether nothing sets any of these options: only then may a rule miss one."""
        return not self.partial and not any(map(self.is_written, options))

    def value(self, option: str) -> Plain:
        """Return the value in force; None where there is none, or it is not known here."""
        reading = self.reading(option)
        return reading.value if reading else None

    def integer(self, option: str) -> int | None:
        """Return the number in force; None where there is none, or it is not known here."""
        value = self.value(option)
        return value if isinstance(value, int) else None

    def is_written(self, option: str) -> bool:
        """Return whether a file of the node sets the option."""
        reading = self.readings.get(option)
        return reading is not None and reading.written

    def reads(self, option: str) -> bool:
        """Return whether one of the node's roles reads the option in its release.

        Where no role is told, only what every service reads is sure to be read.
        """
        readers = reading_roles(self.release, option)
        if "all" in self.roles:
            return bool(readers)
        return bool(readers & self.roles) if self.roles else readers >= EVERY

    def location(self, option: str) -> Location | None:
        """Return where the node sets an option; None where it does not."""
        reading = self.readings.get(option)
        if reading is None or not reading.written:
            return None
        return Location(self.paths[reading.document], reading.start, reading.end)


EVERY = frozenset({"api", "conductor", "scheduler", "compute"})
"""Services that are in every cloud: what they all read, a node without a role reads too."""
SERVICES = EVERY | {"metadata", "novncproxy", "serialproxy", "spicehtml5proxy"}
"""What the role `all` stands for."""


@dataclass(frozen=True, eq=False)
class Fleet:
    """Nodes that a rule compares: those of the cloud, of a cell, of a pool or of a broker.

    `name` is that of the cell, pool or broker, `named` that somebody named it so; else it was
    derived.
    `complete` says that no node of the cloud is missing here: only then may a rule find that
    something is nowhere. `facts` are the cloud's, `derived` those of them that nobody told and that
    follow from the nodes. `companions` are files of other programs: those of the whole cloud, in
    whatever group. `withheld` are the kinds of which some are not among them, as a tool has yet to
    fill in what the rule wants of them: what the others lack may be there.
    """

    nodes: tuple[Node, ...]
    complete: bool = False
    scope: str = "cloud"
    name: str = ""
    named: bool = True
    facts: Deployment = field(default_factory=Deployment)
    derived: Mapping[str, bool | int | str] = field(default_factory=dict)
    companions: tuple[Node, ...] = ()
    withheld: frozenset[str] = frozenset()

    def of(self, *roles: str) -> tuple[Node, ...]:
        """Return the nodes that are known to have one of these roles."""
        return tuple(node for node in self.nodes if node.plays(*roles))

    def companions_of(self, *kinds: str, node: str | None = None) -> tuple[Node, ...]:
        """Return the companions of these kinds, of one machine where it is named."""
        return tuple(
            companion
            for companion in self.companions
            if companion.kind in kinds and node in (None, companion.name)
        )

    def readers(self, option: str, *roles: str) -> tuple[Node, ...]:
        """Return the nodes whose roles read an option, only those of some roles where named."""
        nodes = self.of(*roles) if roles else self.nodes
        return tuple(node for node in nodes if node.reads(option))

    def only(self, nodes: Iterable[Node], **changes: str | bool) -> Fleet:
        """Return the fleet with some of its nodes, and another scope or name."""
        return replace(self, nodes=tuple(nodes), **changes)  # type: ignore[arg-type]


class NodeNote(NamedTuple):
    """Another node that a finding is about: where it sets an option, and what is to be said."""

    node: Node
    option: str
    message: str


class Expected(NamedTuple):
    """What an option should be: `text` as a file would say it, None: not written at all."""

    text: str | None


@dataclass(frozen=True)
class NodeFinding:
    """One thing that does not fit: a finding at `option` (`group.option`) of the odd node.

    `also` are the other odd nodes. Where `expected` is there, the fix makes it so on all of them.
    `others` are further places, such as what most nodes have. `override` is for a severity that
    depends on what the fleet is like.
    """

    node: Node
    option: str
    message: str
    also: tuple[Node, ...] = ()
    others: tuple[NodeNote, ...] = ()
    expected: Expected | None = None
    override: Severity | None = None
