"""Keys that are nearly a tool's: what stands below them is lost, and told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hosts.reading import documents

from novalint.cli import main
from novalint.engine.report import check

RIGHT = "nova_nova_conf_overrides:\n  DEFAULT:\n    my_ip: 10.0.0.1\n"


def told(key: str, more: str = RIGHT) -> list[tuple[str, str]]:
    text = f"{key}:\n  DEFAULT:\n    vif_plugging_timeout: 300\n{more}"
    found = (check(each, select=["override-not-read"]).findings for each in documents(text))
    return [(str(one.severity), one.message) for each in found for one in each]


@pytest.mark.parametrize(
    "key", ["nova_nova_conf_overide", "nova_nova_conf_override", "nova-nova-conf-overrides"]
)
def test_a_slip_is_told_beside_the_right_key(key: str) -> None:
    ((severity, message),) = told(key)
    assert (severity, message) == (
        "warning",
        f"`{key}` is no variable of OpenStack-Ansible, so what it sets has no effect; use "
        "`nova_nova_conf_overrides`",
    )
    assert told(key, "") == told(key)


@pytest.mark.parametrize("key", ["nova_scheduler_conf_overrides", "nova_conf_overrides"])
def test_a_variable_for_one_service_is_advice(key: str) -> None:
    ((severity, message),) = told(key)
    assert severity == "info"
    assert "unless a variable of your own includes it" in message


@pytest.mark.parametrize("key", ["nova_rootwrap_conf_overrides", "nova_policy_overrides", "x"])
def test_other_variables_are_left_alone(key: str) -> None:
    assert told(key) == []


def test_what_another_variable_takes_in_is_left_alone() -> None:
    key = "nova_compute_conf_overrides"
    assert told(key, f'nova_nova_conf_overrides: "{{{{ {key} }}}}"\n') == []
    assert told(key, RIGHT.replace("nova_nova", f"x: '{{{{ {key} }}}}'\nnova_nova", 1)) == []


def test_what_is_set_is_set_under_the_key_that_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "user_variables.yml"
    path.write_text(f"nova_nova_conf_overide:\n  DEFAULT:\n    debug: true\n{RIGHT}")
    assert main(["set", str(path), "DEFAULT.vif_plugging_timeout=300", "--diff"]) == 1
    assert "     my_ip: 10.0.0.1\n+    vif_plugging_timeout: 300\n" in capsys.readouterr().out
