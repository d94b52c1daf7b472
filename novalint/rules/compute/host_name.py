"""The name under which a service is known to the cloud."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.places import at_option, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

LOCAL = ("localhost", "localhost.localdomain", "localhost4", "localhost6")
"""Names that every machine has for itself."""


@rule(
    "host-named-localhost",
    theme="compute",
    severity=Severity.WARNING,
    options=("DEFAULT.host",),
)
def host_named_localhost(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A service goes by a name that every machine has for itself.

    ## What it checks

    `[DEFAULT] host` is written as `localhost` or a name like it. With one compute host there is
    nothing to confuse, and nothing is reported; where the number of hosts is not told, this is an
    info.

    ## Why it matters

    The name is the host's identity: its record in the database, its queue on the message bus, the
    host that Neutron binds ports to. Two machines with one name take each other's requests and
    overwrite each other's record. To change it later is no remedy either: a nova-compute whose
    servers belong to another name refuses to start from 2023.1 on.

    ## Example

        [DEFAULT]
        host = localhost

    ## Fix safety

    Unsafe: the line is commented out, so that the machine's own name applies. Where servers exist
    already, they belong to the old name.

    ## Sources

    Nova 34.0.0: nova/conf/netconf.py (`host`), nova/service.py (`Service.create`),
    nova/compute/manager.py (`_check_for_host_rename`); the same default in 17.0.13.
    """
    name = config.value("DEFAULT", "host")
    if config.setting("DEFAULT", "host").is_default or str(name).lower() not in LOCAL:
        return
    if deployment.compute_hosts == 1:
        return
    yield Finding(
        f"every machine calls itself `{name}`, so two of them would be one host to Nova; "
        "give each its own name",
        at_option(config, "DEFAULT", "host"),
        "DEFAULT",
        "host",
        (unset_fix(config, "DEFAULT", "host", "Comment it out: the machine's name applies"),),
        override=None if deployment.compute_hosts else Severity.INFO,
    )
