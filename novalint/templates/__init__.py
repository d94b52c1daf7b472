"""Templates of a nova.conf: what is known of the text that they will be rendered to."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from novalint.annotations import TYPE_CHECKING
from novalint.records import replace
from novalint.templates.languages import Language, language_of

if TYPE_CHECKING:
    from novalint.templates.nesting import TemplateNode
    from novalint.templates.tokens import Token
    from novalint.text.source_map import Embedded, JoinedLines

__all__ = ["Language", "embedded", "joined_by", "language_of", "nodes_of"]

_MAY_BRING_MORE = frozenset({"macro", "call", "filter", "block", "define"})
"""Statements beside those that name another file: what they hold may come out anywhere."""


def embedded(text: str, language: str) -> Embedded:
    """Return the nova.conf in a template: its literal text, with a word for each expression.

    Branches of a conditional stand one below the other, each with its place in `branches`; one that
    has no `else` has an empty branch more, which is taken where no other is. Equal expressions have
    equal words (`{{user}}`), which `novalint.config.unknown.placeholder` knows. A line that may be
    anything becomes a comment; where branches leave it open which group they end in, a header
    `[{{group}}]` stands in front of what follows.

    `language` is one of Language; ValueError for another. Whatever the text holds is read.
    """
    from novalint.templates.assembly import assembled
    from novalint.templates.nesting import nested

    form = Language(language)
    tokens = _READERS[form](text)
    more = any(token.name in _MAY_BRING_MORE for token in tokens)
    return replace(
        assembled(text, nested(tokens), str(form), more=more), joined=joined_by(language)
    )


def joined_by(language: str) -> JoinedLines | None:
    """Return what finds lines that may come out behind the text above them; None for none.

    Of the languages only Jinja2 leaves line ends to what renders it.
    """
    return _joined_lines if language == Language.JINJA else None


def _joined_lines(text: str, offsets: Iterable[int]) -> frozenset[int]:
    from novalint.templates.joining import joined_lines

    return joined_lines(text, offsets)


def nodes_of(text: str, language: str) -> list[TemplateNode]:
    """Return what a template is made of: its tokens, in the blocks that they make up."""
    from novalint.templates.nesting import nested

    return nested(_READERS[Language(language)](text))


def _jinja(text: str) -> list[Token]:
    from novalint.templates import jinja
    from novalint.templates.layout import laid_out
    from novalint.templates.nesting import without_captured

    settings = jinja.settings_of(text)
    tokens = without_captured(jinja.tokens(text, settings))
    return laid_out(text, tokens, settings.layout)


def _go(text: str) -> list[Token]:
    from novalint.templates import go
    from novalint.templates.layout import EXACT, laid_out

    return laid_out(text, list(go.tokens(text)), EXACT)


def _erb(text: str) -> list[Token]:
    from novalint.templates import erb

    return list(erb.tokens(text))


def _shell(text: str) -> list[Token]:
    from novalint.templates import shell

    return list(shell.tokens(text))


_READERS: dict[Language, Callable[[str], list[Token]]] = {
    Language.JINJA: _jinja,
    Language.GO: _go,
    Language.ERB: _erb,
    Language.SHELL: _shell,
}
