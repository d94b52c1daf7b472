"""How Nova comes back to a broker that was gone."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.rabbit import comment_out, label, rabbit_finding, rabbit_options, whole
from novalint.rules.common.transport import is_set, rabbit
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

SPLAY = "kombu_reconnect_splay"
RETRY = ("rabbit_retry_interval", "rabbit_retry_backoff", "rabbit_interval_max")


@rule(
    "reconnect-without-splay",
    theme="messaging",
    severity=Severity.INFO,
    options=rabbit_options(SPLAY),
    releases=(31, None),
    since="the option came in 2025.1 (oslo.messaging 16.1.2, _drivers/impl_rabbit.py)",
)
def reconnect_without_splay(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """`kombu_reconnect_splay` does not delay reconnects to RabbitMQ.

    ## What it checks

    `[oslo_messaging_rabbit] kombu_reconnect_splay` above 0.

    ## Why it matters

    The option is meant to spread reconnects over some seconds, drawn at random. The driver adds the
    random number to the seconds that it writes into its log, and to nothing that is waited for:
    what is waited is `kombu_reconnect_delay` and the interval of the next try. So the option does
    not take load off a broker that has just started.

    ## Example

        [oslo_messaging_rabbit]
        kombu_reconnect_splay = 5.0

    ## Fix safety

    Formally unsafe: the option is commented out, which changes nothing but a number in the log.

    ## Sources

    oslo.messaging 16.1.2, 17.3.2 and 18.3.1: _drivers/impl_rabbit.py (`Connection.ensure`,
    `on_error`); kombu 5.7: kombu/connection.py, which takes nothing back from that function. Tried
    with 18.3.1: the same pauses with 0 and 50 seconds.
    """
    splay = rabbit(config, SPLAY)
    if isinstance(splay, float) and splay > 0:
        yield rabbit_finding(
            config,
            SPLAY,
            f"{label(config, SPLAY)} {splay} only changes a number in the log and does not"
            " spread reconnects; remove it",
            *comment_out(config, SPLAY),
        )


@rule(
    "reconnect-intervals-for-many-hosts",
    theme="messaging",
    severity=Severity.INFO,
    options=rabbit_options(*RETRY),
    roles=("compute",),
    needs=("role", "compute_hosts"),
    thresholds={"compute_hosts": 500},
)
def reconnect_intervals_for_many_hosts(
    config: Config, deployment: Deployment, compute_hosts: float
) -> Iterator[Finding]:
    """Hundreds of hosts reconnect to a lost broker at the same short intervals.

    ## What it checks

    `rabbit_retry_interval`, `rabbit_retry_backoff` and `rabbit_interval_max` all left out in a
    cloud of 500 compute hosts or more (a threshold). Cells have brokers of their own: of several,
    each counts as having its share of the hosts.

    ## Why it matters

    A broker that comes back meets all hosts at once and may fall again. One vendor's page for large
    clouds gives each host values of its own, drawn from 10 to 60, 30 to 60 and 60 to 180 seconds.

    ## Example

        [oslo_messaging_rabbit]
        #rabbit_retry_interval = 1

    ## Fix safety

    There is no fix: each host should get other values.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: _drivers/impl_rabbit.py (`ensure_connection`); the vendor's
    page was seen second-hand, hence a note only.
    """
    hosts = (deployment.compute_hosts or 0) // (deployment.cells or 1)
    if hosts < compute_hosts or any(is_set(config, name) for name in RETRY):
        return
    if whole(config, RETRY[0]) is not None:
        message = (
            f"{label(config, RETRY[0])} is not set, so {hosts} compute hosts reconnect to a lost"
            " broker at the same intervals; set it to a different value on each host, from 10"
            " to 60"
        )
        yield rabbit_finding(config, RETRY[0], message)
