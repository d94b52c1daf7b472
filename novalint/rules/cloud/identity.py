"""What one node alone may have: its name, its addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import repeated

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, NodeFinding

MY_IP = "DEFAULT.my_ip"


@rule(
    "my-ip-repeated",
    theme="cloud",
    severity=Severity.ERROR,
    options=(MY_IP,),
    roles=("compute",),
    drivers=("libvirt",),
    scope="cloud",
)
def my_ip_repeated(fleet: Fleet) -> Iterator[NodeFinding]:
    """Two compute nodes have the same my_ip, so Nova takes their disks for shared ones.

    ## What it checks

    `my_ip` of all nodes that are known to be compute nodes, as far as a file says it.

    ## Why it matters

    When a server is resized or cold migrated, the source asks whether its disks lie on storage
    that it shares with the destination. Where both hosts have one address, the answer is yes
    without a test. The disks are then not copied, the destination finds none, and makes a fresh
    root disk from the image: what the user had stored is gone from the server.

    ## Example

    The file of `cmp2` was copied from `cmp1`:

    ```ini
    [DEFAULT]
    my_ip = 10.0.0.11
    ```

    ## Fix safety

    No fix: nobody but the operator knows the address of the host.

    ## Sources

    - nova/virt/libvirt/driver.py, `_is_path_shared_with` and `migrate_disk_and_power_off`, in
      34.0.0, 18 and 15
    """
    consequence = (
        "a resize or cold migration between them takes the disks for shared, and the server comes"
        " up with an empty one; give each host its own address"
    )
    yield from repeated(fleet.of("compute"), MY_IP, consequence)
