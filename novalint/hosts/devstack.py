"""devstack's local.conf: the sections that go into nova's files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from novalint.text.source import Span
from novalint.text.source_map import Embedded, Slice, SliceKind, SourceMap

_MARK = re.compile(r"^([ \t]*)\[\[(.+?)\|(.*?)\]\][^\r\n]*(?:\r\n|\r|\n|$)", re.MULTILINE)
_LINE = re.compile(r"([ \t]*)([^\r\n]*(?:\r\n|\r|\n|$))")
_HEADER = re.compile(r"(\[[^][\s]+\])[ \t]+[^\r\n]*")
_FORM = "devstack"
_ROLES = {"$NOVA_CONF": None, "$NOVA_CPU_CONF": "compute"}
_PATHS = re.compile(r"/?(\$NOVA_CONF_DIR|\$\{NOVA_CONF_DIR\}|/etc/nova)/(nova[\w.-]*\.conf)$")


class _Section(NamedTuple):
    group: str
    target: str
    indent: str
    span: Span


def local_conf_sections(text: str) -> tuple[Embedded, ...]:
    """Return the text of each section that devstack merges into a nova.conf.

    devstack itself sets much in these files, so nothing is known to be absent. Which file it is
    tells the role: with $NOVA_CPU_CONF the compute service's. A local.conf that
    stands in another file, such as one of cloud-init, may be indented as a whole.
    """
    texts: list[Embedded] = []
    for section in _sections(text):
        known, role = _role(section.target)
        if known:
            number = sum(embedded.name.startswith(_name(section)) for embedded in texts)
            name = _name(section) + (f"#{number + 1}" if number else "")
            texts.append(_embedded(text, section, name, role))
    return tuple(texts)


def _name(section: _Section) -> str:
    return f"{section.group}|{section.target}"


def _sections(text: str) -> Iterator[_Section]:
    marks = list(_MARK.finditer(text))
    stops = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, stop in zip(marks, stops, strict=True):
        yield _Section(mark[2], mark[3].strip(), mark[1], Span(mark.end(), stop))


def _role(target: str) -> tuple[bool, str | None]:
    """Return whether a file is nova's, and which service reads it, where its name tells."""
    bare = target.replace("${", "$").replace("}", "").lstrip("/")
    if bare in _ROLES:
        return True, _ROLES[bare]
    path = _PATHS.search(target)
    if path is None:
        return False, None
    return True, "compute" if path[2] in ("nova-cpu.conf", "nova-compute.conf") else None


def _embedded(text: str, section: _Section, name: str, role: str | None) -> Embedded:
    """Return a section as devstack's awk reads it (inc/meta-config, merge_config_file).

    It skips indented lines, and of a header it takes the first word.
    """
    pieces, slices, at = [], [], 0
    indented: list[Span] = []
    for line in _LINE.finditer(text, *section.span):
        indent = len(line[1]) - len(line[1].removeprefix(section.indent))
        start = line.start() + indent
        if start < line.start(2) and line[2].strip():
            if line[2][0] not in "#;":
                indented.append(Span(start, line.start(2)))
                continue
            start = line.start(2)
        for place in _read_of(text, Span(start, line.end())):
            content = text[slice(*place)]
            end = at + len(content)
            slices.append(Slice(SliceKind.LITERAL, at, end, *place, section.indent))
            pieces.append(content)
            at = end
    source_map = SourceMap(tuple(slices))
    return Embedded(name, "".join(pieces), source_map, open=True, role=role, form=_FORM,
                    indented=tuple(indented))  # fmt: skip


def _read_of(text: str, line: Span) -> Iterator[Span]:
    """Yield the parts of a line that count, of a header without what stands behind it."""
    header = _HEADER.match(text, *line)
    if header:
        yield Span(line.start, header.end(1))
        line = Span(header.end(), line.end)
    if line.start < line.end:
        yield line
