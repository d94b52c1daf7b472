"""What is absent from overrides that kolla-ansible merges is told of the whole, in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from novalint.cli import main
from novalint.project.overrides import merged

FACTS = ("--release", "2025.1", "--fact", "profile=dense-multi-tenant")
RULE = ("--select", "fatal-vif-plugging", *FACTS)
ALL, COMPUTE = "kolla/config/nova.conf", "kolla/config/nova/nova-compute.conf"
SCHEDULER, HOST = "kolla/config/nova/nova-scheduler.conf", "kolla/config/nova/h1/nova.conf"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(ALL, "[DEFAULT]\nvif_plugging_timeout = 300\n")
    write(COMPUTE, "[DEFAULT]\nmy_ip = 10.0.0.1\n")
    write(SCHEDULER, "[scheduler]\nworkers = 4\n")
    write(HOST, "[compute]\ncpu_shared_set = 0-2\n")


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)


def places(capsys: pytest.CaptureFixture[str], path: str) -> list[str]:
    main(["check", path, *RULE, "--format", "concise"])
    return [line.split(":")[0] for line in capsys.readouterr().out.splitlines()]


def test_a_folder_is_told_and_mended_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert places(capsys, ".") == [COMPUTE]
    main(["fix", ".", "--unsafe", *RULE])
    assert places(capsys, ".") == []
    changed = {
        name for name in (ALL, COMPUTE, SCHEDULER, HOST) if "fatal" in Path(name).read_text()
    }
    assert changed == {COMPUTE}


@pytest.mark.parametrize("text", ["[DEFAULT]\nmy_ip = 10.0.0.7\n", "[libvirt]\ncpu_modle = a\n"])
def test_of_a_host_whose_service_nobody_knows_nothing_is_absent(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(HOST, text)
    write(COMPUTE, "[DEFAULT]\nvif_plugging_is_fatal = false\n")
    assert places(capsys, ".") == []
    before = {name: Path(name).read_text() for name in (ALL, COMPUTE, HOST)}
    main(["fix", ".", "--unsafe", *RULE])
    assert {name: Path(name).read_text() for name in (ALL, COMPUTE, HOST)} == before


@pytest.mark.parametrize("name", [ALL, COMPUTE, SCHEDULER, HOST])
def test_of_one_of_several_nothing_is_absent(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert places(capsys, name) == []


def test_what_a_part_sets_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    write(ALL, "[DEFAULT]\nvif_plugging_is_fatal = true\n")
    assert places(capsys, ALL) == places(capsys, ".") == [ALL]


def test_the_only_override_is_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    for name in (COMPUTE, SCHEDULER, HOST):
        Path(name).unlink()
    assert places(capsys, ALL) == places(capsys, ".") == [ALL]
    Path(ALL).unlink()
    write(COMPUTE, "[DEFAULT]\nmy_ip = 10.0.0.1\n")
    assert places(capsys, COMPUTE) == places(capsys, ".") == [COMPUTE]


def test_an_override_of_one_host_leaves_that_of_all_to_the_others(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path(COMPUTE).rename("kolla/config/nova/h1/nova-compute.conf")
    assert ALL in places(capsys, ".")


def test_one_of_several_nova_compute_for_ironic_has_files_of_its_own() -> None:
    ironic = "kolla/config/nova/nova-compute-ironic"
    host = "kolla/config/nova/h1/nova-compute-ironic"
    paths = [ALL, f"{ironic}.conf", f"{ironic}-1.conf", f"{ironic}-2.conf", HOST]
    paths += [f"{host}-1.conf", f"{host}.conf"]
    chains = [each.paths for each in merged(paths, lambda _: "")]
    assert chains == [
        (ALL,),
        (ALL, f"{ironic}.conf"),
        (ALL, f"{ironic}.conf", f"{ironic}-1.conf"),
        (ALL, f"{ironic}.conf", f"{ironic}-2.conf"),
        (ALL, f"{ironic}.conf", HOST, f"{host}.conf"),
        (ALL, f"{ironic}.conf", f"{ironic}-1.conf", HOST, f"{host}.conf", f"{host}-1.conf"),
        (ALL, f"{ironic}.conf", f"{ironic}-2.conf", HOST, f"{host}.conf"),
    ]


def test_what_is_over_a_numbered_nova_compute_is_not_its_whole() -> None:
    ironic = "kolla/config/nova/nova-compute-ironic-1.conf"
    host = "kolla/config/nova/h1/nova-compute-ironic.conf"
    chains = list(merged([ironic, host], lambda _: ""))
    assert chains == [((ironic,), False), ((host,), True), ((ironic, host), False)]


def test_what_one_of_several_does_not_set_may_be_set_for_all(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("kolla/config/nova/nova-compute-ironic.conf", "[DEFAULT]\nmy_ip = 10.0.0.1\n")
    name = "kolla/config/nova/nova-compute-ironic-1.conf"
    write(name, "[DEFAULT]\nhost = a\n")
    assert places(capsys, name) == []


def test_what_a_shared_file_cures_is_not_written_for_each_host() -> None:
    for host in ("h1", "h2"):
        write(f"kolla/config/nova/{host}/nova-compute.conf", "[DEFAULT]\nhost = a\n")
    main(["fix", ".", "--unsafe", *RULE])
    changed = [str(path) for path in Path().rglob("*.conf") if "fatal" in path.read_text()]
    assert changed == [COMPUTE]


def test_what_a_host_sets_itself_is_mended_there() -> None:
    own = Path("kolla/config/nova/h1/nova-compute.conf")
    write(str(own), "[DEFAULT]\nvif_plugging_is_fatal = true\n")
    main(["fix", ".", "--unsafe", *RULE])
    assert own.read_text() == "[DEFAULT]\nvif_plugging_is_fatal = false\n"
    assert Path(COMPUTE).read_text().endswith("vif_plugging_is_fatal = false\n")


def test_what_the_shared_fix_cures_by_half_a_hosts_own_fix_cures() -> None:
    write(ALL, "[libvirt]\ninject_partition = -1\n")
    write(HOST, "[libvirt]\ninject_password = true\n")
    main(["fix", ".", "--unsafe", "--select", "guest-disk-injection,injection-without-partition"])
    assert Path(ALL).read_text() == "[libvirt]\n#inject_partition = -1\n"
    assert Path(HOST).read_text() == "[libvirt]\n#inject_password = true\n"


@pytest.mark.parametrize("select", [[], ["--select", "invalid-value"]])
def test_of_a_file_that_the_release_does_not_read_nothing_else_is_told(
    select: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = "[DEFAULT]\nreserved_host_memory_mb = 8g\n"
    write("kolla/config/nova/nova-compute-ironic-1.conf", wrong)
    write("kolla/config/nova/nova.conf", wrong)
    main(["check", ".", "--release", "2025.2", "--format", "concise", *select])
    told = [line.split("]")[0] for line in capsys.readouterr().out.splitlines()]
    assert [line for line in told if "ironic-1" in line or "nova/nova.conf" in line] == [
        f"kolla/config/nova/{name}.conf:1:1: warning[override-not-read"
        for name in ([] if select else ["nova-compute-ironic-1", "nova"])
    ]
    main(["check", ".", "--release", "2026.1", "--format", "concise", *select])
    assert "ironic-1.conf:2:27: error[invalid-value]" in capsys.readouterr().out


@pytest.mark.parametrize("service", ["nova-compute-ironic", "nova-compute-ironic-1"])
@pytest.mark.parametrize("driver", ["", "compute_driver = libvirt.LibvirtDriver\n"])
def test_the_driver_is_that_of_the_tool_unless_an_override_says_another(
    service: str, driver: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(f"kolla/config/nova/{service}.conf", f"[DEFAULT]\n{driver}vif_plugging_timeout = 60\n")
    arguments = ("--select", "vif-option-other-driver", "--release", "2026.1")
    main(["check", "kolla", *arguments, "--format", "concise"])
    said = "`vif_plugging_timeout` has no effect with `compute_driver` ironic; remove it"
    assert (said in capsys.readouterr().out) == (not driver)
