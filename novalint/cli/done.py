"""What `set` and `unset` say when they have written a file: which options, and on which lines."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.cli.advice import MOST_LINES, lines_said, named
from novalint.cli.output import say
from novalint.engine.safety import patched
from novalint.text.writing import live
from novalint.wording import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novalint.config.model import Config
    from novalint.schema.options import Name
    from novalint.text.content import Assignment
    from novalint.text.document import Document
    from novalint.text.edits import Patch


def say_set(config: Config, patch: Patch, names: Sequence[Name]) -> None:
    """Say of a patch that is written which options it has set, and where they now stand."""
    before, after = config.documents[-1], patched(config, patch).documents[-1]
    changed = [name for name in names if _values(before, name) != _values(after, name)]
    _say_done("set", after, {name: live(after, *name) for name in changed or names})


def say_unset(document: Document, lines: dict[Name, list[Assignment]]) -> None:
    """Say of a file which lines of which options are commented out; none of them moves."""
    own = {name: sorted(these, key=_start) for name, these in lines.items() if these}
    _say_done("commented out", document, own)


def _say_done(what: str, document: Document, lines: dict[Name, list[Assignment]]) -> None:
    if len(lines) > MOST_LINES:
        said = f"{len(lines)} options"
    else:
        *first, last = (_placed(document, name, own) for name, own in lines.items())
        said = f"{', '.join(first)} and {last}" if first else last
    say(f"{what} {said} in {shown(document.path)}")


def _placed(document: Document, name: Name, lines: list[Assignment]) -> str:
    return named(name) + (f" ({lines_said(document, lines)})" if lines else "")


def _start(line: Assignment) -> int:
    return line.span.start


def _values(document: Document, name: Name) -> list[str]:
    return [line.value for line in live(document, *name)]
