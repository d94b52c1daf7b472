"""A signature: how a log line of one kind is known, and which options may be behind it."""

from __future__ import annotations

from enum import Enum

from novalint.annotations import TYPE_CHECKING
from novalint.records import dataclass

if TYPE_CHECKING:
    from novalint.schema.types import Value

INSTANCE = r"(?P<instance>[0-9a-f]{8}-[0-9a-f-]{27})"
UUID = r"(?P<uuid>[0-9a-f]{8}-[0-9a-f-]{27})"
HOST = r"(?P<host>[\w.:\[\]-]{1,120})"
NUMBER = r"(?P<number>-?\d{1,20})"
LIMIT = r"(?P<limit>-?\d{1,20})"
SECONDS = r"(?P<seconds>\d{1,20}(?:\.\d{1,20})?)"
NAME = r"(?P<name>[\w.-]{1,120})"
ERROR = r"(?P<error>.{1,200})"
"""Named parts of patterns, none of them long: a line may be anything."""


NAMED = "*"
"""The group of a cause that is the option which the line itself names."""


class Stage(str, Enum):
    """How near a line is to what went wrong.

    cause: it names the trouble itself. step: it comes between. effect: it only says what broke.
    """

    CAUSE = "cause"
    STEP = "step"
    EFFECT = "effect"

    @property
    def rank(self) -> int:
        """0 for the nearest."""
        return list(Stage).index(self)


class Harm(str, Enum):
    """On which side of its default a number does what a line tells of.

    relative: another option or a fact is its measure, so the default says nothing.
    """

    LOW = "low"
    HIGH = "high"
    RELATIVE = "relative"


@dataclass(frozen=True)
class Remedy:
    """A value that mends or eases a symptom, with what it costs; always for a person to decide.

    `beside` names symptoms of which one must be in the lines read too, be they of one log or of
    several, empty if the symptom is enough;
    `instead_of` are the values that it is a remedy for, as typed by the release. `void_with` is a
    group, an option and the value of that with which the remedy changes nothing.
    """

    value: str
    costs: str
    instead_of: tuple[Value, ...]
    beside: tuple[str, ...] = ()
    void_with: tuple[str, str, Value] | None = None


@dataclass(frozen=True)
class OptionCause:
    """An option that may cause a symptom: what it has to do with it, and how that is decided.

    `rules` names the rules whose findings show the cause in a configuration. With one of the typed
    values `ruled_out_by` the option is not the cause; None stands there for an option that is not
    set and has no default. With one of `never_with` Nova writes no such line
    at all, or none about an event with a word of `never_for` in its name, or none beside the
    symptoms `never_beside`.

    `harm` says on which side of its default a number does it: on the other one no rule shows the
    cause.

    `told_in` names the part of the pattern that is the option's value, or that of another one with
    the same part, `told_more` says how much more than that it is; `waited_in` names the part that
    says how many seconds were waited where the option bounds them. Where the lines have the part
    `part` and it is none of `part_is`, the option has nothing to do with them, with `part_needed`
    not where they lack it either; nor where each of them names an exception that is none of
    `raised`. `beside` names symptoms of which one must be in the lines read too for a finding with
    a fix to count.
    """

    group: str
    option: str
    why: str
    rules: tuple[str, ...] = ()
    ruled_out_by: tuple[Value, ...] = ()
    harm: Harm | None = None
    remedy: Remedy | None = None
    never_with: tuple[Value, ...] = ()
    never_for: tuple[str, ...] = ()
    never_beside: tuple[str, ...] = ()
    told_in: str = ""
    told_more: int = 0
    waited_in: str = ""
    raised: tuple[str, ...] = ()
    part: str = ""
    part_is: tuple[str, ...] = ()
    part_needed: bool = False
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signature:
    """One kind of log line.

    `anchors` are literal texts, one of which every such line holds; `pattern` is a regular
    expression that takes it apart, its named parts all that may be shown of a line. `releases` are
    the first and the last major version of Nova that logs it, None for one that still does.
    `elsewhere` says what causes it that no nova.conf shows, most likely first; `outside` whether
    that is likelier than any option. `sources` are places in the code: `15 path:line`, the major
    version of Nova first, or `libvirt-11.3.0 path:line` for what another program writes. `samples`
    are whole messages. `translations` are anchors in other languages that Nova ships.
    """

    name: str
    says: str
    anchors: tuple[str, ...]
    pattern: str
    level: str
    logger: str
    services: tuple[str, ...]
    stage: Stage
    releases: tuple[int, int | None]
    causes: tuple[OptionCause, ...]
    elsewhere: tuple[str, ...]
    sources: tuple[str, ...]
    samples: tuple[str, ...]
    outside: bool = False
    follows: tuple[str, ...] = ()
    translations: tuple[str, ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Whether it is logged at a level that most lines of a log have."""
        return self.level in ("INFO", "DEBUG")

    @property
    def page(self) -> str:
        """The address of its page."""
        return page_of(self.name)

    @property
    def span(self) -> str:
        """Its releases in words."""
        first, last = self.releases
        return f"Nova {first} to {last}" if last else f"Nova {first} and later"


def page_of(name: str) -> str:
    """Return the address of the page of a symptom."""
    return f"docs/symptoms/{name}.md"
