"""`novalint upgrade` of configurations that share files: what others read is kept for them too."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.conftest import Run

KEPT = "[oslo_policy]\nenforce_new_defaults = false\nenforce_scope = false\n"
COMPUTE = "config/nova/nova-compute.conf"


@pytest.fixture(autouse=True)
def kolla(folder: Path) -> None:
    (folder / "config/nova").mkdir(parents=True)
    (folder / "globals.yml").write_text('openstack_release: "zed"\n')
    (folder / "config/nova.conf").write_text("[DEFAULT]\nmy_ip = 10.0.0.1\n")
    (folder / COMPUTE).write_text("[libvirt]\nvirt_type=kvm\n")


@pytest.mark.parametrize("more", [(), ("nova/nova-api.conf",), ("nova/cmp1/nova.conf",)])
def test_a_default_is_kept_where_all_services_read_it(
    novalint: Run, folder: Path, more: tuple[str, ...]
) -> None:
    for name in more:
        (folder / "config" / name).parent.mkdir(exist_ok=True)
        (folder / "config" / name).write_text("[oslo_policy]\npolicy_file = p.yaml\n")
    way = ("--from", "zed", "--to", "2023.1", "--keep-behaviour", "--write")
    ran = novalint("upgrade", ".", *way)
    assert (ran.status, "nothing remains to be done" in ran.err) == (0, True)
    assert KEPT in (folder / "config/nova.conf").read_text()
    assert "enforce" not in (folder / COMPUTE).read_text()
    assert novalint("upgrade", ".", *way).err.count("migrated") == 0


def test_the_edits_of_all_are_one_patch(novalint: Run, folder: Path) -> None:
    (folder / "config/nova.conf").write_text("[DEFAULT]\nscheduler_max_attempts = 5\n")
    way = ("--from", "train", "--to", "2025.1", "--keep-behaviour", "--write")
    assert "migrated `config/nova.conf`" in novalint("upgrade", ".", *way).err
    text = (folder / "config/nova.conf").read_text()
    assert (text.count("heartbeat_rate = 2"), text.count("max_attempts = 5")) == (1, 1)
    assert text.count("heal_instance_info_cache_interval = 60") == 1


def test_services_without_a_file_of_their_own_are_told_of_theirs(novalint: Run) -> None:
    ran = novalint("upgrade", ".", "--from", "zed", "--to", "2023.1")
    of_all, of_compute = ran.out.split("\n\nzed to ")
    assert "`[oslo_policy] enforce_scope`" in of_all
    assert "initial_cpu_allocation_ratio" not in of_all
    assert "initial_cpu_allocation_ratio" in of_compute


def test_overrides_of_a_service_are_all_that_it_reads(novalint: Run, folder: Path) -> None:
    (folder / "config/nova.conf").rename(folder / "config/nova/nova-api.conf")
    ran = novalint("upgrade", ".", "--from", "train", "--to", "2023.1", "--keep-behaviour")
    of_api, _ = ran.out.split("\n\ntrain to ")
    assert "is removed; move to Neutron first" not in of_api
    assert "`[oslo_policy] enforce_scope`, and its default changes: true (was false)" in of_api


def test_a_program_that_nobody_runs_breaks_nothing(novalint: Run) -> None:
    ran = novalint("upgrade", ".", "--from", "train", "--to", "ussuri")
    assert (ran.status, "Breaks" in ran.out) == (0, False)


def test_what_another_sets_in_a_file_before_stays_as_it_is(novalint: Run, folder: Path) -> None:
    """The shared file comes last, where a line would count over that of the other."""
    names = '[configurations.{0}]\npaths = ["{0}.conf", "last.conf"]\nrole = "{1}"\n'
    told = names.format("a", "api") + names.format("b", "api")
    (folder / "novalint.toml").write_text(told)
    (folder / "a.conf").write_text("[DEFAULT]\nmy_ip = 10.0.0.1\n")
    (folder / "b.conf").write_text("[oslo_messaging_rabbit]\nheartbeat_rate = 9\n")
    (folder / "last.conf").write_text("[oslo_messaging_rabbit]\nrabbit_retry_backoff = 2\n")
    way = ("--from", "2023.2", "--to", "2024.1", "--keep-behaviour", "--write")
    novalint("upgrade", *way)
    assert "heartbeat_rate = 2" in (folder / "a.conf").read_text()
    assert "heartbeat_rate" not in (folder / "last.conf").read_text()


def test_a_shared_file_may_have_another_name(novalint: Run, folder: Path) -> None:
    names = '[configurations.{0}]\npaths = ["{1}.conf", "{0}.conf"]\nrole = "api"\n'
    told = names.format("a", "base") + names.format("b", "link")
    (folder / "novalint.toml").write_text(told)
    (folder / "base.conf").write_text("[vnc]\nvncserver_listen = ::\n")
    (folder / "link.conf").symlink_to("base.conf")
    (folder / "a.conf").write_text("[DEFAULT]\nmy_ip = 10.0.0.1\n")
    (folder / "b.conf").write_text("[vnc]\nvncserver_listen = 10.0.0.2\n")
    ran = novalint("upgrade", "--from", "train", "--to", "2025.1", "--keep-behaviour", "--write")
    assert ran.status == 0
    assert "server_listen = ::" in (folder / "base.conf").read_text()
    assert (folder / "base.conf").read_text().count("heartbeat_rate = 2") == 1
    assert (folder / "b.conf").read_text() == "[vnc]\nserver_listen = 10.0.0.2\n"


def test_what_only_shared_files_could_keep_is_told(novalint: Run, folder: Path) -> None:
    (folder / "novalint.toml").write_text(
        '[configurations.a]\npaths = ["last.conf"]\nrole = "api"\n'
        '[configurations.b]\npaths = ["b.conf", "last.conf"]\nrole = "api"\n'
    )
    (folder / "b.conf").write_text("[oslo_messaging_rabbit]\nheartbeat_rate = 9\n")
    (folder / "last.conf").write_text("[DEFAULT]\nmy_ip = 10.0.0.1\n")
    ran = novalint("upgrade", "--from", "2023.2", "--to", "2024.1", "--keep-behaviour", "--write")
    assert "[oslo_messaging_rabbit] heartbeat_rate (others that read the file" in ran.err
    assert "heartbeat_rate" not in (folder / "last.conf").read_text()
    assert "what remains is changes: 1" in ran.err


@pytest.mark.parametrize("of_host", ["vncserver_listen = 10.0.0.2\n", "vncserver_listen = ::\n"])
def test_a_line_that_a_host_overrules_is_renamed_for_the_others(
    novalint: Run, folder: Path, of_host: str
) -> None:
    (folder / COMPUTE).write_text("[DEFAULT]\nvncserver_listen = ::\n")
    (folder / "config/nova/cmp1").mkdir()
    (folder / "config/nova/cmp1/nova-compute.conf").write_text(f"[DEFAULT]\n{of_host}")
    ran = novalint("upgrade", ".", "--from", "train", "--to", "2025.1", "--write")
    assert ran.status == 0
    assert "\n[vnc]\nserver_listen = ::\n" in (folder / COMPUTE).read_text()
    written = (folder / "config/nova/cmp1/nova-compute.conf").read_text()
    assert written.endswith(f"[vnc]\n{of_host.removeprefix('vnc')}")


def test_what_no_patch_fits_is_named_with_its_options(novalint: Run, folder: Path) -> None:
    (folder / "novalint.toml").write_text(
        '[configurations.a]\npaths = ["last.conf"]\n'
        '[configurations.b]\npaths = ["b.conf", "last.conf"]\n'
    )
    (folder / "b.conf").write_text("[DEFAULT]\nrabbit_host = ctl1\n")
    (folder / "last.conf").write_text("[oslo_messaging_rabbit]\nrabbit_password = x\n")
    ran = novalint("upgrade", "--from", "queens", "--to", "2025.1", "--write")
    assert ran.status == 2
    assert "`transport_url` in `last.conf` would be migrated differently for `b.conf, " in ran.err
    assert "rabbit_host = ctl1" in (folder / "b.conf").read_text()


def test_what_is_said_of_many_hosts_is_said_once(novalint: Run, folder: Path) -> None:
    for number in range(1, 10):
        (folder / f"config/nova/cmp{number}").mkdir()
        own = "rpc_thread_pool_size = 9\n" if number == 7 else ""
        text = f"[DEFAULT]\nmy_ip = 10.0.0.{number}\n{own}"
        (folder / f"config/nova/cmp{number}/nova.conf").write_text(text)
    ran = novalint("upgrade", ".", "--from", "zed", "--to", "2025.1")
    assert ran.out.count("`[oslo_policy] enforce_scope`") == 1
    names = ", ".join(f"config/nova/cmp{number}/nova.conf" for number in (1, 2))
    assert f"    also for {COMPUTE}, {names} and 7 more\n" in ran.out
    headings = [line for line in ran.out.splitlines() if line.startswith("zed to ")]
    assert [line.split("/")[-2] for line in headings] == ["zed to 2025.1: config", "nova", "cmp7"]
    assert ran.out.endswith("the old name is still read for now (every service)\n")
    assert "novalint: config/nova.conf and 8 more: changes: 4" in ran.err


def test_what_cannot_be_kept_is_said_once(novalint: Run, folder: Path) -> None:
    (folder / "config/nova/nova-scheduler.conf").write_text("[DEFAULT]\n")
    ran = novalint("upgrade", ".", "--from", "ussuri", "--to", "2026.2", "--keep-behaviour")
    assert ran.err.count("these defaults change and no line can keep them") == 1
