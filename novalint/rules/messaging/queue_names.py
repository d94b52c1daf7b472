"""Names of reply queues, which services of a node must not share."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.rabbit import (
    comment_out,
    is_on,
    label,
    rabbit_finding,
    rabbit_options,
)
from novalint.rules.common.transport import RPC, in_url, is_set, rabbit
from novalint.rules.declaration import FactNeeded, rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.schema.types import Value

MANAGER = "use_queue_manager"
PROCESS = "processname"


@rule(
    "queue-names-shared-by-services",
    theme="messaging",
    severity=Severity.ERROR,
    options=rabbit_options(MANAGER, PROCESS),
    releases=(29, None),
    since="the options came in 2024.1 (oslo.messaging 14.7.3, _drivers/impl_rabbit.py)",
)
def queue_names_shared_by_services(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Several services of a node share one process name and take each other's replies.

    ## What it checks

    `[oslo_messaging_rabbit] processname` set with `use_queue_manager = true`, in a file that
    several services of the node read; an empty one is a name too. The metadata API does not count,
    as it makes no calls. A name that a template computes may differ between services, so there is
    no finding about it.

    ## Why it matters

    The queue manager names a service's reply queue after host, process name and a counter that
    starts again with each service. With one process name for two services both listen on the same
    reply queue: an answer reaches the wrong one, and the call times out. Left out, the option is
    the name of the program, which differs.

    The same happens with one `hostname` on two hosts, and in containers that share their host's
    name and run the same program: set `hostname` or `processname` to something of their own there.

    ## Example

        [oslo_messaging_rabbit]
        use_queue_manager = true
        processname = nova

    ## Fix safety

    Unsafe: `processname` is commented out, so that the program's name is taken.

    ## Sources

    oslo.messaging 14.7.3 (2024.1) to 18.3.1: _drivers/amqpdriver.py (`QManager`).
    """
    if not is_on(config, MANAGER) or not is_set(config, PROCESS):
        return
    process = _name_of_process(config)
    if process is None:
        return
    if not deployment.roles:
        raise FactNeeded("role")
    services = set(deployment.roles) - {"metadata"}  # which makes no calls (nova/api/metadata)
    if len(services) > 1 or "all" in services:
        yield rabbit_finding(
            config,
            PROCESS,
            f"{label(config, PROCESS)} is {'' if process else 'empty, and '}the same for all"
            " services that read this file, so they share one reply queue and receive each"
            " other's replies; remove it, or set it in a file for each service",
            *comment_out(config, PROCESS),
        )


def _name_of_process(config: Config) -> Value:
    """Return the process name that is read; it is not known here where a template computes it."""
    if in_url(config, PROCESS):
        config.value(*RPC)  # an expression in the URL is text to what takes the URL apart
    return rabbit(config, PROCESS)
