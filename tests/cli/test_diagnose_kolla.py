"""Logs held against the overrides of kolla-ansible: one shared file, and hosts with their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.call import write
from cli.conftest import Run

EVENT = "('network-vif-plugged', 'd0ee5b7d-0000-4000-8000-000000000001')"
LINE = (
    "2025-11-03 10:11:12.123 7 WARNING nova.virt.libvirt.driver [None req-1 - - - - - -]"
    " [instance: 6f1c1c1e-0000-4000-8000-00000000000{}] Timeout waiting for [" + EVENT + "] for"
    " instance with vm_state building and task_state spawning.: eventlet.timeout.Timeout: 300"
    " seconds\n"
)
OWN = "[DEFAULT]\nreserved_host_memory_mb = 512\n"


def overrides() -> None:
    write("nova.log", LINE.format(1) + LINE.format(2))
    for name in ("nova-compute.conf", "cmp1/nova-compute.conf", "cmp2/nova-compute.conf"):
        path = Path("kolla/config/nova", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(OWN)
    Path("kolla/config/nova.conf").write_text("[DEFAULT]\nmy_ip = 10.0.0.1\n")


def test_what_no_file_sets_is_set_once_for_all_hosts(novalint: Run, folder: Path) -> None:
    overrides()
    ran = novalint("diagnose", "nova.log", "--config", "kolla/config", "--diff")
    assert ran.status == 1
    assert ran.out.count("+vif_plugging_is_fatal = false") == 1
    assert "+++ b/kolla/config/nova/nova-compute.conf\n" in ran.out
    assert "no patch" not in ran.err
    ran = novalint("diagnose", "nova.log", "--config", "kolla/config")
    assert "no patch" not in ran.out
    assert ran.out.count("+vif_plugging_is_fatal = false") == 1


def test_of_a_file_that_is_never_read_nothing_is_said(novalint: Run, folder: Path) -> None:
    overrides()
    Path("kolla/config/nova/nova-sheduler.conf").write_text("[scheduler]\nworkers = 4\n")
    ran = novalint("diagnose", "nova.log", "--config", "kolla/config", "--diff")
    assert "sheduler" not in ran.out + ran.err


@pytest.mark.parametrize("name", ["nova-consoleauth.conf", "nova-compte.conf"])
def test_a_file_that_is_not_read_is_not_patched(name: str, novalint: Run, folder: Path) -> None:
    overrides()
    Path("kolla/config/nova", name).write_text("[DEFAULT]\nvif_plugging_is_fatal = true\n")
    words = ("diagnose", "nova.log", "--config", "kolla/config", "--diff", "--release")
    ran = novalint(*words, "zed")
    assert name not in ran.out + ran.err
    if name == "nova-consoleauth.conf":  # up to stein kolla-ansible reads it
        assert name in novalint(*words, "queens").out


def test_a_host_that_no_patch_cures_is_told(novalint: Run, folder: Path) -> None:
    overrides()
    own = Path("kolla/config/nova/cmp1/nova-compute.conf")
    own.write_text(f"{OWN}vif_plugging_is_fatal = {{{{ fatal }}}}\n")
    ran = novalint("diagnose", "nova.log", "--config", "kolla/config", "--diff")
    assert "no patch for `kolla/config/nova.conf + kolla/config/nova/nova-compute.conf" in ran.err
    assert ran.err.count("no patch") == 1


def test_what_one_host_sets_is_changed_there(novalint: Run, folder: Path) -> None:
    overrides()
    own = Path("kolla/config/nova/cmp1/nova-compute.conf")
    own.write_text(f"{OWN}vif_plugging_is_fatal = true\n")
    ran = novalint("diagnose", "nova.log", "--config", "kolla/config", "--diff")
    assert "+++ b/kolla/config/nova/cmp1/nova-compute.conf\n" in ran.out
    assert "cmp2" not in ran.out


def test_configurations_of_several_files_are_counted(novalint: Run, folder: Path) -> None:
    overrides()
    ran = novalint("diagnose", "nova.log", "--config", "kolla/config")
    assert "(the default in 3 of 4 configurations)" in " ".join(ran.out.split())


REPLY = (
    "2026-01-01 10:00:00.000 7 ERROR {} [req-1 - - - - -] Timed out waiting for a reply to message"
    " ID 3f3f: oslo_messaging.exceptions.MessagingTimeout: Timed out waiting for a reply to message"
    " ID 3f3f\n"
)


@pytest.mark.parametrize(
    ("logger", "hosts"),
    [
        ("nova.compute.manager", {"h2"}),
        ("nova.conductor.manager", {"h4"}),
        ("oslo_messaging.rpc.server", {"h2", "h4"}),
    ],
)
def test_files_of_the_program_that_wrote_the_line_are_patched(
    logger: str, hosts: set[str], novalint: Run, folder: Path
) -> None:
    write("nova.log", REPLY.format(logger))
    for name in ("h2/nova-compute.conf", "h4/nova-conductor.conf"):
        path = Path("kolla/config/nova", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("[DEFAULT]\nrpc_response_timeout = 5\n")
    ran = novalint("diagnose", "nova.log", "--config", "kolla", "--diff")
    patched = {line.split("/")[4] for line in ran.out.splitlines() if line.startswith("+++")}
    assert patched == hosts
    if hosts == {"h2"}:
        ran = novalint(
            "diagnose", "nova.log", "--config", "kolla/config/nova/h4/nova-conductor.conf"
        )
        said = " ".join(ran.out.split())
        assert "`nova-compute` wrote the lines, whose own value counts" in said


def rendered() -> None:
    """Files as kolla-ansible writes them on a host: one for each service."""
    overrides()
    for service in ("nova-compute", "nova-api"):
        path = Path("etc/kolla", service, "nova.conf")
        path.parent.mkdir(parents=True)
        path.write_text("[DEFAULT]\nlog_dir = /var/log/kolla/nova\nmy_ip = 10.0.0.1\n")


def test_a_file_that_the_tool_writes_again_is_told_of_and_its_override_printed(
    novalint: Run, folder: Path
) -> None:
    rendered()
    ran = novalint("diagnose", "nova.log", "--config", "etc/kolla/nova-compute/nova.conf")
    assert "kolla-ansible seems to have written `etc/kolla/nova-compute/nova.conf`" in ran.err
    assert "--as kolla prints the change for it" in ran.err
    ran = novalint("diagnose", "nova.log", "--config", "etc/kolla", "--as", "kolla")
    assert (ran.status, ran.out) == (
        1,
        "# /etc/kolla/config/nova/nova-compute.conf\n[DEFAULT]\nvif_plugging_is_fatal = false\n",
    )
    assert "trade-off" in ran.err


def test_no_service_but_nova_compute_gets_the_patch_of_a_folder_of_all(
    novalint: Run, folder: Path
) -> None:
    rendered()
    ran = novalint("diagnose", "nova.log", "--config", "etc/kolla", "--diff")
    assert "+++ b/etc/kolla/nova-compute/nova.conf\n" in ran.out
    assert "nova-api" not in ran.out


def test_an_override_is_printed_of_no_override_nor_without_a_configuration(
    novalint: Run, folder: Path
) -> None:
    overrides()
    ran = novalint("diagnose", "nova.log", "--as", "kolla")
    assert (ran.status, ran.out) == (2, "")
    assert "--as has no configuration to change; name its files with --config" in ran.err
    ran = novalint("diagnose", "nova.log", "--config", "kolla/config", "--as", "kolla")
    assert (ran.status, ran.out) == (2, "")
    assert "is already what the tool reads; change it without --as" in ran.err


def test_a_folder_without_an_override_leads_to_the_first_one(novalint: Run, folder: Path) -> None:
    write("nova.log", LINE.format(1))
    write("kolla/globals.yml", "openstack_release: 2025.1\n")
    Path("kolla/config").mkdir()
    for named in ("kolla", "kolla/config"):
        ran = novalint("diagnose", "nova.log", "--config", named)
        assert ran.status == 2
        assert "OPTION=VALUE --as kolla` prints the first override" in ran.err


def test_what_a_part_does_not_set_is_told_once_with_its_value(novalint: Run, folder: Path) -> None:
    overrides()
    told = novalint("diagnose", "nova.log", "--config", "kolla/config").out
    assert "vif_plugging_is_fatal: " not in told
    assert "possible: [DEFAULT] vif_plugging_is_fatal = true" in told


def test_no_patch_goes_into_a_variable_that_no_tool_reads(novalint: Run, folder: Path) -> None:
    write("nova.log", LINE.format(1) + LINE.format(2))
    own = "nova_compute_conf_overrides:\n  DEFAULT:\n    reserved_host_memory_mb: 8192\n"
    for more in ("nova_nova_conf_overrides:\n  DEFAULT:\n    debug: false\n", ""):
        write("user_variables.yml", f"{more}{own}")
        ran = novalint("diagnose", "nova.log", "--config", "user_variables.yml", "--diff")
        assert ran.out.count("+    vif_plugging_is_fatal: false") == 1
