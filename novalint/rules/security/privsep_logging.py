"""What the log tells of what runs as root."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.lists import append_items_fix
from novalint.rules.common.log_levels import (
    LEVELS,
    LOGGING,
    ROOT,
    is_debug,
    levels,
    refused,
    root_is_debug,
    set_elsewhere,
)
from novalint.rules.common.places import finding
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

PRIVSEP = "oslo.privsep.daemon"
_ARGUMENTS = 18
"""The last major version whose oslo.privsep logs what is asked of the process too."""


@rule(
    "privsep-debug-logged",
    theme="security",
    severity=Severity.WARNING,
    options=("DEFAULT.debug", *LOGGING),
    releases=(17, None),
    since="Nova guards the process since queens, and what runs as root goes through it then"
    " (nova/config.py, parse_args)",
    roles=("compute",),
)
def privsep_debug_logged(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The log shows the results of everything that nova-compute does as root.

    ## What it checks

    `default_log_levels` without a level above DEBUG for `oslo.privsep.daemon` or one of its parent
    loggers while `debug` is true; with DEBUG for one of them, also while it is false. `root` is the
    root logger for Python 3.9 and later, so its level overrides `debug` from 2025.1 on; from ussuri
    to 2024.2, which run on other versions of Python too, nothing is reported if it decides. Nothing
    is reported either if one of these has a level with which no service starts, or if
    `log_config_append` names a file that configures logging instead.

    ## Why it matters

    Nova adds `oslo.privsep.daemon=INFO` to the default, as the messages of that process at DEBUG
    are large and can contain secrets: the result of each call, with `debug` true each command that
    it runs, and up to rocky its arguments, such as files that are injected into guests. A list of
    your own replaces the default and loses this level.

    ## Example

        [DEFAULT]
        debug = true
        default_log_levels = amqp=WARN,sqlalchemy=WARN

    ## Fix safety

    Unsafe: `oslo.privsep.daemon=INFO` is added to the list. There is no fix where the list is empty
    or has that logger already.

    ## Sources

    Nova 34.0.0: nova/config.py (`set_log_defaults`); 17.0.13: there (`parse_args`);
    oslo.log 8.3.2 and that of ocata: oslo_log/log.py (`setup`). oslo.privsep of rocky, stein and
    2026.2: oslo_privsep/daemon.py (`loop`, `_create_done_callback`, `out_of_band`). Tried with
    Python 3.6, 3.9 and 3.12, of which the last two take `root` for the root logger.
    """
    setting = config.setting("DEFAULT", LEVELS)
    if setting.is_default or setting.fault or set_elsewhere(config):
        return
    if any(map(_is_above, refused(setting))):
        config.value("DEFAULT", LEVELS)  # raises where a tool has yet to fill it in
        return
    by_logger = levels(setting)
    decisive = _decisive(by_logger)
    loud = is_debug(by_logger[decisive]) if decisive else root_is_debug(config)
    if loud:
        by_root = not (decisive or config.boolean("DEFAULT", "debug"))
        item, there = f"{PRIVSEP}=INFO", PRIVSEP in by_logger
        yield finding(
            config,
            "DEFAULT",
            LEVELS,
            f"`{LEVELS}` {_cause(ROOT if by_root else decisive)} {_what(config)} of everything that"
            f" runs as root are logged; {'set' if there else 'add'} `{item}`",
            *(() if there else append_items_fix(setting.places[-1], [item], f"Add {item}")),
        )


def _what(config: Config) -> str:
    """Return what oslo.privsep writes of each call."""
    return "the arguments and results" if config.release.major <= _ARGUMENTS else "the results"


def _decisive(by_logger: dict[str, int]) -> str:
    """Return the logger whose level counts for privsep; empty where the root's does."""
    above = [name for name, level in by_logger.items() if level and _is_above(name)]
    return max(above, key=len, default="")


def _is_above(logger: str) -> bool:
    """Return whether a logger is that of privsep, or one that it hangs on, but for the root."""
    return f"{PRIVSEP}.".startswith(f"{logger}.")


def _cause(decisive: str) -> str:
    if decisive:
        return f"sets `{decisive}` to DEBUG, so"
    return f"has no level for `{PRIVSEP}`, so with `debug` true"
