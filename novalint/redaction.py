"""Keeps secrets out of whatever is printed.

Hidden are the values of options that their release marks secret, or another one; of options that
the release does not know and whose name sounds or is spelt much like such a one; and the password
within any URL, live or commented out. Rather too much is hidden than too little.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from novalint.nearest import closest
from novalint.text import grammar
from novalint.wording import MASK, mask_urls

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.options import Schema
    from novalint.text.document import Assignment, Document
    from novalint.text.edits import Edit

ALIKE = 0.85
"""How alike a misspelt name and a secret option's must be, from 0 to 1."""
SHORTEST = 3
"""Characters from which on a quotation in a message can give a part of a secret away."""

_COMMENTED = re.compile(r"\s*[#;][#;\s]*([^\s=:#;\[]+)(\s*[=:]\s*)")
_LIVE = re.compile(r"\s*([^\s=:#;\[](?:[^=:]*[^\s=:])?)(\s*[=:]\s*)")
_HEADED = re.compile(r"\s*\[[^\]]*\]\s*([^\s=:#;\[]+)(\s*[=:]\s*)")
_SIGNLESS = re.compile(r"\s*([^\s=:#;\[]+)(\s+)(?=\S)(?=[^=:]+$)")
_TWO_WORDS = re.compile(r"[#;\s]*([^\s=:#;\[]+)(\s+)(?=[^\s=:]\S*\s*$)")
_INDENTED_COMMENT = re.compile(r"[#;][ \t]+(?![^\s=:]+\s*[=:])\S")
_QUOTED = re.compile(r"`([^`]+)`")
SECRET_ELSEWHERE = (
    "approle_role_id",
    "asyncio_connection",
    "asyncio_slave_connection",
    "attestation_auth_blob",
    "authorization_code",
    "backend_argument",
    "code",
    "connection",
    "fixed_key",
    "hmac_keys",
    "notification_transport_url",
    "slave_connection",
    "sql_connection",
    "transport_url",
)
"""What some release marks secret and does not sound so: a file may be for another release."""
_SOUNDS_SECRET = re.compile(
    r"pass(word|wd|phrase|code)|(^|_)pass$|pwd|secret|token|credential|private_?key|api_?key"
)
_LINE_END = re.compile(r"(\r\n|\r|\n)")


@dataclass(frozen=True)
class Redaction:
    """Masks the secrets of one configuration."""

    config: Config

    def mask(self, text: str) -> str:
        """Mask every line of a text that comes from, or goes to, the configuration's files."""
        if not text:
            return text
        pieces = _LINE_END.split(text)
        return "".join(self._line(piece) for piece in pieces)

    def source_line(self, document: Document, line: int) -> str:
        """Return a line (from 1) of a document without its line end, secrets masked."""
        if not 0 < line <= len(document.lines):
            return ""
        return self._line(line_text(document, line))

    def edit_text(self, document: Document, edit: Edit) -> str:
        """Return what an edit writes, masked whole where it goes into a secret value."""
        before = bisect_right(document.assignments, edit.start, key=_value_start)
        for assignment in document.assignments[before - 1 : before]:
            if edit.end <= assignment.raw.end and self._is_secret(assignment.option):
                return MASK if edit.text else ""
        return self.mask(edit.text)

    def message(self, text: str, document: Document, line: int, option: str) -> str:
        """Mask what a message about a line (from 1) quotes of a secret; the option's name stays.

        That is a secret of the line itself, or one that a value somewhere refers to.
        """
        raw = line_text(document, line) if 0 < line <= len(document.lines) else ""
        hidden = _hidden(raw, self._line(raw))

        def shown(hit: re.Match[str]) -> str:
            quoted = hit[1].rstrip("…")
            if len(quoted) < SHORTEST or quoted == option or _is_parameter(raw, quoted):
                return hit[0]
            secret = _touches(raw, quoted, hidden) or any(quoted in one for one in self._referred)
            return f"`{MASK}`" if secret else hit[0]

        return _QUOTED.sub(shown, text) if hidden or self._referred else text

    def _line(self, line: str) -> str:
        if _bare(line) in self._continuations:
            return line[: line.index(_bare(line))] + MASK
        for form in (_COMMENTED, _LIVE, _HEADED, _SIGNLESS, _TWO_WORDS):
            hit = form.match(line)
            if hit and hit.end() < len(line) and self._is_secret(hit[1]):
                return line[: hit.end()] + MASK
        return mask_urls(line)

    def _is_secret(self, name: str) -> bool:
        names = _names(self.config.schema)
        known = names.secret.get(name)
        if known is not None:
            return known
        plain = name.lower().replace("-", "_")
        return bool(_SOUNDS_SECRET.search(plain)) or _alike(plain, names.only_secret)

    @cached_property
    def _referred(self) -> tuple[str, ...]:
        """The values of options that are not secret themselves but refer to one that is."""
        borrowed = (one for one in self.config.settings if one.secret and not one.option.secret)
        values = (one.partial for one in borrowed)
        flat = (
            item for value in values for item in (value if isinstance(value, list) else [value])
        )
        return tuple(str(item) for item in flat if item is not None)

    @cached_property
    def _continuations(self) -> frozenset[str]:
        """The lines that go on with a secret value, bare as `_bare` leaves them."""
        return frozenset(
            bare
            for document in self.config.documents
            for body, option in _continued(document)
            if (bare := _bare(body)) and self._is_secret(option)
        )


def _is_parameter(raw: str, quoted: str) -> bool:
    """Return whether a text is the name of a parameter behind the `?` of a URL in a line."""
    query = raw.rpartition("@")[2].partition("?")[2]
    return quoted in (part.partition("=")[0] for part in query.split("&") if "=" in part)


def line_text(document: Document, line: int) -> str:
    """Return a line (from 1) as written, without its line end; a byte order mark belongs to it."""
    found = document.lines[line - 1]
    return document.text[found.start if line > 1 else 0 : found.stop]


class _Names(NamedTuple):
    """Every option name a release knows, and whether one of that name is secret; all that are.

    The latter have those that only other releases call secret.
    """

    secret: dict[str, bool]
    only_secret: tuple[str, ...]


@lru_cache(maxsize=32)
def _names(schema: Schema) -> _Names:
    found: dict[str, bool] = {}
    for option in schema:
        found[option.name] = option.secret or found.get(option.name, False)
    for option in schema.with_old_names():
        for _, old in option.old_names:
            found[old] = option.secret or found.get(old, False)
    secret = [name for name, is_secret in found.items() if is_secret]
    elsewhere = [name for name in SECRET_ELSEWHERE if name not in found]
    return _Names(found, (*secret, *elsewhere))


def _continued(document: Document) -> Iterator[tuple[str, str]]:
    """Return the lines that go on with a value, and its option.

    Lines that were to go on with it count too: commented out like their option, or cut off from it
    by a blank line or a comment.
    """
    option = commented = ""
    for line in document.lines:
        if isinstance(line, grammar.Assignment):
            option = line.name
        elif isinstance(line, grammar.Continuation) or _cut_off(line):
            yield line.body, option
        elif commented and type(line) is grammar.Comment and _INDENTED_COMMENT.match(line.body):
            yield line.body, commented
            continue
        elif isinstance(line, grammar.Header):
            option = ""
        template = _COMMENTED.match(line.body) if type(line) is grammar.Comment else None
        commented = template[1] if template else ""


def _cut_off(line: grammar.Line) -> bool:
    if not isinstance(line, grammar.Refused) or line.reason != grammar.NO_OPEN_VALUE:
        return False
    assigned = _LIVE.match(line.body)
    return assigned is None or assigned.end() == len(line.body)


def _value_start(assignment: Assignment) -> int:
    return assignment.raw.start


def _bare(line: str) -> str:
    """Return a line without its indent and comment signs: fixes change these."""
    return line.rstrip().lstrip("\ufeff#; \t")


@lru_cache(maxsize=1024)
def _alike(name: str, names: tuple[str, ...]) -> bool:
    near = [one for one in names if _may_be_alike(one, name)]
    if not near:
        return False
    return bool(closest(name, near, 1, ALIKE))


def _may_be_alike(one: str, other: str) -> bool:
    """Tell from their letters alone, which difflib looks at first too but is slow to import."""
    wanted = ALIKE * (len(one) + len(other)) / 2
    if min(len(one), len(other)) < wanted:
        return False
    return sum(min(one.count(sign), other.count(sign)) for sign in set(one)) >= wanted


def _hidden(raw: str, shown: str) -> range:
    """Return the offsets in a line of what its shown form hides."""
    if raw == shown:
        return range(0)
    same = zip(raw, shown, strict=False)
    start = next((at for at, (one, other) in enumerate(same) if one != other), len(shown))
    tail = len(shown) - shown.rindex(MASK) - len(MASK)
    return range(min(start, shown.rindex(MASK)), len(raw) - tail)


def _touches(raw: str, quoted: str, hidden: range) -> bool:
    """Return whether a quotation shows anything of what is hidden in a line."""
    hits = (hit.span() for hit in re.finditer(re.escape(quoted), raw))
    return any(start < hidden.stop and hidden.start < end for start, end in hits)
