"""Keys of which a deployment tool takes nothing, for their place or their form, are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hosts.reading import documents

from novalint.cli import main
from novalint.engine.report import check

NOVA = "  nova:\n    DEFAULT:\n      debug: true\n"
LEFT_OUT = "is left out of nova.conf by openstack-helm, so what it sets has no effect"


def told(text: str) -> list[tuple[int, str]]:
    found = (check(each, select=["override-not-read"]).findings for each in documents(text))
    return [(one.location.start.line, one.message) for each in found for one in each]


def test_a_group_beside_the_charts_key_is_left_out() -> None:
    text = f"conf:\n  DEFAULT:\n    force_config_drive: true\n{NOVA}"
    assert told(text) == [(2, f"`conf.DEFAULT` {LEFT_OUT}; move it to `conf.nova`")]


def test_a_group_beside_the_settings_of_a_server_is_left_out() -> None:
    group = "    database: {max_retries: 4}\n"
    text = f"conf:\n  nova_api_uwsgi:\n    uwsgi: {{processes: 4}}\n{group}{NOVA}"
    assert told(text) == [(4, f"`conf.nova_api_uwsgi.database` {LEFT_OUT}; move it to `conf.nova`")]


def test_options_beside_the_charts_own_are_told_one_by_one() -> None:
    text = f"conf:\n  libvirt:\n    live_migration_interface: eth1\n    cpu_mode: none\n{NOVA}"
    message = f"`conf.libvirt.cpu_mode` {LEFT_OUT}; move it to `conf.nova.libvirt`"
    assert told(text) == [(4, message)]
    assert told(f"conf:\n  libvirt:\n    live_migration_interface: eth1\n{NOVA}") == []


def test_an_option_beside_the_charts_key_is_left_out() -> None:
    text = f"conf:\n  vif_plugging_timeout: 300\n{NOVA}"
    message = f"`conf.vif_plugging_timeout` {LEFT_OUT}; move it to `conf.nova.DEFAULT`"
    assert told(text) == [(2, message)]


def test_each_is_told_once_beside_both_keys_of_the_chart() -> None:
    ironic = "  nova_ironic:\n    DEFAULT:\n      debug: false\n"
    assert len(told(f"conf:\n  quota: {{cores: 5}}\n{ironic}{NOVA}")) == 1


@pytest.mark.parametrize(
    "key",
    [
        "libvirt: {live_migration_interface: null}",
        "ceph: {cinder: {user: cinder}}",
        "policy: {}",
        "quota:",
        "debug: '{{ debug }}'",
        "api_audit_map: {DEFAULT: {target_endpoint_type: None}}",
        "software: {wsgi: {enabled: true}}",
    ],
)
def test_what_the_chart_has_beside_it_is_left_alone(key: str) -> None:
    assert told(f"conf:\n  {key}\n{NOVA}") == []


@pytest.mark.parametrize(
    ("key", "kind", "way"),
    [
        ("libvirt: kvm", "a text", "write each option below `libvirt:` as `NAME: VALUE`"),
        ("libvirt: [{virt_type: kvm}]", "a list", "write each option below `libvirt:`"),
        ("compute_driver: foo", "a text", "move it to `conf.nova.DEFAULT`"),
        ("my_block_storage_ip: 3", "a single value", "move it to `conf.nova.DEFAULT`"),
    ],
)
def test_a_group_of_the_chart_has_to_be_a_mapping(key: str, kind: str, way: str) -> None:
    ((line, message),) = told(f"conf:\n{NOVA}    {key}\n")
    name = key.partition(":")[0]
    start = f"`conf.nova.{name}` is {kind}, and openstack-helm writes only groups, which are"
    assert line == 5
    assert message.startswith(f"{start} mappings; {way}")


@pytest.mark.parametrize("key", ["libvirt:", "libvirt: {}", "libvirt: '{{ x }}'", "x: !vault a"])
def test_a_group_that_is_empty_or_computed_is_left_alone(key: str) -> None:
    assert told(f"conf:\n{NOVA}    {key}\n") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("conf:\n  nova: {vif_plugging_timeout: 3}\n", "a mapping of options"),
        ("conf:\n  nova: |\n    [DEFAULT]\n    debug = true\n", "a text"),
        ("conf:\n  nova:\n    - libvirt: {virt_type: kvm}\n", "a list"),
        ("nova_nova_conf_overrides:\n  - DEFAULT: {debug: true}\n", "a list"),
        ("nova_nova_conf_overrides: |\n  [DEFAULT]\n  debug = true\n", "a text"),
        ("nova_nova_conf_overrides: true\n", "a single value"),
    ],
)
def test_a_key_of_a_tool_has_to_be_a_mapping_of_groups(
    text: str, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ((_, message),) = told(text)
    assert f"` is {kind}, and open" in message.lower()
    assert "takes a mapping of groups" in message
    assert "; write each group below it, and each option" in message
    path = tmp_path / "x.yaml"
    path.write_text(text)
    assert main(["set", str(path), "DEFAULT.debug=true"]) == 2
    assert path.read_text() == text
    assert "cannot take this change" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        "conf:\n  nova: {enabled: true}\n",
        "conf:\n  nova: some text\n",
        "conf:\n  nova: []\n",
        'nova_nova_conf_overrides: "{{ nova_overrides }}"\n',
        'nova_nova_conf_overrides: ["{{ nova_overrides }}"]\n',
        "nova_nova_conf_overrides: ''\n",
        "nova_nova_conf_overrides: *overrides\n",
    ],
)
def test_what_another_tool_or_a_template_has_there_is_left_alone(text: str) -> None:
    assert documents(text) == []


def test_a_text_that_ansible_reads_as_a_mapping_is_left_alone() -> None:
    assert told("nova_nova_conf_overrides: \"{'DEFAULT': {'cpu_allocation_ratio': 4}}\"\n") == []


def test_values_of_a_chart_for_several_services_are_left_alone() -> None:
    others = "  DEFAULT: {debug: true}\n  neutron:\n    DEFAULT: {debug: true}\n"
    assert told(f"conf:\n{others}{NOVA}") == []


def test_a_whole_nova_conf_as_text_is_advice() -> None:
    text = "conf:\n  nova: |\n    [DEFAULT]\n    debug = true\n"
    (report,) = (check(each, select=["override-not-read"]) for each in documents(text))
    (finding,) = report.findings
    assert finding.severity == "info"
    assert ", unless a chart of your own writes the text as it is; " in finding.message
