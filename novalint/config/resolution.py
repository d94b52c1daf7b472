"""From the assignments of one option to its typed value: substitution, types, defaults.

The reference is `ConfigOpts._do_get` in oslo_config/cfg.py (10.7.0).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from novalint.config.layers import Layer, Place, Precedence, doubt, find
from novalint.config.setting import Setting, SettingFault
from novalint.config.substitution import SubstitutionFault, references, substitute
from novalint.config.unknown import Reason, Unknown, placeholder_of, whole_items
from novalint.records import NamedTuple, replace
from novalint.schema.options import LostOption, Name, Option, Schema
from novalint.schema.types import Entry, Value, ValueFault, convert, decode
from novalint.text.document import normalize_group
from novalint.text.source import Span
from novalint.wording import mask_urls

_COMMAND_LINE = ("config_file", "config_dir")
"""What oslo.config itself registers: the files and folders that a service was started with."""

_NUMBERS: dict[str, Callable[[float], Value]] = {"Integer": int, "Port": int, "Float": float}

Refer = Callable[[str, str], "Setting | None"]
"""Returns the setting of a group and an option name, None where there is no such option."""


class TooDeep(Exception):  # noqa: N818 (never leaves this package)
    """References lead to references without an end in sight."""


def resolve(option: Option, layers: Sequence[Layer], refer: Refer) -> Setting:
    """Find, substitute and type one option; never raises on what the files say.

    Only TooDeep passes through, for whoever keeps count of the references in `refer`.
    """
    names = _names(option)
    precedence = find(layers, names, option.multi)
    if option.facts.get("ignored"):
        return Setting(option, None, *precedence, secret=option.secret)
    reading = _ValueReading(option, refer)
    setting = _set(reading, precedence) if precedence.places else _default(reading)
    unsure = doubt(layers, names) if any(layer.doubtful for layer in layers) else None
    return setting if unsure is None else _doubted(setting, unsure)


def _doubted(setting: Setting, unsure: Place) -> Setting:
    """Return a setting over which an assignment may count: its value is not known."""
    return replace(
        setting,
        value=None,
        places=(unsure,),
        shadowed=(*setting.shadowed, *setting.places),
        fault=None,
        unknown=Unknown(Reason.BRANCH, f"a branch in line {unsure.position.line}"),
    )


def _names(option: Option) -> tuple[Name, ...]:
    """Return the names that an option is read from, the current one first."""
    if not option.facts.get("deprecated_names"):
        return ((option.group, option.name),)
    old = [(normalize_group(group), name) for group, name in option.old_names]
    return tuple(dict.fromkeys([(option.group, option.name), *old]))


class Unset(NamedTuple):
    """The names that an option is read from, and what it is where no file has one of them."""

    names: tuple[Name, ...]
    setting: Setting


@lru_cache(maxsize=4096)
def unset(schema: Schema, group: str, name: str) -> Unset | None:
    """Return what an option is where it is not set, if that is the same whatever else is set.

    Most of what rules ask for are such defaults. None also where the value could be changed.
    """
    option = schema.option(group, name)
    default = option.entry.get("default") if option else None
    if option is None or "$" in str(default):
        return None
    setting = resolve(option, (), lambda group, name: None)
    return None if isinstance(setting.value, (list, dict)) else Unset(_names(option), setting)


def endless(option: Option, layers: Sequence[Layer]) -> Setting:
    """Return the setting of an option whose references have no end."""

    def refer(group: str, name: str) -> Setting | None:
        raise SubstitutionFault(name, "leads back to the option itself or through too many others")

    return resolve(option, layers, refer)


def _default(reading: _ValueReading) -> Setting:
    option = reading.option
    if option.machine:
        token = f"<{option.machine}>" if option.entry["type"] == "string" else None
        host = Unknown(Reason.HOST, option.machine)
        return Setting(option, token, secret=option.secret, unknown=host)
    try:
        value = reading.default(option.entry.get("default"))
    except (SubstitutionFault, ValueFault) as fault:
        setting_fault = SettingFault(_phrase(fault, reading.secret), None, None)
        return Setting(option, fault=setting_fault, secret=reading.secret)
    return Setting(option, value, secret=reading.secret, unknown=reading.unknown)


def _set(reading: _ValueReading, precedence: Precedence) -> Setting:
    option = reading.option
    entry = option.entry["items"] if option.multi else option.entry
    values: list[Value] = []
    for place in precedence.places:
        try:
            values.append(reading.placed(entry, place))
        except (SubstitutionFault, ValueFault) as fault:
            setting_fault = reading.fault(place, fault)
            return Setting(
                option, None, *precedence, setting_fault, reading.secret, reading.unknown
            )
    value = values if option.multi else values[-1]
    if reading.unknown and isinstance(value, list) and not option.multi:
        value = [*whole_items(value)]
    return Setting(option, value, *precedence, None, reading.secret, reading.unknown)


class _ValueReading:
    """Types texts of one option; notes whether one depends on the host or holds a secret."""

    def __init__(self, option: Option, refer: Refer) -> None:
        self.option = option
        self.secret = option.secret
        self.unknown: Unknown | None = None
        self._sources: list[Place] = []
        self._refer = refer
        self._host: Unknown | None = None

    def text(self, entry: Entry, raw: str) -> Value:
        """Substitute and type one text; one that depends on the host is only substituted."""
        self._host = None
        self._sources = []
        self._note_placeholder(raw)
        plain = substitute(raw, self._look_up)
        if self._host is None:
            return decode(entry, plain)
        self.unknown = self._host
        return plain if entry["type"] == "string" else None

    def placed(self, entry: Entry, place: Place) -> Value:
        """Read the text of an assignment; of one that a template computes, what can be known."""
        host = place.document.host
        what = host.computed(place.assignment.raw) if host else None
        if what is not None:
            self._note(Unknown(Reason.TEMPLATE, what))
        try:
            return self.text(entry, place.assignment.value)
        except (SubstitutionFault, ValueFault) as fault:
            if self.unknown is None or not self.unknown.of_template:
                raise
            return None if isinstance(fault, SubstitutionFault) else self._partly(entry, place)

    def _partly(self, entry: Entry, place: Place) -> Value:
        """Read what is refused only for what a template has yet to give: of a list, its items.

        Of a URL all, as the word for an expression is no host or port, and the scheme is known.
        """
        text = substitute(place.assignment.value, self._look_up)
        kind = self.option.facts["type"]
        if kind == "List" and entry["items"]["type"] == "string":  # of choices
            plain = {"type": "string", "x-oslo": {"type": "String"}}
            return convert({**entry, "items": plain}, text)
        return text if kind == "URI" else None

    def fault(self, place: Place, fault: SubstitutionFault | ValueFault) -> SettingFault:
        """Return why the text that was just read cannot be taken, and where that stands."""
        name = fault.name if isinstance(fault, SubstitutionFault) else None
        follows = isinstance(fault, SubstitutionFault) and fault.follows
        where = _span(place, fault)
        hidden = self.secret
        if isinstance(fault, ValueFault):  # the name of a reference is no part of a login
            hidden = hidden or any(map(_holds_login, (place, *self._sources)))
        phrase = _phrase(fault, hidden)
        return SettingFault(phrase, place, where, name, follows, tuple(self._sources))

    def default(self, default: object) -> Value:
        """Substitute and type a declared default, which may be typed already."""
        if self.option.multi and isinstance(default, list):
            entry = self.option.entry["items"]
            return [self._declared(entry, str(text)) for text in default]
        if isinstance(default, str):
            return self._declared(self.option.entry, default)
        number = _NUMBERS.get(self.option.facts["type"])
        if number and isinstance(default, (int, float)):
            return number(default)  # oslo_config.types.Number makes a declared 60 a float too
        value = self._inside(default)
        self.unknown = self._host or self.unknown
        return value

    def _declared(self, entry: Entry, raw: str) -> Value:
        return self.text(entry, raw) if "$" in raw else convert(entry, raw)

    def _inside(self, default: object) -> Value:
        if isinstance(default, str):
            return substitute(default, self._look_up)
        if isinstance(default, list):
            return [self._inside(item) for item in default]
        if isinstance(default, dict):
            return {str(self._inside(key)): self._inside(item) for key, item in default.items()}
        assert default is None or isinstance(default, (bool, int, float))
        return default

    def _look_up(self, name: str) -> str | None:
        if name in _COMMAND_LINE:
            self._host = Unknown(Reason.HOST, "command line")
            return f"<{name}>"
        try:
            setting = self._referred(name)
        except LostOption:
            return None
        if setting.fault:
            reason = f"cannot be read itself: {setting.fault.message}"
            raise SubstitutionFault(name, reason, follows=setting.fault.place is not None)
        self._sources += setting.places
        self._note(setting.unknown)
        self.secret = self.secret or setting.secret
        if setting.value is None:  # the host decides, and nothing of it is known
            return f"<{setting.machine}>" if setting.machine else ""
        return str(setting.value)

    def _note_placeholder(self, text: str) -> None:
        sign = placeholder_of(self.option.name, text)
        self._note(Unknown(Reason.PLACEHOLDER, sign) if sign else None)

    def _note(self, unknown: Unknown | None) -> None:
        """Note that a part of the value is not known; what the host decides is not typed either."""
        if unknown is None:
            return
        if unknown.reason is Reason.HOST:
            self._host = self._host or unknown
        else:
            self.unknown = self.unknown or unknown

    def _referred(self, name: str) -> Setting:
        group, dot, option = name.partition(".")
        wanted = [(group, option)] if dot else [(self.option.group, name), ("DEFAULT", name)]
        for full_name in wanted:
            # `$DEFAULT.name` finds nothing: oslo.config keeps no group of that name.
            setting = None if dot and group == "DEFAULT" else self._refer(*full_name)
            if setting:
                return setting
        raise SubstitutionFault(name, "names no option")


def _span(place: Place, fault: SubstitutionFault | ValueFault) -> Span:
    """Point at what is wrong within the value, where the value stands in the file as it is read."""
    value, raw = place.assignment.value, place.assignment.raw
    text = place.document.text
    start = raw.start + (1 if text[raw.start : raw.start + 1] in ("'", '"') else 0)
    if text[start : start + len(value)] != value or "\\$" in value:
        return raw
    if isinstance(fault, SubstitutionFault):
        hits = [hit for hit in references(value) if hit[0] == fault.name]
        return Span(start + hits[0][1], start + hits[0][2]) if hits else raw
    if "$" in value or fault.end <= fault.start:
        return raw
    return Span(start + fault.start, start + fault.end)


def _holds_login(place: Place) -> bool:
    """Return whether a value has a password within a URL."""
    value = place.assignment.value
    return "://" in value and mask_urls(value) != value


def _phrase(fault: SubstitutionFault | ValueFault, secret: bool) -> str:
    if isinstance(fault, SubstitutionFault):
        return f"`{'***' if secret else '$' + fault.name}` {fault.reason}"
    return fault.masked if secret else fault.message
