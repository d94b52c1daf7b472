"""Pins old defaults: writes down what went without saying, so that Nova behaves as before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from novalint.engine.safety import patched
from novalint.errors import OptionError
from novalint.hosts.signs import real
from novalint.nova.same_defaults import as_written, outlived
from novalint.schema.spelling import default_texts
from novalint.text import style
from novalint.text.bulk_writing import Addition, patch_of
from novalint.text.document import same_group
from novalint.text.edits import Edit, Patch, merge
from novalint.text.writing import separator, set_option, template
from novalint.upgrading.defaults import Shift, same_value
from novalint.upgrading.values import translations

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.options import Name
    from novalint.text.document import Document


class Pin(NamedTuple):
    """An option with the texts of its old default, one for each line that sets it."""

    name: Name
    texts: tuple[str, ...]


class Unkept(NamedTuple):
    """An option whose old default cannot be written into a file, or not all of it, and why."""

    name: Name
    why: str


Home = tuple[str, str]
"""A document, by the path that links to its file lead to and its name in that."""
Homes = Mapping[Home, Sequence[Pin]]
"""What is written in each document."""


def pins(shifts: Iterable[Shift], after: Config) -> tuple[tuple[Pin, ...], tuple[Unkept, ...]]:
    """Return what to write so that each option keeps its value, and what cannot be kept.

    Each pin is proven: the target reads from it the value that the start release had, but for what
    the target no longer has, such as scheduler filters.
    """
    wanted = {_name(shift): shift for shift in shifts}
    unkept = {
        name: why
        for name, shift in wanted.items()
        if (why := unfit(shift) or outlived(name, shift.old.value, after.release.major))
    }
    pins = {name: Pin(name, _texts(wanted[name], after)) for name in wanted if name not in unkept}
    kept = patched(after, pinned(after, tuple(pins.values())))
    for name in tuple(pins):
        if not _is_kept(wanted[name], kept):
            del pins[name]
            unkept[name] = f"{after.release} does not read the old default as it was"
    right, lost = _translated(pins, wanted, kept)
    unkept |= {name: f"{after.release} has no {', '.join(gone)}" for name, gone in lost.items()}
    return tuple(right), tuple(Unkept(*item) for item in unkept.items())


def _translated(
    pins: dict[Name, Pin], wanted: dict[Name, Shift], kept: Config
) -> tuple[list[Pin], dict[Name, list[str]]]:
    """Leave out of each pin what the target no longer has; one that says the default then goes.

    Beside the pins are the items that any of them lost.
    """
    last = kept
    for patch in translations(kept):
        last = patched(last, patch)
    right: list[Pin] = []
    lost: dict[Name, list[str]] = {}
    for name, pin in pins.items():
        before, now = kept.setting(*name).value, last.setting(*name)
        if same_value(before, now.value):
            right.append(pin)
            continue
        lost[name] = _lost(before, now.value)
        if not now.is_default and not same_value(now.value, wanted[name].after.value):
            right.append(Pin(name, tuple(place.assignment.value for place in now.places)))
    return right, lost


def _lost(before: object, now: object) -> list[str]:
    old, new = (default if isinstance(default, list) else [default] for default in (before, now))
    return [str(item) for item in old if item not in new]


def pinned(config: Config, wanted: Sequence[Pin], homes: Homes | None = None) -> Patch:
    """Return the patch that sets options by the smallest edits, templates uncommented in place.

    `homes` say what is written in each document, where several configurations share some.
    """
    work: dict[Home, Sequence[Pin]] = {}
    if homes is None:
        for pin in wanted if config.documents else ():
            home = home_of(best_home(config.documents, pin.name))
            work[home] = (*work.get(home, ()), pin)
    else:
        work = {home_of(each): homes.get(home_of(each), ()) for each in config.documents}
    return merge(
        _in_one(document, work[home_of(document)])
        for document in config.documents
        if work.get(home_of(document))
    )


def home_of(document: Document) -> Home:
    """Return what a document is known by to all configurations that read it."""
    return real(document.path), document.name


def _name(shift: Shift) -> Name:
    return shift.after.group, shift.after.name


def unfit(shift: Shift) -> str:
    """Return why no line can stand for an old default."""
    if shift.old.machine:
        return f"the old default depends on the {shift.old.machine}"
    if shift.old.value is None:
        is_new = shift.before is None and shift.old.exists
        return "no value stands for what was before" if is_new else "there was no default"
    return "it is secret" if shift.secret else ""


def _texts(shift: Shift, after: Config) -> tuple[str, ...]:
    wanted = as_written(_name(shift), shift.old.value, after.release.major)
    return default_texts(shift.after.option, wanted)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_kept(shift: Shift, kept: Config) -> bool:
    """Return whether a pin is read as it should; numbers that the schema takes for texts count."""
    now = kept.setting(*_name(shift))
    was = as_written(_name(shift), shift.value, kept.release.major)
    if now.fault or now.is_default:
        return False
    if isinstance(was, list) and isinstance(now.value, list):
        return list(map(_text, was)) == list(map(_text, now.value))
    return same_value(was, now.value)


def best_home(documents: Sequence[Document], name: Name) -> Document:
    """Return the file to write into: the last one with a template of it, else with its group."""
    by_template = [document for document in documents if template(document, *name)]
    by_group = [
        document
        for document in documents
        if any(same_group(g.name, name[0]) for g in document.groups)
    ]
    return (by_template or by_group or documents)[-1]


def _in_one(document: Document, wanted: Sequence[Pin]) -> Patch:
    edits: list[Edit] = []
    additions: list[Addition] = []
    for pin in wanted:
        first, *more = pin.texts
        if template(document, *pin.name):
            edits += _edits(set_option(document, *pin.name, first))
        else:
            more = list(pin.texts)
        additions += _lines(document, pin.name, more)
    return patch_of(document, edits, additions)


def _edits(patch: Patch) -> Iterator[Edit]:
    for file in patch.files:
        yield from file.edits


def _lines(document: Document, name: Name, texts: list[str]) -> Iterator[Addition]:
    written = separator(document)
    end = style.line_end(document.text)
    for text in texts:
        try:
            yield Addition(name[0], written.exactly(name[1], style.spell(text, end)))
        except OptionError:  # a value that no file can hold is found out by reading back
            continue
