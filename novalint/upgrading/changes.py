"""What a configuration meets on the way to a later release, one thing at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from novalint.annotations import TYPE_CHECKING, Any
from novalint.weighed import Weighed

if TYPE_CHECKING:
    from novalint.findings import Location
    from novalint.schema.options import Name
    from novalint.schema.releases import Release


class Effect(Weighed):
    """What something does to the services, the worst first, which is the greatest.

    breaks: a service does not start, or a value is refused. ignored: a line silently has no effect
    any more. changes: Nova behaves differently. soon: it works in the target release, but not for
    good. nothing: nothing changes for these files; with a rule it is new advice of `check`.
    """

    BREAKS = "breaks"
    IGNORED = "ignored"
    CHANGES = "changes"
    SOON = "soon"
    NOTHING = "nothing"

    def __str__(self) -> str:
        return self.value


class Step(str, Enum):
    """When something is to be done: while the old release runs, with the new one, or after it."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Change:
    """One thing that is different in the target release for the files as they are.

    `group` and `option` are as the file has them, or the option's name in the target where no file
    sets it; then `location` is None. Both are empty for what is about no option. `releases` are
    those in which it happens, the oldest first, empty where that is not known; `readers` the
    services that it is about, mostly as they read the option; `names` what took its place; `rule`
    the rule of `check` that says so; `mended` tells whether the patch sees to it. For a default
    that changes, `old` and `new` are the two, as novalint.schema.life.Default. `said_default` tells
    of a line that is ignored that it said what holds without it; `solved` is a hole that the target
    closes, about which nothing is to be done.
    """

    effect: Effect
    group: str
    option: str
    message: str
    location: Location | None = None
    releases: tuple[Release, ...] = ()
    readers: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()
    rule: str = ""
    mended: bool = False
    old: Any = None
    new: Any = None
    said_default: bool = False
    solved: bool = False

    @property
    def is_harmless(self) -> bool:
        """Whether Nova does what it did before, for now or for good."""
        return self.said_default or self.effect in (Effect.SOON, Effect.NOTHING)

    @property
    def is_advice(self) -> bool:
        """Whether it is what `check` newly advises, which the upgrade does not need."""
        return self.effect is Effect.NOTHING and bool(self.rule)

    @property
    def step(self) -> Step | None:
        """When to act; None where the upgrade needs nothing.

        What breaks and no patch mends must be put right before the upgrade. What the patch sees to,
        and what Nova does otherwise, comes with the new release; what works still can wait.
        """
        if self.effect is Effect.NOTHING or self.said_default or self.solved:
            return None
        if self.effect is Effect.BREAKS and not self.mended:
            return Step.BEFORE
        later = self.effect is Effect.SOON and not self.mended
        return Step.AFTER if later else Step.DURING
