"""Random hosts: YAML after an edit loads to the same data but for the change."""

from __future__ import annotations

import json
from typing import Any

import yaml
from hosts.reading import changed, check_map, documents, read
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from novalint.text.document import Document
from novalint.text.writing import set_option, unset_option

NAMES = st.from_regex(r"[a-z][a-z_0-9]{0,8}", fullmatch=True).filter(
    lambda name: name not in ("y", "n", "no", "on", "off", "yes", "null", "true", "false")
)
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=12)
VALUES = st.one_of(
    st.sampled_from(
        ["true", "false", "1", "0.5", "a,b", "x: y", "it's", "# no", "0640", "yes", ""]
    ),
    WORDS.filter(lambda text: text.isprintable() and text == text.strip() and "{" not in text),
)


@st.composite
def scalars(draw: st.DrawFn) -> tuple[str, str]:
    """A value and how YAML spells it, in a style that can."""
    value = draw(VALUES)
    styles = [json.dumps(value, ensure_ascii=False)]
    if value.isprintable():
        styles.append("'" + value.replace("'", "''") + "'")
    if value and _is_plain(value):
        styles.append(value)
    return value, draw(st.sampled_from(styles))


def _is_plain(value: str) -> bool:
    try:
        return bool(yaml.safe_load(f"a: {value}\n") == {"a": value})
    except yaml.YAMLError:
        return False


@st.composite
def mappings(draw: st.DrawFn) -> tuple[str, dict[str, dict[str, str]]]:
    """A YAML text with overrides of OpenStack-Ansible among other keys, and what they say."""
    step = draw(st.sampled_from([1, 2, 4]))
    noise = draw(st.lists(st.sampled_from(["# why", "", "  # so", "      # deep"]), max_size=4))
    groups = draw(st.dictionaries(st.one_of(st.just("DEFAULT"), NAMES),
                                  st.dictionaries(NAMES, scalars(), min_size=1, max_size=4),
                                  min_size=1, max_size=3))  # fmt: skip
    lines = ["before: [1, {a: b}]", "nova_nova_conf_overrides:"]
    for group, options in groups.items():
        lines.append(f"{' ' * step}{group}:")
        for option, (_, spelt) in options.items():
            lines.append(f"{' ' * 2 * step}{option}: {spelt}")
            if noise and draw(st.booleans()):
                lines.append(draw(st.sampled_from(noise)))
    lines += ["after: &x {c: 'd'}", "again: *x"]
    data = {group: {name: value for name, (value, _) in options.items()}
            for group, options in groups.items()}  # fmt: skip
    return "\n".join(lines) + draw(st.sampled_from(["\n", ""])), data


def _load(text: str) -> Any:
    return yaml.load(text, Loader=yaml.BaseLoader)


@settings(max_examples=20, deadline=None)
@given(mappings(), NAMES, NAMES, VALUES)
def test_mappings_take_an_option(
    host: tuple[str, dict[str, dict[str, str]]], group: str, option: str, value: str
) -> None:
    text, data = host
    (document,) = documents(text)
    assert document.to_dict() == {
        group: {name: [value] for name, value in options.items()} for group, options in data.items()
    }
    for where in {group, *data}:
        for name in {option, *data.get(where, {})}:
            after = changed(document, set_option(document, where, name, value))
            if after is None:  # an empty value has no place that an edit of it could be mapped to
                assert "" in (value, data.get(where, {}).get(name))
                continue
            loaded, expected = _load(after), _load(text)
            expected["nova_nova_conf_overrides"].setdefault(where, {})[name] = value
            assert loaded == expected
            assert abs(len(after.splitlines()) - len(text.splitlines())) <= 2


@settings(max_examples=20, deadline=None)
@given(mappings())
def test_mappings_lose_an_option(host: tuple[str, dict[str, dict[str, str]]]) -> None:
    text, data = host
    (document,) = documents(text)
    for group, options in data.items():
        for name in options:
            after = changed(document, unset_option(document, group, name))
            if after is None:  # a mapping without items is none
                assert len(options) == 1
                continue
            expected = _load(text)
            del expected["nova_nova_conf_overrides"][group][name]
            if not expected["nova_nova_conf_overrides"][group]:
                del expected["nova_nova_conf_overrides"][group]
            assert after is not None
            assert _load(after) == expected


LINES = st.one_of(
    st.sampled_from(["[DEFAULT]", "[pci]", "debug = true", "#debug = true", "", "a=1", "  b = 2"]),
    st.from_regex(r"[a-z]{1,5} ?[=:] ?[!-~]{0,9}", fullmatch=True),
).filter(lambda line: "{{" not in line and "{%" not in line and "{#" not in line)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(LINES, min_size=1, max_size=8),
    st.sampled_from([2, 3, 8]),
    st.sampled_from(["", "-", "+"]),
    st.integers(0, 2),
    st.sampled_from(["\n", "\r\n"]),
)
def test_blocks_take_edits(
    lines: list[str], indent: int, chomping: str, blank: int, end: str
) -> None:
    content = ["[api]", "x = 1", *lines]
    block = [" " * indent + line if line else "" for line in content]
    head = ["kind: NovaAPI", "customServiceConfig: |" + chomping + "  # why"]
    text = end.join([*head, *block, *([""] * blank), "other: [1, 2]", ""])
    (document,) = documents(text)
    assert document.host is not None
    check_map(document.host.embedded, text)
    value = yaml.safe_load(text)["customServiceConfig"]
    assert document.text.replace("\r\n", "\n") == value
    patch = set_option(document, "api", "new", "{1}")
    after = changed(document, patch)
    if after is None:  # in a block without a last line end, or where lines are refused
        return
    loaded = yaml.safe_load(after)
    assert {**loaded, "customServiceConfig": 0} == {
        **yaml.safe_load(text), "customServiceConfig": 0
    }  # fmt: skip
    wanted = Document.parse(patch.apply(document.text)).to_dict()
    assert Document.parse(loaded["customServiceConfig"]).to_dict() == wanted


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("ab:-[]{}&*!|>'\"%# \n\t,?"), max_size=40))
def test_any_text_is_read(noise: str) -> None:
    read(f"nova_nova_conf_overrides:\n  DEFAULT:\n    a: {noise}\n")
    read(f"kind: NovaAPI\ncustomServiceConfig: {noise}\n")
    read(f"conf:\n  nova: {noise}")


@settings(max_examples=30, deadline=None)
@given(VALUES)
def test_edits_of_one_value_change_that_value_alone(value: str) -> None:
    text = "nova_nova_conf_overrides:\n  DEFAULT:\n    a: 1\n"
    (document,) = documents(text)
    assume(value not in ("1", ""))
    after = changed(document, set_option(document, "DEFAULT", "a", value))
    assert after is not None
    assert after.startswith(text[: text.index("1")])
