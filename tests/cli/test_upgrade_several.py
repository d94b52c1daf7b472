"""`novalint upgrade` of several configurations: files, folders, the texts of one host."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.call import write
from cli.conftest import Run
from command import applied

OLD = "[DEFAULT]\nrpc_thread_pool_size = 64\nenabled_apis = metadata\n"
NEW = "[DEFAULT]\nexecutor_thread_pool_size = 64\n"
HOST = """\
apiVersion: core.openstack.org/v1beta1
kind: OpenStackControlPlane
spec:
  nova:
    template:
      apiServiceTemplate:
        customServiceConfig: |
          [DEFAULT]
          enabled_apis = metadata
          password = {secret}
      schedulerServiceTemplate:
        customServiceConfig: |
          [DEFAULT]
          rpc_thread_pool_size = 63
          [filter_scheduler]
          enabled_filters = CoreFilter
"""
WAY = ("--from", "2024.1", "--to", "2026.2")
API, SCHEDULER = (
    f"nova.template.{name}ServiceTemplate.customServiceConfig" for name in ("api", "scheduler")
)


@pytest.fixture(autouse=True)
def files(folder: Path) -> None:
    (folder / "a.conf").write_text(OLD)
    (folder / "b.conf").write_text(OLD.replace("64", "3"))
    (folder / "host.yaml").write_text(HOST.format(secret="hidden"))


def test_each_is_reported_under_its_name(novalint: Run) -> None:
    ran = novalint("upgrade", "a.conf", "b.conf", *WAY, "--only", "ignored")
    assert ran.status == 1
    assert "2024.1 to 2026.2: a.conf\n" in ran.out
    assert "2024.1 to 2026.2: b.conf\n" in ran.out
    *lines, on_the_way = ran.err.splitlines()
    assert [line.split(": ")[1] for line in lines] == ["a.conf", "b.conf"]
    assert on_the_way.startswith("novalint: the patch is for 2026.2;")


def test_all_are_written(novalint: Run, folder: Path) -> None:
    ran = novalint("upgrade", "a.conf", "b.conf", *WAY, "--write")
    assert "migrated `a.conf`\nnovalint: migrated `b.conf`" in ran.err
    assert (folder / "a.conf").read_text().startswith(NEW)
    assert (folder / "b.conf").read_text().startswith(NEW.replace("64", "3"))


def test_each_text_of_a_host_is_a_configuration(novalint: Run) -> None:
    ran = novalint("upgrade", "host.yaml", *WAY, "--only", "ignored", "--only", "soon")
    assert ran.status == 1
    assert f"2026.2: host.yaml ({API})\n" in ran.out
    assert "host.yaml:9: 2025.2: `enabled_apis` was removed" in ran.out
    assert f"2026.2: host.yaml ({SCHEDULER})\n" in ran.out
    assert "host.yaml:14: `[DEFAULT] rpc_thread_pool_size` is" in ran.out
    data = novalint("upgrade", "host.yaml", *WAY, "--format", "json").json
    assert [one["embedded"] for one in data["configurations"]] == [API, SCHEDULER]


def test_the_diff_of_a_host_is_one(novalint: Run, folder: Path) -> None:
    diff = novalint("upgrade", "host.yaml", *WAY, "--diff").out
    assert diff.count("--- a/host.yaml") == 1
    assert "hidden" not in diff
    whole = novalint("upgrade", "host.yaml", *WAY, "--diff", "--reveal").stdout
    applied(whole)
    by_patch = (folder / "host.yaml").read_text()
    (folder / "host.yaml").write_text(HOST.format(secret="hidden"))
    novalint("upgrade", "host.yaml", *WAY, "--write")
    assert (folder / "host.yaml").read_text() == by_patch
    assert "executor_thread_pool_size = 63" in by_patch
    assert "#enabled_apis = metadata" in by_patch


def test_what_remains_of_a_host_has_its_new_lines(novalint: Run, folder: Path) -> None:
    text = HOST.format(secret="x") + "          [libvirt]\n          virt_type = uml\n"
    (folder / "host.yaml").write_text(text)
    way = ("--from", "ussuri", "--to", "2024.1")
    ran = novalint("upgrade", "host.yaml", *way, "--write", "--only", "breaks")
    lines = (folder / "host.yaml").read_text().splitlines()
    number = next(n for n, line in enumerate(lines, 1) if "virt_type" in line)
    assert number > len(text.splitlines())
    assert f"  host.yaml:{number}: " in ran.out


def test_one_text_of_a_host_can_be_chosen(novalint: Run, folder: Path) -> None:
    ran = novalint("upgrade", "host.yaml", "--embedded", SCHEDULER, *WAY, "--write")
    assert "2024.1 to 2026.2: host.yaml\n" in ran.out
    text = (folder / "host.yaml").read_text()
    assert "executor_thread_pool_size = 63" in text
    assert "          enabled_apis = metadata" in text


@pytest.mark.parametrize("command", [("upgrade", *WAY, "--write"), ("fix", "--release", "2025.1")])
def test_a_file_that_is_named_twice_is_written_once(
    novalint: Run, folder: Path, command: tuple[str, ...]
) -> None:
    (folder / "link.conf").symlink_to("a.conf")
    ran = novalint(*command, "a.conf", "./a.conf", "link.conf")
    assert "in the meantime" not in ran.err
    assert (folder / "a.conf").read_text().startswith(NEW)


def test_a_file_that_configurations_share_is_written_once(novalint: Run, folder: Path) -> None:
    names = '[configurations.{0}]\npaths = ["{0}.conf", "shared.conf"]\n'
    (folder / "novalint.toml").write_text(names.format("a") + names.format("b"))
    shared, old = folder / "shared.conf", "[DEFAULT]\nrpc_thread_pool_size = 5\n"
    shared.write_text(old)
    assert "migrated `a.conf`, `shared.conf`" in novalint("upgrade", *WAY, "--write").err
    assert shared.read_text() == NEW.replace("64", "5")


def test_what_services_keep_of_one_file_is_written_together(novalint: Run, folder: Path) -> None:
    """The defaults that are kept are those of the role, in the same patch."""
    name = '[configurations.{0}]\npaths = ["a.conf"]\nrole = "{0}"\n'
    (folder / "novalint.toml").write_text(name.format("compute") + name.format("scheduler"))
    way = ("--from", "2023.1", "--to", "2026.2", "--write", "--keep-behaviour")
    assert novalint("upgrade", *way).status == 0
    text = (folder / "a.conf").read_text()
    assert "heal_instance_info_cache_interval = 60\n" in text
    assert "hypervisor_version_weight_multiplier = 0.0\n" in text


def test_a_new_name_beside_that_of_the_tool_remains_to_be_seen_to(novalint: Run) -> None:
    write("k/globals.yml", "openstack_release: train\n")
    write("k/config/nova.conf", "[pci]\npassthrough_whitelist = {}\n")
    ran = novalint("upgrade", "k", "--from", "train", "--to", "2025.1", "--write")
    assert "device_spec = {}" in Path("k/config/nova.conf").read_text()
    assert "k/config/nova.conf:2: zed: `[pci] passthrough_whitelist` is `[pci] device_spec`" in (
        ran.out
    )
    assert "see which name the tool's own nova.conf has" in ran.out
    assert ran.status == 0
