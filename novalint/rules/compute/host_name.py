"""The name under which a service is known to the cloud."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Severity
from novalint.rules.common.hosts import is_loopback
from novalint.rules.common.places import finding, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

LOCAL = ("localhost4", "localhost6", "ip6-localhost", "ip6-loopback")
"""Names that every machine has for itself, besides localhost and the addresses of the loopback."""


@rule(
    "host-named-localhost",
    theme="compute",
    severity=Severity.WARNING,
    options=("DEFAULT.host", "DEFAULT.compute_driver"),
)
def host_named_localhost(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The `host` of a service is localhost, a name that is not unique.

    ## What it checks

    `[DEFAULT] host` is written as `localhost`, a name like it, or a loopback address; up to wallaby
    also an empty one, which Nova refuses since. With one compute host there is nothing to confuse,
    and nothing is reported, nor with one controller where no role of the node is `compute`; where
    the number of hosts is not given, this is info.

    ## Why it matters

    The name is the host's identity: its record in the database, its queue on the message bus, the
    host that Neutron binds ports to. Two machines with one name take each other's requests and
    overwrite each other's record. To change it later is no remedy either: servers and resources
    belong to the former name. From 2023.1 on nova-compute then refuses to start; before, it no
    longer controls its servers, and cannot report resources, as placement has a provider with the
    name of its hypervisor.

    ## Example

        [DEFAULT]
        host = localhost

    ## Fix safety

    Unsafe: the assignment is commented out, so that the machine's own name applies. There is no fix
    for what may be a compute node, as its name must be right before it first starts. Those of
    Ironic are not bound to it.

    ## Sources

    Nova 34.0.0: nova/conf/netconf.py (`host`), nova/service.py (`Service.create`); Nova 34.0.0 and
    27.5.1: nova/compute/manager.py (`_check_for_host_rename`); 15.1.5 and 22.4.0:
    nova/compute/resource_tracker.py (`_init_compute_node`), nova/scheduler/client/report.py
    (`_create_resource_provider`); the same default in 15.1.5.
    """
    setting = config.setting("DEFAULT", "host")
    if setting.is_default or _is_alone(deployment):
        return
    name = str(setting.value or "")
    if setting.value != "" and not _is_local(name):
        return
    fact = f"{shown(name)} is a name that every machine has" if name else "is empty"
    bound = deployment.plays("compute") is not False and _keeps_its_name(config)
    before = " before nova-compute first starts" if bound else ""
    yield finding(
        config,
        "DEFAULT",
        "host",
        f"`host` {fact}, so Nova treats several machines as one host; remove it{before}, so"
        " that each uses its own name",
        *(() if bound else (unset_fix(config, "DEFAULT", "host"),)),
        override=None if deployment.compute_hosts else Severity.INFO,
    )


def _is_local(name: str) -> bool:
    """Return whether a name is one that every machine has for itself."""
    return is_loopback(name) or name.lower().partition(".")[0] in LOCAL


def _keeps_its_name(config: Config) -> bool:
    """Return whether a nova-compute that has run once must keep the name that it had."""
    if is_left_open(config, "DEFAULT", "compute_driver"):
        return True
    return "ironic" not in str(config.value("DEFAULT", "compute_driver") or "").lower()


def _is_alone(deployment: Deployment) -> bool:
    """Return whether no other machine runs the services of this one."""
    sole = deployment.controllers == 1 and deployment.plays("compute") is False
    return sole or deployment.compute_hosts == 1
