"""What rules say of texts within other files needs more; a plain nova.conf loads nothing for it."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from novalint.config.model import Config
    from novalint.engine.running import RunOutcome
    from novalint.redaction import Redaction


def joined(outcome: RunOutcome, config: Config) -> RunOutcome:
    """Make one fix of those that keep what Nova reads together only; see joint_fixes.py."""
    if not config.hosted:
        return outcome
    from novalint.engine import joint_fixes

    return joint_fixes.joined(outcome, config)


def of_read_files(
    config: Config, redaction: Redaction, run: Callable[[Config, Redaction], RunOutcome]
) -> RunOutcome:
    """Run rules, of files that no tool reads only what says so; see unread_files.py."""
    if not config.hosted:
        return run(config, redaction)
    from novalint.engine import unread_files

    return unread_files.of_read_files(config, redaction, run)
