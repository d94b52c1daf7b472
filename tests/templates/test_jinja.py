"""Jinja2: what stays, what becomes a word, what goes, and in which branches it stands."""

from __future__ import annotations

import pytest
from templates.reading import read

from novalint.config.unknown import placeholder
from novalint.text.document import Document
from novalint.text.source_map import Arm, SliceKind


def text(template: str) -> str:
    return read(template).text


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("a = {{ x }}\n", "a = {{x}}\n"),
        ("a = {{- x -}}\n\nb = 1\n", "a ={{x}}b = 1\n"),
        ("a = {{ x['k']\n  | default('s3cret') }}\n", "a = {{x_default}}\n"),
        ("a = {{ x }}\nb = {{  x  }}\nc = {{ x(1) }}\n", "a = {{x}}\nb = {{x}}\nc = {{x_2}}\n"),
        ("a = r://{{ u }}:{{ p }}@{{ h }}/\n", "a = r://{{u}}:{{p}}@{{h}}/\n"),
        ("a = {{ 'x' }}\n", "a = {{value}}\n"),
        ("a = 1 {# why #}\n{# gone\n#}\nb = 2\n", "a = 1 \nb = 2\n"),
        ("a = 1\n{% set b = [\n 1] %}\nc = 2\n", "a = 1\nc = 2\n"),
        ("{% set b %}\na = 1\n{% endset %}\nc = 2\n", "c = 2\n"),
        ("a = A{% if x %},B{% else %},C{% endif %},D\n", "a = A{{if}},D\n"),
        ("a = [{% for x in y %}{{ x }}{% endfor %}]\n", "a = [{{for}}]\n"),
        ("a = {% if x %}1\n{% else %}2\n{% endif %}\nb = 3\n", "a = {{if}}\nb = 3\n"),
        ("{% if x %}a = 1{% else %}a = 2{% endif %}\n", "a = 1\na = 2\n"),
        ("{% if x %}#{% endif %}a = 1\n", "{{if}}a = 1\n"),
        ("{{ k }} = 1\n", "{{k}} = 1\n"),
        ("[{{ g }}]\na = 1\n", "[{{g}}]\na = 1\n"),
        ("[a]\n{{ line }}\nb = 1\n", "[a]\n#{{line}}\nb = 1\n"),
        ("[a]\nmore {{ x }} than {{ y }}\n", "[a]\n#{{line}}\n"),
        ("[a]\nb = 1\n  {{ x }}\n", "[a]\nb = 1\n  {{x}}\n"),
        ("# {{ ansible_managed }}\n", "# {{ansible_managed}}\n"),
        ("\r\na = {{ x }}\r\n{% if y %}\r\nb = 1\r\n{% endif %}\r\n", "\r\na = {{x}}\r\nb = 1\r\n"),
    ],
)
def test_what_stays(template: str, expected: str) -> None:
    assert text(template) == expected


def test_words_are_known_as_placeholders_and_quote_nothing() -> None:
    one = read("a = {{ lookup('file', 'hunter2') }}\n")
    word = Document.parse(one.text).assignments[0].value
    assert placeholder(word)
    assert "hunter2" not in word


def test_a_statement_alone_on_its_line_takes_the_line_along() -> None:
    blocks = "a = 1\n  {% if x %}\nb = 2\n  {% endif %}\nc = 3\n"
    assert text(blocks) == "a = 1\nb = 2\nc = 3\n"
    stripped = "a = 1\n{%- if x %}\nb = 2\n{%- endif %}\nc = 3\n"
    assert text(stripped) == "a = 1\nb = 2\nc = 3\n"


def test_the_first_line_decides_about_blanks_and_line_ends() -> None:
    body = "a = 1\n  {% if x %}\nb = 2\n{% endif %}\n"
    kept = "#jinja2: lstrip_blocks: False\n"
    assert text(kept + body) == "a = 1\n  b = 2\n"
    untrimmed = "#jinja2: trim_blocks: False, lstrip_blocks: True\n"
    assert text(untrimmed + body) == "a = 1\n\nb = 2\n\n"


def test_the_first_line_changes_signs() -> None:
    signs = "#jinja2: variable_start_string: '[%', variable_end_string: '%]'\n"
    assert text(f"{signs}a = [% x %] {{{{ y }}}}\n") == "a = {{x}} {{ y }}\n"


@pytest.mark.parametrize("line", ["trim_blocks: no", "x", "block_start_string: '{{'", "a: [", ":"])
def test_a_first_line_that_ansible_would_refuse_harms_nothing(line: str) -> None:
    assert text(f"#jinja2: {line}\na = {{{{ x }}}}\n") == "a = {{x}}\n"


def test_what_is_raw_is_a_template_of_the_next_stage() -> None:
    template = "{% raw %}\na = {{ x }}\n{% if y %}\nb = 1\n{% endif %}\n{% endraw %}\nc = {{ z }}\n"
    one = read(template)
    assert one.text == "a = {{x}}\nb = 1\nc = {{z}}\n"
    assert [arms for _, arms in one.branches] == [(Arm(0, 0),), (Arm(0, 1),)]
    assert text("a = {% raw %}{{ x }}:1\n{% endraw %}\nb = 1\n") == "a = {{x}}:1\nb = 1\n"


def test_branches_of_one_block_are_told_apart() -> None:
    template = (
        "{% if x %}\na = 1\n{% elif y %}\na = 2\n{% if z %}\nb = 1\n{% endif %}\n"
        "{% else %}\na = 3\n{% endif %}\n"
    )
    one = read(template)
    assert one.text == "a = 1\na = 2\nb = 1\na = 3\n"
    told = {one.text[slice(*span)]: arms for span, arms in one.branches}
    assert told == {
        "a = 1\n": (Arm(0, 0),),
        "a = 2\nb = 1\n": (Arm(0, 1),),
        "b = 1\n": (Arm(0, 1), Arm(1, 0)),
        "": (Arm(0, 1), Arm(1, 1)),
        "a = 3\n": (Arm(0, 2),),
    }


def test_loops_are_told_and_their_other_branch() -> None:
    one = read("{% for x in y %}\na = {{ x }}\n{% else %}\na = 1\n{% endfor %}\n")
    assert [one.text[slice(*span)] for span in one.loops] == ["a = {{x}}\n"]
    assert [arms for _, arms in one.branches] == [(Arm(0, 0),), (Arm(0, 1),)]


def test_each_branch_starts_in_the_group_in_front_of_the_block() -> None:
    template = "[a]\n{% if x %}\n[b]\nc = 1\n{% else %}\nd = 2\n{% endif %}\ne = 3\n[f]\ng = 4\n"
    assert text(template) == "[a]\n[b]\nc = 1\n[a]\nd = 2\n[{{group}}]\ne = 3\n[f]\ng = 4\n"
    made = [one for one in read(template).source_map.slices if one.kind is SliceKind.GENERATED]
    assert len(made) == 2


def test_groups_that_all_branches_end_in_hold() -> None:
    template = "{% if x %}\n[a]\nb = 1\n{% else %}\n[a]\n{% endif %}\nc = 1\n"
    assert text(template) == "[a]\nb = 1\n[a]\nc = 1\n"


def test_a_loop_may_come_from_its_own_end() -> None:
    template = "[a]\n{% for x in y %}\nb = 1\n[c]\n{% endfor %}\n"
    assert text(template) == "[a]\n[{{group}}]\nb = 1\n[c]\n"


def test_a_value_that_goes_on_in_some_branches_is_unknown() -> None:
    template = "[a]\nb = A,\n{% if x %}\n  B,\n{% else %}\n  C,\n{% endif %}\n  D\n"
    assert text(template) == "[a]\nb = A,\n  {{if}}\n  {{if}}\n  {{if}}\n"


def test_an_indented_name_within_a_branch_is_seen() -> None:
    assert text("a = 1\n{% if x %}\n  b = 2\n{% endif %}\n") == "a = 1\n  b = 2\n"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (
            "a = {{ x }}\n{% if x %}\nb = 1\n{% endif %}\n{% for x in y %}\nc = 1\n{% endfor %}\n",
            False,
        ),
        ("{% raw %}\na = {{ x }}\n{% endraw %}\n", False),
        ("{% include 'x' %}\n", True),
        ("{% from 'x' import y %}\n", False),
        ("{% extends 'x' %}\n", True),
        ("{% macro x() %}\na = 1\n{% endmacro %}\n", True),
        ("{% block x %}\na = 1\n{% endblock %}\n", True),
        ("{% call x() %}\na = 1\n{% endcall %}\n", True),
        ("{% filter upper %}\na = 1\n{% endfilter %}\n", True),
        ("{% for k in x %}\n{{ k }} = 1\n{% endfor %}\n", True),
        ("{{ x }}\n", True),
    ],
)
def test_open_is_what_may_get_more(template: str, expected: bool) -> None:
    assert read(template).open is expected


def test_what_comes_from_elsewhere_may_open_the_first_group() -> None:
    one = read("{% include 'head' %}\na = 1\n")
    assert one.text == "[{{group}}]\na = 1\n"
    assert not Document.parse(one.text).problems


@pytest.mark.parametrize(
    "template",
    [
        "a = {{ x\nb = 1\n",
        "a = {{ x }\nb = 1\n",
        "a = {% if\nb = 1\n",
        "a = {# x\nb = 1\n",
        "a = {% raw %}\nb = 1\n",
        "a = {{ ) }}\nb = 1\n",
        "{% endif %}\na = 1\n{% else %}\nb = 1\n",
        "{% if x %}\na = 1\nb = 1\n",
        "{% endraw %}\nb = 1\n",
        "{% if x %}\n{% for y in z %}\n{% endif %}\nb = 1\n",
        "{% if x %}\n" * 200 + "b = 1\n",
    ],
)
def test_what_jinja_refuses_hides_only_its_line(template: str) -> None:
    assert "b = 1\n" in read(template).text


def test_a_text_of_many_faults_ends() -> None:
    one = read("a = {# x\n" * 5000)
    assert one.open
