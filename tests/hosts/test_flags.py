"""Flags of Juju: nothing there is a comment, so that what nobody knows stays as it is."""

from __future__ import annotations

import pytest
from hosts.reading import changed, documents

import novalint
from novalint.text.writing import set_option, unset_option
from novalint.upgrading.changes import Effect

HOST = "applications:\n  nova-compute:\n    options:\n      config-flags: {}\n"


@pytest.mark.parametrize(
    ("flags", "left"),
    [
        ("a=1,vif_plugging_timeout=300", "a=1"),
        ("vif_plugging_timeout=300,a=1", "a=1"),
        ("a=1,vif_plugging_timeout=300,b=2", "a=1,b=2"),
    ],
)
def test_a_flag_that_is_unset_is_taken_out(flags: str, left: str) -> None:
    (document,) = documents(HOST.format(flags))
    patch = unset_option(document, "DEFAULT", "vif_plugging_timeout")
    assert changed(document, patch) == HOST.format(left)


def test_an_upgrade_leaves_flags_that_nobody_knows_where_they_are() -> None:
    (document,) = documents(HOST.format("my_own=1,rpc_thread_pool_size=3,own=2,debug=true"))
    upgrade = novalint.upgrade(document, "ocata", "2025.1")
    (file,) = upgrade.patch.files
    assert file.result == HOST.format("my_own=1,executor_thread_pool_size=3,own=2,debug=true")
    told = [change for change in upgrade.changes if change.option in ("my_own", "own")]
    assert {change.effect for change in told} == {Effect.NOTHING}
    assert not any(change.mended for change in told)
    assert all("it is left as it is, since nothing" in change.message for change in told)


def test_a_flow_mapping_keeps_what_nobody_knows_as_well() -> None:
    host = "nova_nova_conf_overrides: {DEFAULT: {my_own: 1, debug: true}}\n"
    (document,) = documents(host)
    upgrade = novalint.upgrade(document, "zed", "2025.1")
    assert not upgrade.patch
    assert any("nothing can be commented out there" in c.message for c in upgrade.changes)


YAML = """applications:
  nova-compute:
    options:
      config-flags: |
        vif_plugging_timeout: 300
        # why
        default_log_levels: [a=INFO, b=WARN]
      other: 1
"""


def test_flags_with_a_colon_first_are_yaml() -> None:
    text = HOST.format("\"{debug: on, a: 'x=1,y', my_ip: null, b: {c: 1}, quota_ram: 1_000}\"")
    (document,) = documents(text)
    found = {each.option: each.value for each in document.assignments}
    assert found.pop("b").startswith("{{")
    assert found == {"debug": "on", "a": "x=1,y", "my_ip": "None", "quota_ram": "1000"}
    (document,) = documents(YAML)
    assert document.to_dict() == {
        "DEFAULT": {"vif_plugging_timeout": ["300"], "default_log_levels": ["['a=INFO', 'b=WARN']"]}
    }
    assert [document.position(each.key.start).line for each in document.assignments] == [5, 7]


@pytest.mark.parametrize("flags", ["[a: 1]", "a:1", "'a: 1: 2'", "'{{ x: 1 }}'", "'a=1,b:2==3'"])
def test_what_a_charm_refuses_or_computes_holds_nothing(flags: str) -> None:
    assert not documents(HOST.replace("{}", flags))


def test_flags_that_are_yaml_are_changed_as_yaml() -> None:
    (document,) = documents(YAML)
    patch = set_option(document, "DEFAULT", "vif_plugging_timeout", "60")
    assert changed(document, patch) == YAML.replace("300", "60")
    patch = set_option(document, "DEFAULT", "my_ip", "a: b")
    line = "        default_log_levels: [a=INFO, b=WARN]\n"
    assert changed(document, patch) == YAML.replace(line, f'{line}        my_ip: "a: b"\n')
    patch = unset_option(document, "DEFAULT", "vif_plugging_timeout")
    assert changed(document, patch) == YAML.replace("vif", "#vif")
    assert changed(document, set_option(document, "libvirt", "virt_type", "kvm")) is None


@pytest.mark.parametrize("end", ["", "      other: 1\n", "\n\n"])
def test_flags_of_yaml_in_a_block_without_a_line_end(end: str) -> None:
    text = HOST.format("|-\n        debug: true\n        a: 1")
    (document,) = documents(text + end)
    patch = set_option(document, "DEFAULT", "debug", "false")
    assert changed(document, patch) == text.replace("true", "false") + end
    patch = set_option(document, "DEFAULT", "b", "300")
    added = text.replace("a: 1\n", "a: 1\n        b: 300\n")
    assert changed(document, patch) == added + end
    patch = unset_option(document, "DEFAULT", "debug")
    assert changed(document, patch) == text.replace("debug", "#debug") + end


@pytest.mark.parametrize("quote", ["'", '"'])
def test_flags_of_yaml_in_quotes_are_changed_where_they_stay_one_line(quote: str) -> None:
    text = HOST.format(f"{quote}{{debug: true, a: 1}}{quote}  # ours")
    (document,) = documents(text)
    patch = set_option(document, "DEFAULT", "debug", "false")
    assert changed(document, patch) == text.replace("true", "false")
    patch = set_option(document, "DEFAULT", "b", "300")
    assert changed(document, patch) == text.replace("a: 1", "a: 1, b: 300")
    assert changed(document, set_option(document, "DEFAULT", "my_ip", "a: b")) is None
    (document,) = documents(HOST.format(f"{quote}debug: true{quote}"))
    patch = set_option(document, "DEFAULT", "debug", "false")
    assert changed(document, patch) == HOST.format(f"{quote}debug: false{quote}")
    assert changed(document, set_option(document, "DEFAULT", "b", "300")) is None
    assert changed(document, unset_option(document, "DEFAULT", "debug")) is None


def test_flags_of_yaml_with_escapes_are_left_as_they_are() -> None:
    (document,) = documents(HOST.format('"{debug: true,\\x20a: 1}"'))
    assert changed(document, set_option(document, "DEFAULT", "debug", "false")) is None


def test_an_upgrade_renames_flags_that_are_yaml() -> None:
    (document,) = documents(YAML.replace("vif_plugging_timeout", "rpc_thread_pool_size"))
    (file,) = novalint.upgrade(document, "ocata", "2025.1").patch.files
    assert file.result == YAML.replace("vif_plugging_timeout", "executor_thread_pool_size")


def test_a_file_of_options_of_applications_has_flags_too() -> None:
    (document,) = documents('nova-compute:\n  config-flags: "debug=true"\n')
    assert document.to_dict() == {"DEFAULT": {"debug": ["true"]}}
    assert not documents('neutron-api:\n  config-flags: "nova=true"\n')
    assert not documents('x:\n  nova-compute:\n    config-flags: "debug=true"\n')
