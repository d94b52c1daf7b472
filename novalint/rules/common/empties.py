"""Numbers that are set to nothing, which oslo.config does not read as their default."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.records import NamedTuple
from novalint.rules.common.places import finding, unset_fix
from novalint.wording import option_name

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.findings import Finding


class EmptyNumber(NamedTuple):
    """A number that must not be empty: what becomes of Nova, and in which major versions."""

    group: str
    option: str
    consequence: str
    first: int = 15
    last: int = 99


def options_of(numbers: tuple[EmptyNumber, ...]) -> tuple[str, ...]:
    """Return the options of numbers as a rule declares them, each of them once."""
    return tuple(dict.fromkeys(f"{number.group}.{number.option}" for number in numbers))


def empties(config: Config, numbers: tuple[EmptyNumber, ...]) -> Iterator[Finding]:
    """Yield a finding for each of the numbers that matters in the release and is set to nothing."""
    for group, option, consequence, first, last in numbers:
        if not first <= config.release.major <= last or config.schema.option(group, option) is None:
            continue
        setting = config.setting(group, option)
        if setting.is_default or setting.fault or setting.value is not None:
            continue
        yield finding(
            config,
            group,
            option,
            f"{option_name(group, option)} is empty, which is neither a number nor the default, so"
            f" {consequence}; remove it or set it to a number",
            unset_fix(config, group, option, f"Comment out {option}"),
        )
