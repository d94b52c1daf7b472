"""How long Nova waits for an answer over the message bus."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.config.unknown import UnknownValue
from novalint.findings import Finding, Fix, Severity
from novalint.rules.common.absence import severity_unless_set, sure_fixes
from novalint.rules.common.consoles import PROXIES
from novalint.rules.common.places import finding, removal, unset_fix
from novalint.rules.common.rabbit import (
    comment_out,
    label,
    rabbit_finding,
    rabbit_options,
    set_to,
    taken_out,
    whole,
)
from novalint.rules.common.thresholds import Way, way_out
from novalint.rules.common.transport import is_set
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

CALL = "rpc_response_timeout"
LONG = "long_rpc_timeout"
RETRY = "kombu_missing_consumer_retry_timeout"
NO_WAIT = "leaves no time for any answer, so calls fail"
CALLING = ("api", "metadata", "compute", "conductor", *PROXIES)
"""Roles whose services call others: nova-scheduler asks the database alone, or tells without a
wait (nova/scheduler of 15.1.5 to 34.0.0)."""
LONG_SINCE = "the option came in rocky (nova/conf/rpc.py of 18.3.0)"


def _unset(config: Config, option: str) -> tuple[Fix, ...]:
    """Return the fix that takes an option of DEFAULT out, where a file sets it."""
    if config.setting("DEFAULT", option).is_default:
        return ()
    return (unset_fix(config, "DEFAULT", option, f"Comment out {option}"),)


@rule(
    "rpc-timeout-lowered",
    theme="messaging",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{CALL}",),
    roles=CALLING,
    thresholds={"seconds": 60},
)
def rpc_timeout_lowered(
    config: Config, deployment: Deployment, seconds: float
) -> Iterator[Finding]:
    """Calls time out that would have been answered a little later.

    ## What it checks

    `[DEFAULT] rpc_response_timeout` below 60 seconds (a threshold; the default). Below 1 it is an
    error.

    ## Why it matters

    0 does not mean to wait forever: each call times out as soon as it is sent, except for those
    that have `long_rpc_timeout`, from rocky on. A negative number is refused with a ValueError. So
    next to nothing that needs a reply works.

    A call waits for queues, for a free worker and for the database. When a broker restarts, all
    calls in progress need a few seconds more and then continue by themselves, unless they time out
    first. The work is then often done all the same, and the caller does not know. nova-scheduler
    makes no such calls.

    ## Example

        [DEFAULT]
        rpc_response_timeout = 10

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or the default of 60
    seconds applies.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: oslo_messaging/rpc/client.py (`rpc_response_timeout`),
    _drivers/amqpdriver.py (`ReplyWaiter.wait`), _drivers/common.py (`DecayingTimer`).
    """
    call = config.integer("DEFAULT", CALL)
    if call is not None and call < seconds:
        what = "gives up on calls that would be answered a little later, as after the restart of a"
        what += " broker"
        words = removal(config.setting("DEFAULT", CALL), "(the default is 60 seconds)")
        back = Way(words, _unset(config, CALL))
        way = way_out(config, ("DEFAULT", CALL), back, least=seconds)
        yield finding(
            config,
            "DEFAULT",
            CALL,
            f"`{CALL}` {call} {what if call > 0 else NO_WAIT}; {way.words}",
            *way.fixes,
            override=Severity.ERROR if call < 1 else None,
        )


@rule(
    "rpc-timeout-raised",
    theme="messaging",
    severity=Severity.INFO,
    options=(f"DEFAULT.{CALL}", *rabbit_options(RETRY)),
    releases=(18, None),
    since="before rocky there is no long_rpc_timeout for what takes long (nova/conf/rpc.py)",
    roles=("api", "compute", "conductor"),
    thresholds={"seconds": 60},
)
def rpc_timeout_raised(config: Config, deployment: Deployment, seconds: float) -> Iterator[Finding]:
    """A long RPC timeout hides dead services and is not what long operations need.

    ## What it checks

    `[DEFAULT] rpc_response_timeout` above 60 seconds (a threshold; the default).

    ## Why it matters

    It is the usual cure for "Timed out waiting for a reply", and it mostly hides the cause. A
    request to a conductor or scheduler that is gone keeps a worker for as long. Calls that do take
    long have had `long_rpc_timeout` of their own since rocky, during which the host tells now and
    then that it is still at work. Above 60 seconds Nova asks nova-compute for such signs in most
    calls, which then end after 60 seconds where the host is gone; those of live migrations and the
    choice of a host wait as long as the option says.

    ## Example

        [DEFAULT]
        rpc_response_timeout = 300

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or the default of 60
    seconds applies. Look at the broker and at the slow service first. There is no fix where
    `kombu_missing_consumer_retry_timeout` is set to more than that: lower it first.

    ## Sources

    Nova 18.3.0 to 34.0.0: nova/rpc.py (`HEARTBEAT_THRESHOLD`), nova/compute/rpcapi.py
    (`get_client`), nova/conductor/rpcapi.py, nova/conf/rpc.py;
    long_rpc_timeout is in 18.3.0 and not in 17.0.13.
    """
    call = config.integer("DEFAULT", CALL)
    if call is not None and call > seconds:
        fixes = _unset(config, CALL) if not _retries_longer(config) else ()
        back = Way(removal(config.setting("DEFAULT", CALL), "(the default is 60)"), fixes)
        way = way_out(config, ("DEFAULT", CALL), back, most=seconds, settable=bool(fixes))
        yield finding(
            config,
            "DEFAULT",
            CALL,
            f"`{CALL}` {call} makes calls to a dead conductor or scheduler wait {call} seconds;"
            f" {way.words}, as operations that take long have `{LONG}`",
            *way.fixes,
        )


def _retries_longer(config: Config) -> bool:
    """Return whether an answer may be tried for longer than callers wait by default."""
    default = config.schema.option("DEFAULT", CALL)
    try:
        retry = whole(config, RETRY) if is_set(config, RETRY) else None
    except UnknownValue:
        return True
    return bool(default and retry and retry > default.entry.get("default", 0))


@rule(
    "long-rpc-timeout-shorter",
    theme="messaging",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{LONG}", f"DEFAULT.{CALL}"),
    releases=(18, None),
    since=LONG_SINCE,
    roles=("api", "compute", "conductor"),
)
def long_rpc_timeout_shorter(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Long RPC calls time out sooner than ordinary ones.

    ## What it checks

    `[DEFAULT] long_rpc_timeout` below `rpc_response_timeout`, both as written or by default (1800
    and 60 seconds). Below 1 it is an error, as every call under it fails at once: no server can be
    built any more. It is info where another file may set one of the two.

    ## Why it matters

    Live migration checks, attaching volumes, choosing a host and the like wait `long_rpc_timeout`
    in all, and `rpc_response_timeout` from one sign of life to the next. With the first below the
    second they have less time than any other call, and signs of life do not help them. nova-api,
    nova-conductor and nova-compute make such calls, other services do not.

    ## Example

        [DEFAULT]
        long_rpc_timeout = 30

    ## Fix safety

    Unsafe: `long_rpc_timeout` is commented out where its default is long enough. Where
    `rpc_response_timeout` is beyond that, there is no fix: lower it, or raise the other one. Nor is
    there for an info.

    ## Sources

    Nova 18.3.0 to 34.0.0: nova/compute/rpcapi.py (calls with `timeout=CONF.long_rpc_timeout`),
    nova/scheduler/rpcapi.py (`select_destinations`), nova/conf/rpc.py.
    """
    long = config.integer("DEFAULT", LONG)
    if long is not None and long < 1 and is_left_open(config, "DEFAULT", CALL):
        yield _no_time(config, long)
        return
    call = config.integer("DEFAULT", CALL)
    if call is None or long is None or long >= max(call, 1):
        return
    if config.setting("DEFAULT", LONG).is_default:
        name, what = CALL, f"`{CALL}` {call} is above `{LONG}` {long}"
    else:
        below = f"is below `{CALL}` {call}" if long < call else "allows no time"
        name, what = LONG, f"`{LONG}` {long} {below}"
    both = ("DEFAULT", CALL), ("DEFAULT", LONG)
    elsewhere = severity_unless_set(config, *both) if long > 0 else None
    given_up = "given up sooner than others" if long > 0 else "given up at once"
    short = call <= 1800
    usual = "" if config.setting("DEFAULT", LONG).shadowed else " (the default is 1800)"
    way = f"remove `{LONG}`{usual}" if short else f"lower `{CALL}`"
    if name == LONG and not short:
        way = f"raise it above `{CALL}`, or remove it and lower `{CALL}`"
    yield finding(
        config,
        "DEFAULT",
        name,
        f"{what}, so operations that take long are {given_up}; {way}",
        *(_unset(config, LONG) if short and not elsewhere else ()),
        override=Severity.ERROR if long < 1 else elsewhere,
    )


def _no_time(config: Config, long: int) -> Finding:
    """Return the finding about a time of nothing, which holds whatever other calls have."""
    setting = config.setting("DEFAULT", LONG)
    return finding(
        config,
        "DEFAULT",
        LONG,
        f"`{LONG}` {long} allows no time, so operations that take long are given up at once;"
        f" {removal(setting, '(the default is 1800)')}",
        *_unset(config, LONG),
        override=Severity.ERROR,
    )


@rule(
    "reply-retried-too-long",
    theme="messaging",
    severity=Severity.INFO,
    options=(*rabbit_options(RETRY), f"DEFAULT.{CALL}"),
    roles=("compute", "conductor", "scheduler"),
)
def reply_retried_too_long(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A service retries a reply after its caller has timed out, or cannot reply at all.

    ## What it checks

    `[oslo_messaging_rabbit] kombu_missing_consumer_retry_timeout`, if it is set, above
    `rpc_response_timeout`, which must be above 0; both are 60 seconds by default. A negative number
    is an error. Only services that answer calls are checked: nova-compute, nova-conductor and
    nova-scheduler.

    ## Why it matters

    When the reply queue of a caller no longer exists, the service that answers retries for this
    long, which occupies one of its threads. After `rpc_response_timeout` most callers have stopped
    waiting; only calls with `long_rpc_timeout` still wait. A negative number does not mean
    unlimited retries: each reply fails with a ValueError before it is sent, and the caller times
    out.

    ## Example

        [oslo_messaging_rabbit]
        kombu_missing_consumer_retry_timeout = 600

    ## Fix safety

    Unsafe: sets the value of `rpc_response_timeout`, unless another file may set that. A negative
    number is commented out.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: _drivers/impl_rabbit.py (its help), _drivers/amqpdriver.py
    (`missing_destination_retry_timeout`, `AMQPIncomingMessage.reply`); oslo.utils of 15.1.5 and
    34.0.0: oslo_utils/timeutils.py (`StopWatch`).
    """
    retry = whole(config, RETRY)
    if retry is not None and retry < 0:
        way = taken_out(config, RETRY, "(the default is 60 seconds)")
        yield rabbit_finding(
            config,
            RETRY,
            f"{label(config, RETRY)} {retry} makes each reply fail before it is sent, so calls"
            f" to this service time out; {way}",
            *comment_out(config, RETRY),
            override=Severity.ERROR,
        )
    call = config.integer("DEFAULT", CALL)
    if call is None or retry is None or not 0 < call < retry or not is_set(config, RETRY):
        return
    yield rabbit_finding(
        config,
        RETRY,
        f"{label(config, RETRY)} {retry} keeps a thread retrying a reply for {retry} seconds,"
        f" although most callers give up after {call} (`{CALL}`); lower it to {call}",
        *sure_fixes(config, [("DEFAULT", CALL)], *set_to(config, RETRY, str(call))),
    )
