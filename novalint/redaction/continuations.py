"""Lines that go on with a value of the line above, and what they hide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.looks import Stretches, value_secrets
from novalint.patterns import lazy_pattern
from novalint.records import NamedTuple
from novalint.redaction.lines import line_secrets, says_of_option
from novalint.redaction.values import bare_line
from novalint.text import grammar

if TYPE_CHECKING:
    from novalint.redaction.names import Names

_TEMPLATE = lazy_pattern(r"\s*[#;][#;\s]*([^\s=:#;\[]+)\s*[=:]")
_INDENTED_COMMENT = lazy_pattern(r"[#;][ \t]+(?![^\s=:]+\s*[=:])\S")
_JSON_KEY = lazy_pattern(r'"\w{1,60}"[ \t]{0,9}:')
_URL = lazy_pattern(r"\bhttps?://[\w.\-\[\]:/]{1,200}")
_PAIR = lazy_pattern(r"\s*([a-z]{1,20})=[a-z]{1,20},?\s*")
_ONE_WORD = lazy_pattern(r"[#;]\s*\S+\s*")


class Continued(NamedTuple):
    """A line that goes on with a value, what of it is hidden, and whether it is live."""

    body: str
    live: bool
    secrets: Stretches


def continued(lines: Iterable[grammar.Line], names: Names) -> Iterator[Continued]:
    """Yield the lines that go on with a value.

    Those that were to go on with it count too: commented out like their option, or refused. Those
    of an option that is harmless are prose where they are commented out; so is what stands below an
    option without a value, unless it is a single word, and what says what became of an option.
    """
    commented = owner = ""
    hollow = False
    harmless = _Harmless(names)
    for line in lines:
        goes_on = harmless.take(line)
        if isinstance(line, (grammar.Continuation, grammar.Refused)):
            is_secret = bool(owner) and names.is_secret(owner)  # then a number is one, too
            hidden = _all_of(line.body) if is_secret else line_secrets(line.body, names)
            yield Continued(line.body, True, () if goes_on else hidden)
        elif commented and isinstance(line, grammar.Comment) and _INDENTED_COMMENT.match(line.body):
            if not says_of_option(line.body, names):
                yield _commented_out(line.body)
                continue
        elif hollow and _ONE_WORD.fullmatch(line.body):
            yield _commented_out(line.body)
        owner = line.name if isinstance(line, grammar.AssignmentLine) else owner
        hollow = isinstance(line, grammar.AssignmentLine) and not (
            line.value or names.is_harmless(line.name)
        )
        assigns = isinstance(line, grammar.Comment) and ("=" in line.body or ":" in line.body)
        template = _TEMPLATE.match(line.body) if assigns else None
        commented = template[1] if template and not names.is_harmless(template[1]) else ""


def _commented_out(body: str) -> Continued:
    return Continued(body, False, _all_of(body))


def _all_of(body: str) -> Stretches:
    """Return all of a line but its indent and its comment sign; nothing where that is all."""
    bare = bare_line(body)
    return ((body.index(bare), len(body)),) if bare else ()


class _Harmless:
    """Follows a value of a harmless option from line to line, as long as all of it is harmless.

    A line goes on with it where the one above ends with a comma or an opening bracket, or where the
    option has nothing on its own line. One that looks like an assignment of its own may be of a
    secret, and so may all below it.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._above: grammar.AssignmentLine | grammar.Continuation | None = None
        self._is_hollow = False

    def take(self, line: grammar.Line) -> bool:
        """Return whether a line goes on with such a value; names are asked for where one may."""
        if isinstance(line, grammar.AssignmentLine):
            self._above, self._is_hollow = line, not line.value
            return False
        is_part = isinstance(line, grammar.Continuation) and self._goes_on(line.value)
        self._above = line if is_part and isinstance(line, grammar.Continuation) else None
        return is_part

    def _goes_on(self, text: str) -> bool:
        above = self._above
        if above is None:
            return False
        written = above.value.removesuffix("\\").rstrip()
        if not (self._is_hollow or written.endswith((",", "{", "["))):
            return False
        if isinstance(above, grammar.AssignmentLine):
            harmless = self._names.is_harmless(above.name) and not value_secrets(above.value)
            return harmless and self._is_value(text)
        return self._is_value(text)

    def _is_value(self, text: str) -> bool:
        if value_secrets(text):
            return False
        rest = _JSON_KEY.sub("", text)  # as of `[pci] alias`; without quotes it is an option
        rest = _URL.sub("", rest) if "://" in rest else rest
        pair = _PAIR.fullmatch(rest)
        if pair:  # as of `[libvirt] disk_cachemodes`
            return not (self._names.is_secret(pair[1]) or self._names.is_meant(pair[1]))
        return not ("=" in rest or ":" in rest)
