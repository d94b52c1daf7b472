"""The devices and aliases of `[pci]`: JSON in options that may be given several times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from novalint.annotations import TYPE_CHECKING, Any
from novalint.config.unknown import placeholder
from novalint.records import NamedTuple
from novalint.rules.common.places import named
from novalint.text.document import normalize_group
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.config.setting import Setting

DEVICES = ("pci.device_spec", "pci.passthrough_whitelist")
"""The option that lists devices, by its name from 26 on and before."""

YES = ("1", "t", "true", "on", "y", "yes")
NO = ("0", "f", "false", "off", "n", "no")
"""What oslo.utils' strict `bool_from_string` takes for true and for false, in any case."""


EMPTY = "is empty"
"""What is wrong with an assignment of nothing, for Nova one more entry, and no JSON."""
_CROOKED = ("'", "\u2018", "\u2019", "\u201c", "\u201d")
_KINDS = {dict: "an object", list: "a list", str: "a string", bool: "true or false"}


class PciEntry(NamedTuple):
    """One JSON object and the assignment that it stands in."""

    place: Place
    fields: dict[str, Any]


class Wrong(NamedTuple):
    """An assignment that Nova cannot take, and what is wrong with it, as a phrase."""

    place: Place
    what: str


class Listed(NamedTuple):
    """What an option lists: its well-formed objects, and the assignments that are none.

    `partial` are objects that a tool has yet to fill in, with the fields alone that are known.
    `offered` are those of both that are for flavors, whatever it fills in.
    """

    setting: Setting | None
    entries: tuple[PciEntry, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    partial: tuple[PciEntry, ...] = ()
    offered: tuple[PciEntry, ...] = ()

    @property
    def name(self) -> str:
        """The option's name in this release; empty where it has none."""
        return self.setting.name if self.setting else ""

    @property
    def told(self) -> tuple[PciEntry, ...]:
        """All objects with what is known of them, for rules about a field that is there."""
        return (*self.entries, *self.partial)


def devices(config: Config) -> Listed:
    """Return the objects of `[pci] device_spec`; an assignment may hold one, or a list of them."""
    name = "device_spec" if config.schema.option("pci", "device_spec") else "passthrough_whitelist"
    return _read(config, name, many=True)


def aliases(config: Config) -> Listed:
    """Return the objects of `[pci] alias`; an assignment holds just one."""
    return _read(config, "alias", many=False)


def _read(config: Config, name: str, *, many: bool) -> Listed:
    if not config.schema.option("pci", name):
        return Listed(None)
    setting = config.setting("pci", name)
    values = setting.partial
    if setting.secret or not isinstance(values, list):
        return Listed(setting)
    read: list[PciEntry | Wrong] = []
    partial: list[PciEntry] = []
    offered: list[PciEntry] = []
    for place, value in zip(setting.places, values, strict=False):
        objects = list(_objects(place, str(value), many))
        offered += [one for one in objects if isinstance(one, PciEntry) and _is_offered(one.fields)]
        if placeholder(value):
            partial += _known_fields(objects)
        else:
            read += objects
    entries = tuple(item for item in read if isinstance(item, PciEntry))
    wrong = tuple(item for item in read if isinstance(item, Wrong))
    return Listed(setting, entries, wrong, tuple(partial), tuple(offered))


def _known_fields(read: Iterable[PciEntry | Wrong]) -> Iterator[PciEntry]:
    """Yield objects without what a tool has yet to write; what is no JSON before may be it then."""
    for item in read:
        if isinstance(item, PciEntry):
            pairs = item.fields.items()
            known = {key: value for key, value in pairs if not _is_open(key, value)}
            yield PciEntry(item.place, known)


def _is_open(key: str, value: object) -> bool:
    """Return whether a tool has yet to write a field, or a word of it as in JSON."""
    return any(map(placeholder, (key, value, f"[{key}, {value}]")))


def _objects(place: Place, text: str, many: bool) -> Iterator[PciEntry | Wrong]:
    import json

    try:
        value = json.loads(text)
    except json.JSONDecodeError as fault:
        yield Wrong(place, _not_json(text, fault.pos))
        return
    except (ValueError, RecursionError):  # a number of thousands of digits; thousands of brackets
        yield Wrong(place, "is more than Python's JSON parser can read")
        return
    for text in value if many and isinstance(value, list) else [value]:
        if isinstance(text, dict):
            yield PciEntry(place, text)
        else:
            wanted, are = ("objects `{…}`", "are") if many else ("one object `{…}`", "is")
            yield Wrong(place, f"contains {kind(text)} where {wanted} {are} needed")


def _not_json(text: str, at: int) -> str:
    """Return what is wrong at an offset, in the same words for every version of Python."""
    rest, before = text[at:].lstrip(), text[:at].rstrip()
    if not text.strip():
        return EMPTY
    if text.lstrip()[0] not in "{[":
        return f"is not a JSON object: {shown(text.strip(), 24)} has no bracket `{{` at its start"
    if (rest[:1] in ("}", "]") and before[-1:] == ",") or (
        rest[:1] == "," and rest[1:].lstrip()[:1] in ("}", "]")
    ):
        return "is not JSON: there is a comma before the closing bracket"
    if rest[:1] == "\\":
        return "is not JSON: quotes around names and strings must not have a backslash"
    if rest[:1] in _CROOKED:
        return f"is not JSON at {shown(rest, 24)}: names and strings need straight double quotes"
    if before[-1:] in ('"', "}", "]") and rest[:1] == '"':
        return f"is not JSON: a `,` or `:` is missing before {shown(rest, 24)}"
    if not rest:
        return "is not JSON: it ends before the last bracket or quote is closed"
    return f"is not JSON at {shown(rest, 24)}"


def as_written(place: Place) -> str:
    """Return the option by the name that a line has for it, be it an old one."""
    written = place.assignment
    return named(normalize_group(written.group), written.option)


def for_flavors(fields: dict[str, Any]) -> bool:
    """Return whether devices of such a specification are there for flavors, which ask by an alias.

    Those with a `physical_network`, `null` included (tunnelled networks), and those that a card
    manages from its own side are for neutron's ports, for which nobody asks placement.
    """
    managed = truth(fields.get("remote_managed")) is True
    return "physical_network" not in fields and not managed


def _is_offered(fields: dict[str, Any]) -> bool:
    """Return the same of fields of which a tool has yet to write some, whatever these become."""
    open_names = any(map(placeholder, fields))
    return for_flavors(fields) and not open_names and not placeholder(fields.get("remote_managed"))


def kind(value: object) -> str:
    """Return what a JSON value is, without showing it: it may be long or deep."""
    return "nothing (`null`)" if value is None else _KINDS.get(type(value), "a number")


def truth(value: object) -> bool | None:
    """Read a value as oslo.utils' strict `bool_from_string` does; None where that refuses it."""
    word = "" if isinstance(value, (list, dict)) else str(value).strip().lower()
    return True if word in YES else False if word in NO else None
