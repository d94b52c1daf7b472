"""What an upgrade makes of a configuration before old defaults are written: the plan of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from novalint.config.model import Config
from novalint.schema.options import load_schema
from novalint.text.document import Document
from novalint.text.hosting import COMPUTED
from novalint.upgrading.defaults import Shift, shifts
from novalint.upgrading.dispositions import Dispositions
from novalint.upgrading.keeping import Kept, keep
from novalint.upgrading.migration import Draft, counts, in_templates, named_anew, with_values
from novalint.upgrading.pinned_defaults import Unkept, pinned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novalint.schema.comparison import Comparison
    from novalint.settings.model import Settings


class Plan(NamedTuple):
    """A configuration as the start release reads it, and what is to be done to it.

    `named` has the names of the target, `valued` its values as well; `shifted` are the defaults
    that change, and `kept` those of them that are written down, where it `keeps` the behaviour.
    """

    config: Config
    comparison: Comparison
    settings: Settings
    dispositions: Dispositions
    named: Draft
    valued: Draft
    shifted: tuple[Shift, ...]
    kept: Kept
    keeps: bool


def planned(
    documents: Sequence[Document], comparison: Comparison, settings: Settings, keeps: bool
) -> Plan:
    """Return the plan for documents that are read as one configuration."""
    start, end = comparison.versions
    schema = load_schema(comparison.old, settings.additions, start)
    config = Config(schema, tuple(map(_apart, documents)))
    named, dispositions = named_anew(config, comparison.new, end)
    valued = with_values(named)
    shifted = tuple(shifts(config, valued.after, comparison, settings.deployment))
    kept = keep(shifted, config, valued.after, settings) if keeps else Kept()
    kept = _that_count(kept, valued)
    return Plan(config, comparison, settings, dispositions, named, valued, shifted, kept, keeps)


def _apart(document: Document) -> Document:
    """Return what an override says itself: what it is put over is migrated where it stands."""
    over = document.host and document.host.embedded.base
    return Document.within(document.host.apart()) if document.host and over else document


def _that_count(kept: Kept, draft: Draft) -> Kept:
    """Leave out old defaults whose line would stand in a branch, or that a template cannot take."""
    config = in_templates(draft)
    if not kept.pins or counts(draft.then(pinned(config, kept.pins)), kept.names):
        return kept
    fit = tuple(pin for pin in kept.pins if counts(draft.then(pinned(config, [pin])), [pin.name]))
    if not counts(draft.then(pinned(config, fit)), [pin.name for pin in fit]):
        fit = ()
    unkept = (Unkept(pin.name, COMPUTED) for pin in kept.pins if pin not in fit)
    return kept._replace(pins=fit, unkept=(*kept.unkept, *unkept))
