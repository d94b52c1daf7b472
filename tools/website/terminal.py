"""The picture on the first page: what the program writes on a terminal, made with the site.

It is the first example of the page, with the colours that the program itself gives it.
"""

from __future__ import annotations

import contextlib
import html
import io
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from novalint.cli import main
from novalint.reports.terminal import DIFF, GUTTER, RESET, SEVERITY, STRONG

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGE = "README"
ROOT = Path(__file__).parents[2]
CLASSES = {
    STRONG: "strong",
    GUTTER: "gutter",
    **{code: level for level, code in SEVERITY.items()},
    DIFF["-"]: "removed",
    DIFF["+"]: "added",
    DIFF["@"]: "range",
}
_EXAMPLE = re.compile(r"^```console\n\$ novalint (.*)\n(?:.*\n)*?```\n", re.MULTILINE)
_BLANK = re.compile(r"\n *(?=\n)")
_PAINTED = re.compile(r"(\x1b\[[\d;]+m)(.*?)" + re.escape(RESET), re.DOTALL)


def picture(line: str) -> str:
    """Return what a command shows as HTML; `line` is what is typed behind `novalint`."""
    shown = _PAINTED.sub(_span, html.escape(_output(line.split()), quote=False))
    typed = html.escape(f"$ novalint {line}", quote=False)
    body = f'<span class="typed">{typed}</span>\n{shown}'
    return f'<div class="terminal">{body}</div>'


def with_picture(text: str) -> str:
    """Return the page with the picture in the place of its first example."""
    example = _EXAMPLE.search(text)
    if example is None:
        return text
    shown = _BLANK.sub("\n&nbsp;", picture(example[1]))  # a blank line would end the HTML
    return f"{text[: example.start()]}{shown}\n{text[example.end() :]}"


def _output(words: list[str]) -> str:
    written = io.StringIO()
    before = Path.cwd()
    os.chdir(ROOT)  # the paths of the example are those of the checkout
    try:
        with contextlib.redirect_stdout(written), contextlib.redirect_stderr(written):
            main([*words, "--color", "always"])
    finally:
        os.chdir(before)
    return written.getvalue().rstrip("\n")


def _span(hit: re.Match[str]) -> str:
    return f'<span class="{CLASSES.get(hit[1], "strong")}">{hit[2]}</span>'


def _add_picture(app: Sphinx, page: str, source: list[str]) -> None:
    if page == PAGE:
        source[0] = with_picture(source[0])


def setup(app: Sphinx) -> dict[str, bool]:
    """Take part in the build, as Sphinx asks of its extensions."""
    app.connect("source-read", _add_picture)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
