"""Keys and signatures that API and compute nodes have to agree about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import as_set, divided, mismatch, mostly_on, on_nodes, spread
from novalint.rules.fleet.grouping import driver_of
from novalint.rules.fleet.model import NodeFinding, NodeNote

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node, Plain

BACKEND = "key_manager.backend"
FIXED = "key_manager.fixed_key"
ALIASES = {
    "castellan.key_manager.barbican_key_manager.BarbicanKeyManager": "barbican",
    "castellan.key_manager.vault_key_manager.VaultKeyManager": "vault",
}
ENABLED = "ephemeral_storage_encryption.enabled"
DISKS = "libvirt.images_type"
SIGNATURES = tuple(
    f"glance.{name}"
    for name in (
        "verify_glance_signatures",
        "enable_certificate_validation",
        "default_trusted_certificate_ids",
    )
)
CERTIFIED = 18
"""The first major version that checks the certificate of a signature."""


@rule(
    "key-manager-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(BACKEND, FIXED, ENABLED),
    releases=(17, None),
    since="the option has had this name from queens on (nova/conf/key_manager.py)",
    roles=("api", "compute"),
    drivers=("libvirt",),
    scope="cloud",
)
def key_manager_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Nodes use different key managers, so some cannot read the keys that others create.

    ## What it checks

    `[key_manager] backend` and `fixed_key` on the compute nodes, and on api nodes with
    `[ephemeral_storage_encryption] enabled`, as others ask for no key. Keys are compared and never
    shown. `barbican` and `vault` are the same as the paths of their classes in castellan. It is a
    warning where some have ConfKeyManager, all the same `fixed_key`, and no api node makes keys:
    each host then opens what Cinder encrypts with that key, as in a move to Barbican. It is one too
    where most compute nodes have kept a `fixed_key` together with another backend, and some have
    not.

    ## Why it matters

    nova-api makes a key where local disks are encrypted, Cinder one for an encrypted volume, and
    the compute node has to find it. With another backend it does not, and with another fixed key it
    opens nothing.

    ## Example

    `cmp1` still has the key manager of a test:

    ```ini
    [key_manager]
    backend = nova.keymgr.conf_key_mgr.ConfKeyManager
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes do. There is no fix for a key, and none to anything
    but barbican where most nodes set that: Vault and keys in files need more than a name.

    ## Sources

    - nova/compute/api.py, `API.__init__` and `_populate_instance_for_create`,
      nova/virt/libvirt/imagebackend.py and nova/keymgr/conf_key_mgr.py, 34.0.0; the first in 17 too
    - castellan/key_manager/migration.py, as released with 17 and 34
    """
    consequence = "encrypted volumes and disks do not open on some hosts"
    asking = [node for node in fleet.of("api") if node.value(ENABLED) is True]
    nodes = list(dict.fromkeys((*asking, *fleet.of("compute"))))
    division = divided(nodes, BACKEND, meaning=_alias)
    mend = division is not None and any(map(_says_barbican, division.usual))
    moving = not asking and _is_moving(nodes)
    yield from mismatch(
        nodes,
        BACKEND,
        "volumes that Cinder encrypts with the other one do not open on some hosts"
        if moving
        else consequence,
        meaning=_alias,
        mend=mend,
        override=Severity.WARNING if moving else None,
    )
    holders = [node for node in nodes if node.value(FIXED) is not None]
    yield from mismatch(holders, FIXED, consequence, mend=False)
    yield from _lacking([node for node in fleet.of("compute") if not _is_of_conf(node)])


def _lacking(nodes: list[Node]) -> Iterator[NodeFinding]:
    """Find that a few hosts do not have the one key that the others have kept from before."""
    division = divided([node for node in nodes if node.knows(FIXED)], FIXED)
    if division is None or not division.majority or division.usual[0].value(FIXED) is None:
        return
    first, *more = division.odd
    if all(node.value(FIXED) is None for node in division.odd):
        yield NodeFinding(
            first,
            FIXED,
            f"`[key_manager] fixed_key` is not set here but is set {on_nodes(division.usual)}:"
            " volumes that Cinder encrypted with it do not open on some hosts; set it on all"
            " nodes until no volume uses that key",
            tuple(more),
            (NodeNote(division.usual[0], FIXED, "it is set here"),),
            override=Severity.WARNING,
        )


def _is_moving(nodes: list[Node]) -> bool:
    """Whether all nodes open what ConfKeyManager encrypts: with one `fixed_key`, whatever else."""
    keys = {node.value(FIXED) for node in nodes}
    return len(keys) == 1 and None not in keys and any(map(_is_of_conf, nodes))


def _is_of_conf(node: Node) -> bool:
    return str(node.value(BACKEND)).endswith("ConfKeyManager")


def _says_barbican(node: Node) -> bool:
    return node.is_written(BACKEND) and _alias(node.value(BACKEND)) == "barbican"


def _alias(backend: Plain) -> object:
    """Take the path of a class of castellan for its short name, which it is loaded by as well."""
    path = str(backend)
    return ALIASES.get(path, path)


@rule(
    "ephemeral-encryption-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(ENABLED, DISKS),
    roles=("api", "compute"),
    drivers=("libvirt",),
    scope="cloud",
)
def ephemeral_encryption_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Local disks stay unencrypted on hosts that are configured to encrypt them.

    ## What it checks

    `[ephemeral_storage_encryption] enabled` on the API nodes, and whether it is on there where a
    host with `[libvirt] images_type = lvm` has it on. `cipher` and `key_size` may differ: a host
    opens its own disks alone, with as much of a key as its file says. Where the fleet is complete
    and no host has LVM, nothing asks for a key, and there is no finding.

    ## Why it matters

    nova-api makes the key of a server's disks if it is on there, and a host with LVM encrypts the
    disks of every server that has a key, whatever its own file says. Where the API has it off there
    is no key, and the disks are in clear text on a host that is meant to encrypt them. Hosts with
    other kinds of disks cannot encrypt them so: see ephemeral-encryption-without-lvm.

    ## Example

    It is on for the compute nodes, and `ctl1` was forgotten:

    ```ini
    [ephemeral_storage_encryption]
    enabled = false
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes do. Servers that are there keep the disks that they
    have. Encryption is never switched off.

    ## Sources

    - nova/compute/api.py, `_populate_instance_for_create`, and nova/virt/libvirt/imagebackend.py,
      `Image.__init__` and `Lvm`, 34.0.0 and 15.1.5
    - nova/privsep/libvirt.py, `dmcrypt_create_volume`, 34.0.0: cryptsetup takes as many bits as
      it is told
    """
    api, computes = fleet.of("api"), fleet.of("compute")
    hosts = [node for node in computes if node.value(DISKS) == "lvm"]
    if fleet.complete and not hosts and all(node.knows(DISKS) for node in computes):
        return  # no key would be asked for
    both = (*api, *(host for host in hosts if host.value(ENABLED) is True))
    yield from spread(both, ENABLED, "local disks that are meant to be encrypted are not")


@rule(
    "signature-check-in-part",
    theme="cloud",
    severity=Severity.ERROR,
    options=SIGNATURES,
    roles=("api", "compute"),
    scope="cloud",
)
def signature_check_in_part(fleet: Fleet) -> Iterator[NodeFinding]:
    """Image signatures are verified on some hosts only.

    ## What it checks

    `[glance] verify_glance_signatures` on the compute nodes; `enable_certificate_validation` on
    those and the api nodes that check signatures or name trusted certificates, and
    `default_trusted_certificate_ids` on those that validate them, both from rocky on: pike and
    queens know these two and ask neither. Then `verify_glance_signatures` on the api nodes that
    have both, unless every compute node has all three: then it is the hosts that check. Compute
    nodes with ironic fetch no images.

    ## Why it matters

    The host that fetches an image checks its signature, by its own file. A host that was left out
    starts what all others refuse. With certificates checked on the hosts alone, builds fail where
    the API passed none on.

    From rocky on a host checks each image of a server for which nova-api named trusted
    certificates, whatever its own file says. Where all api nodes name some, what hosts differ in
    is a warning: it matters for servers that were made before.

    ## Example

    `cmp1` was left out:

    ```ini
    [glance]
    verify_glance_signatures = false
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes do. Checks are never switched off.

    ## Sources

    - nova/image/glance.py, `_get_verifier`, and nova/compute/api.py,
      `_retrieve_trusted_certs_object`, 34.0.0 and 18.3.0; 17.0.13 has no more than the options
    """
    apis = fleet.of("api")
    hosts = [node for node in fleet.of("compute") if driver_of(node) != "ironic"]
    if _may_all_name(apis) and all(node.release.major >= CERTIFIED for node in (*apis, *hosts)):
        yield from _unlike(apis, (), "one API node refuses an image that another accepts")
        older = (
            "only some hosts check the images of servers that were created before nova-api"
            " had trusted certificates"
        )
        yield from _unlike(hosts, hosts, older, Severity.WARNING)
        return
    nodes = tuple(dict.fromkeys((*apis, *hosts)))
    yield from _unlike(nodes, hosts, "an image that some hosts refuse starts on others")
    verify, *certificates = SIGNATURES
    if hosts and all(node.value(option) for node in hosts for option in SIGNATURES):
        return
    naming = [node for node in apis if all(map(node.value, certificates))]
    naming = [node for node in naming if node.release.major >= CERTIFIED]
    consequence = "only some API nodes have the images of their servers checked by certificates"
    yield from spread(naming, verify, consequence)


def _may_all_name(apis: Sequence[Node]) -> bool:
    """Whether all api nodes name trusted certificates, as far as that is known, and one does."""
    settings = [(node, option) for node in apis for option in SIGNATURES]
    told = any(node.value(option) for node, option in settings)
    return told and all(node.value(option) or not node.knows(option) for node, option in settings)


def _unlike(
    nodes: Sequence[Node], hosts: Sequence[Node], consequence: str, override: Severity | None = None
) -> Iterator[NodeFinding]:
    """Find what nodes differ in that check images, or say whom to trust; `hosts` fetch them."""
    verify, validate, trusted = SIGNATURES
    nodes = [node for node in nodes if node.release.major >= CERTIFIED]
    checking = [node for node in nodes if node.value(verify) is True or node.value(trusted)]
    validating = [node for node in nodes if node.value(validate) is True]
    yield from spread(hosts, verify, consequence, override=override)
    yield from spread(checking, validate, consequence, override=override)
    mend = mostly_on(validating, trusted)
    yield from mismatch(
        validating, trusted, consequence, meaning=as_set, mend=mend, override=override
    )
