"""The symptoms' data: how the lines of each kind are known, for a page on which one pastes a log.

As the explorer's data it is a script, so that the page works from a folder too. A symptom is
[name, what it says, anchors, translations, pattern, whether it is of INFO or DEBUG, samples]; a
pattern is a regular expression as JavaScript writes it. How lines are read, the same for all, is an
object of further patterns, names and limits, those of the modules of novalint.logs.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from novalint.logs import (
    cut_lines,
    escapes,
    foreign,
    json_lines,
    pasted,
    searching,
    spread,
    stand_ins,
)
from novalint.logs.catalogue import signatures

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGE = "docs/symptoms/README"
HERE = Path(__file__).parent
MARK = "<!-- The site has a field here, into which a line of a log is pasted. -->\n"
_NAME = re.compile(r"\(\?P<(\w+)>")


def data() -> list[list[Any]]:
    """Give all that the page knows, in the shape that stands above."""
    return [
        [
            signature.name,
            signature.says,
            list(signature.anchors),
            list(signature.translations),
            _in_javascript(signature.pattern),
            signature.is_quiet,
            list(signature.samples),
        ]
        for signature in signatures()
    ]


def reading() -> dict[str, Any]:
    """Give what lines are read with, by the names that the page has for it."""
    patterns = {
        "begins": pasted.BEGINS,
        "quoted": pasted.QUOTED,
        "escaped": pasted.ESCAPED,
        "entity": escapes.ENTITY,
        "unicode": escapes.UNICODE,
        "paged": escapes.PAGED,
        "object": spread.OBJECT,
        "quiet": searching.QUIET,
        "level": json_lines.LEVEL,
        "standIn": stand_ins.STAND_IN,
        "cut": cut_lines.MARK,
        "foreign": foreign.LINE,
        "foreignName": foreign.NAME,
    }
    return {
        **{name: _in_javascript(pattern) for name, pattern in patterns.items()},
        "printed": pasted.PRINTED,
        "longest": pasted.LONGEST,
        "longestCut": cut_lines.LONGEST,
        "fewestWords": cut_lines.FEWEST,
        "most": pasted.MOST,
        "before": searching.BEFORE,
        "after": searching.AFTER,
        "deepest": json_lines.DEEPEST,
        "messages": json_lines.MESSAGES,
        "levels": json_lines.LEVELS,
        "names": foreign.NAMES,
        "quietLevels": sorted(json_lines.QUIET),
    }


def _in_javascript(pattern: str) -> str:
    """Return a pattern as JavaScript has it, where a quotation mark must not be escaped."""
    return re.sub(r"\\(['\"])", r"\1", _NAME.sub(r"(?<\1>", pattern))


def script() -> str:
    """Give the script that hands the data to the page."""
    named = {"novalintSymptoms": data(), "novalintReading": reading()}
    return "".join(
        f"window.{name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"
        for name, value in named.items()
    )


def with_field(text: str) -> str:
    """Give the page with the field in the place that a comment marks."""
    return text.replace(MARK, (HERE / "symptoms.html").read_text(encoding="utf-8"))


def setup(app: Sphinx) -> dict[str, bool]:
    """Take part in the build, as Sphinx asks of its extensions."""
    from interactive import InteractivePage

    page = InteractivePage(PAGE, with_field, script, "anchors.js", ("symptoms.js",))
    return page.setup(app)
