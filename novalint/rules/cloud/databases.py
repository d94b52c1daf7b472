"""Which database the services of a cloud work on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.common.database_urls import DatabasePlace
from novalint.rules.common.hosts import is_address, is_loopback
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import mismatch
from novalint.rules.fleet.grouping import URL, conductors_of_api, groups
from novalint.rules.fleet.model import Broker, NodeFinding, NodeNote

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node, Plain

CELL = "database.connection"
API = "api_database.connection"
PORTS = {"mysql": "3306", "postgresql": "5432"}
UPCALL = "workarounds.disable_group_policy_check_upcall"
LOCAL = "api.local_metadata_per_cell"
MAY_BE_LOCAL = 19
"""The release from which on metadata nodes may serve the database of their cell alone."""
ASKED_FOR_MOVES = 21
"""The release from which on a host asks before live migrations too."""


@rule(
    "conductors-on-different-databases",
    theme="cloud",
    severity=Severity.ERROR,
    options=(CELL, URL),
    roles=("conductor",),
    scope="broker",
)
def conductors_on_different_databases(fleet: Fleet) -> Iterator[NodeFinding]:
    """Conductors that share a queue use different databases.

    ## What it checks

    `[database] connection` of the conductors whose `transport_url` leads to one virtual host. It
    counts which database a URL means (host, port, name), not who logs in: 127.0.0.1, ::1 and
    `localhost` are one, such as a proxy on each machine, and so are `db` and `db.example.org`.
    Where each machine has a host of its own, and name and kind of the database are the same, the
    finding is a warning: they may be members of one cluster. So it is where some nodes name
    themselves and all others one host: that may be the machine of the former, or what a proxy on it
    leads to; and where some have a name and all others an address. It is one, too, where each
    machine names itself as its broker: that may be a proxy, or a broker of its own. A conductor on
    a database whose name ends in `cell0` serves the API, and is left out.

    ## Why it matters

    Conductors on one virtual host take turns at the queue `conductor`. A part of all calls then
    works on another database: services and servers come and go, with *InstanceNotFound* and
    *ComputeHostNotFound* at random.

    Where a tool has yet to fill in the brokers, there may be one for each cell, and the finding is
    a warning.

    ## Example

    `con2` was moved to a new cell, and kept its broker:

    ```ini
    [database]
    connection = mysql+pymysql://nova:***@db/nova_cell2
    ```

    ## Fix safety

    No fix: a URL holds a password.

    ## Sources

    - oslo_messaging/_drivers/amqpdriver.py, `listen`, 18.3.1
    - doc/source/admin/cells.rst: a message queue and a database for each cell
    """
    consequence = (
        "they consume the same queue, so some calls are served from another database{}; correct"
        " the URL, or give each cell a broker of its own"
    )
    conductors = _having(fleet.of("conductor"), CELL)
    nodes = [node for node in conductors if not _is_cell0(node)]
    yield from _on_several(nodes, CELL, consequence)


@rule(
    "api-database-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(API, LOCAL, URL),
    roles=("api", "metadata", "scheduler", "conductor"),
    scope="cloud",
)
def api_database_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """API, metadata, scheduler and conductor nodes use different API databases.

    ## What it checks

    `[api_database] connection` of the nodes that are known to run nova-api or nova-scheduler, of
    those that run nova-metadata without `[api] local_metadata_per_cell`, and of the conductors on
    the broker of nova-api. It counts which database a URL means (host, port, name), not
    who logs in: 127.0.0.1, ::1 and `localhost` are one, such as a proxy on each machine, and so are
    `db` and `db.example.org`. Where each machine has a host of its own, and name and kind of the
    database are the same, the finding is a warning: they may be members of one cluster. So it is
    where some nodes name themselves and all others one host: that may be the machine of the former,
    or what a proxy on it leads to; and where some have a name and all others an address, which may
    be of one server.

    ## Why it matters

    There is one API database. What one API node creates, the next does not find: every second
    request ends in 404, the scheduler in *HostMappingNotFound*, a conductor finds no request for
    the server that it is to build, and nova-metadata looks for servers in the wrong cell.

    ## Example

    `ctl2` still has the database of a test:

    ```ini
    [api_database]
    connection = mysql+pymysql://nova:***@db/nova_api_test
    ```

    ## Fix safety

    No fix: a URL holds a password.

    ## Sources

    - doc/source/admin/cells.rst, "Database layout"; nova/objects/host_mapping.py, 34.0.0
    - nova/conductor/manager.py, `schedule_and_build_instances`, 34.0.0
    - nova/api/metadata/base.py, `get_metadata_by_instance_id`, 15.1.5, 19.3.2 and 34.0.0
    """
    serving = filter(_serves_all_cells, fleet.of("metadata"))
    asking = (*fleet.of("api", "scheduler"), *serving, *conductors_of_api(fleet))
    nodes = _having(tuple(dict.fromkeys(asking)), API)
    consequence = "the others do not find what one of them creates{}"
    yield from _on_several(nodes, API, consequence)


def _serves_all_cells(node: Node) -> bool:
    """Return whether a metadata node asks the API database for the cell of a server."""
    return node.release.major < MAY_BE_LOCAL or node.value(LOCAL) is False


def _having(nodes: tuple[Node, ...], option: str) -> list[Node]:
    """Return the nodes that have a database: that one is missing is another rule's to say."""
    return [node for node in nodes if node.value(option) is not None]


def _place(value: Plain) -> object:
    """Take MariaDB for MySQL, and a URL without a port for one with that of its driver."""
    if isinstance(value, DatabasePlace):
        kind = "mysql" if value.kind == "mariadb" else value.kind
        return value._replace(kind=kind, port=value.port or PORTS.get(kind, ""))
    return value


def _is_cell0(node: Node) -> bool:
    value = node.value(CELL)
    return isinstance(value, tuple) and str(value[-1]).lower().endswith("cell0")


def _on_several(nodes: list[Node], option: str, consequence: str) -> Iterator[NodeFinding]:
    """Find nodes on another database: a warning where the hosts may be members of one cluster.

    `consequence` has a place for that reservation.
    """
    unless, override = "", None
    if _may_be_cluster(nodes, option):
        unless, override = " unless these hosts are members of one cluster", Severity.WARNING
    elif _may_lead_there(nodes, option):
        unless = " unless the database on the machine itself leads to that of the others"
        override = Severity.WARNING
    elif _may_be_its_address(nodes, option):
        unless, override = " unless the address is that of the name", Severity.WARNING
    elif option == CELL and _may_have_own_brokers(nodes):
        unless, override = " unless each machine has a broker of its own", Severity.WARNING
    consequence = consequence.format(unless)
    by = _without_domains(nodes, option)
    yield from mismatch(nodes, option, consequence, by=by, mend=False, override=override)


def _without_domains(nodes: list[Node], option: str) -> Callable[[Node], object]:
    """Return what tells databases apart: a name with its domain is the host of that name alone."""
    hosts = _holders(nodes, option)

    def by(node: Node) -> object:
        place = _place(node.value(option))
        if not isinstance(place, DatabasePlace) or is_address(place.host):
            return place
        first = place.host.partition(".")[0]
        alike = [host for host in hosts if host.startswith(f"{first}.")]
        return place._replace(host=first) if first in hosts and len(alike) == 1 else place

    return by


def _may_be_cluster(nodes: list[Node], option: str) -> bool:
    """Return whether each machine has a host of its own, and kind and name are the same."""
    holders = _holders(nodes, option)
    return all(len(names) == 1 for names in holders.values()) and _are_named_alike(nodes, option)


def _may_lead_there(nodes: list[Node], option: str) -> bool:
    """Return whether some name a host and others themselves: as its machine, or for a proxy."""
    hosts = _holders(nodes, option).keys()
    return len(hosts) == 2 and "localhost" in hosts and _are_named_alike(nodes, option)


def _may_be_its_address(nodes: list[Node], option: str) -> bool:
    """Return whether some have a name and others an address, which may be of one server."""
    hosts = _holders(nodes, option).keys()
    return sorted(map(is_address, hosts)) == [False, True] and _are_named_alike(nodes, option)


def _holders(nodes: list[Node], option: str) -> dict[str, set[str]]:
    """Return which nodes name each host."""
    holders: dict[str, set[str]] = {}
    for node in nodes:
        place = _place(node.value(option))
        if isinstance(place, DatabasePlace):
            holders.setdefault(place.host, set()).add(node.name)
    return holders


def _are_named_alike(nodes: list[Node], option: str) -> bool:
    """Return whether kind and name of the database are the same."""
    places = [_place(node.value(option)) for node in nodes]
    kinds = {(place.kind, place.name) for place in places if isinstance(place, DatabasePlace)}
    return len(kinds) == 1


def _may_have_own_brokers(nodes: list[Node]) -> bool:
    """Return whether several machines name themselves, or what is not known, as broker."""
    brokers = [node.value(URL) for node in nodes]
    hosts = [host for one in brokers if isinstance(one, Broker) for host, _ in one.hosts]
    own = bool(hosts) and all(map(is_loopback, hosts))
    unknown = any(not node.knows(URL) for node in nodes)
    return (own or unknown) and len({node.name for node in nodes}) > 1


@rule(
    "upcall-without-api-database",
    theme="cloud",
    severity=Severity.ERROR,
    options=(UPCALL, API, CELL, URL),
    releases=(16, None),
    since="the option came in pike (nova/conf/workarounds.py)",
    roles=("compute", "conductor"),
    scope="cloud",
)
def upcall_without_api_database(fleet: Fleet) -> Iterator[NodeFinding]:
    """Compute nodes look up server groups, but their conductors have no API database.

    ## What it checks

    Compute nodes with `[workarounds] disable_group_policy_check_upcall` false, as it is by default,
    and the conductors on their virtual host: all of these have a `[database] connection` and no
    `[api_database] connection`, an empty one, or one that is no URL.

    ## Why it matters

    Whether a server keeps to the policy of its group is asked through the conductor of the cell,
    from the API database. Without it each build of a member of a group fails, and from ussuri on
    every live migration, group or not: *No sql_connection parameter is established*.

    ## Example

    A cell of its own, whose conductor has no API database, and the option is not set on `cmp1`:

    ```ini
    [workarounds]
    disable_group_policy_check_upcall = false
    ```

    ## Fix safety

    No fix: either set the option to true on the compute nodes of the cell, or give the conductors
    the API database.

    ## Sources

    - nova/compute/manager.py, `_validate_instance_group_policy` and
      `check_can_live_migrate_destination`, 16.1.8, 20.6.1, 21.2.4 and 34.0.0
    - doc/source/admin/cells.rst, "Operations requiring upcalls"
    """
    for cell in groups(fleet, "broker"):
        conductors = cell.of("conductor")
        asking = [node for node in cell.of("compute") if node.value(UPCALL) is False]
        if asking and conductors and all(map(_lacks_api_database, conductors)):
            word = "usable " if any(node.is_written(API) for node in conductors) else ""
            yield NodeFinding(
                asking[0],
                UPCALL,
                "`[workarounds] disable_group_policy_check_upcall` is false, and the conductors of"
                f" this cell have no {word}`[api_database] connection`: {_failing(asking[0])} fail;"
                " set it to true",
                tuple(asking[1:]),
                (NodeNote(conductors[0], API, "no API database"),),
            )


def _failing(node: Node) -> str:
    builds = "builds of members of server groups"
    return f"{builds} and live migrations" if node.release.major >= ASKED_FOR_MOVES else builds


def _lacks_api_database(node: Node) -> bool:
    """Return whether the files of a node are about databases, and name that of a cell alone."""
    return _names(node, CELL) and not node.partial and not _names(node, API)


def _names(node: Node, option: str) -> bool:
    """Return whether a node has a database, or may have: one that is set to nothing is none."""
    return node.value(option) is not None or not node.knows(option)
