"""Findings about options of `[oslo_messaging_rabbit]`, which a transport_url may set as well."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import UnknownValue
from novalint.findings import Finding, Fix
from novalint.rules.common.absence import severity_of_absence
from novalint.rules.common.places import as_set, removal, set_fix, unset_fix
from novalint.rules.common.transport import RABBIT, at_rabbit, in_url, is_set, rabbit

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.findings import Note, Severity


def rabbit_options(*names: str) -> tuple[str, ...]:
    """Return options as a rule declares them: the URL may set each of them too."""
    return ("DEFAULT.transport_url", *(f"{RABBIT}.{name}" for name in names))


def label(config: Config, option: str) -> str:
    """Return what decides about an option as a message names it: the URL, or the name in a file."""
    if in_url(config, option):
        return f"`{option}` of `transport_url`"
    return as_set(config.setting(RABBIT, option))


def whole(config: Config, option: str) -> int | None:
    """Return an option that is a whole number; None where RPC does not use it."""
    value = rabbit(config, option)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def is_on(config: Config, option: str) -> bool:
    """Return whether an option is true for RPC; false where the release does not have it."""
    return rabbit(config, option) is True


def surely_on(config: Config, option: str) -> bool:
    """Return whether it is known that an option is on: for what changes the words or fixes only."""
    try:
        return is_on(config, option)
    except UnknownValue:
        return False


def may_be_on(config: Config, option: str) -> bool:
    """Return whether an option is true for RPC, or may be as its value is not known here."""
    try:
        return is_on(config, option)
    except UnknownValue:
        return True


def is_off(config: Config, option: str) -> bool:
    """Return whether an option is there for RPC, and false."""
    return rabbit(config, option) is False


def rabbit_finding(
    config: Config,
    option: str,
    message: str,
    *fixes: Fix,
    related: tuple[Note, ...] = (),
    override: Severity | None = None,
) -> Finding:
    """Return a finding about an option, at what decides about it: its own line, or the URL's."""
    where, group, name = at_rabbit(config, option)
    return Finding(message, where, group, name, fixes, related, override)


def comment_out(config: Config, option: str) -> tuple[Fix, ...]:
    """Return the fix that takes an option out where a file sets it; none where the URL does."""
    if in_url(config, option) or not is_set(config, option):
        return ()
    return (unset_fix(config, RABBIT, option, f"Comment out {option}"),)


def taken_out(config: Config, option: str, outcome: str) -> str:
    """Say to remove an option, and what that gives unless a line of a file then holds."""
    setting = config.setting(RABBIT, option)
    if in_url(config, option) and setting.places:
        return "remove it"
    return removal(setting, outcome)


def set_to(config: Config, option: str, value: str) -> tuple[Fix, ...]:
    """Return the fix that sets an option; none where the URL does, which stands over the group."""
    return () if in_url(config, option) else (set_fix(config, RABBIT, option, value),)


def severity_unless_said(config: Config, option: str) -> Severity | None:
    """Return the override of a finding that depends on an option which another file may set.

    None, for the rule's severity, where its group or the URL sets it, or the files are certain.
    """
    return None if is_set(config, option) else severity_of_absence(config)
