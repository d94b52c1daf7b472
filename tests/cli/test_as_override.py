"""`--as TOOL`: the change as the override of a deployment tool, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.call import write
from cli.conftest import Run

from novalint.cli.options import TOOLS
from novalint.hosts import overrides

PLAIN = "[DEFAULT]\n#vif_plugging_is_fatal = true\n"
FATAL = ("--unsafe", "--select", "fatal-vif-plugging", "--fact", "profile=dense-multi-tenant")


def test_the_command_line_offers_the_tools_that_there_are() -> None:
    assert set(TOOLS) == set(overrides.TOOLS)


@pytest.mark.parametrize("tool", TOOLS)
def test_fix_prints_the_change_and_writes_nothing(tool: str, novalint: Run, tmp_path: Path) -> None:
    path = str(write(tmp_path / "nova-compute.conf", PLAIN))
    ran = novalint("fix", path, "--as", tool, *FATAL)
    assert ran.status == 1
    assert ran.out.startswith("# ")
    assert "false\n" in ran.out
    assert Path(path).read_text() == PLAIN
    done = str(write(tmp_path / "done.conf", PLAIN.replace("#vif", "vif").replace("true", "false")))
    assert novalint("fix", done, "--as", tool, *FATAL)[:2] == (0, b"")


@pytest.mark.parametrize("tool", TOOLS)
def test_set_prints_the_change_and_writes_nothing(tool: str, novalint: Run, tmp_path: Path) -> None:
    path = str(write(tmp_path / "nova.conf", PLAIN))
    words = ("set", path, "DEFAULT.vif_plugging_is_fatal=false", "--as", tool)
    ran = novalint(*words)
    assert ran.status == 0
    assert "vif_plugging_is_fatal" in ran.out
    both = novalint(*words, "--diff")
    assert (both.status, both.out) == (2, "")
    assert "--diff and --as exclude each other" in both.err
    assert Path(path).read_text() == PLAIN


@pytest.mark.parametrize("tool", [tool for tool in TOOLS if tool != "tripleo"])
def test_unset_prints_what_the_tool_can_do(tool: str, novalint: Run, tmp_path: Path) -> None:
    lines = "max_concurrent_builds = 5\n[filter_scheduler]\nenabled_filters = A,B\n"
    text = f"[DEFAULT]\nmy_ip = 192.0.2.1\n{lines}"
    path = str(write(tmp_path / "nova.conf", text))
    words = ["DEFAULT.max_concurrent_builds", "enabled_filters", "--as", tool, "--role", "compute"]
    ran = novalint("unset", path, *words)
    assert ran.status == 0
    assert "max_concurrent_builds" in ran.out and "enabled_filters" in ran.out
    keeps = tool in ("kolla", "rhoso")
    assert ("max_concurrent_builds = 10\n" in ran.out) == keeps
    assert ("enabled_filters = ComputeFilter," in ran.out) == keeps
    assert ("since" if keeps else "removed by `") in ran.err
    alone = novalint("unset", path, "DEFAULT.my_ip", "--as", tool)
    assert (alone.status, alone.out) == (1, "") if keeps else alone.status == 0
    cannot = "`[DEFAULT] my_ip` cannot be removed by an override; remove it where it is written"
    assert (cannot in alone.err) == keeps
    assert Path(path).read_text() == text


def test_unset_leaves_what_puppet_nova_sets_itself(novalint: Run, tmp_path: Path) -> None:
    lines = "max_concurrent_builds = 5\nmy_block_storage_ip = 192.0.2.1\n"
    path = str(write(tmp_path / "nova.conf", f"[DEFAULT]\n{lines}"))
    words = ["DEFAULT.max_concurrent_builds", "DEFAULT.my_block_storage_ip", "--as", "tripleo"]
    ran = novalint("unset", path, *words)
    assert ran.status == 1
    assert "DEFAULT/my_block_storage_ip:\n        ensure: absent\n" in ran.out
    assert "puppet-nova sets `[DEFAULT] max_concurrent_builds` itself" in ran.err


def test_the_role_decides_where_it_belongs(novalint: Run, tmp_path: Path) -> None:
    path = str(write(tmp_path / "nova.conf", PLAIN))
    words = ("set", path, "DEFAULT.debug=true", "--as", "kolla")
    assert novalint(*words).out.startswith("# /etc/kolla/config/nova.conf\n")
    told = novalint(*words, "--role", "scheduler").out
    assert told.startswith("# /etc/kolla/config/nova/nova-scheduler.conf\n")
    named = str(write(tmp_path / "nova-compute.conf", PLAIN))
    told = novalint("set", named, "DEFAULT.debug=true", "--as", "kolla").out
    assert told.startswith("# /etc/kolla/config/nova/nova-compute.conf\n")


@pytest.mark.parametrize("tool", TOOLS)
def test_secrets_are_masked_unless_revealed(tool: str, novalint: Run, tmp_path: Path) -> None:
    path = str(write(tmp_path / "nova.conf", PLAIN))
    words = ("set", path, "DEFAULT.transport_url=rabbit://nova:S3cr3tWord@h/", "--as", tool)
    hidden = novalint(*words)
    assert "S3cr3tWord" not in hidden.out + hidden.err
    assert "--reveal prints the one to use" in hidden.err
    assert "S3cr3tWord" in novalint(*words, "--reveal").out


def test_what_cannot_be_taken_out_is_said(novalint: Run, tmp_path: Path) -> None:
    path = str(write(tmp_path / "nova.conf", "[DEFAULT]\nvif_plugging_timeuot = 5\n"))
    ran = novalint("fix", path, "--as", "kolla", "--unsafe", "--select", "unknown-option")
    assert "vif_plugging_timeout = 5\n" in ran.out
    assert "`[DEFAULT] vif_plugging_timeuot` cannot be removed" in ran.err


@pytest.mark.parametrize("tool", ["kolla", "rhoso"])
def test_no_new_name_is_set_beside_the_old_one(tool: str, novalint: Run, tmp_path: Path) -> None:
    pci = 'passthrough_whitelist = {"vendor_id": "8086"}\n'
    both = f"[pci]\n{pci}{pci.replace('8086', '10de')}[DEFAULT]\nrpc_thread_pool_size = 128\n"
    path = str(write(tmp_path / "nova.conf", both))
    words = ("fix", path, "--as", tool, "--release", "2025.1", "--unsafe", "--select")
    ran = novalint(*words, "deprecated-name")
    assert (ran.status, ran.out) == (1, "")
    old, new = "`[pci] passthrough_whitelist`", "`[pci] device_spec`"
    assert f"{old} is an old name of {new}; rename it" in ran.err
    assert "`[DEFAULT] rpc_thread_pool_size` is an old name of " in ran.err
    write(tmp_path / "nova.conf", both + "vif_plugging_timeout = 10m\n")
    ran = novalint(*words, "deprecated-name,invalid-value")
    assert "vif_plugging_timeout = 600\n" in ran.out
    assert "device_spec" not in ran.out
    assert "thread_pool_size" not in ran.out


def test_of_a_repeated_option_what_is_new_is_printed(novalint: Run, tmp_path: Path) -> None:
    head = "[filter_scheduler]\navailable_filters = "
    every = "nova.scheduler.filters.all_filters"
    path = str(write(tmp_path / "nova.conf", f"{head}{every}\navailable_filters = my.F\n"))
    asked = ["available_filters=x.Y", f"available_filters={every}", "max_attempts=5"]
    ran = novalint("set", path, "--as", "rhoso", "--role", "scheduler", *asked)
    assert ran.status == 1
    assert "available_filters = x.Y\n" in ran.out
    assert "max_attempts = 5\n" in ran.out
    assert "my.F" not in ran.out
    assert "`[filter_scheduler] available_filters` has values that an override cannot" in ran.err


def test_a_tool_that_does_not_exist_is_wrong_usage(novalint: Run, tmp_path: Path) -> None:
    path = str(write(tmp_path / "nova.conf", PLAIN))
    ran = novalint("fix", path, "--as", "chef")
    assert ran.status == 2
    assert "openstack-ansible" in ran.err


def test_a_file_that_a_tool_wrote_is_told_of(novalint: Run, tmp_path: Path) -> None:
    text = f"{PLAIN}log_dir = /var/log/kolla/nova\n"
    path = str(write(tmp_path / "nova.conf", text))
    ran = novalint("set", path, "DEFAULT.debug=true")
    assert ran.status == 0
    assert "kolla-ansible seems to have written" in ran.err
    assert "--as kolla" in ran.err
    ran = novalint("fix", path, "--diff", *FATAL)
    assert "kolla-ansible seems to have written" in ran.err


def test_the_folder_on_a_host_tells_the_service(novalint: Run, tmp_path: Path) -> None:
    folder = tmp_path / "etc" / "kolla" / "nova-compute"
    folder.mkdir(parents=True)
    path = str(write(folder / "nova.conf", PLAIN))
    told = novalint("set", path, "DEFAULT.debug=true", "--as", "kolla").out
    assert told.startswith("# /etc/kolla/config/nova/nova-compute.conf\n")
