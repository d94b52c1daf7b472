"""Numbers that are set to nothing, which oslo.config does not read as their default."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.records import NamedTuple
from novalint.rules.common.places import each, finding, unset_fix
from novalint.wording import option_name

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding, Severity


class EmptyNumber(NamedTuple):
    """A number that must not be empty: what becomes of Nova, and in which major versions.

    `roles` are the services that read it, any where empty; `override` is a severity of its own.
    """

    group: str
    option: str
    consequence: str
    first: int = 15
    last: int = 99
    roles: tuple[str, ...] = ()
    override: Severity | None = None

    def matters(self, release: int, deployment: Deployment) -> bool:
        """Whether it matters in a release, to any service that the node may run."""
        plays = not self.roles or any(deployment.plays(role) is not False for role in self.roles)
        return plays and self.first <= release <= self.last


def options_of(numbers: Iterable[EmptyNumber]) -> tuple[str, ...]:
    """Return the options of numbers as a rule declares them, each of them once."""
    return tuple(dict.fromkeys(f"{number.group}.{number.option}" for number in numbers))


def is_empty(config: Config, group: str, option: str) -> bool:
    """Return whether a file sets a number of the release to nothing."""
    if config.schema.option(group, option) is None:
        return False
    setting = config.setting(group, option)
    return not setting.is_default and setting.fault is None and setting.value is None


def empties(
    config: Config,
    deployment: Deployment,
    numbers: Iterable[EmptyNumber],
    is_read: Callable[[EmptyNumber], bool] = lambda number: True,
) -> Iterator[Finding]:
    """Yield a finding for each of the numbers that matters and is set to nothing.

    `is_read` is asked of these alone, as the answer may hang on what is not known here.
    """
    due = (one for one in numbers if one.matters(config.release.major, deployment))

    def find(number: EmptyNumber) -> Iterator[Finding]:
        if is_empty(config, number.group, number.option) and is_read(number):
            yield _empty(config, number)

    yield from each(due, find)


def _empty(config: Config, number: EmptyNumber) -> Finding:
    group, option, consequence, *_ = number
    written = config.setting(group, option).via or (group, option)
    return finding(
        config,
        group,
        option,
        f"{option_name(*written)} is empty, which is neither a number nor the default,"
        f" so {consequence}; remove it or set it to a number",
        unset_fix(config, group, option, f"Comment out {written[1]}"),
        override=number.override,
    )
