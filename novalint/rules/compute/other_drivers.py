"""What the drivers of ironic and z/VM need before nova-compute starts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.nova.drivers import package
from novalint.rules.common.places import at_option, set_fix
from novalint.rules.declaration import FactNeeded, rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

DRIVER = "DEFAULT.compute_driver"
TEMPLATE = "instance_name_template"
LONGEST_ZVM_NAME = 8
"""Characters of a guest's name under z/VM."""


@rule(
    "ironic-peer-list-incomplete",
    theme="compute",
    severity=Severity.ERROR,
    options=(
        DRIVER,
        "ironic.conductor_group",
        "ironic.partition_key",
        "ironic.peer_list",
        "ironic.shard",
        "DEFAULT.host",
    ),
    releases=(19, None),
    roles=("compute",),
)
def ironic_peer_list_incomplete(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """nova-compute is bound to a group of ironic conductors, but not named among its peers.

    ## What it checks

    With the ironic driver and `[ironic] conductor_group` (`partition_key` before 28) set: that
    `peer_list` is not empty and holds this service's `[DEFAULT] host`, where that is written in the
    file. From 29 on a `shard` makes the list unnecessary.

    ## Why it matters

    The services of one group share the nodes out among the peers. Without itself in the list
    nova-compute raises InvalidPeerList and does not start.

    ## Example

        [DEFAULT]
        host = ironic-a
        [ironic]
        conductor_group = rack-a
        #peer_list =

    becomes

        peer_list = ironic-a

    ## Fix safety

    Unsafe: an empty list gets the name of this service alone, which is right where one nova-compute
    serves the group, as Nova recommends from 28 on. A list that names others is left to the
    operator.

    ## Sources

    Nova 34.0.0: nova/virt/ironic/driver.py (`_check_peer_list`, `_refresh_hash_ring`,
    `init_host`); the same in 19.3.2 and 28.3.1 without `shard`.
    """
    name = "conductor_group" if config.release.major >= 28 else "partition_key"
    group = config.value("ironic", name)
    if package(config) != "ironic" or group is None or config.value("ironic", "shard"):
        return
    peers, host = config.value("ironic", "peer_list"), config.setting("DEFAULT", "host")
    if not isinstance(peers, list) or host.fault:
        return
    written = host.machine is None and not host.is_default
    if not peers or (written and host.partial not in peers):
        what = f"does not name this service, {shown(host.partial)}" if peers else "is empty"
        fix = set_fix(config, "ironic", "peer_list", str(host.partial))
        yield Finding(
            f"with `{name}` {shown(group)} nova-compute does not start, as `peer_list` {what};"
            " name the `host` of every nova-compute of the group, this one included",
            at_option(config, "ironic", "peer_list"),
            "ironic",
            "peer_list",
            (fix,) if written and not peers else (),
        )


@rule(
    "zvm-connector-missing",
    theme="compute",
    severity=Severity.ERROR,
    options=(DRIVER, "zvm.cloud_connector_url"),
    releases=(18, None),
    roles=("compute",),
    needs=("role",),
)
def zvm_connector_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The z/VM driver is not told where its cloud connector listens.

    ## What it checks

    On a compute node with the driver zvm.ZVMDriver: that `[zvm] cloud_connector_url` is set.

    ## Why it matters

    The driver raises as soon as it is loaded, and nova-compute does not start.

    ## Example

        [DEFAULT]
        compute_driver = zvm.ZVMDriver

    ## Fix safety

    There is no fix: only the operator knows the address.

    ## Sources

    Nova 34.0.0: nova/virt/zvm/driver.py (`_validate_options`); the same in 18.3.0.
    """
    if package(config) != "zvm" or not deployment.plays("compute"):
        return
    url = config.setting("zvm", "cloud_connector_url")
    if not url.value and url.fault is None:
        yield Finding(
            "the z/VM driver does not start without `cloud_connector_url` in `[zvm]`; set it to the"
            " address of the z/VM cloud connector",
            at_option(config, "zvm", "cloud_connector_url"),
            "zvm",
            "cloud_connector_url",
        )


@rule(
    "zvm-instance-names-too-long",
    theme="compute",
    severity=Severity.ERROR,
    options=(DRIVER, f"DEFAULT.{TEMPLATE}"),
    releases=(18, None),
    roles=("compute",),
)
def zvm_instance_names_too_long(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The names of servers are longer than the eight characters that z/VM takes.

    ## What it checks

    With the driver zvm.ZVMDriver: that `instance_name_template` makes a name of 8 characters at
    most for server number 0. Nova's default makes 17. Where the template is not set, the role must
    be told, so that the files are known to be all that the node reads.

    ## Why it matters

    The driver refuses such a template as soon as it is loaded, and nova-compute does not start.

    ## Example

        [DEFAULT]
        compute_driver = zvm.ZVMDriver
        instance_name_template = instance-%08x

    becomes

        instance_name_template = zvm%05x

    ## Fix safety

    Unsafe: sets `zvm%05x`, room for about a million servers. The names of servers that exist change
    with the template, so choose it before the first one; set it alike on every node.

    ## Sources

    Nova 34.0.0: nova/virt/zvm/driver.py (`_validate_options`); the same in 18.3.0.
    """
    setting = config.setting("DEFAULT", TEMPLATE)
    length = _length(str(setting.value)) if setting.value and package(config) == "zvm" else 0
    if length <= LONGEST_ZVM_NAME:
        return
    if setting.is_default and not deployment.plays("compute"):
        raise FactNeeded("role")
    yield Finding(
        f"{shown(setting.value)} makes names of {length} characters, and the z/VM driver does not"
        f" start with more than {LONGEST_ZVM_NAME}; choose a shorter template",
        at_option(config, "DEFAULT", TEMPLATE),
        "DEFAULT",
        TEMPLATE,
        (set_fix(config, "DEFAULT", TEMPLATE, "zvm%05x"),),
    )


def _length(template: str) -> int:
    """Count the characters of the name of server 0; 0 where the template cannot be filled in."""
    if len(template) > 200 or any(len(digits) > 3 for digits in _numbers(template)):
        return 0  # a width of many digits would make a name that fills the memory
    try:
        return len(template % 0)
    except (TypeError, ValueError, KeyError):
        return 0


def _numbers(template: str) -> list[str]:
    return "".join(char if char.isdigit() else " " for char in template).split()
