"""What a rule finds, where, and how it can be mended."""

from __future__ import annotations

from enum import Enum

from novalint.annotations import TYPE_CHECKING, Any
from novalint.records import NamedTuple, dataclass, field, replace
from novalint.text.edits import Patch
from novalint.weighed import Weighed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.text.document import Document
    from novalint.text.source import Position, Span

FAILURE = "rule-failure"
"""The rule of findings that say what could not be found out; nobody can accept these."""


class Severity(Weighed):
    """How bad a finding is; `Severity.ERROR > Severity.WARNING`.

    error: a service does not start, or what is configured cannot work. warning: it misbehaves.
    info: something without effect, or worth knowing.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    def __str__(self) -> str:
        return self.value


class Safety(str, Enum):
    """Whether a fix is proven to leave everything that Nova reads as it was."""

    SAFE = "safe"
    UNSAFE = "unsafe"

    def __str__(self) -> str:
        return self.value


class Location(NamedTuple):
    """A stretch of a file; lines and columns from 1, offsets from 0, the end not included.

    `embedded` tells texts of one host apart; it is empty for a file that stands for itself.
    """

    path: str
    start: Position
    end: Position
    embedded: str = ""

    @classmethod
    def of(cls, document: Document, span: Span) -> Location:
        """Return where a span of a document is: in its host, where it stands within one."""
        host = document.host
        if host is not None:
            start, end = map(host.line_index.position, host.span(span))
            return cls(host.path, start, end, host.name)
        return cls(document.path, document.position(span.start), document.position(span.end))

    def __str__(self) -> str:
        name = f" ({self.embedded})" if self.embedded else ""
        return f"{self.path}{name}:{self.start.line}:{self.start.column}"


class SuppressionKind(str, Enum):
    """Where a finding is accepted: by a comment in its file, or by a baseline."""

    IN_SOURCE = "inSource"
    BASELINE = "baseline"

    def __str__(self) -> str:
        return self.value


class Suppression(NamedTuple):
    """Why a finding is put aside; `reason` is what the comment says, empty for a baseline."""

    kind: SuppressionKind
    reason: str


class Note(NamedTuple):
    """Another place that a finding is about, and what it has to do with it."""

    message: str
    location: Location


@dataclass(frozen=True)
class Fix:
    """One way to mend a finding; unsafe ones change what Nova does and are only made on demand.

    `adds` says that it sets an option that no file read here sets: another file may. `costs` is the
    price of what is changed, where it has one that an operator has to know. `unproven` says that
    its rule means it to keep what Nova reads, and that this is not proven here.
    """

    title: str
    patch: Patch
    safety: Safety = Safety.UNSAFE
    adds: bool = False
    costs: str = ""
    unproven: bool = field(default=False, compare=False, repr=False)

    @property
    def keeps(self) -> bool:
        """Whether it is meant to keep what Nova reads."""
        return self.safety is Safety.SAFE or self.unproven


class Unmended(NamedTuple):
    """Why a finding has no fix in a file that others read, which its message ends with.

    `said` is the message without that. What follows from files of one `host` alone follows from
    the options that `cause` names, and others read `shared`.
    """

    said: str
    host: str = ""
    cause: str = ""
    shared: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong or worth knowing.

    A rule says what, where and how to mend it (the recommended fix first); the engine adds the
    rule's name, theme and severity, the page that explains it, and `content`: the line as written,
    with secrets masked, which tells two findings of one rule apart wherever the lines move.
    `readers` are the services that read the option, where that is known; `on_reload` says whether
    a running one takes a new value on SIGHUP, without a restart.
    A rule gives an `override` only where the facts make its severity differ from the declared one.
    `suppression` is there where somebody accepted the finding; `lowered` says that settings made it
    milder than the rule does. `scope` is what was compared where the finding is about several nodes
    (cloud, cell, pool or broker), and `node` the one that it stands at. `selected` says that its
    rule or theme is selected by name; advice about several nodes never is. `unmended` says why it
    has no fix although its rule knows one, or would have to change a line of others.
    """

    message: str
    location: Location
    group: str = ""
    option: str = ""
    fixes: tuple[Fix, ...] = ()
    related: tuple[Note, ...] = ()
    override: Severity | None = None
    severity: Severity = Severity.WARNING
    rule: str = ""
    theme: str = ""
    url: str = ""
    content: str = field(default="", repr=False)
    readers: tuple[str, ...] = ()
    on_reload: bool = False
    suppression: Suppression | None = None
    lowered: bool = False
    scope: str = ""
    node: str = ""
    selected: bool = False
    unmended: Unmended | None = field(default=None, compare=False, repr=False)

    @property
    def pointer(self) -> str:
        """Where to read on: a command, or the address of a page; empty where there is neither.

        A page of novalint's own is within reach of every installation as a command alone.
        """
        if self.url.startswith("docs/rules/"):
            return f"novalint explain {self.rule}"
        return f"see {self.url}" if self.url else ""

    def linked(self, pages: str) -> Finding:
        """Return finding with its page at another address, in which `{rule}` is its rule's name.

        A page of a plugin's own, and an empty address, change nothing.
        """
        ours = self.url.startswith("docs/rules/")
        return replace(self, url=pages.replace("{rule}", self.rule)) if pages and ours else self

    @property
    def is_advice(self) -> bool:
        """Whether following it would change what Nova does although nothing is wrong."""
        unsafe = any(fix.safety is Safety.UNSAFE for fix in self.fixes[:1])
        return unsafe and self.severity is Severity.INFO

    @property
    def waits(self) -> bool:
        """Whether it is advice that nobody asked for, which no fix follows."""
        return self.is_advice and not self.selected

    @property
    def fingerprint(self) -> str:
        """A name for this finding that stays the same while other lines come and go."""
        return self.fingerprint_in(plain_path(self.location.path))

    def fingerprint_in(self, path: str) -> str:
        """Return the name that this finding has where its file is called by another path."""
        from hashlib import sha256

        parts: tuple[str, ...] = (self.rule, path, self.group, self.option, self.content)
        if self.location.embedded:
            parts = (*parts, self.location.embedded)
        return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def plain_path(path: str) -> str:
    """Return a path without what says nothing: `./nova.conf` is `nova.conf`."""
    from posixpath import normpath

    return normpath(path)


def spellings(path: str) -> tuple[str, ...]:
    """Return a path as it is called, then from the root or from the working directory instead.

    A hook names the files of a repository otherwise than an editor does. There is no other one for
    an absolute path elsewhere, nor where the working directory is gone.
    """
    from pathlib import Path
    from posixpath import isabs, join, normpath, relpath

    plain = plain_path(path)
    try:
        here = str(Path.cwd())
    except FileNotFoundError:
        return (plain,)
    if not isabs(plain):
        return plain, normpath(join(here, plain))
    return (plain, relpath(plain, here)) if plain.startswith(f"{here}/") else (plain,)


class SettingsUse(NamedTuple):
    """A settings file, None where none counted, and what it makes of a configuration's findings.

    `ignored` are those of rules that it leaves out, `lowered` those that it made milder; `accepted`
    are those that a comment or a baseline accepts.
    """

    path: str | None
    ignored: int = 0
    lowered: int = 0
    accepted: int = 0


class UnknownOption(NamedTuple):
    """An option whose value is not known here; `location` is None where no file sets it."""

    group: str
    option: str
    location: Location | None


@dataclass(frozen=True)
class NotRun:
    """A rule that could not be decided, and why.

    That is for want of deployment facts, `needs`, or since it reads options whose values are not
    known here, `unknown`: a tool has yet to write them, or the host decides.
    """

    rule: str
    needs: tuple[str, ...]
    unknown: tuple[UnknownOption, ...] = ()

    def __iter__(self) -> Iterator[Any]:
        """Yield rule and needs, which was all there was in version 0.1."""
        return iter((self.rule, self.needs))

    @property
    def why(self) -> str:
        """What the rule lacks, as a phrase after its name."""
        if self.needs:
            return f"needs {', '.join(self.needs)}"
        names = (
            f"[{unknown.group}] {unknown.option}"
            + (f" ({unknown.location})" if unknown.location else "")
            for unknown in self.unknown
        )
        return f"reads {', '.join(names)}, whose value is not known here"

    @property
    def order(self) -> tuple[str, ...]:
        """What lists of these are sorted by."""
        places = (str(unknown.location or "") for unknown in self.unknown)
        names = (f"{unknown.group}.{unknown.option}" for unknown in self.unknown)
        return self.rule, *self.needs, *names, *places
