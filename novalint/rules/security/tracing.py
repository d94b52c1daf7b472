"""Switches for finding faults and for tests, left on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import absent_finding, known_first
from novalint.rules.common.places import as_set, each, finding, unset_fix
from novalint.rules.common.rabbit import comment_out, is_on, label, rabbit_finding, rabbit_options
from novalint.rules.declaration import rule
from novalint.wording import option_name

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

GROUPS = ("database", "api_database", "placement_database")
TRACES = tuple(product(GROUPS, ("connection_debug", "connection_trace")))
FAKE = "fake_rabbit"
"""Gone since rocky."""
FATAL_DEPRECATIONS = "fatal_deprecations"
REPORTED_SINCE = 18
"""The first major version whose oslo.config takes that switch at its word for options: before it
logs a warning by itself (oslo_config/cfg.py, `_report_deprecation`)."""
SWITCHES = (
    ("oslo_versionedobjects", "fatal_exception_format_errors"),
    ("DEFAULT", FATAL_DEPRECATIONS),
)
KNOWN_KEY = "SECRET_KEY"
STATEMENTS = 50
"""From this level on oslo.db lets SQLAlchemy log every statement."""


@rule(
    "sql-statements-logged",
    theme="security",
    severity=Severity.WARNING,
    options=tuple(f"{group}.{name}" for group, name in TRACES),
)
def sql_statements_logged(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Every SQL statement is logged with its values.

    ## What it checks

    `connection_debug` of 50 or more in `[database]` or `[api_database]` (in rocky and stein in
    `[placement_database]` too), and `connection_trace` there.

    ## Why it matters

    From 50 on each statement is in the log with its values: user data of servers, connection data
    of volumes with their passwords. At 100 the rows that come back do too. The log of a conductor
    grows by gigabytes a day and takes much of its time. `connection_trace` adds the calling
    functions to each statement as a comment, which costs as much again and keeps the database from
    recognizing equal statements.

    ## Example

        [database]
        connection_debug = 100

    ## Fix safety

    Unsafe: the option is commented out.

    ## Sources

    oslo_db/sqlalchemy/engines.py (`_setup_logging`, `_init_events`) and oslo_db/options.py, as of
    Nova 34.0.0, 17.0.13 and 15.1.5.
    """
    for group, name in known_first(config, TRACES):
        level = config.value(group, name)
        if level is True:
            effect = "true adds a stack trace to every SQL statement, which slows Nova down"
            yield _finding(config, group, name, effect)
        elif isinstance(level, int) and level >= STATEMENTS:
            what = "every SQL statement and every row" if level == 100 else "every SQL statement"
            effect = f"{level} logs {what}, with secrets in the values"
            yield _finding(config, group, name, effect)


def _finding(config: Config, group: str, name: str, what: str) -> Finding:
    option = as_set(config.setting(group, name))
    message = f"{option} {what}; remove it when the fault is found"
    return finding(config, group, name, message, unset_fix(config, group, name))


@rule(
    "profiler-key-known",
    theme="security",
    severity=Severity.WARNING,
    options=("profiler.enabled", "profiler.hmac_keys"),
    roles=("api",),
)
def profiler_key_known(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The profiler is enabled with its well-known default key.

    ## What it checks

    `[profiler] enabled = true` while `hmac_keys` has `SECRET_KEY`, its default, or is written that
    way, on a node that may run nova-api: the other services do not compare keys, as a call comes
    with the one that its request was signed with. Info where a single file does not set the keys
    and does not look like a whole configuration.

    ## Why it matters

    Anyone who signs a request with one of the keys has it profiled through all services: each call
    is measured and sent to the collector, with the SQL statements if `trace_sqlalchemy` is on. With
    the known key that is everyone who reaches the API, as often as they like, as the signature is
    looked at before authentication. Other words that are easily guessed are a matter of
    [guessable-secret](guessable-secret.md).

    ## Example

        [profiler]
        enabled = true

    ## Fix safety

    There is no fix: set `hmac_keys` to a random word, one of them the same for all services, or
    switch the profiler off when the measuring is done.

    ## Sources

    osprofiler/opts.py and osprofiler/web.py, nova/service.py (`setup_profiler`), as of Nova 34.0.0
    and 17.0.13; the default is the same in 15.1.5. etc/nova/api-paste.ini of 34.0.0: osprofiler
    before authtoken.
    """
    if not config.boolean("profiler", "enabled"):
        return
    keys = config.setting("profiler", "hmac_keys")
    if KNOWN_KEY in [key.strip() for key in str(keys.value).split(",")]:
        yield absent_finding(
            config,
            ("profiler", "hmac_keys"),
            ("profiler", "enabled"),
            "`[profiler] hmac_keys` has its well-known default, so anyone who reaches the API can"
            " have requests profiled through all services; set it to a random key, or `enabled` to"
            " false",
        )


@rule(
    "test-switch-left-on",
    theme="security",
    severity=Severity.WARNING,
    options=(*(".".join(name) for name in SWITCHES), *rabbit_options(FAKE)),
)
def test_switch_left_on(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An option for tests is enabled, which makes requests or messages fail.

    ## What it checks

    `[oslo_versionedobjects] fatal_exception_format_errors = true` and `[DEFAULT]
    fatal_deprecations = true`; up to queens also `[oslo_messaging_rabbit] fake_rabbit = true`, an
    error, which from pike on the URL of RabbitMQ may set too.

    ## Why it matters

    With the first, an error of oslo.versionedobjects whose message lacks a value ends in a KeyError
    that hides what really happened. With the second, whatever calls code that is to go away fails
    instead of logging a warning. From rocky on that is so with each deprecated option, or old name
    of one, that a file sets: the first to read it is told that there is no such option, and a
    service that does so at start does not start. With the third, messages stay in the memory of the
    process that sends them, so no service hears of another.

    ## Example

        [oslo_versionedobjects]
        fatal_exception_format_errors = true

    ## Fix safety

    Unsafe: the option is commented out.

    ## Sources

    oslo_versionedobjects/exception.py (`VersionedObjectsException`) and oslo_log/versionutils.py
    (`report_deprecated_feature`), as of Nova 34.0.0 and 15.1.5; oslo_config/cfg.py
    (`_report_deprecation`), as of 18.3.0 to 34.0.0, run; oslo.messaging 5.17.4 and 5.35.6:
    _drivers/impl_rabbit.py (`Connection.__init__`), without it in 8.1.4.
    """
    switches = (partial(_switched, config, name) for name in SWITCHES)
    yield from each((*switches, partial(_faked, config)), lambda find: find())


def _switched(config: Config, name: tuple[str, str]) -> Iterator[Finding]:
    if config.boolean(*name):
        yield finding(
            config,
            *name,
            f"{option_name(*name)} true is for tests and {_effect(config, name[1])}; remove it",
            unset_fix(config, *name),
        )


def _faked(config: Config) -> Iterator[Finding]:
    if is_on(config, FAKE):
        yield rabbit_finding(
            config,
            FAKE,
            f"{label(config, FAKE)} true is for tests and keeps messages within the process, so"
            " no service reaches another; remove it",
            *comment_out(config, FAKE),
            override=Severity.ERROR,
        )


def _effect(config: Config, switch: str) -> str:
    """Return what becomes of services or requests with a switch."""
    if switch != FATAL_DEPRECATIONS:
        return "hides an error behind a KeyError where its message lacks a value"
    if config.release.major < REPORTED_SINCE:
        return "makes calls of deprecated code fail"
    return "fails the first read of each deprecated option in the files, so services may not start"
