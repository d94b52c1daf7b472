"""Keys and signatures that API and compute nodes have to agree about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import mismatch

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, NodeFinding

BACKEND = "key_manager.backend"
FIXED = "key_manager.fixed_key"
EPHEMERAL = tuple(
    f"ephemeral_storage_encryption.{name}" for name in ("enabled", "cipher", "key_size")
)
SIGNATURES = tuple(
    f"glance.{name}"
    for name in (
        "verify_glance_signatures",
        "enable_certificate_validation",
        "default_trusted_certificate_ids",
    )
)


@rule(
    "key-manager-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(BACKEND, FIXED),
    releases=(17, None),
    since="the option has had this name from queens on (nova/conf/key_manager.py)",
    roles=("api", "compute"),
    scope="cloud",
)
def key_manager_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Keys that one node makes another cannot read.

    ## What it checks

    `[key_manager] backend` and `fixed_key` on the api and compute nodes. Keys are compared and
    never shown.

    ## Why it matters

    nova-api makes a key where disks are encrypted, Cinder one for an encrypted volume, and the
    compute node has to find it. With another backend it does not, and with another fixed key it
    opens nothing.

    ## Example

    `cmp1` still has the key manager of a test:

    ```ini
    [key_manager]
    backend = nova.keymgr.conf_key_mgr.ConfKeyManager
    ```

    ## Fix safety

    Unsafe: it changes what the odd nodes do. There is none for a key.

    ## Sources

    - nova/compute/api.py, `_populate_instance_for_create`, nova/virt/libvirt/imagebackend.py and
      nova/keymgr/conf_key_mgr.py, 34.0.0
    """
    consequence = "encrypted volumes and disks do not open on some hosts"
    nodes = fleet.of("api", "compute")
    yield from mismatch(nodes, BACKEND, consequence)
    holders = [node for node in nodes if node.value(FIXED) is not None]
    yield from mismatch(holders, FIXED, consequence, mend=False)


@rule(
    "ephemeral-encryption-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=EPHEMERAL,
    roles=("api", "compute"),
    scope="cloud",
)
def ephemeral_encryption_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Disks are in clear on hosts that are meant to encrypt them.

    ## What it checks

    `[ephemeral_storage_encryption] enabled`, `cipher` and `key_size` on the api and compute nodes.

    ## Why it matters

    nova-api makes the key of a server's disks, and the compute node encrypts with it. Where the API
    has it off there is no key, and the disk is in clear on a host that has it on. The other way
    round keys are made and not used.

    ## Example

    It is on for the compute nodes, and `ctl1` was forgotten:

    ```ini
    [ephemeral_storage_encryption]
    enabled = false
    ```

    ## Fix safety

    Unsafe: it changes what the odd nodes do. Servers that are there keep the disks that they have.

    ## Sources

    - nova/compute/api.py, `_populate_instance_for_create`, and nova/virt/libvirt/imagebackend.py,
      34.0.0
    """
    consequence = "disks are in clear where they are meant to be encrypted, or do not open"
    for option in EPHEMERAL:
        yield from mismatch(fleet.of("api", "compute"), option, consequence)


@rule(
    "signature-check-in-part",
    theme="cloud",
    severity=Severity.ERROR,
    options=SIGNATURES,
    roles=("api", "compute"),
    scope="cloud",
)
def signature_check_in_part(fleet: Fleet) -> Iterator[NodeFinding]:
    """Images without a right signature start on some hosts.

    ## What it checks

    `[glance] verify_glance_signatures`, `enable_certificate_validation` and
    `default_trusted_certificate_ids` on the api and compute nodes.

    ## Why it matters

    The host that fetches an image checks its signature, by its own file. A host that was left out
    starts what all others refuse. With certificates checked on the hosts alone, builds fail where
    the API passed none on.

    ## Example

    `cmp1` was left out:

    ```ini
    [glance]
    verify_glance_signatures = false
    ```

    ## Fix safety

    Unsafe: it changes what the odd nodes do.

    ## Sources

    - nova/image/glance.py, `_get_verifier`, and nova/compute/api.py, 34.0.0
    """
    consequence = "an image that some hosts refuse starts on others"
    for option in SIGNATURES:
        yield from mismatch(fleet.of("api", "compute"), option, consequence)
