"""Values of a chart that are a text in YAML are read, and mended, as a file of them would be."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hosts.reading import changed, documents
from hosts.test_random_hosts import NAMES, VALUES, mappings
from hypothesis import given, settings
from hypothesis import strategies as st

import novalint
from novalint.text.document import Document
from novalint.text.edits import Patch
from novalint.text.writing import set_option, unset_option

ARGO = "kind: Application\nspec:\n  source:\n    helm:\n      values: |\n{}  destination: {{}}\n"
FLUX = "kind: ConfigMap\ndata:\n  values.yaml: |\n{}"
AROUND = {ARGO: 8, FLUX: 4}


def values(overrides: str) -> str:
    """Return values of a chart that say what overrides of OpenStack-Ansible say."""
    _, _, rest = overrides.partition("nova_nova_conf_overrides:\n")
    return f"bootstrap: {{}}\nconf:\n  nova:\n{_indented(rest.partition('after: &x')[0], 2)}"


def _indented(text: str, by: int) -> str:
    return "".join(" " * by * bool(line.strip()) + line for line in text.splitlines(keepends=True))


def within(around: str, text: str) -> str:
    return around.format(_indented(text, AROUND[around]))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([*AROUND]), mappings(), NAMES, NAMES, VALUES)
def test_a_text_is_changed_as_a_file_is(
    around: str, host: tuple[str, dict[str, dict[str, str]]], group: str, option: str, value: str
) -> None:
    alone = values(host[0])
    (inner,), (outer,) = documents(alone), documents(within(around, alone))
    assert outer.text == inner.text
    for where in {group, *host[1]}:
        for name in {option, *host[1].get(where, {})}:
            assert_alike(
                around, inner, outer, partial(set_option, group=where, option=name, value=value)
            )
            assert_alike(around, inner, outer, partial(unset_option, group=where, option=name))


def assert_alike(
    around: str, inner: Document, outer: Document, change: Callable[[Document], Patch]
) -> None:
    alone, together = changed(inner, change(inner)), changed(outer, change(outer))
    assert together == (None if alone is None else within(around, alone))


def test_findings_are_where_they_are_and_fixes_change_nothing_else(tmp_path: Path) -> None:
    text = within(ARGO, values("nova_nova_conf_overrides:\n  libvirt: {virt_type: KVM}  # all\n"))
    path = tmp_path / "application.yaml"
    path.write_text(text, encoding="utf-8")
    (finding,) = novalint.check(path, release="2025.1", select=["invalid-value"]).findings
    assert finding.location.start.line == 1 + text[: text.index("KVM")].count("\n")
    assert finding.fixes[0].patch.apply(text) == text.replace("KVM", "kvm")
    assert [one.name for one in novalint.documents(path)] == ["spec.source.helm.values.conf.nova"]


def test_keys_that_stand_again_and_overrides_have_their_places() -> None:
    twice = "conf:\n  nova:\n    libvirt:\n      cpu_mode: none\n      cpu_mode: custom\n"
    (document,) = documents(within(FLUX, twice))
    assert document.host
    (key,) = document.host.embedded.unread
    text = document.host.source.text
    assert text[key.span.start :].startswith("cpu_mode: none")
    assert text[key.last.start :].startswith("cpu_mode: custom")
    hosts = "conf:\n  nova: {libvirt: {cpu_mode: none}}\n  overrides:\n    nova_compute:\n"
    hosts += "      hosts:\n      - {name: c1, conf: {nova: {libvirt: {virt_type: qemu}}}}\n"
    general, own = documents(within(FLUX, hosts))
    assert own.host and own.host.embedded.base
    assert own.host.embedded.base.name == general.name == "data.values.yaml.conf.nova"
    span = own.host.embedded.base.span
    assert own.host.source.text[span.start : span.end] == "{libvirt: {cpu_mode: none}}"


@pytest.mark.parametrize(
    "style",
    [
        "values: >\n{}",  # folded: its lines are not those of the values
        'values: "conf: {{nova: {{libvirt: {{virt_type: KVM}}}}}}"',
        "values: |\n{}    {{{{- toYaml . }}}}\n",  # written by a template
    ],
)
def test_what_no_edit_can_be_mapped_to_is_left_alone(style: str) -> None:
    block = _indented(values("nova_nova_conf_overrides:\n  libvirt:\n    virt_type: KVM\n"), 4)
    assert documents(style.format(block)) == []
