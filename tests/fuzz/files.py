"""Files that look like the nova.conf of a release: what people write, and what they get wrong."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from fuzz.values import choices, examples, seen, values
from hypothesis import strategies as st

from novalint.schema.options import Name, Option, Schema, load_schema
from novalint.schema.releases import find_release, releases

ENDS = ["\n", "\n", "\n", "\n", "\r\n", "\r"]
NOTES = [
    "# a note",
    "; a note",
    "#",
    "",
    "",
    "# novalint: ignore[unknown-option] a reason",
    "# novalint: ignore-file[invalid-value]",
    "# From nova.conf",
    "#" * 78,
    "# Deprecated group/name - [DEFAULT]/x",
]
ODD = [
    "words alone",
    "= x",
    "[]",
    "[a",
    "[a] b",
    " [x]",
    "\ufeff",
    " \ufeff",
    "\x0c",
    "\x1b]0;x\x07 = 1",
]
ODD += [
    "{{ password }} = x",
    "<<<<<<< HEAD",
    "export A=b",
    "\udcff = 1",
    "{% if x %}",
    "a\x85b = \u2028",
]


class Made(NamedTuple):
    """A text and the release that it was made for."""

    text: str
    release: str


class Pool(NamedTuple):
    """What a release lets one choose from."""

    schema: Schema
    common: tuple[Name, ...]
    names: tuple[Name, ...]
    groups: tuple[str, ...]


@cache
def pool(release: str) -> Pool:
    """The names of a release: those that rules ask about, and all of them with the old ones."""
    schema = load_schema(find_release(release))
    names = [name for one in schema for name in ((one.group, one.name), *one.old_names)]
    common = [name for name in seen() if schema.option(*name) or schema.renamed(*name)]
    return Pool(schema, tuple(common), tuple(names), schema.groups)


def misspelt(name: str) -> str:
    """A name with one of the slips that people make."""
    slips = [name.replace("_", "-"), name[:3] + name[4:], name.upper(), name + "s"]
    return slips[len(name) % len(slips)]


def found(chosen: Pool, name: Name) -> Option | None:
    """The option that reads a name, by its current name or an old one."""
    one = chosen.schema.option(*name)
    return one or next(iter(chosen.schema.renamed(name[0], name[1])), None)


@st.composite
def assignments(draw: st.DrawFn, chosen: Pool) -> tuple[str, str]:
    """A group, and a line that sets one of its options: spelt and set well, or badly."""
    name = draw(
        st.sampled_from([chosen.common, chosen.common, chosen.names]).flatmap(st.sampled_from)
    )
    option = found(chosen, name)
    entry = option.entry if option else {"x-oslo": {"type": "String"}}
    own = entry.get("items", entry) if entry["x-oslo"].get("multi") else entry
    value = draw(values(*name, choices(entry), own["x-oslo"]["type"]))
    key = misspelt(name[1]) if draw(st.integers(0, 19)) == 0 else name[1]
    sign = draw(st.sampled_from([" = ", " = ", " = ", "=", "=", ": ", " : ", " =", "\t=\t"]))
    mark = draw(st.sampled_from([""] * 8 + ["#", "#", "# ", ";", " ", "\t", "##"]))
    return name[0], f"{mark}{key}{sign}{value}{draw(st.sampled_from(['', '', '', ' ', ' # s']))}"


@st.composite
def generated(draw: st.DrawFn, release: str) -> str:
    """A text of some assignments in their groups, with notes, repetitions and odd lines."""
    chosen = pool(release)
    lines: list[str] = []
    at = ""
    for group, line in draw(st.lists(assignments(chosen), min_size=1, max_size=9)):
        stray = draw(st.integers(0, 15))
        if stray == 0:
            group = draw(st.sampled_from([*chosen.groups, "default", "Libvirt", "nova_cell1"]))
        if group != at:
            lines.append(f"[{group}]")
        at = group
        lines += [draw(st.sampled_from(NOTES))] if stray in (1, 2) else []
        lines += [draw(st.sampled_from(ODD))] if stray == 3 and draw(st.booleans()) else []
        lines += [line, line] if stray == 4 else [line]
        lines += (
            [" " + draw(st.sampled_from(["more", "[x]", "# a", "a = 1"]))] if stray == 5 else []
        )
    return _ended(draw, lines)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """An example of a rule, or two, after some lines changed their places, values or letters."""
    texts = draw(st.lists(st.sampled_from(examples()), min_size=1, max_size=2))
    lines = "\n".join(texts).split("\n")[:120]
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        other = draw(st.integers(0, len(lines) - 1))
        how = draw(st.integers(0, 6))
        if how == 0:
            lines[at] = lines[other]
        elif how == 1:
            lines.insert(at, lines[other])
        elif how == 2 and len(lines) > 1:
            del lines[at]
        elif how == 3:
            key, sign, _ = lines[at].partition("=")
            lines[at] = key + sign + draw(st.sampled_from(seen_values()))
        elif how == 4:
            place = draw(st.integers(0, len(lines[at])))
            letter = draw(
                st.sampled_from(["", "#", " ", "=", "[", "]", "$", '"', "\xa0", ",", ":", "0"])
            )
            lines[at] = lines[at][:place] + letter + lines[at][place + 1 :]
        elif how == 5:
            lines[at] = "    " + lines[at]
        else:
            lines[at] = "#" + lines[at]
    return _ended(draw, lines)


@cache
def seen_values() -> tuple[str, ...]:
    """Every value of the examples that stands on one line."""
    return tuple(sorted({one for many in seen().values() for one in many if "\n" not in one}))


def _ended(draw: st.DrawFn, lines: list[str]) -> str:
    end = draw(st.sampled_from(ENDS))
    text = end.join(lines) + draw(st.sampled_from([end, end, ""]))
    return "\ufeff" + text if draw(st.integers(0, 60)) == 0 else text


@cache
def _texts(release: str) -> st.SearchStrategy[str]:
    return st.one_of(generated(release), generated(release), mutated())


SERIES = [one.series for one in releases()]
series = st.one_of(st.sampled_from([SERIES[-1], "2024.1"]), st.sampled_from(SERIES))
made = series.flatmap(lambda one: st.builds(Made, _texts(one), st.just(one)))
several = series.flatmap(
    lambda one: st.tuples(st.lists(_texts(one), min_size=2, max_size=3), st.just(one))
)
