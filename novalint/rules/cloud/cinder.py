"""What Nova and Cinder have to agree about."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import on_nodes
from novalint.rules.fleet.model import NodeFinding, NodeNote
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

BACKEND, FIXED = "key_manager.backend", "key_manager.fixed_key"
CINDER_BACKEND, CINDER_FIXED = f"cinder:{BACKEND}", f"cinder:{FIXED}"
CINDER_OLD = "cinder:key_manager.api_class"
CONF = "confkeymanager"
NAMES = {CONF: "ConfKeyManager", "barbican": "Barbican", "vault": "Vault"}
BACKENDS = "cinder:DEFAULT.enabled_backends"
AUTH, AUTH_BEFORE = "cinder:nova.auth_type", "cinder:nova.auth_plugin"
PRIVILEGED = "cinder:DEFAULT.os_privileged_user_name"
ZONE = "cinder:DEFAULT.storage_availability_zone"
BACKEND_ZONES = "cinder:*.backend_availability_zone"
BACKEND_ZONE = ".backend_availability_zone"
SHARED = "cinder:backend_defaults"
"""The group that backends read where their own one says nothing."""
CROSS, OWN_ZONE = "cinder.cross_az_attach", "DEFAULT.default_availability_zone"


@rule(
    "key-manager-not-that-of-cinder",
    theme="cloud",
    severity=Severity.ERROR,
    options=(BACKEND, FIXED),
    companions=(CINDER_BACKEND, CINDER_OLD, CINDER_FIXED),
    releases=(17, None),
    since="the option has had this name from queens on (nova/conf/key_manager.py)",
    drivers=("libvirt",),
    roles=("compute",),
    scope="cloud",
)
def key_manager_not_that_of_cinder(fleet: Fleet) -> Iterator[NodeFinding]:
    """Cinder and the compute nodes use different key managers.

    ## What it checks

    `[key_manager] backend` (`api_class` of old) of the compute nodes against that of the
    cinder.conf that `[companions] cinder` names, where both are set: Barbican, Vault or a key in
    the file (`ConfKeyManager`). Where Cinder has the last one, `fixed_key` too: compute nodes with
    the same one open its volumes whatever their backend is, so moving to Barbican begins with
    them. Where Cinder has set both, a compute node that sets no backend counts as well: it asks
    Barbican. Keys are compared as hexadecimal digits and never shown.

    ## Why it matters

    Cinder makes the key of an encrypted volume and gives Nova its name. With another key manager
    the compute node does not find it, with another fixed key it opens nothing: no server with such
    a volume starts.

    ## Example

    Nova has `backend = barbican`, and cinder.conf:

    ```ini
    [key_manager]
    backend = cinder.keymgr.conf_key_mgr.ConfKeyManager
    ```

    ## Fix safety

    No fix: keys are not copied, and volumes that are there need the key manager that they had.

    ## Sources

    - cinder/keymgr/conf_key_mgr.py, 29.0.0; nova/keymgr/conf_key_mgr.py and
      nova/virt/libvirt/driver.py, `_get_volume_encryption`, 34.0.0
    - castellan/key_manager/__init__.py and migration.py, 5.8.0; the last one in 17 too
    """
    for companion in fleet.companions_of("cinder"):
        theirs = CINDER_BACKEND if companion.is_written(CINDER_BACKEND) else CINDER_OLD
        kind = _kind(companion.value(theirs))
        key = companion.value(CINDER_FIXED) if kind == CONF else None
        written = [node for node in fleet.of("compute") if key or node.is_written(BACKEND)]
        odd = [node for node in written if kind and _keeps_apart(node, kind)]
        if odd:
            cinders = _named(companion.value(theirs))
            firsts: dict[str, Node] = {}
            for node in odd:
                firsts.setdefault(_named(node.value(BACKEND)), node)
            way = ", or give the others Cinder's `fixed_key`" if kind == CONF else ""
            yield NodeFinding(
                companion,
                theirs,
                f"`[key_manager] {theirs.rpartition('.')[2]}` is {cinders} here and"
                f" {' or '.join(firsts)} {on_nodes(odd)}, which"
                " cannot open the volumes that Cinder encrypts; set it to the same on both sides"
                + way,
                others=tuple(
                    NodeNote(node, BACKEND, f"{name} here") for name, node in firsts.items()
                ),
            )
            continue
        odd = [node for node in written if key and node.value(FIXED) not in (key, None)]
        if odd:
            yield NodeFinding(
                companion,
                CINDER_FIXED,
                f"`[key_manager] fixed_key` is not the same here as {on_nodes(odd)}, which"
                " cannot open the volumes that Cinder encrypts; set it to the same on both sides",
                others=(NodeNote(odd[0], FIXED, "another one here"),),
            )


def _keeps_apart(node: Node, kind: str) -> bool:
    """Whether a node looks for keys elsewhere than in a key manager of Cinder's.

    Castellan answers for the only key of ConfKeyManager with `fixed_key`, whatever the backend is.
    """
    backend = node.value(BACKEND)
    answers = kind == CONF and (node.value(FIXED) is not None or not node.knows(FIXED))
    return bool(backend) and _kind(backend) != kind and not answers


def _named(backend: object) -> str:
    return NAMES.get(_kind(backend), "one of your own")


def _kind(backend: object) -> str:
    """Return which key manager a name means: an alias, or the path of a class."""
    last = str(backend or "").lower().rpartition(".")[2].replace("_", "")
    return "barbican" if last.startswith("barbican") else "vault" if "vault" in last else last


@rule(
    "cinder-cannot-reach-nova",
    theme="cloud",
    severity=Severity.WARNING,
    companions=(AUTH, AUTH_BEFORE, PRIVILEGED, BACKENDS),
    scope="cloud",
)
def cinder_cannot_reach_nova(fleet: Fleet) -> Iterator[NodeFinding]:
    """Cinder has no credentials to tell Nova that a volume has been extended.

    ## What it checks

    `[nova] auth_type`, or its old name `auth_plugin`, in the cinder.conf that `[companions] cinder`
    names, where that file has `enabled_backends`; others may be a part of the configuration. One
    that is empty is none. Not reported where `os_privileged_user_name` is set, by which Cinder
    logged in up to ocata, and in pike still.

    ## Why it matters

    Cinder tells nova-api when an attached volume is extended or reimaged, and asks it to swap
    volumes and to take snapshots of them, with the credentials of this group. Without one it takes
    the user's own token, with which users other than administrators get *403 Forbidden*: the volume
    has grown, and the guest does not see it.

    ## Example

    cinder.conf has no such group:

    ```ini
    [DEFAULT]
    enabled_backends = ceph
    ```

    ## Fix safety

    No fix: it takes a password.

    ## Sources

    - cinder/compute/nova.py, `novaclient`, 29.0.0; keystoneauth1/loading/conf.py
    - nova/policies/server_external_events.py, 34.0.0
    """
    for companion in fleet.companions_of("cinder"):
        names = (AUTH, AUTH_BEFORE, PRIVILEGED)
        known = not companion.partial and companion.knows(*names)
        if companion.value(BACKENDS) and known and not any(map(companion.value, names)):
            what = "empty" if companion.is_written(AUTH) else "not set"
            yield NodeFinding(
                companion,
                AUTH,
                f"`[nova] auth_type` is {what}, so Cinder calls Nova with the user's token:"
                " guests do not learn that a volume was extended; set it and the rest of the"
                " credentials",
            )


@rule(
    "zone-of-cinder-unknown",
    theme="cloud",
    severity=Severity.INFO,
    options=(CROSS, OWN_ZONE),
    companions=(ZONE, BACKEND_ZONES, BACKENDS),
    roles=("api", "compute"),
    scope="cloud",
)
def zone_of_cinder_unknown(fleet: Fleet) -> Iterator[NodeFinding]:
    """Cinder has no availability zone of the name of Nova's default zone.

    ## What it checks

    Nodes with `[cinder] cross_az_attach = false`: their `default_availability_zone` against
    `storage_availability_zone`, and `backend_availability_zone` of backends, of the cinder.conf
    that `[companions] cinder` names, where that file has `enabled_backends`: groups of others do
    not count. Where each of these backends has a zone of its own, the first one is that of no
    volume. Both are `nova` by default.
    Whether aggregates give every host a zone of its own is in no file, so this is info.

    ## Why it matters

    A server on a host without a zone of its own is in the default one. No volume attaches to it:
    *Server and volumes are not in the same availability zone*.

    ## Example

    Nova has `cross_az_attach = false`, and cinder.conf:

    ```ini
    [DEFAULT]
    enabled_backends = ceph
    storage_availability_zone = az1
    ```

    ## Fix safety

    No fix: only you know which zones there are.

    ## Sources

    - nova/volume/cinder.py, `check_availability_zone`, and nova/availability_zones.py, 34.0.0
    - cinder/common/config.py, `storage_availability_zone`, and cinder/volume/driver.py,
      `backend_availability_zone`, 29.0.0
    """
    strict = [node for node in fleet.of("api", "compute") if node.value(CROSS) is False]
    cinders = fleet.companions_of("cinder")
    zones = {zone for companion in cinders for zone in _zones(companion)}
    odd = [node for node in strict if node.value(OWN_ZONE) not in (*zones, None)]
    apart = [companion for companion in cinders if companion.value(BACKENDS)]
    if odd and apart and all(map(_is_known, cinders)) and not fleet.withheld:
        their = listed(_zones(apart[0]))
        yield NodeFinding(
            odd[0],
            CROSS,
            "`[cinder] cross_az_attach` is false and no volume is in the zone"
            f" `{odd[0].value(OWN_ZONE)}`, the zone of hosts that are in no other; put every"
            " host into a zone that Cinder has",
            tuple(odd[1:]),
            (NodeNote(apart[0], ZONE, f"volumes are in {their}"),),
        )


def _is_known(companion: Node) -> bool:
    """Return whether all zones of a cinder.conf are known here."""
    own = companion.readings.items()
    zones = [reading for name, reading in own if name.endswith(BACKEND_ZONE)]
    return not companion.partial and companion.knows(ZONE) and all(one.known for one in zones)


def _zones(companion: Node) -> Iterator[str]:
    """Yield the zones of volumes: those that backends have for themselves, and that of the rest.

    A group that `enabled_backends` does not name is read by none.
    """
    own = {
        name.removesuffix(BACKEND_ZONE): str(reading.value)
        for name, reading in companion.readings.items()
        if name.endswith(BACKEND_ZONE)
    }
    backends = str(companion.value(BACKENDS) or "").split(",")
    names = {f"cinder:{name.strip()}" for name in backends if name.strip()}
    some_lack = not names <= own.keys()
    if not names or (some_lack and SHARED not in own):
        yield str(companion.value(ZONE) or "nova")
    read = {*names, SHARED} if some_lack else names or own.keys()
    yield from (zone for name, zone in own.items() if name in read)
