"""What is found in overrides of all hosts says of which hosts it is not true."""

from __future__ import annotations

from pathlib import Path

import pytest

from novalint import Project, Settings
from novalint.cli import main

RULE = ("--select", "custom-cpu-mode-without-models", "--release", "2025.1", "--format", "concise")
MODELS = "[libvirt]\ncpu_models = Haswell\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("nova.conf", "[DEFAULT]\nreserved_host_memory_mb = 8192\n")
    write("nova/nova-compute.conf", "[libvirt]\ncpu_mode = custom\n")


def write(name: str, text: str) -> None:
    path = Path("kolla/config", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def told(capsys: pytest.CaptureFixture[str], *paths: str) -> list[str]:
    main(["check", *(paths or ("kolla",)), *RULE])
    return [line.partition("supports")[2] for line in capsys.readouterr().out.splitlines()]


def test_without_hosts_nothing_is_added(capsys: pytest.CaptureFixture[str]) -> None:
    (words,) = told(capsys)
    assert "hosts other than" not in words


@pytest.mark.parametrize("name", ["nova.conf", "nova-compute.conf"])
def test_hosts_that_set_it_are_named(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    write(f"nova/cmp1/{name}", MODELS)
    write("nova/cmp2/nova.conf", "[libvirt]\ncpu_model_extra_flags = pcid\n")
    (words,) = told(capsys)
    assert words.startswith(", except on `cmp1`")
    assert "cmp2" not in words


def test_of_many_hosts_some_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(1, 7):
        write(f"nova/cmp{number}/nova.conf", MODELS)
    (words,) = told(capsys)
    assert words.startswith(", except on `cmp1`, `cmp2`, `cmp3` and 3 more")


def test_hosts_of_another_service_are_no_matter(capsys: pytest.CaptureFixture[str]) -> None:
    write("nova/ctl1/nova-conductor.conf", "[conductor]\nworkers = 4\n")
    (words,) = told(capsys)
    assert "hosts other than" not in words


def test_a_finding_of_one_host_is_told_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    write("nova/nova-compute.conf", MODELS)
    write("nova/cmp1/nova.conf", "[libvirt]\ncpu_mode = custom\ncpu_models =\n")
    write("nova/cmp2/nova.conf", "[libvirt]\ncpu_mode = host-model\n")
    assert not any("hosts other than" in words for words in told(capsys))


def test_files_that_are_named_stand_for_themselves(capsys: pytest.CaptureFixture[str]) -> None:
    write("nova/cmp1/nova.conf", MODELS)
    assert told(capsys, "kolla/config/nova.conf") == []


FATAL = ("--select", "fatal-vif-plugging", "--release", "2025.1", "--format", "concise")
DENSE = ("--fact", "profile=dense-multi-tenant")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("[DEFAULT]\nhost = a\n", ["nova.conf:1:1"]),
        (
            "[DEFAULT]\nvif_plugging_is_fatal = true\n",
            ["nova.conf:1:1", "nova/cmp1/nova-compute.conf:2:1"],
        ),
        ("[DEFAULT]\nvif_plugging_is_fatal = false\n", ["nova.conf:1:1"]),
    ],
)
def test_what_no_file_sets_is_told_in_the_shared_one(
    text: str, places: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    write("nova/cmp1/nova-compute.conf", text)
    main(["check", "kolla", *FATAL, *DENSE])
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [f"kolla/config/{at}" for at in places]
    named = [line for line in lines if "except on `cmp1`" in line]
    assert bool(named) is ("false" in text)


def test_what_a_host_is_told_of_the_same_line_is_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("nova.conf", "[libvirt]\ninject_partition = -1\n")
    write("nova/cmp1/nova.conf", "[libvirt]\ninject_partition = -2\n")
    write("nova/cmp2/nova.conf", "[libvirt]\ninject_password = true\n")
    main(["check", "kolla", "--select", "guest-disk-injection", "--format", "concise"])
    of_all, of_one = capsys.readouterr().out.splitlines()[:2]
    assert "except on `cmp1`" in of_all
    assert "`inject_password`" in of_one
    assert "hosts other than" not in of_one


def test_what_is_the_same_on_several_hosts_is_told_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("nova.conf", "[DEFAULT]\nservice_down_time = 60\n")
    for name in ("h1", "h2", "h3", "h4", "h5"):
        write(
            f"nova/{name}/nova.conf", f"[DEFAULT]\nreport_interval = {80 if name > 'h4' else 90}\n"
        )
    main(["check", "kolla", "--select", "service-down-time-below-report-interval", "-q"])
    of_most, of_one = capsys.readouterr().out.splitlines()
    assert of_most.endswith(
        "; on `h1`, `h2`, `h3` and 1 more that follows from `report_interval` in their own files, "
        "so change it there, as others read `kolla/config/nova.conf` too"
    )
    assert "; on `h5` that follows from `report_interval` in `kolla/config/nova/h5/" in of_one


def test_the_option_that_a_host_sets_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    write("nova/nova-compute.conf", "[DEFAULT]\nvcpu_pin_set = 2-7\nreserved_host_cpus = 2\n")
    write("nova/h2/nova-compute.conf", "[compute]\ncpu_dedicated_set = 2-7\n")
    main(["check", "kolla", "--select", "reserved-cpus-beside-cpu-sets", "-q"])
    (line,) = capsys.readouterr().out.splitlines()
    assert "; on `h2` that follows from `[compute] cpu_dedicated_set` in `kolla/config/" in line


def test_python_is_told_the_same() -> None:
    write("nova/cmp1/nova.conf", f"{MODELS}[DEFAULT]\nreport_interval = 90\n")
    write("nova/cmp2/nova.conf", f"{MODELS}[DEFAULT]\nreport_interval = 90\n")
    write("nova.conf", "[DEFAULT]\nservice_down_time = 60\n")
    settings = Settings(release="2025.1")
    reports = Project(settings).check("kolla").reports
    said = {finding.message for report in reports for finding in report.findings}
    assert any(", except on `cmp1` and `cmp2`" in message for message in said)
    assert any("; on `cmp1` and `cmp2` that follows from" in message for message in said)
    assert not any("on `cmp1` that follows" in message for message in said)


MODE = "[libvirt]\ncpu_mode = custom\n"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("kolla/config/nova/nova-compute-ironic.conf", MODE, False),
        ("kolla/config/nova/nova-compute-ironic-1.conf", MODE, False),
        ("kolla/config/nova/h1/nova-compute-ironic.conf", MODE, False),
        ("kolla/config/nova/nova-compute.conf", MODE, True),
        (
            "kolla/config/nova/nova-compute-ironic.conf",
            f"{MODE}[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\n",
            True,
        ),
        ("values.yaml", "conf:\n  nova_ironic:\n    libvirt:\n      cpu_mode: custom\n", False),
        ("values.yaml", "conf:\n  nova:\n    libvirt:\n      cpu_mode: custom\n", True),
    ],
)
def test_a_tool_chooses_the_driver_of_ironic(
    name: str, text: str, told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("kolla/config/nova/nova-compute.conf").unlink()
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)
    main(["check", ".", *RULE[:2], "--release", "2026.1", "-q"])
    assert ("cpu_mode` is custom" in capsys.readouterr().out) is told
