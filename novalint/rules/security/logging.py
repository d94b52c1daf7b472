"""What logs give away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.log_levels import LEVELS, levels
from novalint.rules.common.places import at_option, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

TALKATIVE = (
    "keystoneauth",
    "urllib3",
    "requests",
    "oslo_messaging",
    "oslo.messaging",
    "amqp",
    "sqlalchemy",
)
"""Loggers that write down tokens, messages or rows of the database at DEBUG."""


@rule(
    "debug-logging",
    theme="security",
    severity=Severity.WARNING,
    options=("DEFAULT.debug",),
    releases=(15, None),
)
def debug_logging(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Debug messages are logged, with things that logs should not hold.

    ## What it checks

    `debug = true`.

    ## Why it matters

    At this level Nova writes down requests, the headers of metadata requests, domain definitions
    and what it sends to other services. Most secrets are masked, but not all have been
    (OSSN-0049), and logs are read by more people than databases. They also grow by gigabytes a
    day. The option takes effect on SIGHUP, so it can be switched on for as long as a fault is
    looked for.

    ## Example

        [DEFAULT]
        debug = true

    ## Fix safety

    Unsafe: the option is commented out, so that the default, false, applies.

    ## Sources

    Nova 34.0.0: nova/api/metadata/handler.py; oslo.log: oslo_log/_options.py; OSSN-0049.
    """
    if config.value("DEFAULT", "debug") is True:
        yield Finding(
            "debug messages hold what logs should not, and fill disks; switch them on only while"
            " looking for a fault",
            at_option(config, "DEFAULT", "debug"),
            "DEFAULT",
            "debug",
            (unset_fix(config, "DEFAULT", "debug", "Let the default of false apply"),),
        )


@rule(
    "library-debug-logged",
    theme="security",
    severity=Severity.INFO,
    options=(f"DEFAULT.{LEVELS}",),
    releases=(15, None),
)
def library_debug_logged(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A library that handles tokens, messages or the database logs everything it does.

    ## What it checks

    `default_log_levels` with DEBUG for keystoneauth, urllib3, requests, oslo.messaging, amqp or
    SQLAlchemy, or for a part of one.

    ## Why it matters

    Such a level counts even where `debug` is false. Requests and answers between services, messages
    with the passwords of guests and statements to the database end in the log.

    ## Example

        [DEFAULT]
        default_log_levels = amqp=WARN,keystoneauth=DEBUG,oslo.privsep.daemon=INFO

    ## Fix safety

    There is no fix: INFO or WARN is the usual level; the whole default comes back when the option
    is dropped.

    ## Sources

    oslo.log: oslo_log/log.py (`_setup_logging_from_conf`), oslo_log/_options.py.
    """
    setting = config.setting("DEFAULT", LEVELS)
    loud = [one for one, level in levels(setting).items() if level == "DEBUG" and _talks(one)]
    if loud and not setting.is_default:
        yield Finding(
            f"{listed(loud)} at DEBUG logs tokens, messages or statements; take INFO or WARN",
            at_option(config, "DEFAULT", LEVELS),
            "DEFAULT",
            LEVELS,
        )


def _talks(logger: str) -> bool:
    return any(logger == one or logger.startswith(f"{one}.") for one in TALKATIVE)
