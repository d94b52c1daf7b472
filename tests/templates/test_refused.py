"""Templates that Jinja refuses, of which no nova.conf is ever written."""

from __future__ import annotations

import pytest

import novalint
from novalint.hosts.reading import documents_in
from novalint.templates.refused import refusal_of
from novalint.text.source import Source


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("[DEFAULT]\n{% if a %}\nb = 1\n", 2, "a block that begins above has no end"),
        ("[DEFAULT]\n{% endraw %}\nb = 1\n", 2, "it ends a block that is not open"),
        ("a = {{ b }}\n{% iff x %}\n{% endif %}\n", 2, "there is no such statement"),
        ("a = 1\r\nb = {{ x }\r\n", 2, ""),
        ("#jinja2: trim_blocks: False\na = {% else %}\n", 2, ""),
    ],
)
def test_the_line_is_named(text: str, line: int, reason: str) -> None:
    refusal = refusal_of(text)
    assert refusal is not None
    assert (refusal.line, refusal.reason) == (line, reason)
    (document,) = documents_in(Source.decode(text.encode(), "nova.conf.j2"))
    report = novalint.check(document, select=["syntax-error"])
    messages = [finding.message for finding in report.findings]
    assert sum(message.startswith("Jinja refuses") for message in messages) == 1


@pytest.mark.parametrize(
    "text",
    [
        "a = {{ b | no_such_filter }}\n{% if a is no_such_test %}\n{% endif %}\n",
        "{% load_yaml as x %}\n{% endload %}\na = {{ x }}\n",
        "{% for a in b %}{% continue %}{% endfor %}{% do a.append(1) %}\n",
        "{% raw %}{{ x }{% endraw %}\n",
        "#jinja2: variable_start_string: '[%', variable_end_string: '%]'\na = {{ x }\n",
    ],
)
def test_what_a_tool_may_take_is_not_refused(text: str) -> None:
    assert refusal_of(text) is None
