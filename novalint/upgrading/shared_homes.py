"""Where old defaults are written that several configurations keep, which share files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from novalint.upgrading.migration import counts, in_templates
from novalint.upgrading.pinned_defaults import Unkept, best_home, home_of, pinned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novalint.config.setting import Setting
    from novalint.schema.options import Name
    from novalint.text.document import Document
    from novalint.upgrading.pinned_defaults import Home, Homes, Pin
    from novalint.upgrading.plan import Plan

OTHERS_DIFFER = "others that read the file have another value, or cannot have this one"


class _Reader(NamedTuple):
    """A configuration that may read what another one has written."""

    plan: Plan
    homes: dict[Home, Document]

    @classmethod
    def of(cls, plan: Plan) -> _Reader:
        """Look at the files as they are before old defaults are written."""
        return cls(plan, {home_of(each): each for each in in_templates(plan.valued).documents})

    def suffers(self, pin: Pin, home: Home) -> bool:
        """Whether it is not to read a line for an option that it does not keep itself."""
        if home not in self.homes or pin in self.plan.kept.pins:
            return False
        if pin.name in {*self.plan.kept.names, *(each.name for each in self.plan.kept.unkept)}:
            return True
        setting = self.plan.valued.after.setting(*pin.name)
        return not setting.is_default and self._is_overruled(setting, home)

    def takes(self, pin: Pin, home: Home) -> bool:
        """Whether a line there counts whatever a template decides."""
        host = self.homes[home].host if home in self.homes else None
        if host is None or not host.embedded.branches:
            return True
        draft = self.plan.valued
        line = pinned(in_templates(draft), (pin,), {home: (pin,)})
        return counts(draft.then(line), [pin.name])

    def _is_overruled(self, setting: Setting, home: Home) -> bool:
        order = list(self.homes)
        last = max(order.index(home_of(place.document)) for place in setting.places)
        return setting.option.multi or last < order.index(home)


def settled(plans: Sequence[Plan]) -> tuple[Sequence[Plan], Homes | None]:
    """Return where all write the old defaults that they keep, each where all read it that keep it.

    None where no file is shared, so that each configuration knows for itself. What has no such
    place is not kept.
    """
    every = [home_of(document) for plan in plans for document in plan.config.documents]
    if len(set(every)) == len(every) or not any(plan.kept.pins for plan in plans):
        return plans, None
    readers = [_Reader.of(plan) for plan in plans]
    homes: dict[Home, list[Pin]] = {}
    lost: list[tuple[Plan, Name]] = []
    for pin in dict.fromkeys(pin for plan in plans for pin in plan.kept.pins):
        left = [reader for reader in readers if pin in reader.plan.kept.pins]
        for home in _places(pin, left, readers):
            homes.setdefault(home, []).append(pin)
            left = [reader for reader in left if home not in reader.homes]
        lost += [(reader.plan, pin.name) for reader in left]
    return [_without(plan, [name for one, name in lost if one is plan]) for plan in plans], homes


def _places(pin: Pin, left: list[_Reader], readers: Sequence[_Reader]) -> Iterator[Home]:
    """Yield the files for an old default: that which most read first, until all read one."""
    while left:
        times: dict[Home, int] = {}
        for reader in left:
            for home in reader.homes:
                times[home] = times.get(home, 0) + 1
        fit = {
            home
            for home in times
            if not any(each.suffers(pin, home) for each in readers)
            and all(each.takes(pin, home) for each in left)
        }
        if not fit:
            return
        most = max(times[home] for home in fit)
        home = _best({home for home in fit if times[home] == most}, pin, left)
        yield home
        left = [reader for reader in left if home not in reader.homes]


def _best(homes: set[Home], pin: Pin, readers: Sequence[_Reader]) -> Home:
    first = next(reader for reader in readers if not homes.isdisjoint(reader.homes))
    documents = [document for home, document in first.homes.items() if home in homes]
    return home_of(best_home(documents, pin.name))


def _without(plan: Plan, names: Sequence[Name]) -> Plan:
    """Return a plan that does not keep some old defaults."""
    if not names:
        return plan
    pins = tuple(pin for pin in plan.kept.pins if pin.name not in names)
    unkept = (*plan.kept.unkept, *(Unkept(name, OTHERS_DIFFER) for name in names))
    return plan._replace(kept=plan.kept._replace(pins=pins, unkept=unkept))
