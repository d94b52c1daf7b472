"""YAML that is the text of a scalar is read, and mended where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import novalint
from novalint.text.document import Document
from novalint.text.hosting import whole
from novalint.text.writing import set_option

PATCH = """\
spec:
  nova:
    template:
      apiServiceTemplate:
        customServiceConfig: |
          [DEFAULT]
          debug = true  # now
          my_ip = {{ ip }}
"""
MAP = """\
kind: ConfigMap
metadata:
  name: nova-extra-config
data:
  99-nova.conf: |
    [DEFAULT]
    debug = true
"""
NAME = "nova.template.apiServiceTemplate.customServiceConfig"


def indented(text: str, by: int) -> str:
    return "".join(" " * by + line for line in text.splitlines(keepends=True))


def read(folder: Path, text: str) -> tuple[Document, ...]:
    path = folder / "vars.yaml"
    path.write_text(text, encoding="utf-8")
    return novalint.documents(path)


def test_a_patch_among_variables_is_read_where_it_stands(tmp_path: Path) -> None:
    text = f"a: 1\nnova_patch: |\n{indented(PATCH, 2)}b: 2\n"
    (document,) = read(tmp_path, text)
    assert document.host
    assert document.host.embedded.role == "api"
    assert document.name == f"nova_patch.{NAME}"
    assert document.assignments[0].value == "true  # now"
    for one in document.assignments:
        start, end = document.host.span(one.key)
        assert text[start:end] == one.option
    assert document.host.computed(document.assignments[1].raw) == "{{ ip }}"


@pytest.mark.parametrize("group", ["DEFAULT", "libvirt"])
def test_a_line_is_added_with_both_indents(group: str, tmp_path: Path) -> None:
    (document,) = read(tmp_path, f"nova_patch: |\n{indented(PATCH, 2)}b: 2\n")
    (file,) = whole(set_option(document, group, "cpu_mode", "custom"), document).files
    outer = yaml.safe_load(file.result)
    assert outer["b"] == 2
    inner = yaml.safe_load(outer["nova_patch"])["spec"]["nova"]["template"]["apiServiceTemplate"]
    config = Document.parse(inner["customServiceConfig"]).to_dict()
    assert config[group]["cpu_mode"] == ["custom"]
    assert config["DEFAULT"]["my_ip"] == ["{{ ip }}"]


def test_an_option_is_set_in_its_place(tmp_path: Path) -> None:
    text = f"- nova_patch: |\n{indented(PATCH, 4)}"
    (document,) = read(tmp_path, text)
    (file,) = whole(set_option(document, "DEFAULT", "debug", "false"), document).files
    assert file.result == text.replace("true  # now", "false")


SHELL = """\
- name: apply
  ansible.builtin.shell: |
    set -e
    cat > map.yaml << {0}EOF{0}
{1}    EOF
    oc apply -f map.yaml
"""


@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_a_here_document_is_read(quote: str, tmp_path: Path) -> None:
    text = SHELL.format(quote, indented(MAP, 4))
    (document,) = read(tmp_path, text)
    assert document.name == "0.ansible.builtin.shell.data.99-nova.conf"
    (file,) = whole(set_option(document, "DEFAULT", "my_ip", "10.0.0.1"), document).files
    added = "        debug = true\n        my_ip = 10.0.0.1\n    EOF\n"
    assert added in file.result
    assert file.result.replace("        my_ip = 10.0.0.1\n", "") == text


def test_what_a_shell_expands_is_unknown(tmp_path: Path) -> None:
    there = MAP.replace("debug = true", "my_ip = $IP")
    (document,) = read(tmp_path, SHELL.format("", indented(there, 4)))
    assert document.host
    assert document.host.computed(document.assignments[0].raw) == "$IP"
    (document,) = read(tmp_path, SHELL.format("'", indented(there, 4)))
    assert document.assignments[0].value == "$IP"
    mixed = there + "    cpu_mode = {{ mode }}\n"
    assert read(tmp_path, SHELL.format("", indented(mixed, 4))) == ()


@pytest.mark.parametrize(
    "text",
    [
        f"patch: >\n{indented(PATCH, 2)}",
        f"patch: |\n{indented(PATCH.replace('nova:', 'glance:'), 2)}",
        f"patch: |\n{indented('nova: conf: [', 2)}",
        f"patch: &p |\n{indented(PATCH, 2)}other: *p\n",
    ],
)
def test_what_is_no_text_of_its_own_is_left_alone(text: str, tmp_path: Path) -> None:
    assert read(tmp_path, text) == ()


def test_a_key_that_a_template_computes_has_a_readable_name(tmp_path: Path) -> None:
    there = PATCH.replace("apiServiceTemplate", "{{ cell }}") + "{% if x %}\n{% endif %}\n"
    (document,) = read(tmp_path, f"patch: |\n{indented(there, 2)}")
    assert document.name.isprintable()
    assert "{{}}" in document.name
