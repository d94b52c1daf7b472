"""Which old defaults are written down, which cannot be, and what `check` says of those that are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from novalint.engine.report import examine
from novalint.engine.safety import patched
from novalint.findings import Severity
from novalint.nova.native_threads import compute_threading
from novalint.upgrading.idle import idle
from novalint.upgrading.pinned_defaults import Pin, Unkept, pinned, pins

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from novalint.config.model import Config
    from novalint.findings import Finding
    from novalint.schema.options import Name
    from novalint.settings.model import Settings
    from novalint.upgrading.defaults import Shift

IN_VAIN = ("concurrency-limit-zero",)
"""Rules that say on native threads that a value is not taken as green ones took it."""


class Kept(NamedTuple):
    """Old defaults to write down, those that cannot be, and what `check` says of the former."""

    pins: tuple[Pin, ...] = ()
    unkept: tuple[Unkept, ...] = ()
    remarks: Mapping[Name, tuple[Finding, ...]] = {}

    @property
    def names(self) -> set[Name]:
        """The options that keep their old default."""
        return {pin.name for pin in self.pins}

    def texts(self, name: Name) -> tuple[str, ...]:
        """The old default of an option as it is written, one text a line; none where it is not."""
        return next((pin.texts for pin in self.pins if pin.name == name), ())


def keep(shifted: Sequence[Shift], before: Config, after: Config, settings: Settings) -> Kept:
    """Return what to write so that defaults stay, but for what the target cannot work with.

    `before` is the configuration as the start release reads it. What nothing reads, or read there,
    is not written down.
    """
    read = [shift for shift in shifted if not idle(shift, before, after)]
    chosen, unkept = pins(read, after)
    new = _new_findings(after, chosen, settings)
    bad = {pin.name: why for pin in chosen if (why := _why_not(new.get(pin.name), after))}
    chosen = tuple(pin for pin in chosen if pin.name not in bad)
    more = tuple(Unkept(*item) for item in bad.items())
    names = {pin.name for pin in chosen}
    remarks = {name: tuple(findings) for name, findings in new.items() if name in names}
    return Kept(chosen, (*unkept, *more), remarks)


def _new_findings(
    after: Config, chosen: tuple[Pin, ...], settings: Settings
) -> dict[Name, list[Finding]]:
    """Return what `check` finds once the old defaults are written down, the worst first."""
    before = {(f.rule, f.group, f.option) for f in examine(after, settings).findings}
    kept = patched(after, pinned(after, chosen))
    new: dict[Name, list[Finding]] = {}
    for finding in sorted(
        examine(kept, settings).findings, key=lambda finding: finding.severity.rank
    ):
        if (finding.rule, finding.group, finding.option) not in before:
            new.setdefault((finding.group, finding.option), []).append(finding)
    return new


def _why_not(findings: list[Finding] | None, after: Config) -> str:
    """Return why an old default had better not be written down; empty where it may be."""
    worst = findings[0] if findings else None
    if worst and worst.severity is Severity.ERROR:
        return f"an error in {after.release}, see {worst.rule}"
    vain = next((finding for finding in findings or () if finding.rule in IN_VAIN), None)
    if vain and compute_threading(after):
        return f"{after.release} reads the old default as another value, see {vain.rule}"
    return ""
