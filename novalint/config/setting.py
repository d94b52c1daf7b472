"""One option as Nova would read it: its typed value, where that comes from, why it is refused."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import Reason, Unknown, UnknownValue
from novalint.looks import value_secrets
from novalint.records import NamedTuple, dataclass, names_of
from novalint.text.document import normalize_group
from novalint.wording import MASK

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.schema.options import Name, Option
    from novalint.schema.types import Value
    from novalint.text.source import Span


class Origin(NamedTuple):
    """The file and the line (from 1) that a value comes from."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


class SettingFault(NamedTuple):
    """Why Nova would fail to read an option, and the span of its file that causes it.

    `message` is fit to be shown: it holds nothing of a secret value. `reference` is the name that
    could not be substituted, None where the value itself is refused. `follows` says that it names
    an option that a file sets and that cannot be read either. `sources` are the assignments whose
    values were put into this one.
    """

    message: str
    place: Place | None
    span: Span | None
    reference: str | None = None
    follows: bool = False
    sources: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Setting:
    """One option as Nova would read it.

    `value` is typed, None where Nova would refuse it (then `fault` says why) or where nothing is
    set and there is no default. `unknown` says why it is not known here, if it is not: the value is
    then what oslo.config makes of the text as it stands, with a token such as `<address>` for what
    the host decides. `secret` says that it is never to be shown: the
    option is secret, or its value was put together from one that is. `places` are the assignments
    that count, `shadowed` those that they override.
    """

    option: Option
    value: Value = None
    places: tuple[Place, ...] = ()
    shadowed: tuple[Place, ...] = ()
    fault: SettingFault | None = None
    secret: bool = False
    unknown: Unknown | None = None

    def __repr__(self) -> str:
        hidden = self.secret or (not self.is_plain_default and _may_be_secret(self.value))
        shown = MASK if hidden else repr(self.value)
        return f"Setting([{self.group}] {self.name} = {shown}, from {self.origin or 'default'})"

    @property
    def partial(self) -> Value:
        """The value with what is not known left in it as it stands; the same as `value` if all is.

        For rules that need no more than its known parts, such as the scheme of a URL.
        """
        value: Value = object.__getattribute__(self, "value")
        return value

    @property
    def group(self) -> str:
        """The option's current group."""
        return self.option.group

    @property
    def name(self) -> str:
        """The option's current name."""
        return self.option.name

    @property
    def is_default(self) -> bool:
        """Whether no file sets it."""
        return not self.places

    @property
    def is_plain_default(self) -> bool:
        """Whether the value is the release's own, into which nothing of another option is put."""
        return self.is_default and "$" not in str(self.option.entry.get("default"))

    @property
    def raw(self) -> str | None:
        """The last text that sets it, as oslo.config's parser collects it; None for a default."""
        return self.places[-1].assignment.value if self.places else None

    @property
    def origin(self) -> Origin | None:
        """Where the last text that sets it stands; None for a default."""
        if not self.places:
            return None
        place = self.places[-1]
        return Origin(place.document.path, place.position.line)

    @property
    def machine(self) -> str | None:
        """What of the host the value depends on; None where it does not."""
        unknown = self.unknown
        return unknown.what if unknown and unknown.reason is Reason.HOST else None

    @property
    def error(self) -> str | None:
        """Why Nova would fail to read it, without anything of a secret; None where it does not."""
        return self.fault.message if self.fault else None

    @property
    def via(self) -> Name | None:
        """The old group and name that the value comes by, None for the current ones."""
        if not self.places:
            return None
        assignment = self.places[-1].assignment
        name = (normalize_group(assignment.group), assignment.option)
        return None if name == (self.group, self.name) else name


def _may_be_secret(value: Value) -> bool:
    """Return whether a value is not plainly harmless; there is no release to ask about it."""
    if isinstance(value, (list, tuple)):
        return any(map(_may_be_secret, value))
    if isinstance(value, dict):
        return any(_may_be_secret(f"{key}={item}") for key, item in value.items())
    return isinstance(value, str) and ("\n" in value or bool(value_secrets(value)))


_GUARDED = ("value", "raw")
_ELSEWHERE = (
    "places",
    "raw",
    "origin",
    "is_default",
    "is_plain_default",
    "shadowed",
    "fault",
    "secret",
)
"""What is not known of a setting that another text may make, whatever its value is."""


class UndecidedSetting(Setting):
    """A setting whose value is not known here: whoever asks for it gets None."""

    def __getattribute__(self, name: str) -> object:
        return None if name == "value" else super().__getattribute__(name)

    @classmethod
    def of(cls, setting: Setting) -> UndecidedSetting:
        """Return a setting without its value; `partial` still has what of it is known."""
        return cls(*(getattr(setting, name) for name in names_of(Setting)))


class GuardedSetting(Setting):
    """A setting whose value is not known here: whoever touches it raises UnknownValue."""

    def __getattribute__(self, name: str) -> object:
        if name in _GUARDED:
            raise UnknownValue(self.group, self.name, self.places)
        return super().__getattribute__(name)

    def __repr__(self) -> str:
        return f"GuardedSetting([{self.group}] {self.name})"

    @classmethod
    def of(cls, setting: Setting) -> GuardedSetting:
        """Return a setting with its value guarded."""
        return cls(*(getattr(setting, name) for name in names_of(Setting)))


class SupposedSetting(Setting):
    """A setting that may stand in another text, with a value that is supposed.

    Whoever asks for more than the value, such as where it is set, raises UnknownValue.
    """

    def __getattribute__(self, name: str) -> object:
        if name in _ELSEWHERE:
            raise UnknownValue(self.group, self.name, ())
        return super().__getattribute__(name)

    def __repr__(self) -> str:
        return f"SupposedSetting([{self.group}] {self.name} = {self.partial!r})"

    @classmethod
    def of(cls, option: Option, value: Value) -> SupposedSetting:
        """Return the setting of an option as if some text gave it this value."""
        return cls(option, value)
