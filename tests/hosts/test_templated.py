"""YAML that a template writes: statements between its keys, expressions in place of values."""

from __future__ import annotations

import pytest
import yaml
from hosts.reading import changed, check_map, documents, read, values
from jinja2 import Environment

from novalint.hosts.templated import without_template
from novalint.text.branches import set_everywhere
from novalint.text.document import Document
from novalint.text.writing import set_option

OSA = "nova_nova_conf_overrides:\n"
BRANCHES = (
    f"{OSA}{{% if a %}}\n  DEFAULT:\n    debug: true\n{{% else %}}\n  DEFAULT:\n"
    "    debug: false\n{% endif %}\n  libvirt:\n    virt_type: kvm\n{% if b %}\n"
    '    cpu_mode: none\n{% endif %}\n    cpu_models: "{{ z }}"\n'
)
BLOCK = (
    "kind: ConfigMap\nmetadata: {name: nova}\ndata:\n{% if a %}\n  nova.conf: |\n    [DEFAULT]\n"
    "    debug = true\n{% if b %}\n    my_ip = 1.2.3.4\n{% endif %}\n    host = {{ h }}\n"
    "{% endif %}\n  other: x\n"
)


def rendered(text: str, **names: object) -> str:
    return Environment(trim_blocks=True, keep_trailing_newline=True).from_string(text).render(names)


def test_branches_hold_keys() -> None:
    (found,) = read(BRANCHES, "x.yml.j2")
    assert Document.parse(found.text).to_dict()["DEFAULT"]["debug"] == ["true", "false"]
    (document,) = documents(BRANCHES, "x.yml.j2")
    arms = [document.arms(one.span.start) for one in document.assignments]
    assert [len(one) for one in arms] == [1, 1, 0, 1, 0]
    assert arms[0][0].block == arms[1][0].block != arms[3][0].block


@pytest.mark.parametrize(("a", "b"), [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_edits_are_those_of_the_rendered_text(a: int, b: int) -> None:
    (document,) = documents(BRANCHES, "x.yml.j2")
    for group, option in (("DEFAULT", "debug"), ("libvirt", "virt_type"), ("libvirt", "new")):
        after = changed(document, set_everywhere(document, group, option, "no"))
        assert after is not None
        expected = yaml.safe_load(rendered(BRANCHES, a=a, b=b, z=1))
        expected["nova_nova_conf_overrides"][group][option] = "no"
        assert yaml.safe_load(rendered(after, a=a, b=b, z=1)) == expected


def test_a_group_of_a_branch_is_not_opened_again() -> None:
    (document,) = documents(BRANCHES, "x.yml.j2")
    assert changed(document, set_option(document, "DEFAULT", "new", "1")) is None
    assert changed(document, set_option(document, "vnc", "new", "1")) == (
        BRANCHES + "  vnc:\n    new: 1\n"
    )


def test_a_block_has_branches_of_its_own() -> None:
    (document,) = documents(BLOCK, "x.yaml.j2")
    assert document.host is not None
    check_map(document.host.embedded, BLOCK)
    assert document.to_dict()["DEFAULT"] == {
        "debug": ["true"], "my_ip": ["1.2.3.4"], "host": ["{{h}}"]
    }  # fmt: skip
    assert document.arms(document.assignments[1].span.start)
    after = changed(document, set_option(document, "DEFAULT", "new", "1"))
    assert after == BLOCK.replace("{{ h }}\n", "{{ h }}\n    new = 1\n")


@pytest.mark.parametrize("first", ["{% if a is defined and b is defined %}", "{# a word or two #}"])
def test_a_block_begins_with_a_statement(first: str) -> None:
    """Red Hat's ci-framework, roles/ci_dcn_site/templates/service-values.yaml.j2."""
    end = "{% endif %}\n" if "if" in first else ""
    text = (
        f"nova:\n  customServiceConfig: |\n{first}\n    [DEFAULT]\n    debug = true\n{end}"
        "    [libvirt]\n    virt_type = kvm\nother: x\n"
    )
    (document,) = documents(text, "x.yaml.j2")
    assert document.host is not None
    check_map(document.host.embedded, text)
    assert document.to_dict() == {"DEFAULT": {"debug": ["true"]}, "libvirt": {"virt_type": ["kvm"]}}
    assert bool(document.arms(document.assignments[0].span.start)) == bool(end)
    after = changed(document, set_option(document, "libvirt", "virt_type", "qemu"))
    assert after == text.replace("kvm", "qemu")


def test_a_key_is_read_where_another_one_is_no_yaml() -> None:
    """As in opennext-io/onpc-bootstrap, whose user_variables.yml.j2 has an indent in one branch."""
    text = (
        f"a: 1\n{{% if b %}}\n b: 2\n{{% endif %}}\nc:\n  d: 3\n{OSA}  DEFAULT:\n    debug: true\n"
    )
    (document,) = documents(text, "x.yml.j2")
    assert document.host is not None and document.host.embedded.open
    after = changed(document, set_option(document, "DEFAULT", "debug", "false"))
    assert after == text.replace("true", "false")


def test_go_in_values_of_helm() -> None:
    text = (
        "conf:\n  nova:\n    DEFAULT:\n      debug: {{ .Values.debug }}\n"
        "      {{- if .Values.x }}\n      my_ip: 1.2.3.4\n      {{- end }}\n"
        "      a: b-{{ .Values.c }}\n"
        "    {{ .Values.group }}:\n      x: 1\n{{ toYaml .Values.more | indent 4 }}\n"
    )
    assert values(text)["DEFAULT"] == {
        "debug": ["{{Values_debug}}"], "my_ip": ["1.2.3.4"], "a": ["b-{{Values_c}}"]
    }  # fmt: skip
    assert read(text)[0].open


@pytest.mark.parametrize("text", [BRANCHES, BLOCK, "a: {{ b }}{% if c %}d{% endif %}\r\ne: 1\n"])
def test_what_is_hidden_keeps_all_places(text: str) -> None:
    hidden = without_template(text, "x.yml.j2")
    assert hidden is not None and len(hidden.text) == len(text)
    assert all(old == new or new in " \ue000" for old, new in zip(text, hidden.text, strict=True))
    assert yaml.safe_load(hidden.text)


def test_a_yaml_text_with_expressions_in_quotes_is_read_as_it_stands() -> None:
    text = f'{OSA}  DEFAULT:\n    debug: "{{% if x %}}true{{% else %}}false{{% endif %}}"\n'
    (found,) = read(text, "x.yml.j2")
    assert not found.branches
