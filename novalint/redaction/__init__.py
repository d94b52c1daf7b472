"""Keeps secrets out of whatever is printed: what is not known to be harmless is hidden.

Shown are values of options that some release knows and that none calls secret, as far as they look
like words, numbers, addresses or paths; names that are known, or made of words; prose of comments.
Hidden are all other values and lines, and of URLs the user and the query: rather too much.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, partial

from novalint.annotations import TYPE_CHECKING, Any
from novalint.looks import Masked, Stretches, gives_random, is_flag, value_secrets
from novalint.patterns import lazy_pattern
from novalint.records import dataclass
from novalint.redaction.continuations import continued
from novalint.redaction.lines import comment_secrets, line_secrets, merged
from novalint.redaction.names import PARAMETERS, Names, names_of
from novalint.redaction.quotations import Elsewhere, Hidden, SearchableText
from novalint.redaction.statements import statement_secrets
from novalint.redaction.texts import (
    item_lines,
    key_free_lines,
    line_text,
    lines_of,
    shown_line,
    statement_lines,
)
from novalint.redaction.values import bare_line, flat, has_login, partly
from novalint.wording import MASK

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.text.document import Document
    from novalint.text.edits import Edit

_QUOTED = lazy_pattern(r"`([^`]+)`")
_KEY = lazy_pattern(r"(?:- )?[\w./-]{1,60}:\s*(?:[|>][+-]?[1-9]?)?|(?:#\s*)?type: multistring")
"""A key of a YAML file with nothing behind it, and Helm's word for several values."""
_LINE_END = lazy_pattern(r"(\r\n|\r|\n)")


@dataclass(frozen=True)
class Redaction:
    """Masks the secrets of one configuration.

    `written` are files as a patch makes them. Below what it comments out stand prose of the files
    and its own reasons: what of a value goes on there is known from the files as they were.
    """

    config: Config
    written: tuple[Document, ...] = ()

    def mask(self, text: str) -> str:
        """Mask every line of a text that comes from, or goes to, the configuration's files."""
        if not text:
            return text
        pieces = _LINE_END.split(text)
        return "".join(self._line(piece) for piece in pieces)

    def source_line(self, document: Document, line: int) -> str:
        """Return a line (from 1) of a document's file without its line end, secrets masked."""
        text = shown_line(document, line)
        return "" if text is None else self._line(text)

    def edit_text(self, document: Document, edit: Edit) -> str:
        """Return what an edit writes, with that masked which is hidden in the lines it makes."""
        text = document.file.text
        start = max(text.rfind("\n", 0, edit.start), text.rfind("\r", 0, edit.start)) + 1
        behind = _LINE_END.search(text, edit.end)
        end = behind.start() if behind else len(text)
        head = edit.start - start
        edited = text[start : edit.start] + edit.text + text[edit.end : end]
        return _masked_within(edited, self._secrets, head, head + len(edit.text))

    def message(self, text: str, document: Document, line: int, option: str) -> str:
        """Mask what a message about a line (from 1) of a file quotes of what is hidden.

        The option stays. That is a secret of the option that the line belongs to, one that a value
        somewhere refers to, or one of any other line.
        """
        if "`" not in text:
            return text
        here = self._here(document, line, option)

        def shown(hit: re.Match[str]) -> str:
            return f"`{MASK}`" if self._gives_away(hit[1], here, option) else hit[0]

        return _QUOTED.sub(shown, text)

    def _here(self, document: Document, line: int, option: str) -> Hidden:
        own = document.own_lines(line)
        key = document.path, line, option if len(own) > 1 else ""
        if key not in self._asked:
            self._asked[key] = Hidden.of(statement_lines(document, own, option), self._secrets)
        return self._asked[key]

    @cached_property
    def _asked(self) -> dict[tuple[str, int, str], Hidden]:
        """What is hidden of the options on the lines that messages were about."""
        return {}

    def prose(self, text: str) -> str:
        """Mask what a comment says of a secret."""
        return str(Masked(text, comment_secrets(text, 0, self.names)))

    def option(self, name: str) -> str:
        """Return the name of an option, masked where it may be a value."""
        return name if not name or self.names.is_shown(name) else MASK

    def group(self, name: str) -> str:
        """Return the name of a group, masked where it may be something else."""
        return name if not name or self.names.is_group(name) else MASK

    def value(self, setting: Setting) -> Any:
        """Return the typed value of a setting, or a mask in its place."""
        value = setting.partial
        if value is None or (isinstance(value, (bool, int, float)) and not setting.secret):
            return value
        if setting.secret:
            return MASK
        if setting.is_plain_default:
            return value
        written = (line for place in setting.places for line in lines_of(*place))
        if not any(map(self._secrets, written)) and not any(map(value_secrets, flat(value))):
            return value
        return partly(value)

    def error(self, setting: Setting) -> str | None:
        """Return why Nova would fail to read an option, without what is hidden of its line."""
        place = setting.fault.place if setting.fault else None
        if setting.error is None or place is None:
            return setting.error
        return self.message(setting.error, place.document, place.position.line, setting.name)

    @cached_property
    def names(self) -> Names:
        """What the release knows of names."""
        return names_of(self.config.schema)

    def _line(self, line: str) -> str:
        hidden = self._secrets(line)
        return str(Masked(line, hidden)) if hidden else line

    def _secrets(self, line: str) -> Stretches:
        bare = bare_line(line) if self._continuations else ""
        hidden = self._continuations.get(bare)
        if hidden or (hidden is not None and line[:1].isspace()):
            before = line.index(bare)
            return tuple((start + before, end + before) for start, end in hidden)
        if line[:1] in ("#", ";") and (known := self._commented_out(line)):
            return known
        if self._odd_names and line[:1] in ("#", ";"):
            named = [hit.span(1) for hit in self._odd_names.finditer(line)]
            return merged([*named, *line_secrets(line, self.names)])
        if self.config.hosted:
            return self._hosted(line)
        return line_secrets(line, self.names)

    def _commented_out(self, line: str) -> Stretches:
        """Return what a comment hides that is a live line of the files otherwise."""
        bare = bare_line(line)
        hidden = self._live.get(bare, ())
        at = line.index(bare)
        return tuple((start + at, end + at) for start, end in hidden)

    @cached_property
    def _live(self) -> dict[str, Stretches]:
        """The lines of options, bare, that hide something: a patch may comment them out."""
        lines: dict[str, Stretches] = {}
        for document in self.config.documents:
            for assignment in document.assignments:
                line = shown_line(document, document.position(assignment.span.start).line) or ""
                bare = bare_line(line)
                if bare and bare not in lines and line.lstrip()[:1] not in ("#", ";"):
                    at, hidden = line.index(bare), self._secrets(line)
                    lines[bare] = tuple((max(one - at, 0), two - at) for one, two in hidden)
        return lines

    def _hosted(self, line: str) -> Stretches:
        """Judge a line of a host: one that contains several options by each of them."""
        from novalint.redaction.flow import RESOURCE, RESOURCE_VALUE, flow_secrets, item_and_note
        from novalint.redaction.loops import literals

        if line.strip() in self._fed:
            return literals(line)
        plain = bare_line(line)
        if plain in self._items:  # also commented out
            return ()
        if plain in self._item_kinds[1] and line.lstrip().startswith("#"):
            return ((line.index(plain), line.index(plain) + len(plain)),)
        item, note = item_and_note(line)
        if item.strip() in self._items:
            return comment_secrets(line, len(item), self.names) if note else ()
        bare = line.lstrip()
        before = len(line) - len(bare)
        if value := RESOURCE_VALUE.fullmatch(bare):
            start, end = value.span(2)
            return () if value[1] in self._items else ((before + start, before + end),)
        if resource := RESOURCE.fullmatch(bare):
            is_known = self.names.is_group(resource[1]) and self.names.is_shown(resource[2])
            return () if is_known else ((before, before + resource.end(2)),)
        known = flow_secrets(bare, self._inner)
        if known is None:
            return _shifted(line, self.names)
        return tuple((start + before, end + before) for start, end in known)

    def _inner(self, line: str) -> Stretches:
        """Judge one option of a line that contains several."""
        hidden = self._continuations.get(bare_line(line))
        return line_secrets(line, self.names) if hidden is None else self._secrets(line)

    @cached_property
    def _fed(self) -> frozenset[str]:
        from novalint.redaction.loops import fed_statements

        return fed_statements((*self.config.documents, *self.written), self.names)

    @property
    def _items(self) -> frozenset[str]:
        """The lines of a host, bare and without a comment, that hold items of harmless options."""
        return self._item_kinds[0]

    @cached_property
    def _item_kinds(self) -> tuple[frozenset[str], frozenset[str]]:
        """The lines of a host, bare, of items that are shown, and those of all other options."""
        lines: dict[bool, set[str]] = {True: set(), False: set()}
        texts: set[str] = set()
        for document in (*self.config.documents, *self.written):
            for assignment in document.assignments if document.host else ():
                is_harmless = self.names.is_harmless(assignment.option)
                lines[is_harmless].update(item_lines(document.host, assignment.span))
                texts.update(() if is_harmless else key_free_lines(document.host, assignment.span))
        shown = lines[True] - lines[False]
        safe = (line for line in shown if not value_secrets(line.partition(" ")[2]))
        return frozenset(safe), frozenset(texts)

    @cached_property
    def _odd_names(self) -> re.Pattern[str] | None:
        """A pattern for names that may be values, which a comment of an upgrade would repeat.

        It looks ahead at each place for the longest, so that none hides behind another.
        """
        options = (
            assignment.option
            for document in (*self.config.documents, *self.written)
            for assignment in document.assignments
        )
        odd = {option for option in options if not self.names.is_shown(option)}
        longest_first = sorted(odd, key=len, reverse=True)
        return re.compile(f"(?=({'|'.join(map(re.escape, longest_first))}))") if odd else None

    def _gives_away(self, quotation: str, here: Hidden, option: str) -> bool:
        quoted = quotation.rstrip("…").replace(r"\x60", "`")
        group, _, name = quoted.rpartition("] ")
        if name == option and self.names.is_shown(name) and self.group(group[1:]) != MASK:
            return False
        if any(quoted in value for value in self._referred) or has_login(quoted):
            return True
        as_name, as_value = here.is_all(quoted), here.touches(quoted)
        if self.names.is_choice(option, quoted):  # of this line's option, which messages list
            as_value = as_value and is_flag(quoted)
        else:
            as_value = as_value or self._elsewhere.holds(quoted)
        if as_name == as_value:  # what all releases know of names need not be loaded
            return as_name
        plain = name.lstrip("?&").rstrip("=")
        is_known = self.names.knows(plain) or plain in PARAMETERS
        is_named = is_known and (not group or self.names.is_group(group[1:]))
        return as_name if is_named or self.names.knows_group(quoted) else as_value

    @cached_property
    def _elsewhere(self) -> Elsewhere:
        """All that is hidden in the files."""
        return Elsewhere(map(_searched, self.config.documents), self._secrets)

    @cached_property
    def _referred(self) -> tuple[str, ...]:
        """The values of options that are not secret themselves but refer to one that is."""
        borrowed = (
            setting
            for setting in self.config.settings
            if setting.secret and not setting.option.secret
        )
        return tuple(item for setting in borrowed for item in flat(setting.partial) if item)

    @cached_property
    def _continuations(self) -> dict[str, Stretches]:
        """The lines that go on with a value, bare as `bare_line` leaves them, and what they hide.

        A fix may comment them out or move them, and by themselves they would be prose then.
        """
        hidden: dict[str, Stretches] = {}
        known = (self.config.documents, False), (self.written, True)
        for documents, live_alone in known:
            for document in documents:
                for line in continued(document.lines, self.names):
                    if (bare := bare_line(line.body)) and (line.live or not live_alone):
                        at = line.body.index(bare)
                        secrets = [(start - at, end - at) for start, end in line.secrets]
                        hidden[bare] = merged([*hidden.get(bare, ()), *secrets])
        return hidden


def _searched(document: Document) -> SearchableText:
    """Return a document's text as it is, where folding its case leaves each sign in its place."""
    if document.text.isascii():
        starts = [line.start for line in document.lines]
        return SearchableText(document.text.lower(), starts, partial(_line_at, document))
    return SearchableText.of([line_text(document, at + 1) for at in range(len(document.lines))])


def _line_at(document: Document, at: int) -> str:
    return line_text(document, at + 1)


def _masked_within(text: str, secrets: Callable[[str], Stretches], start: int, end: int) -> str:
    """Return a part of a text with that masked which is hidden in its lines."""
    shown, at = [], 0
    for piece in _LINE_END.split(text):
        first, last = max(start - at, 0), min(end - at, len(piece))
        if first < last:
            hidden = ((max(one, first), min(two, last)) for one, two in secrets(piece))
            inside = tuple((one - first, two - first) for one, two in hidden if one < two)
            shown.append(str(Masked(piece[first:last], inside)))
        at += len(piece)
    return "".join(shown)


def _shifted(line: str, names: Names) -> Stretches:
    """Judge a line of a host by what follows its indent.

    Lines that go on with a value are known otherwise. Keys and statements are no values.
    """
    bare = line.lstrip()
    if _KEY.fullmatch(bare) and not gives_random(bare):
        return ()
    before = len(line) - len(bare)
    hidden = statement_secrets(bare.rstrip(), names) if bare[:1] in ("{", "<") else None
    hidden = line_secrets(bare, names) if hidden is None else hidden
    return tuple((start + before, end + before) for start, end in hidden)
