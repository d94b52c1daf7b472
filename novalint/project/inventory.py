"""The nodes of a fleet as settings describe them, before any of their files is read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property, partial

from novalint.annotations import TYPE_CHECKING
from novalint.deployment import Deployment
from novalint.project.services import cell_of, roles_of
from novalint.records import NamedTuple, dataclass, field, replace
from novalint.settings.placeholders import has_placeholder

if TYPE_CHECKING:
    from novalint.settings import Override, Settings
    from novalint.settings.placeholders import Hosts

CONTROL = frozenset({"api", "conductor", "scheduler"})


def describes_fleet(settings: Settings) -> bool:
    """Return whether settings say that configurations are the nodes of one cloud."""
    layers = (*settings.overrides, *settings.configurations.values())
    if settings.fleet is not None or settings.companions:
        return True
    if any(layer.cell or layer.pool for layer in layers):
        return True
    return any(
        has_placeholder(text)
        for name, override in settings.configurations.items()
        for text in (name, *override.paths)
    )


class Member(NamedTuple):
    """A node as settings describe it: the machine, its roles (none: not told), cell and pool.

    `role_source` is where the roles come from: settings, service, inventory, or empty. A member of
    which only the service is known is no `machine`: several may be on one, and one on several.
    """

    configuration: str
    name: str
    roles: tuple[str, ...]
    role_source: str
    cell: str
    pool: str
    release: str | None
    machine: bool = True


@dataclass(frozen=True)
class Inventory:
    """The members of a fleet, and the facts that files of other programs beside them give.

    `complete` says that none is missing: settings say so, and `missing` is empty, the hosts with a
    role in an Ansible inventory that have no configuration.
    """

    members: tuple[Member, ...] = ()
    complete: bool = False
    missing: tuple[str, ...] = ()
    companion_facts: Deployment = field(default_factory=Deployment)
    _deployment: Deployment = field(default_factory=Deployment)

    @cached_property
    def by_configuration(self) -> Mapping[str, Member]:
        """The members by the names of their configurations."""
        return {member.configuration: member for member in self.members}

    @cached_property
    def derived(self) -> Deployment:
        """The facts that follow from which nodes there are, and that nobody told."""
        facts = self.companion_facts.merged(Deployment.of(dict(self._counts())))
        names = (name for name in facts.own if not self._deployment.knows(name))
        return Deployment.of({name: getattr(facts, name) for name in names})

    def _counts(self) -> Iterator[tuple[str, int]]:
        if not self.complete or not all(member.machine for member in self.members):
            return
        computes = {member.name for member in self.members if "compute" in member.roles}
        control = {member.name for member in self.members if CONTROL.intersection(member.roles)}
        cells = {member.cell for member in self.members if "compute" in member.roles}
        counts = {"compute_hosts": len(computes), "controllers": len(control)}
        if all(cells):
            counts["cells"] = len(cells)
        yield from ((name, count) for name, count in counts.items() if count)

    def _alike(self, member: Member) -> Deployment:
        """Return how many controllers run what a member runs: those of cells run less."""
        mine = CONTROL.intersection(member.roles)
        if not mine or not self.derived.controllers:
            return Deployment()
        roles: dict[str, set[str]] = {}
        for peer in self.members:
            roles.setdefault(peer.name, set()).update(peer.roles)
        return Deployment(controllers=sum(mine <= other for other in roles.values()))

    def completed(self, own: Settings, configuration: str) -> Settings:
        """Return the settings of a node with its role and the facts that follow from the fleet."""
        member = self.by_configuration[configuration]
        facts = self.derived.merged(self._alike(member)).merged(own.deployment)
        if own.deployment.role is None and member.roles:
            facts = facts.merged(Deployment(role=list(member.roles)))
        return replace(own, deployment=facts)


def inventory_of(settings: Settings, overrides: Override) -> Inventory:
    """Return the fleet that laid out settings describe, with what a caller says over them."""
    fleet = settings.fleet
    groups = _grouped(settings)
    members = tuple(_member(settings, name, overrides, groups) for name in settings.configurations)
    missing = tuple(sorted(groups.keys() - {member.name for member in members}))
    complete = fleet is not None and fleet.complete and not missing
    deployment = settings.deployment.merged(overrides.deployment)
    return Inventory(members, complete, missing, _companion_facts(settings), deployment)


def _companion_facts(settings: Settings) -> Deployment:
    if not settings.companions:
        return Deployment()
    from novalint.project.companions import companions_of
    from novalint.rules.fleet.companions import PATTERNS, facts_of

    return facts_of(companions_of(settings, PATTERNS, b""))


def hosts_of(settings: Settings) -> Hosts | None:
    """Return what gives the hosts of an Ansible inventory; None where settings name none."""
    known = settings.fleet is not None and settings.fleet.inventory
    return partial(_grouped, settings) if known else None


def _grouped(settings: Settings) -> Mapping[str, tuple[str, ...]]:
    """Return the roles that an Ansible inventory gives to each host."""
    fleet = settings.fleet
    if fleet is None or not fleet.inventory:
        return {}
    from novalint.project.ansible import roles_by_host

    return roles_by_host(os.path.join(settings.folder, fleet.inventory), fleet.groups)  # noqa: PTH118


def _member(
    settings: Settings, name: str, overrides: Override, groups: Mapping[str, tuple[str, ...]]
) -> Member:
    override = settings.configuration(name)
    files = settings.files(name)
    own = settings.effective(*files, configuration=name).over(overrides)
    machine = override.node or name
    roles_told = tuple(sorted(own.deployment.roles))
    ways = (
        (roles_told, "settings"),
        (roles_of(override.service), "service"),
        (groups.get(machine, ()), "inventory"),
    )
    roles, source = next((way for way in ways if way[0]), ((), ""))
    cell = own.cell or cell_of(override.service)
    known = bool(override.node) or not override.service
    return Member(name, machine, roles, source, cell, own.pool or "", own.release, known)
