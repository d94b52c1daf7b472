"""What the log tells of what runs as root."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.lists import append_items_fix
from novalint.rules.common.log_levels import LEVELS, levels
from novalint.rules.common.places import at_option
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

PRIVSEP = "oslo.privsep.daemon"


@rule(
    "privsep-debug-logged",
    theme="security",
    severity=Severity.WARNING,
    options=("DEFAULT.debug", f"DEFAULT.{LEVELS}"),
    releases=(17, None),
    roles=("compute",),
)
def privsep_debug_logged(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """What nova-compute does as root is logged with all arguments and answers.

    ## What it checks

    `default_log_levels` without a level for `oslo.privsep.daemon` above DEBUG, while `debug` is
    true.

    ## Why it matters

    Nova adds `oslo.privsep.daemon=INFO` to the default, as messages of that process at DEBUG are
    large and can hold secrets, such as files that are put into guests. Whoever writes the list
    anew loses this guard.

    ## Example

        [DEFAULT]
        debug = true
        default_log_levels = amqp=WARN,sqlalchemy=WARN

    ## Fix safety

    Unsafe: `oslo.privsep.daemon=INFO` is added to the list.

    ## Sources

    Nova 34.0.0: nova/config.py (`set_log_defaults`); 17.0.13: there (`parse_args`).
    """
    setting = config.setting("DEFAULT", LEVELS)
    if config.value("DEFAULT", "debug") is not True or setting.is_default:
        return
    found = levels(setting)
    covering = [one for one in found if one == PRIVSEP or PRIVSEP.startswith(f"{one}.")]
    if setting.fault is None and not any(found[one] not in ("DEBUG", "NOTSET") for one in covering):
        yield Finding(
            f"debug messages of what runs as root are logged too; add `{PRIVSEP}=INFO` to"
            f" `{LEVELS}`",
            at_option(config, "DEFAULT", LEVELS),
            "DEFAULT",
            LEVELS,
            append_items_fix(setting.places[-1], [f"{PRIVSEP}=INFO"], f"Add {PRIVSEP}=INFO")
            if PRIVSEP not in found
            else (),
        )
