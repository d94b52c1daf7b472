"""What is so by a file of one host is not mended in a file that other hosts read too."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from novalint import Project
from novalint.cli import main

BACKED = "[libvirt]\nfile_backed_memory = 1048576\n"
RESERVE = "[DEFAULT]\nreserved_host_memory_mb = 8192\nram_allocation_ratio = 1.0\n"
SETTINGS = """\
release = "2025.1"
[configurations."{node}"]
paths = ["base.conf", "hosts/{node}.conf"]
role = "compute"
[fleet]
"""
RULES = ["--select", "file-backed-memory-with-reserve,file-backed-memory-overcommitted"]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(files: dict[str, str]) -> None:
    for path, text in files.items():
        os.makedirs(Path(path).parent, exist_ok=True)  # noqa: PTH103
        Path(path).write_text(text)


def fleet(base: str, **hosts: str) -> None:
    named = {f"hosts/{host}.conf": text for host, text in hosts.items()}
    write({"novalint.toml": SETTINGS, "base.conf": base, **named})


def test_kollas_override_of_all_hosts_is_not_mended_for_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write({
        "globals.yml": 'openstack_release: "2025.1"\n',
        "config/nova.conf": RESERVE,
        "config/nova/cmp02/nova-compute.conf": BACKED,
    })  # fmt: skip
    main(["fix", ".", "--unsafe", *RULES])
    assert Path("config/nova.conf").read_text() == RESERVE
    (line,) = [line for line in capsys.readouterr().out.splitlines() if ": warning[" in line]
    assert line.startswith("config/nova.conf:2:1:")
    assert line.endswith(
        "; set it to 0; on `cmp02` that follows from `[libvirt] file_backed_memory` in "
        "`config/nova/cmp02/nova-compute.conf`, so change it there, "
        "as others read `config/nova.conf` too"
    )


def test_a_finding_without_a_fix_names_the_host(capsys: pytest.CaptureFixture[str]) -> None:
    write({
        "globals.yml": 'openstack_release: "2025.1"\n',
        "config/nova.conf": "[libvirt]\ncpu_mode = custom\ncpu_models = Cascadelake-Server\n",
        "config/nova/cmp02/nova-compute.conf": "[libvirt]\ncpu_mode = host-passthrough\n",
    })  # fmt: skip
    main(["check", ".", "--select", "cpu-models-without-custom-mode"])
    assert "on `cmp02` that follows from" in capsys.readouterr().out


def test_what_is_so_of_all_hosts_is_mended_in_their_file() -> None:
    write({
        "globals.yml": 'openstack_release: "2025.1"\n',
        "config/nova.conf": RESERVE + BACKED,
        "config/nova/cmp02/nova-compute.conf": "[DEFAULT]\nmy_ip = 10.0.0.2\n",
    })  # fmt: skip
    main(["fix", ".", "--unsafe", *RULES])
    assert "reserved_host_memory_mb = 0\n" in Path("config/nova.conf").read_text()


def test_a_file_of_several_nodes_is_not_mended_for_one() -> None:
    fleet("[DEFAULT]\nreserved_host_memory_mb = 8192\n", h1=BACKED, h2="[DEFAULT]\nmy_ip = ::1\n")
    report, _ = Project.find().check().reports
    assert report.fix(unsafe=True).paths == ()
    told = {f.location.path: f for f in report.findings if f.rule.startswith("file-backed")}
    assert told.keys() == {"base.conf", "hosts/h1.conf"}
    for finding in told.values():
        assert not finding.fixes
        whose = "; on `h1` that follows from `[libvirt] file_backed_memory` in `hosts/h1.conf`, so "
        assert whose in finding.message


def test_a_file_of_nodes_that_all_need_it_is_mended() -> None:
    fleet(RESERVE + BACKED, h1="[DEFAULT]\nmy_ip = ::2\n", h2="[DEFAULT]\nmy_ip = ::1\n")
    for report in Project.find().check().reports:
        assert report.fix(unsafe=True).paths == ("base.conf",)


def test_who_runs_no_service_of_a_node_has_no_say() -> None:
    compute = '[configurations.compute]\npaths = ["base.conf", "compute.conf"]\nrole = "compute"\n'
    api = '[configurations.api]\npaths = ["base.conf"]\nrole = "api"\n'
    write({
        "novalint.toml": f'release = "2025.1"\n{compute}{api}',
        "base.conf": RESERVE,
        "compute.conf": BACKED,
    })  # fmt: skip
    report, _ = Project.find().check().reports
    assert report.fix(unsafe=True).paths == ("base.conf",)


@pytest.mark.parametrize(("own", "told"), [(', "b.conf"', False), ("", True)])
def test_a_comment_in_a_file_of_several_may_be_needed_by_another(own: str, told: bool) -> None:
    one = '[configurations.one]\npaths = ["base.conf"]\n'
    two = f'[configurations.two]\npaths = ["base.conf"{own}]\n'
    comment = "# novalint: ignore[debug-logging] while we look for a fault\n"
    write({
        "novalint.toml": one + two,
        "base.conf": f"[DEFAULT]\n{comment}debug = {'false' if told else 'true'}\n",
        "b.conf": "[DEFAULT]\ndebug = false\n",
    })  # fmt: skip
    found = {f.rule for report in Project.find().check().reports for f in report.findings}
    assert ("unused-suppression" in found) is told


def test_a_line_that_is_idle_on_some_hosts_is_no_matter(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rule = ["--select", "cpu-ratio-without-shared-cpus", "--release", "2024.1", "-q"]
    ratio = "[DEFAULT]\ncpu_allocation_ratio = 2.0\n"
    dedicated = "[compute]\ncpu_dedicated_set = 2-7\n"
    write({
        "kolla/config/nova.conf": ratio,
        "kolla/config/nova/h1/nova.conf": dedicated,
        "kolla/config/nova/h2/nova.conf": "[DEFAULT]\nmy_ip = ::1\n",
    })  # fmt: skip
    main(["check", "kolla", *rule])
    assert capsys.readouterr().out == ""
    write({"kolla/config/nova/h1/nova.conf": dedicated + ratio})
    main(["check", "kolla", *rule])
    assert "kolla/config/nova/h1/nova.conf:4:1: info" in capsys.readouterr().out
