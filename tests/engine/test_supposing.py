"""What holds whatever a text elsewhere says is found; what hangs on it is not claimed."""

from __future__ import annotations

from pathlib import Path

import pytest

from novalint.project.model import Project

KOLLA = "etc/kolla/config/nova/nova-compute.conf"
MODELS = "[libvirt]\ncpu_mode = host-passthrough\ncpu_models = EPYC-Rome\n"
TWICE = "[compute]\ncpu_dedicated_set = 2-23\ncpu_shared_set = 0-2\n"


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)


def rules(path: str = ".") -> set[str]:
    return {finding.rule for report in Project().check(path).reports for finding in report.findings}


def test_the_virt_type_that_a_template_sets_keeps_no_error_back() -> None:
    write("etc/kolla/globals.yml", 'openstack_release: "2025.1"\n')
    write(KOLLA, MODELS)
    assert rules() == {"cpu-models-without-custom-mode"}


def test_what_hangs_on_another_text_is_not_claimed() -> None:
    write("etc/kolla/globals.yml", 'openstack_release: "2025.1"\n')
    write(KOLLA, "[libvirt]\nrbd_user = nova\nimages_rbd_pool = vms\n")
    assert not rules()


def test_what_a_rule_found_before_it_met_the_option_is_told_once() -> None:
    write("etc/kolla/globals.yml", 'openstack_release: "2025.1"\n')
    lines = "sync_power_state_interval = 0\ninstance_delete_interval = 0\n"
    write(KOLLA, f"[DEFAULT]\n{lines}[neutron]\ntimeout = 0\nhttp_retries = 3\n")
    (report,) = Project().check(".").reports
    told = [(one.rule, one.option) for one in report.findings]
    assert len(told) == len(set(told)) > 2


def test_a_template_that_includes_more_keeps_no_error_back() -> None:
    write("nova.conf.j2", '[DEFAULT]\nmy_ip = {{ ip }}\n{% include "more.j2" %}\n')
    write("over.conf", TWICE)
    write(
        "novalint.toml",
        'release = "2025.1"\n[configurations.cmp]\npaths = ["nova.conf.j2", "over.conf"]\n'
        'merge = "replace"\nrole = "compute"\n',
    )
    (report,) = Project.find().check().reports
    assert {finding.rule for finding in report.findings} == {"cpu-sets-overlap"}


def test_what_an_include_may_set_is_not_missed() -> None:
    text = (
        "[DEFAULT]\ntransport_url = rabbit://u:{{ p }}@h\n[neutron]\nauth_type = password\n"
        "auth_url = https://k/v3\nusername = neutron\n"
    )
    write("nova.conf.j2", f'{text}{{% include "more.j2" %}}\n')
    with_include = rules()
    write("nova.conf.j2", text)
    assert "login-incomplete" in rules() - with_include
