"""Values that another option gives: which of the two lines is to be corrected."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.config.substitution import references
from novalint.findings import Finding, Location, Note
from novalint.patterns import lazy_pattern
from novalint.records import NamedTuple, replace
from novalint.rules.common.places import at
from novalint.text.document import normalize_group
from novalint.wording import option_name

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.config.setting import SettingFault

_ADDRESS = lazy_pattern(r"(^|_)(ip|address|addr|host)$")
"""The ends of names of options that hold an address, whatever their type allows."""
_MOST = 8
"""References to references that are followed."""


class ValueSource(NamedTuple):
    """The assignment that gives another option its value.

    `blamed` says that it is the one to be corrected: it is named like an address and refused where
    one is needed, while an option of another kind may be right and be referred to by mistake.
    """

    place: Place
    blamed: bool

    @property
    def name(self) -> str:
        """The option as a message names it."""
        assignment = self.place.assignment
        return option_name(normalize_group(assignment.group), assignment.option)


def value_source(config: Config, fault: SettingFault) -> ValueSource | None:
    """Return what gives a refused value, where that is nothing but a reference; else None."""
    place, sources = fault.place, fault.sources
    if place is None or not sources or not _is_reference(place):
        return None
    place = sources[-1]
    for _ in range(_MOST):
        before = config.setting(*_referred(config, place)) if _is_reference(place) else None
        if before is None or not before.places:
            break
        place = before.places[-1]
    return ValueSource(place, bool(_ADDRESS.search(place.assignment.option)))


def _is_reference(place: Place) -> bool:
    """Return whether a value is one reference and nothing else."""
    value = place.assignment.value.strip()
    hits = references(value)
    return len(hits) == 1 and hits[0][1:] == (0, len(value))


def _referred(config: Config, place: Place) -> tuple[str, str]:
    """Return the group and the name of the option that a value refers to."""
    ((name, *_),) = references(place.assignment.value.strip())
    group, dot, option = name.partition(".")
    if dot:
        return group, option
    own = normalize_group(place.assignment.group)
    return (own if config.schema.option(own, name) else "DEFAULT", name)


def at_source(finding: Finding, source: ValueSource) -> Finding:
    """Return a finding where its value is given, with a note where that is used, or the reverse."""
    if not source.blamed:
        return replace(finding, related=(Note(f"{source.name} is set here", at(source.place)),))
    where = Location.of(source.place.document, source.place.assignment.raw)
    return replace(
        finding, location=where, related=(Note("the value is used here", finding.location),)
    )
