"""Whatever a template holds is read in time that grows with it, and no faster."""

from __future__ import annotations

import time

import pytest
from templates.reading import read

from novalint.templates import language_of

_JINJA = (
    "{% if x %}\n",
    "{% elif x %}",
    "{% endif %}",
    "a = {# x\n",
    "a = {{ x\n",
    "{%- set x = 1 %} \n\n",
)
_GO = ("{{ x\n", '{{ "x\n', "{{/* x\n", "{{ if .x }}a\n", '{{ include "x" }} ')
_ERB = ("<% x\n", "<% if x -%>\n", "   <%- x -%>  ")
_SHELL = ("${x", "$((", "\\", "`x\n")
_ALL = [
    *((text, "jinja") for text in _JINJA),
    *((text, "go") for text in _GO),
    *((text, "erb") for text in _ERB),
    *((text, "shell") for text in _SHELL),
]


def _seconds(text: str, language: str) -> float:
    start = time.process_time()
    read(text, language)
    return time.process_time() - start


@pytest.mark.slow
@pytest.mark.parametrize(("piece", "language"), _ALL)
def test_a_hostile_text_is_read_in_linear_time(piece: str, language: str) -> None:
    small, large = (
        min(_seconds(piece * times, language) for _ in range(3)) for times in (500, 4000)
    )
    assert large < 30 * small + 0.2


@pytest.mark.parametrize(("piece", "language"), _ALL)
def test_a_hostile_text_is_read(piece: str, language: str) -> None:
    assert read(piece * 50, language).form == language


@pytest.mark.parametrize("piece", ["{", "{%", "<%", "{{", "{#", "{{- ", "{{ if ", "<% "])
def test_the_language_of_a_hostile_text_is_told_at_once(piece: str) -> None:
    start = time.process_time()
    language_of("kolla/nova.conf", piece * 20000)
    assert time.process_time() - start < 2
