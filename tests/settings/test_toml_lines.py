"""The lines of keys, against tomllib: the same keys, on the lines where they are written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novalint.settings.toml_lines import KeyPath, lines

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TEXT = '''\
# a comment
a = 1
b.c = "x # ]" # [
list = [
  "one", # c, ]
  """two
""", 'three',
  {x = 1, y.z = [1, 2]},
]
[t."q.\\"x"]
when = 1979-05-27T07:32:00Z
"\\u00e9" = 3
[[o]]
p = []
[[o]]
[o.d]
z = """ends in two quotes"""""
[[o.e]]
f = -2.5e3
[ "tool" . 'nova' ]
m = \'\'\'a
'b\'\'\'
n = true
'''
EXPECTED: dict[KeyPath, int] = {
    ("a",): 2,
    ("b", "c"): 3,
    ("list",): 4,
    ("list", 0): 5,
    ("list", 1): 6,
    ("list", 2): 7,
    ("list", 3): 8,
    ("list", 3, "x"): 8,
    ("list", 3, "y", "z", 1): 8,
    ("t",): 10,
    ("t", 'q."x'): 10,
    ("t", 'q."x', "when"): 11,
    ("t", 'q."x', "é"): 12,
    ("o",): 13,
    ("o", 0): 13,
    ("o", 0, "p"): 14,
    ("o", 1): 15,
    ("o", 1, "d"): 16,
    ("o", 1, "d", "z"): 17,
    ("o", 1, "e", 0): 18,
    ("o", 1, "e", 0, "f"): 19,
    ("tool", "nova"): 20,
    ("tool", "nova", "m"): 21,
    ("tool", "nova", "n"): 23,
}


def keys(value: Any, at: KeyPath = ()) -> Iterator[KeyPath]:
    """Give every place of a parsed TOML text."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for name, one in parts:
        yield (*at, name)
        if isinstance(one, (dict, list)):
            yield from keys(one, (*at, name))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_key_is_on_its_line(end: str) -> None:
    found = lines(TEXT.replace("\n", end))
    assert {key: found.get(key) for key in EXPECTED} == EXPECTED
    assert set(found) == set(keys(tomllib.loads(TEXT)))


NAMES = st.sampled_from(["a", "b-1", '"c d"', "'e.f'", '"\\"g"'])
SCALARS = st.sampled_from(
    ["1", "-1.5", "true", "1979-05-27", '"#]"', "'[,'", '"""\n" x ""\n"""', "'''\n}'\n'''", '""']
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda some: "[\n" + ", # ]\n".join(some) + "\n]")
        | st.dictionaries(NAMES, inner, max_size=2).map(
            lambda table: "{" + ", ".join(f"{name} = {one}" for name, one in table.items()) + "}"
        )
    ),
    max_leaves=8,
)
PAIRS = st.dictionaries(NAMES, VALUES, max_size=3).map(
    lambda table: "".join(f"{name} = {one} # x\n\n" for name, one in table.items())
)
TABLES = st.lists(st.tuples(st.sampled_from(["[t{}]", "[[u]]", "[u.v{}]", "[ w . x{} ]"]), PAIRS))


@given(PAIRS, TABLES)
def test_the_keys_are_those_of_tomllib(head: str, tables: list[tuple[str, str]]) -> None:
    parts = [f"{header.format(number)}\n{pairs}" for number, (header, pairs) in enumerate(tables)]
    text = head + "".join(parts)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:  # a table of that name is closed already
        return
    found = lines(text)
    assert set(found) == set(keys(table))
    rows = text.split("\n")
    for key, line in found.items():
        if isinstance(key[-1], str):
            assert key[-1].strip('"') in rows[line - 1].replace("\\", "")


def test_what_nests_too_deeply_gives_what_was_seen_so_far() -> None:
    found = lines("a = 1\nb = " + "[" * 5000 + "]" * 5000)
    assert found["a",] == 1
    assert found["b",] == 2
