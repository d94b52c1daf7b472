"""Overrides of openstack-helm for hosts and labels stand over the chart's `conf.nova`.

What is expected was compared with Sprig 3.2.3's mergeOverwrite, as helm-toolkit calls it.
"""

from __future__ import annotations

import pytest
from hosts.reading import changed, documents, values

import novalint
from novalint.engine.report import check
from novalint.text.writing import set_option

BASE = """conf:
  nova:
    DEFAULT:
      debug: true
      vif_plugging_timeout: 300
      rpc_thread_pool_size: 64
    libvirt:
      cpu_mode: custom
      cpu_models: [Haswell]
    pci:
      alias: {type: multistring, values: ['{"name": "a"}']}
  overrides:
    nova_compute:
"""
HOST = f"""{BASE}      hosts:
        - name: gpu1
          conf:
            nova:
"""
NAME = "conf.overrides.nova_compute.hosts.0.conf.nova"
CHART = values(f"{BASE}      hosts: []\n")


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("DEFAULT: {debug: false}", {"DEFAULT": {"debug": ["false"]}}),
        ("DEFAULT: {debug: null}", {"DEFAULT": {"debug": []}}),
        ("libvirt: {}", {}),
        ("vnc: {enabled: false}", {"vnc": {"enabled": ["false"]}}),
        ("libvirt: {cpu_models: [A, B]}", {"libvirt": {"cpu_models": ["A,B"]}}),
        (
            "pci: {alias: {type: multistring, values: ['{}', x]}}",
            {"pci": {"alias": ["{}", "x"]}},
        ),
        ("pci: {alias: {values: [x]}}", {"pci": {"alias": ["{{merged}}"]}}),
    ],
)
def test_options_of_an_override_take_the_place_of_the_charts(
    item: str, expected: dict[str, dict[str, list[str]]]
) -> None:
    found = values(f"{HOST}              {item}\n", number=1)
    for group in {*CHART, *expected}:
        options = {**CHART.get(group, {}), **expected.get(group, {})}
        assert found[group] == {name: value for name, value in options.items() if value}


def test_a_group_without_a_value_takes_the_charts_out() -> None:
    text = f"{HOST}              libvirt: null\n"
    assert values(text, number=1)["libvirt"] == {}


@pytest.mark.parametrize("daemonset", ["nova_api", "nova_compute_x"])
def test_what_the_chart_does_not_look_for_stands_for_itself(daemonset: str) -> None:
    text = f"{HOST}              DEFAULT: {{my_ip: 1.2.3.4}}\n"
    text = text.replace("nova_compute:", f"{daemonset}:")
    assert values(text, number=1) == {"DEFAULT": {"my_ip": ["1.2.3.4"]}}


def test_an_override_in_a_file_of_its_own_stands_for_itself() -> None:
    text = "conf:\n  overrides:\n" + HOST.partition("  overrides:\n")[2]
    text += "              DEFAULT: {my_ip: 1.2.3.4}\n"
    assert values(text) == {"DEFAULT": {"my_ip": ["1.2.3.4"]}}


def test_what_stands_in_the_chart_counts_and_is_told_once() -> None:
    text = f"{HOST}              libvirt:\n                cpu_mode: custom\n"
    chart, override = (check(each, release="2025.1").findings for each in documents(text))
    assert {finding.rule for finding in chart} >= {"deprecated-name"}
    assert not override


def test_what_an_override_says_again_is_told_again() -> None:
    text = f"{HOST}              DEFAULT:\n                rpc_thread_pool_size: 64\n"
    _, override = documents(text)
    report = check(override, release="2025.1", select=["deprecated-name"])
    (finding,) = report.findings
    assert (finding.location.embedded, finding.location.start.line) == (NAME, 19)
    assert not report.fix(), "the chart's own line would come out beside it"


def test_lines_of_an_override_are_mended_there() -> None:
    text = f"{HOST}              DEFAULT:\n                allow_resize_to_same_host: treu\n"
    _, override = documents(text)
    mended = check(override, release="2025.1", select=["invalid-value"]).fix(unsafe=True)
    assert mended.apply(text, "x.yaml") == text.replace("treu", "true")


def test_what_an_override_brings_about_in_the_chart_is_told() -> None:
    text = f"{HOST}              libvirt:\n                cpu_mode: host-model\n"
    _, override = documents(text)
    report = check(override, release="2025.1", select=["cpu-models-without-custom-mode"])
    (finding,) = report.findings
    assert (finding.location.embedded, finding.location.start.line) == (NAME, 9)


def test_comments_for_the_chart_are_not_for_its_overrides() -> None:
    told = BASE.replace("      debug", "      # novalint: disable=debug-logging\n      debug")
    text = told + HOST.removeprefix(BASE) + "              DEFAULT:\n                debug: false\n"
    _, override = documents(text)
    assert not check(override, release="2025.1", select=["syntax"]).findings


def test_options_are_set_in_the_override() -> None:
    text = f"{HOST}              libvirt:\n                cpu_mode: none\n"
    _, override = documents(text)
    for group, option, value, lines in (
        ("libvirt", "cpu_mode", "custom", None),
        ("libvirt", "cpu_models", "A", "                cpu_models: A\n"),
        ("DEFAULT", "debug", "false", "              DEFAULT:\n                debug: false\n"),
        ("vnc", "enabled", "true", "              vnc:\n                enabled: true\n"),
    ):
        expected = text + lines if lines else text.replace("none", "custom")
        assert changed(override, set_option(override, group, option, value)) == expected


def test_an_upgrade_of_an_override_leaves_the_chart_alone() -> None:
    text = f"{HOST}              DEFAULT:\n                rpc_thread_pool_size: 8\n"
    _, override = documents(text)
    (file,) = novalint.upgrade(override, "ocata", "2025.1").patch.files
    assert file.result == text.replace("rpc_thread_pool_size: 8", "executor_thread_pool_size: 8")


def test_a_group_without_a_value_is_one_in_values_too() -> None:
    assert values("conf:\n  nova:\n    libvirt: null\n") == {"libvirt": {}}
