"""Colours for examples of the command line: what is typed, and the lines of diffs, stand out.

Pygments' own lexer takes a line that starts with `#` for a prompt of the superuser; in what
novalint shows it is a comment of a nova.conf.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pygments.lexer import RegexLexer, bygroups
from pygments.token import Generic, Text

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Console(RegexLexer):
    """Tells the lines that are typed from all others."""

    name = "Commands and what they show"
    aliases: ClassVar = ["console"]
    tokens: ClassVar = {
        "root": [
            (r"^([$>])( .*\n)", bygroups(Generic.Prompt, Generic.Strong)),
            (r"^ *(?:---|\+\+\+) .*\n", Generic.Heading),
            (r"^ *@@ .*\n", Generic.Subheading),
            (r"^ *\+.*\n", Generic.Inserted),
            (r"^ *-.*\n", Generic.Deleted),
            (r".*\n", Text),
        ],
    }


def setup(app: Sphinx) -> dict[str, bool]:
    """Take part in the build, as Sphinx asks of its extensions."""
    app.add_lexer("console", Console)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
