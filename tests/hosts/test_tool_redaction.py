"""Diffs of TripleO's resources and Juju's flags show what is no secret, and hide the secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from novalint.cli import main

HIDES = "this diff hides secrets"
RESOURCES = """parameter_defaults:
  ComputeExtraConfig:
    nova::config::nova_config:
      libvirt/cpu_mode:
        value: host-model
      neutron/password:
        value: 12345
"""
FLAGS = """applications:
  nova-compute:
    charm: ch:nova-compute
    options:
      config-flags: %s
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def diff(text: str, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, str]:
    Path("x.yaml").write_text(text)
    main([words[0], "x.yaml", *words[1:], "--diff", "--force"])
    out, err = capsys.readouterr()
    return out, err


def test_a_plain_number_in_a_resource_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = diff(RESOURCES, capsys, "set", "libvirt.live_migration_downtime=800")
    assert "+      libvirt/live_migration_downtime:\n+        value: 800\n" in out
    assert "12345" not in out
    out, err = diff(
        RESOURCES[: RESOURCES.index("      neutron")], capsys, "unset", "libvirt.cpu_mode"
    )
    assert HIDES not in err


def test_a_resource_that_goes_is_shown_on_both_sides(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = diff(RESOURCES, capsys, "unset", "libvirt.cpu_mode")
    assert "-      libvirt/cpu_mode:\n" in out and "+      #libvirt/cpu_mode:\n" in out
    assert "-        value: host-model\n" in out and "+      #  value: host-model\n" in out


@pytest.mark.parametrize("value", ["host-model", "12345", "true"])
def test_a_secret_in_a_resource_stays_hidden(
    value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = RESOURCES.replace("12345", value)
    for words in (("set", "neutron.password=9876"), ("unset", "neutron.password")):
        out, err = diff(text, capsys, *words)
        assert HIDES in err
        assert "9876" not in out
        assert not any(f"value: {value}" in line for line in out.splitlines())


def test_flags_are_judged_one_by_one(capsys: pytest.CaptureFixture[str]) -> None:
    text = FLAGS % "cpu_allocation_ratio=4.0,metadata_proxy_shared_secret=abc,x,y"
    out, err = diff(text, capsys, "set", "DEFAULT.vif_plugging_timeout=900")
    assert "config-flags: cpu_allocation_ratio=4.0,metadata_proxy_shared_secret=***" in out
    assert "abc" not in out and ",x" not in out and HIDES in err
    out, err = diff(FLAGS % "cpu_allocation_ratio=4.0", capsys, "set", "DEFAULT.debug=true")
    assert "+      config-flags: cpu_allocation_ratio=4.0,debug=true\n" in out
    assert HIDES not in err


@pytest.mark.parametrize("quote", ["'", '"'])
def test_flags_that_are_yaml_in_quotes_are_judged_one_by_one(
    quote: str, capsys: pytest.CaptureFixture[str]
) -> None:
    flags = "{debug: true, metadata_proxy_shared_secret: abc, own: def}"
    out, err = diff(FLAGS % f"{quote}{flags}{quote}", capsys, "set", "DEFAULT.debug=false")
    shown = flags.replace("abc", "***").replace("def", "***").replace("true", "false")
    assert f"+      config-flags: {quote}{shown}{quote}\n" in out
    assert HIDES in err
    out, err = diff(FLAGS % f"{quote}debug: true{quote}", capsys, "set", "DEFAULT.debug=false")
    assert f"+      config-flags: {quote}debug: false{quote}\n" in out
    assert HIDES not in err
    out, err = diff(FLAGS % f"{quote}transport_url: abc{quote}", capsys, "set",
                    "DEFAULT.transport_url=def")  # fmt: skip
    assert HIDES in err and "abc" not in out and "def" not in out
