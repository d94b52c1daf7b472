"""Reads templates in tests: that the map is exact, and what stands where."""

from __future__ import annotations

import re
from typing import NamedTuple

from novalint.templates import embedded
from novalint.text.document import Document
from novalint.text.source_map import Embedded, SliceKind

WORD = re.compile(r"\{\{\w+\}\}")
_LOOSE = re.compile(r"\n?\{\{\w+\}\}")


class Setting(NamedTuple):
    """An assignment of the embedded text, and where its name stands in the template."""

    group: str
    option: str
    value: str
    place: int

    def matches(self, group: str, option: str, value: str) -> bool:
        """Whether what was read from a rendered file may be this one."""
        known = ".*".join(re.escape(part) for part in _LOOSE.split(self.value))
        same = (group, option) == (self.group, self.option)
        return same and re.fullmatch(known, value, re.DOTALL) is not None


def read(template: str, language: str = "jinja") -> Embedded:
    """Read a template and hold its map to what it promises."""
    one = embedded(template, language)
    at = place = 0
    for part in one.source_map.slices:
        assert (part.start, part.host_start) == (at, place)
        at, place = part.end, part.host_end
        if part.kind is SliceKind.LITERAL:
            literal = template[part.host_start : part.host_end]
            assert one.text[part.start : part.end] == literal
    assert (at, place) == (len(one.text), len(template))
    return one


def settings(one: Embedded) -> list[Setting]:
    """Return the assignments whose group and name are known, in order."""
    found = []
    for each in Document.parse(one.text).assignments:
        if not WORD.search(each.group) and not WORD.search(each.option):
            place = one.source_map.place(each.key).start
            found.append(Setting(each.group, each.option, each.value, place))
    return found
