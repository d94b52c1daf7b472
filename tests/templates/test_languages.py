"""The language of a template: by its name, by what stands in it, by where it lies."""

from __future__ import annotations

import subprocess
import sys

import pytest

from novalint.templates import language_of


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("nova.conf.j2", "", "jinja"),
        ("nova.conf.jinja2", "", "jinja"),
        ("nova.conf.erb", "a = {{ x }}", "erb"),
        ("nova.conf.gotmpl", "", "go"),
        ("_nova.conf.tpl", "a = {{ .Values.x }}", "go"),
        ("_nova.conf.tpl", 'a = {{ include "x" . }}', "go"),
        ("nova.conf.tpl", "{% if x %}\na = 1\n{% endif %}", "jinja"),
        ("nova.conf.tpl", "a = {{ x }}", "jinja"),
        ("nova.conf.tpl", "a = 1", None),
        ("nova.conf", "a = 1", None),
        ("nova.conf", "{% if x %}\na = 1\n{% endif %}", "jinja"),
        ("nova.conf", "{{- if .x }}\na = 1\n{{- end }}", "go"),
        ("nova.conf", "{{ if eq .x 1 }}{{ else }}{{ end }}", "go"),
        ("nova.conf", "<% if @x -%>\na = 1\n<% end -%>", "erb"),
        ("nova.conf", "a = <%= @x %>", "erb"),
        ("nova.conf", "#jinja2: trim_blocks: False\na = 1", "jinja"),
        ("nova.conf", "a = {{ x }}", None),
        ("etc/kolla/config/nova.conf", "a = {{ x }}", "jinja"),
        ("/etc/kolla/config/nova/nova-compute.conf", "a = {{ x }}", "jinja"),
        ("environments/x/overlays/nova.conf", "a = {{ x }}", "jinja"),
        ("/etc/nova/nova.conf", "a = {{ x }}", None),
        ("/etc/nova/nova.conf", "{% if x %}", None),
        ("/etc/kolla/nova-compute/nova.conf", "a = {{ x }}", None),
        ("kolla/nova.conf", "a = 100%", None),
        ("kolla/nova.conf", "a = [{'b': {'c': 1}}]", None),
    ],
)
def test_told_by_name_text_and_folder(path: str, text: str, expected: str | None) -> None:
    assert language_of(path, text) == expected


def test_nothing_is_imported_before_it_is_needed() -> None:
    script = (
        "import sys; from novalint.templates import embedded, language_of;"
        "language_of('nova.conf', '{% x %}'); assert 'jinja2' not in sys.modules;"
        "assert 'novalint.templates.assembly' not in sys.modules;"
        "embedded('{{ if .x }}', 'go'); assert 'jinja2' not in sys.modules;"
        "embedded('{{ x }}', 'jinja'); assert 'jinja2' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
