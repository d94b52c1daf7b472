"""Options of RabbitMQ that the URL of the broker sets as well as their group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Note, Severity
from novalint.rules.common.places import at_option, finding
from novalint.rules.common.transport import (
    NOTIFICATIONS,
    RABBIT,
    RPC,
    known_parts,
    over,
    read,
    sends_notifications,
)
from novalint.rules.declaration import rule
from novalint.wording import option_name

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding


@rule(
    "broker-option-hidden-by-url",
    theme="messaging",
    severity=Severity.WARNING,
    options=(
        ".".join(RPC),
        *(f"{NOTIFICATIONS[0]}.{name}" for name in (NOTIFICATIONS[1], "driver")),
        f"{RABBIT}.*",
    ),
    releases=(16, None),
    since="the driver of ocata does not look behind the `?` (oslo.messaging 5.17.4,"
    " _drivers/impl_rabbit.py)",
)
def broker_option_hidden_by_url(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An option of RabbitMQ has no effect, as the URL of the broker sets it otherwise.

    ## What it checks

    Options of `[oslo_messaging_rabbit]` that a file sets and that `[DEFAULT] transport_url` sets to
    another value behind its `?`. Nothing is said where notifications are sent to RabbitMQ by a URL
    of their own that does not set the option: then the group counts for these.

    ## Why it matters

    What stands behind the `?` of a URL is taken in place of the group's option, and nothing is
    logged. Whoever changes the option in its group, to turn TLS on for example, changes nothing.

    ## Example

        [DEFAULT]
        transport_url = rabbit://nova:secret@rabbit1:5671/?ssl=0
        [oslo_messaging_rabbit]
        ssl = true

    ## Fix safety

    There is no fix: which of the two values is meant is yours to know.

    ## Sources

    oslo.messaging 5.30.8 to 18.3.1: oslo_messaging/_drivers/common.py (`ConfigOptsProxy`), which
    _drivers/impl_rabbit.py (`RabbitDriver.__init__`) makes of the URL.
    """
    transport = read(config)
    if transport is None or not transport.is_rabbit:
        return
    for name in transport.query:
        if config.schema.option(RABBIT, name) is None or _counts_elsewhere(config, name):
            continue
        setting = config.setting(RABBIT, name)
        known = setting.places and setting.unknown is None and setting.fault is None
        if known and setting.value != over(config, transport, name):
            yield finding(
                config,
                RABBIT,
                name,
                f"{option_name(RABBIT, name)} has no effect, since `transport_url` sets it to"
                " another value behind its `?`; remove it, or change the URL",
                related=(Note("this counts", at_option(config, *RPC)),),
            )


def _counts_elsewhere(config: Config, option: str) -> bool:
    """Return whether notifications are sent by a URL of their own that leaves it to the group."""
    own = known_parts(config, NOTIFICATIONS)
    uses = own is not None and own.is_rabbit and option not in own.query
    return uses and sends_notifications(config)
