"""How long Nova waits for an answer over the message bus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Fix, Severity
from novalint.rules.common.places import at_option, set_fix, unset_fix
from novalint.rules.common.transport import RABBIT, at_rabbit, in_url, is_set, rabbit
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

CALL = "rpc_response_timeout"
LONG = "long_rpc_timeout"
RETRY = "kombu_missing_consumer_retry_timeout"


def _unset(config: Config, option: str, title: str) -> tuple[Fix, ...]:
    """Offer to let the default of an option of DEFAULT apply, where a file sets it."""
    if config.setting("DEFAULT", option).is_default:
        return ()
    return (unset_fix(config, "DEFAULT", option, title),)


@rule(
    "rpc-timeout-lowered",
    theme="messaging",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{CALL}",),
    releases=(15, None),
    thresholds={"seconds": 60},
)
def rpc_timeout_lowered(
    config: Config, deployment: Deployment, seconds: float
) -> Iterator[Finding]:
    """Calls are given up that would have had their answer a little later.

    ## What it checks

    `[DEFAULT] rpc_response_timeout` below 60 seconds (a threshold; the default).

    ## Why it matters

    A call waits for queues, for a worker that is free, for the database. When a broker restarts,
    all calls under way need some seconds more and then go on by themselves, unless they are given
    up first. What was asked for is then often done all the same, and nobody notices.

    ## Example

        [DEFAULT]
        rpc_response_timeout = 10

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 60 seconds applies.

    ## Sources

    oslo.messaging 5.17.4 and 18.3.1: oslo_messaging/rpc/client.py (`rpc_response_timeout`).
    """
    call = config.value("DEFAULT", CALL)
    if isinstance(call, int) and call < seconds:
        yield Finding(
            f"a call is given up after {call} seconds, where the default is 60; drop the option",
            at_option(config, "DEFAULT", CALL),
            "DEFAULT",
            CALL,
            _unset(config, CALL, "Let the default of 60 seconds apply"),
        )


@rule(
    "rpc-timeout-raised",
    theme="messaging",
    severity=Severity.INFO,
    options=(f"DEFAULT.{CALL}",),
    releases=(18, None),
    thresholds={"seconds": 60},
)
def rpc_timeout_raised(config: Config, deployment: Deployment, seconds: float) -> Iterator[Finding]:
    """A long wait for every answer hides dead services and is not what long operations need.

    ## What it checks

    `[DEFAULT] rpc_response_timeout` above 60 seconds (a threshold; the default).

    ## Why it matters

    It is the usual cure for "Timed out waiting for a reply", and it mostly hides the cause. The
    time holds for every call: a request to a host that is gone keeps a worker of the API for as
    long. The calls that do take long have had `long_rpc_timeout` of their own since rocky, during
    which the host tells now and then that it is still at work. Above 60 seconds Nova turns such
    signs on for other calls too.

    ## Example

        [DEFAULT]
        rpc_response_timeout = 300

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 60 seconds applies. Look at the
    broker and at the slow service first.

    ## Sources

    Nova 34.0.0: nova/rpc.py (`HEARTBEAT_THRESHOLD`), nova/compute/rpcapi.py (`get_client`),
    nova/conf/rpc.py; long_rpc_timeout is in 18.3.0 and not in 17.0.13.
    """
    call = config.value("DEFAULT", CALL)
    if isinstance(call, int) and call > seconds:
        yield Finding(
            f"every call waits up to {call} seconds for an answer, from a dead host too; keep 60,"
            f" as what takes long has `{LONG}`",
            at_option(config, "DEFAULT", CALL),
            "DEFAULT",
            CALL,
            _unset(config, CALL, "Let the default of 60 seconds apply"),
        )


@rule(
    "long-rpc-timeout-shorter",
    theme="messaging",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{LONG}", f"DEFAULT.{CALL}"),
    releases=(18, None),
)
def long_rpc_timeout_shorter(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Operations that take long are given up sooner than ordinary calls.

    ## What it checks

    `[DEFAULT] long_rpc_timeout` below `rpc_response_timeout`, both as written or by default (1800
    and 60 seconds).

    ## Why it matters

    Live migration checks, attaching volumes, choosing a host and the like wait `long_rpc_timeout`
    in all, and `rpc_response_timeout` from one sign of life to the next. With the first below the
    second they end before one sign of life is due.

    ## Example

        [DEFAULT]
        long_rpc_timeout = 30

    ## Fix safety

    Unsafe: `long_rpc_timeout` is commented out where its default is long enough. Where
    `rpc_response_timeout` is beyond that, there is no fix: lower it, or raise the other one.

    ## Sources

    Nova 34.0.0: nova/compute/rpcapi.py (calls with `timeout=CONF.long_rpc_timeout`),
    nova/scheduler/rpcapi.py (`select_destinations`), nova/conf/rpc.py; the option is in 18.3.0.
    """
    call, long = config.value("DEFAULT", CALL), config.value("DEFAULT", LONG)
    if not isinstance(call, int) or not isinstance(long, int) or long >= call:
        return
    name = CALL if config.setting("DEFAULT", LONG).is_default else LONG
    way = f"drop `{LONG}`" if call <= 1800 else f"lower `{CALL}`"
    yield Finding(
        f"`{LONG}` of {long} seconds is below `{CALL}` of {call}, so long operations are given up"
        f" sooner than others; {way}",
        at_option(config, "DEFAULT", name),
        "DEFAULT",
        name,
        _unset(config, LONG, "Let the default of 1800 seconds apply") if call <= 1800 else (),
    )


@rule(
    "reply-retried-too-long",
    theme="messaging",
    severity=Severity.WARNING,
    options=(f"{RABBIT}.{RETRY}", f"DEFAULT.{CALL}"),
    releases=(15, None),
)
def reply_retried_too_long(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A service goes on sending an answer after its caller has given up.

    ## What it checks

    `[oslo_messaging_rabbit] kombu_missing_consumer_retry_timeout` above `rpc_response_timeout`,
    where either is written; both are 60 seconds by default.

    ## Why it matters

    When the queue of a caller is gone, the service that answers tries again for this long, and
    one of its threads is held meanwhile. After `rpc_response_timeout` nobody waits any more.

    ## Example

        [oslo_messaging_rabbit]
        kombu_missing_consumer_retry_timeout = 600

    ## Fix safety

    Unsafe: sets the value of `rpc_response_timeout`.

    ## Sources

    oslo.messaging 5.17.4 and 18.3.1: _drivers/impl_rabbit.py (its help), _drivers/amqpdriver.py
    (`missing_destination_retry_timeout`).
    """
    call, retry = config.value("DEFAULT", CALL), rabbit(config, RETRY)
    if not isinstance(call, int) or not isinstance(retry, int) or retry <= call:
        return
    where, group, name = at_rabbit(config, RETRY)
    if not is_set(config, RETRY):
        where = at_option(config, "DEFAULT", CALL)
    yield Finding(
        f"an answer is sent again for {retry} seconds, but its caller gives up after {call}"
        f" (`{CALL}`); set `{RETRY}` to {call} at most",
        where,
        group,
        name,
        fixes=() if in_url(config, RETRY) else (set_fix(config, RABBIT, RETRY, str(call)),),
    )
