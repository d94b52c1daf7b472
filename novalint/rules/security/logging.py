"""What logs give away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.patterns import lazy_pattern
from novalint.rules.common.lists import are_alike, drop_items_fix, has_note, replace_items_fix
from novalint.rules.common.log_levels import (
    INFO,
    LEVELS,
    LOGGING,
    is_debug,
    levels,
    named_level,
    refused,
    root_is_debug,
    set_elsewhere,
)
from novalint.rules.common.places import finding, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.findings import Fix

_BROKER = "every step of connections to the broker"
_HTTP = "a line for each HTTP request"
SAID: Mapping[str, str] = {
    "keystoneauth": "requests to other services and their answers, some with secrets in them",
    "oslo_messaging": "a line for each message, and late replies in full",
    "oslo.messaging": _BROKER,
    "amqp": _BROKER,
    "urllib3": _HTTP,
    "requests": _HTTP,
    "sqlalchemy": "every use of a connection to the database",
}
"""What loggers write down at DEBUG. Those of modules of oslo.messaging that import oslo_log begin
with `oslo.messaging`, those of its RPC with `oslo_messaging`.
"""
ENGINE = "sqlalchemy.engine"
"""The logger to which oslo.db gives a level of its own, `connection_debug`, over that of the list
(oslo_db/sqlalchemy/engines.py, `_setup_logging`); what is below it keeps what the list says."""
STATEMENTS = "SQL statements with their values"
_JOINED = lazy_pattern(r"[;|]|=[^\s=]+\s+[^\s=]+=")
"""Where something else than a comma ends what is said of a logger."""
ABOVE = "oslo"
"""The logger whose level `oslo.messaging` has where it has none of its own."""


@rule(
    "debug-logging",
    theme="security",
    severity=Severity.WARNING,
    options=("DEFAULT.debug", *LOGGING),
)
def debug_logging(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Debug logging is on, which can write secrets to the logs.

    ## What it checks

    `debug = true`, unless `log_config_append` names a file that configures logging in its place, or
    `default_log_levels` has a level above DEBUG for `root`, which overrides it with Python 3.9 and
    later: from 2025.1 on for certain, from ussuri on maybe.

    ## Why it matters

    At this level Nova writes down requests, the headers of metadata requests, domain definitions
    and what it sends to other services. Most secrets are masked, but not all have been
    (OSSN-0049), and logs are read by more people than databases. They also grow by gigabytes a
    day. From pike on Nova's own services heed the option on SIGHUP, so it can be switched on for
    as long as a fault is looked for.

    ## Example

        [DEFAULT]
        debug = true

    ## Fix safety

    Unsafe: the option is commented out, so that the default, false, applies.

    ## Sources

    Nova 34.0.0: nova/api/metadata/handler.py; oslo.log 8.3.2 and that of ocata:
    oslo_log/_options.py, oslo_log/log.py (`setup`); OSSN-0049.
    """
    if config.boolean("DEFAULT", "debug") and not set_elsewhere(config) and root_is_debug(config):
        yield finding(
            config,
            "DEFAULT",
            "debug",
            "`debug` true fills logs with requests, headers and domain definitions, some with"
            " secrets in them; remove it unless you are looking for a fault",
            unset_fix(config, "DEFAULT", "debug"),
        )


@rule(
    "library-debug-logged",
    theme="security",
    severity=Severity.INFO,
    options=LOGGING,
)
def library_debug_logged(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A library that handles requests, messages or the database logs debug messages.

    ## What it checks

    `default_log_levels` with DEBUG for keystoneauth, urllib3, requests, oslo.messaging, amqp or
    SQLAlchemy, or for a part of one; also with DEBUG for `oslo` and no level for `oslo.messaging`,
    and with INFO for a part of `sqlalchemy.engine`. The level of `sqlalchemy.engine` itself is no
    matter: oslo.db sets it again by `[database] connection_debug` (see sql-statements-logged).

    ## Why it matters

    Such a level counts even where `debug` is false. What ends in the log differs: requests and
    answers between services, in which most tokens are masked and not all that is secret; replies
    with all that they hold, such as the password of a guest, if they come too late; statements to
    the database with their values. The rest is a line for each step that a library takes.

    ## Example

        [DEFAULT]
        default_log_levels = amqp=WARN,keystoneauth=DEBUG,oslo.privsep.daemon=INFO

    ## Fix safety

    There is no fix: WARN is the usual level; the whole default comes back when the option is
    dropped.

    ## Sources

    oslo.log: oslo_log/log.py (`_setup_logging_from_conf`), oslo_log/_options.py; keystoneauth1
    (session.py), amqp 5.3.1, oslo.messaging of 16.1.8 to 34.0.0 (_drivers/amqpdriver.py,
    `ReplyWaiters.put`), oslo.db of 15.1.5 to 34.0.0; SQLAlchemy, run.
    """
    if set_elsewhere(config):
        return
    setting = config.setting("DEFAULT", LEVELS)
    by_logger = levels(setting)
    said = {name: _said(name, level) for name, level in by_logger.items()}
    own = f"{ABOVE}.messaging"
    if is_debug(by_logger.get(ABOVE, 0)) and not by_logger.get(own) and own not in refused(setting):
        said[ABOVE] = SAID[own]
    if any(said.values()) and not setting.is_default:
        them = "it" if sum(map(bool, said.values())) == 1 else "them"
        yield finding(
            config,
            "DEFAULT",
            LEVELS,
            f"`{LEVELS}` lets {_together(said)}; set {them} to WARN",
        )
    config.value("DEFAULT", LEVELS)  # raises where a tool has yet to fill in a level


def _said(logger: str, level: int) -> str:
    """Return what a logger writes down at a level, as far as it is more than it has to be."""
    if logger.startswith(f"{ENGINE}."):
        return STATEMENTS if 0 < level <= INFO else ""
    of = [name for name in SAID if logger == name or logger.startswith(f"{name}.")]
    return SAID[of[0]] if of and logger != ENGINE and is_debug(level) else ""


def _together(said: Mapping[str, str]) -> str:
    """Return which loggers write down what, those of one kind together."""
    kinds = [what for what in dict.fromkeys(said.values()) if what]
    return ", and ".join(
        f"{listed([name for name in said if said[name] == what])} log {what}" for what in kinds
    )


@rule(
    "log-level-unknown",
    theme="security",
    severity=Severity.ERROR,
    options=LOGGING,
)
def log_level_unknown(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A logger is set to a level that Python does not know, so no service starts.

    ## What it checks

    The items of `default_log_levels`: a level must follow the `=`, by its name in upper case
    (`TRACE`, `DEBUG`, `INFO`, `WARN`, `WARNING`, `ERROR`, `CRITICAL`, `FATAL`, `NOTSET`) or as a
    number.

    ## Why it matters

    oslo.log passes the word to the logger unchanged. `warn`, `NOTICE`, a blank around the `=` or an
    item without `=` cause a ValueError while logging is set up, before anything else runs.

    ## Example

        [DEFAULT]
        default_log_levels = amqp=warn,sqlalchemy=WARN

    ## Fix safety

    Unsafe: levels are written in upper case without blanks if all are then known, and empty items
    are removed. There is no fix for anything else.

    ## Sources

    oslo.log 8.3.2: oslo_log/log.py (`_setup_logging_from_conf`; `TRACE` is added when it is
    imported); the same in 3.20.1 (ocata). Python 3.11: logging/__init__.py (`_checkLevel`).
    """
    if set_elsewhere(config):
        return
    setting = config.setting("DEFAULT", LEVELS)
    items = (config.items("DEFAULT", LEVELS) or ()) if setting.places else ()
    wrong = [item for item in items if named_level(item.partition("=")[2]) is None]
    if wrong:
        named = [item for item in wrong if item]
        kind = "a level" if len({*named}) == 1 else "levels"
        what = f"{listed(named)}, {kind}" if named else "an empty item, which is a level"
        yield finding(
            config,
            "DEFAULT",
            LEVELS,
            f"`{LEVELS}` has {what} that logging does not know, so no service starts;"
            f" {_way(wrong)}",
            *_mended(setting, wrong),
        )


def _way(wrong: list[str]) -> str:
    """Return the way out: several loggers in one item lack a comma, be it after a line.

    A note behind one is in the way of what follows too.
    """
    noted = (item for item in wrong if has_note(item) and not are_alike(item))
    if any(noted) or any(item[:1] in ("#", ";") for item in wrong):
        return "put the note on a line of its own"
    if any("\n" in item for item in wrong):
        return "end each line with a comma"
    joined = any(map(_JOINED.search, wrong))
    return "separate loggers with commas" if joined else "write levels as in `amqp=WARN`"


def _mended(setting: Setting, wrong: list[str]) -> tuple[Fix, ...]:
    """Offer to write levels as they were meant, where all are plain, or to drop what is empty."""
    if not any(wrong):
        return drop_items_fix(setting, wrong)
    mended = {item: _in_capitals(item) for item in wrong}
    plain = all(mended.values())
    return replace_items_fix(setting, mended, "Write levels in capitals") if plain else ()


def _in_capitals(item: str) -> str:
    """Return an item as it was meant; empty where its level is none in capitals either."""
    logger, _, level = (part.strip() for part in item.partition("="))
    return f"{logger}={level.upper()}" if named_level(level.upper()) and logger else ""
