"""Statements whose blanks Ansible keeps: without them no line is indented that should not be."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from templates import writing
from templates.rendering import rendered

from novalint.engine.report import check
from novalint.hosts.ansible_templates import keeps_blanks, strips_blanks_since
from novalint.hosts.reading import documents_in
from novalint.templates.indented import indented_statements
from novalint.text.edits import Edit, apply_edits
from novalint.text.source import Source

STYLE = writing.Style(trim=True, lstrip=False, indented=True)
INDENTED = re.compile(r"^[ \t]+\S", re.MULTILINE)

TEMPLATE = """# {{ ansible_managed }}
[DEFAULT]
my_ip = {{ api_address }}
  {% if debug %}
debug = true
  {% else %}
debug = false
{% endif %}
{% for device in devices %}
    {# none of these is shared #}
host = {{ device }}
{% endfor %}
report_interval = 10
    {%- if slow %}

service_down_time = 120
    {%+ endif %}
[libvirt]
hw_machine_type = x86_64=q35,
  {% if arm %}
    aarch64=virt,
  {% endif %}

virt_type = kvm
"""
LINES = [4, 6, 10, 17]
"""Those that ansible-core 2.19.14 lets indent the line behind them."""


@limits(max_examples=40)
@given(chance=st.integers(0, 2**32).map(random.Random), seed=st.integers(0, 9))
def test_without_these_blanks_nothing_is_indented(chance: random.Random, seed: int) -> None:
    template = writing.written(chance, STYLE)
    out = rendered(template, seed, trim=True, lstrip=False).text
    found = indented_statements(template)
    assert found or not INDENTED.search(out)
    mended = apply_edits(template, [Edit(*blanks, "") for blanks in found])
    assert not INDENTED.search(rendered(mended, seed, trim=True, lstrip=False).text)
    assert not indented_statements(mended)


def test_statements_are_found_where_a_line_follows() -> None:
    found = indented_statements(TEMPLATE)
    assert [TEMPLATE.count("\n", 0, blanks.start) + 1 for blanks in found] == LINES


@pytest.mark.parametrize("said", ["trim_blocks: False", "lstrip_blocks: True"])
def test_what_the_first_line_says_holds(said: str) -> None:
    assert not indented_statements(f"#jinja2: {said}\n{TEMPLATE}")


def test_many_blocks_take_no_time() -> None:
    deep = "  {% for a in b %}\n" * 60 + "a = 1\n" + "  {% endfor %}\n" * 60
    assert len(indented_statements(f"[DEFAULT]\n{deep}b = 2\n")) == 120


def test_overrides_of_kolla_ansible_are_told_and_mended() -> None:
    (document,) = documents_in(Source("kolla/config/nova.conf", TEMPLATE))
    report = check(document, release="2025.1", select=["indented-assignment"])
    assert [finding.location.start.line for finding in report.findings] == LINES
    assert not report.fix()
    mended = report.fix(unsafe=True).apply(TEMPLATE, document.path)
    assert mended == apply_edits(
        TEMPLATE, [Edit(*blanks, "") for blanks in indented_statements(TEMPLATE)]
    )


@pytest.mark.parametrize(
    ("release", "severities", "what"),
    [
        ("2025.2", {"error"}, "Ansible keeps"),
        ("2026.1", {"warning"}, "kolla-ansible before 22.2.0 keeps"),
        ("2026.2", set(), ""),
    ],
)
def test_kolla_ansible_strips_blanks_since_22_2_0(
    release: str, severities: set[str], what: str
) -> None:
    (document,) = documents_in(Source("kolla/config/nova.conf", TEMPLATE))
    found = check(document, release=release, select=["indented-assignment"]).findings
    assert {str(finding.severity) for finding in found} == severities
    assert all(finding.message.startswith(what) for finding in found)


def test_a_role_of_kolla_ansible_strips_as_its_overrides_do(tmp_path: Path) -> None:
    template = str(tmp_path / "roles/nova/templates/nova.conf.j2")
    tasks = tmp_path / "roles/nova/tasks/config.yml"
    tasks.parent.mkdir(parents=True)
    tasks.write_text("- template: {src: nova.conf.j2, dest: x}\n")
    assert strips_blanks_since(template) is None
    tasks.write_text("- merge_configs: {sources: [templates/nova.conf.j2], dest: x}\n")
    assert strips_blanks_since(template) == 33


def test_a_role_tells_by_its_tasks(tmp_path: Path) -> None:
    template = tmp_path / "roles/nova/templates/etc/nova.conf.j2"
    assert not keeps_blanks(str(template))
    tasks = tmp_path / "roles/nova/tasks/config/main.yml"
    tasks.parent.mkdir(parents=True)
    tasks.write_text("- template: {src: etc/nova.conf.j2, dest: /etc/nova/nova.conf}\n")
    assert keeps_blanks(str(template))
    tasks.write_text("- template: {src: nova.conf.j2, dest: x, lstrip_blocks: true}\n")
    assert not keeps_blanks(str(template))
    assert not keeps_blanks(str(tmp_path / "salt/nova/files/nova.conf.j2"))
