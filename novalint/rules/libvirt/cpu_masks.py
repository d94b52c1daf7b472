"""Masks of host CPUs such as `2-15,^8`, read as Nova reads them but without naming every CPU.

The reference is `parse_cpu_spec` in nova/virt/hardware.py, alike from 15.1.5 to 34.0.0.
"""

from __future__ import annotations

from collections.abc import Iterable

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder, whole_items
from novalint.patterns import lazy_pattern
from novalint.records import NamedTuple
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config

PIN_SET = ("DEFAULT", "vcpu_pin_set")
SHARED = ("compute", "cpu_shared_set")
DEDICATED = ("compute", "cpu_dedicated_set")
MASKS = (PIN_SET, SHARED, DEDICATED)
"""The options that hold a mask."""
_STATEMENT = lazy_pattern(r"\{%|<%(?!=)")


class CpuRange(NamedTuple):
    """CPUs in a row, the last one included."""

    first: int
    last: int


class Mask(NamedTuple):
    """The CPUs that a mask names, as runs in rising order; `fault` says why Nova refuses it."""

    runs: tuple[CpuRange, ...] = ()
    fault: str = ""

    def common(self, other: Mask) -> Mask:
        """Return the CPUs that both name."""
        return self.without(self.without(other))

    def without(self, other: Mask) -> Mask:
        """Return the CPUs that the other one does not name."""
        left: list[CpuRange] = []
        cuts = list(reversed(other.runs))
        for run in self.runs:
            first = run.first
            while cuts and cuts[-1].last < first:
                cuts.pop()
            while cuts and cuts[-1].first <= run.last:
                if cuts[-1].first > first:
                    left.append(CpuRange(first, cuts[-1].first - 1))
                first = cuts[-1].last + 1
                if cuts[-1].last > run.last:
                    break
                cuts.pop()
            if first <= run.last:
                left.append(CpuRange(first, run.last))
        return Mask(tuple(left))

    def __str__(self) -> str:
        return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in self.runs)


def mask(config: Config, name: tuple[str, str]) -> Mask | None:
    """Return the mask that an option holds; None where it is empty or cannot be read."""
    text = config.text(*name)
    return parse(text) if text else None


def sound(config: Config, name: tuple[str, str]) -> Mask | None:
    """Return the mask that an option holds where Nova can use it."""
    cpu_mask = mask(config, name)
    return None if cpu_mask is None or cpu_mask.fault else cpu_mask


def parse(text: str) -> Mask:
    """Read a mask; one that names no CPU at all has a fault too."""
    wanted: list[CpuRange] = []
    refused: list[CpuRange] = []
    for part in (piece.strip() for piece in text.split(",")):
        if not part:
            continue
        run = _run(part)
        if run is None or run.first > run.last:
            return Mask(fault=_fault(part))
        (refused if part.startswith("^") else wanted).append(run)
    left = Mask(_joined(wanted)).without(Mask(_joined(refused)))
    return left if left.runs else Mask(fault="it leaves no CPU")


def fault_in_part(text: str) -> str:
    """Return what is wrong with a part of a mask of which a tool has yet to write others.

    Empty where nothing is, or where statements decide which parts there are.
    """
    if _STATEMENT.search(text):
        return ""
    parts = (str(part).strip() for part in whole_items([*text.split(",")]))
    known = [part for part in parts if part and not placeholder(part)]
    return next(filter(None, map(_fault, known)), "")


def _fault(part: str) -> str:
    run = _run(part)
    if run and run.first <= run.last:
        return ""
    why = "counts down" if run else "is neither a CPU number nor a range such as `4-7`"
    return f"{shown(part, 24)} {why}"


def _run(part: str) -> CpuRange | None:
    first, dash, last = part.removeprefix("^").partition("-")
    try:
        return CpuRange(int(first), int(last if dash else first))
    except ValueError:
        return None


def _joined(runs: Iterable[CpuRange]) -> tuple[CpuRange, ...]:
    done: list[CpuRange] = []
    for run in sorted(runs):
        if done and run.first <= done[-1].last + 1:
            done[-1] = CpuRange(done[-1].first, max(done[-1].last, run.last))
        else:
            done.append(run)
    return tuple(done)
