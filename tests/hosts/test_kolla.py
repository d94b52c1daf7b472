"""What kolla-ansible says beside its overrides."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import novalint
from novalint.cli import main
from novalint.hosts.kolla import globals_of, misplaced, release_beside, release_in
from novalint.hosts.paths import kolla_layer
from novalint.schema.releases import newest


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the overrides of two services and a globals.yml beside them."""
    monkeypatch.chdir(tmp_path)
    for name, text in (
        ("globals.yml", '---\nkolla_base_distro: "rocky"\nopenstack_release: "2024.1"\n'),
        ("config/nova.conf", "[DEFAULT]\nmy_ip = 10.0.0.1\n"),
        ("config/nova/nova-compute.conf", "[libvirt]\nvirt_type = kvm\n"),
    ):
        write(name, text)
    return tmp_path


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)


@pytest.mark.parametrize(
    ("text", "release"),
    [
        ('openstack_release: "2024.1"\n', "2024.1"),
        ("openstack_release: 2024.1\n", "2024.1"),
        ("a: 1\r\nopenstack_release: 'zed'  # ours\r\n", "zed"),
        ("openstack_release: zed\nopenstack_release: yoga\n", "yoga"),
        ("openstack_release: epoxy", "2025.1"),
        ("#openstack_release: zed\n", None),
        ("  openstack_release: zed\n", None),
        ('openstack_release: "{{ site_release }}"\n', None),
        ("openstack_release: master\n", None),
        ("openstack_release_codename: zed\n", None),
        ("openstack_release: 2024.1-ubuntu-jammy\n", "2024.1"),
        ("openstack_release: stable/2024.1\n", "2024.1"),
        ("openstack_release: 2024.1-eol # ours\n", "2024.1"),
        ("openstack_release: zed-rocky-9\n", "zed"),
        ("openstack_release: zedder\n", None),
        ("openstack_release: 18.1.0\n", None),  # a version of kolla, which is not Nova's
        ("openstack_release: 18-rocky\n", None),
        ("openstack_release:\n", None),
        ("openstack_release: ''\n", None),
        ("", None),
    ],
)
def test_the_release_of_a_globals_yml(text: str, release: str | None) -> None:
    write("globals.yml", text)
    assert release_in("globals.yml") == release


def test_what_is_no_file_tells_no_release() -> None:
    os.mkfifo("pipe")
    assert release_in("pipe") is release_in("missing") is release_in("config") is None


def test_where_the_globals_stand() -> None:
    assert globals_of("config/nova/nova-compute.conf") == "globals.yml"
    assert globals_of("etc/kayobe/kolla/config/nova.conf") == "etc/kayobe/kolla/globals.yml"
    assert globals_of("etc/nova/nova.conf") is None


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("config/nova/nova.conf", "`config/nova.conf`"),
        ("config/nova-compute.conf", "`config/nova/nova-compute.conf`"),
        ("config/nova-shceduler.conf", "`config/nova/nova-scheduler.conf`"),
        ("config/nova/nova-cmpute.conf", "`config/nova/nova-compute.conf`"),
        ("config/nova/nova-libvirt.conf", "`config/nova/nova-compute.conf`"),
        ("config/nova/nova-api-bootstrap.conf", "`config/nova/nova-api.conf`"),
        ("config/nova/host1/nova-conducter.conf", "`config/nova/host1/nova-conductor.conf`"),
        (
            "config/nova/host1/nova-api.conf",
            "`config/nova/host1/nova.conf` or `config/nova/nova-api.conf`",
        ),
        ("config/nova/host1/nova-compute.conf", ""),
        ("config/nova/nova-compute.conf", ""),
        ("config/nova/nova-compute-ironic-1.conf", ""),
        ("config/nova-compute-ironic-1.conf", "`config/nova/nova-compute-ironic-1.conf`"),
        ("config/nova/host1/nova-compute-ironic-12.conf", ""),
        ("config/nova/host1/nova.conf", ""),
        ("config/nova/compute.conf", "`config/nova/nova-compute.conf`"),
        ("config/nova/host1/conductor.conf", "`config/nova/host1/nova-conductor.conf`"),
        ("config/compute.conf", ""),
        ("config/nova/multipath.conf", ""),
        ("config/nova/1.conf", ""),
        ("config/nova/nova-libvirt/host1/ca.conf", ""),
        ("config/neutron.conf", ""),
        ("config/neutron/nova.conf", ""),
        ("config/nova-compute.conf.j2", ""),
        ("etc/nova/nova-cmpute.conf", ""),
    ],
)
def test_files_that_are_never_read(path: str, right: str) -> None:
    ways = [way.way_out for way in misplaced(path) if way.before is None]
    verbs = ("move it to ", "add its lines to ", "add what is Nova's in it to ")
    assert ways == [verb + right for verb in verbs if right and verb + right in ways]
    assert bool(ways) is bool(right)


def test_what_is_there_already_is_not_moved_to() -> None:
    (way,) = misplaced("config/nova/nova.conf")[-1:]
    assert way.way_out == "add its lines to `config/nova.conf`"
    (way,) = misplaced("config/nova/h1/nova-api.conf")[-1:]
    assert way.way_out == "move it to `config/nova/h1/nova.conf` or `config/nova/nova-api.conf`"
    write("config/nova/nova-api.conf", "")
    (way,) = misplaced("config/nova/h1/nova-api.conf")[-1:]
    assert way.way_out == (
        "move it to `config/nova/h1/nova.conf` or add its lines to `config/nova/nova-api.conf`"
    )


@pytest.mark.parametrize("name", ["nova-libvirt.conf", "h1/nova-libvirt.conf"])
def test_a_file_of_libvirtd_may_hold_more_than_is_nova_s(name: str) -> None:
    right = name.replace("libvirt", "compute")
    (way,) = misplaced(f"config/nova/{name}")[-1:]
    assert way.way_out == f"add what is Nova's in it to `config/nova/{right}`"


@pytest.mark.parametrize(
    ("release", "name", "said"),
    [
        (
            "2023.1",
            "nova/cmp1/nova-compute.conf",
            "reads this file only since 2023.2, so what it sets has no effect in 2023.1; "
            "move it to `config/nova/cmp1/nova.conf`",
        ),
        ("2025.1", "nova/cmp1/nova-compute.conf", ""),
        ("2023.2", "nova/cmp1/nova-conductor.conf", ""),
        (
            "yoga",
            "nova/cmp1/nova-cmpute.conf",
            "reads no file of this name in this directory, so what it sets has no effect; "
            "move it to `config/nova/cmp1/nova.conf`",
        ),
        (
            "2024.2",
            "nova/nova-metadata.conf",
            "reads this file only since 2025.1, so what it sets has no effect in 2024.2; "
            "move it to `config/nova/nova-api.conf`",
        ),
        ("2025.1", "nova/nova-metadata.conf", ""),
        (
            "2025.2",
            "nova/nova-compute-ironic-1.conf",
            "reads this file only since 2026.1, so what it sets has no effect in 2025.2; "
            "move it to `config/nova/nova-compute-ironic.conf`",
        ),
        (
            "zed",
            "nova/h1/nova-compute-ironic-2.conf",
            "reads this file only since 2026.1, so what it sets has no effect in zed; "
            "move it to `config/nova/h1/nova.conf`",
        ),
        (
            "train",
            "nova/nova-consoleauth.conf",
            "reads this file only up to stein, so what it sets has no effect in train; "
            "remove it, as there is no longer a nova-consoleauth",
        ),
        ("stein", "nova/nova-consoleauth.conf", ""),
        (
            "stein",
            "nova/placement-api.conf",
            "reads this file only up to rocky, so what it sets has no effect in stein; "
            "move it to `config/placement/placement-api.conf`",
        ),
        ("rocky", "nova/placement-api.conf", ""),
        ("2026.1", "nova/nova-compute-ironic-1.conf", ""),
        ("2026.1", "nova/h1/nova-compute-ironic-1.conf", ""),
        (
            "zed",
            "nova/ctl1/nova-metadata.conf",
            "reads no file of this name in this directory, so what it sets has no effect; "
            "move it to `config/nova/ctl1/nova.conf` or `config/nova/nova-api.conf`",
        ),
    ],
)
def test_files_that_only_later_releases_read(
    release: str, name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write("globals.yml", f'kolla_base_distro: rocky\nopenstack_release: "{release}"\n')
    write(f"config/{name}", "[DEFAULT]\ndebug = false\n")
    command = ["check", f"config/{name}", "--select", "override-not-read", "--format", "concise"]
    assert main(command) == bool(said)
    message = capsys.readouterr().out.partition("[override-not-read] kolla-ansible ")[2]
    assert message.partition(" (novalint")[0] == said


@pytest.mark.parametrize(("release", "rule"), [("stein", "invalid-value"), ("train", "override-")])
def test_a_file_that_earlier_releases_read_is_checked_in_these(
    release: str, rule: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write("globals.yml", f'kolla_base_distro: rocky\nopenstack_release: "{release}"\n')
    write("config/nova/nova-consoleauth.conf", "[DEFAULT]\nvif_plugging_timeout = 5m\n")
    main(["check", "config", "--format", "concise"])
    (said,) = capsys.readouterr().out.splitlines()
    assert f"[{rule}" in said


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("nova/nova-cell0.conf", "warning"),
        ("nova/nova_cell1.conf", "warning"),
        ("nova-foo.conf", "warning"),
        ("nova/h1/nova-foo.conf", "warning"),
        ("nova/site.conf", "info"),
        ("nova/h1/site.conf", "info"),
    ],
)
def test_files_of_any_other_name_are_told_where_they_set_options_of_nova(
    name: str, severity: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder shows them too; a file of Ceph's that its cluster names is none of them."""
    write("globals.yml", 'kolla_base_distro: rocky\nopenstack_release: "2025.1"\n')
    write("config/nova.conf", "[libvirt]\nvirt_type = kvm\n")
    write(f"config/{name}", "[DEFAULT]\ndebug = false\n")
    main(["check", ".", "--select", "override-not-read", "--format", "concise"])
    said = capsys.readouterr().out
    assert f"config/{name}:1:1: {severity}[override-not-read] kolla-ansible reads no file" in said
    assert ("unless a task of your own includes it; move its lines to" in said) is (
        severity == "info"
    )
    write(f"config/{name}", "[global]\nfsid = 1\n")
    main(["check", f"config/{name}", "--select", "override-not-read", "--format", "concise"])
    assert not capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "is_kollas"),
    [
        ("#kolla_base_distro: rocky\n", True),
        ("node_custom_config: /srv/kolla/config\n", True),
        ("node_custom_config: /srv/overrides\nopenstack_release: zed\n", False),
        ("colour: red\n", False),
        ("", False),
    ],
)
def test_only_of_overrides_is_said_that_they_are_not_read(text: str, is_kollas: bool) -> None:
    write("globals.yml", text)
    assert bool(misplaced("config/nova/nova.conf")) is is_kollas


def test_the_folder_s_name_is_enough_where_no_globals_yml_is() -> None:
    assert misplaced("etc/kolla/config/nova/nova.conf")
    write("etc/kolla/globals.yml", "node_custom_config: /srv/overrides\n")
    assert not misplaced("etc/kolla/config/nova/nova.conf")


def test_files_that_are_never_read_are_findings(capsys: pytest.CaptureFixture[str]) -> None:
    text = "[libvirt]\nvirt_type = kvm\n"
    for name in ("nova/nova.conf", "nova-compute.conf", "nova/h1/nova-api.conf"):
        write(f"config/{name}", text)
    assert main(["check", ".", "--select", "override-not-read", "--format", "concise"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":1:1: warning[override-not-read]")[0] for line in lines] == [
        "config/nova-compute.conf",
        "config/nova/h1/nova-api.conf",
        "config/nova/nova.conf",
    ]
    main(["settings", "--files", "."])
    out = capsys.readouterr().out
    assert "\nconfig/nova/nova.conf: a part of a configuration; config/nova/nova.conf is not" in out


def test_the_release_is_taken_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "."]) == 0
    err = capsys.readouterr().err
    assert "in 2 files (2024.1)\n" in err
    assert err.count("novalint: the release 2024.1 is that of `globals.yml`\n") == 1
    main(["settings", "config/nova.conf"])
    assert "\nrelease = 2024.1  (globals.yml)\n" in capsys.readouterr().out
    main(["settings", "config/nova.conf", "--format", "json"])
    row = json.loads(capsys.readouterr().out)["settings"][0]
    assert row == {"name": "release", "value": "2024.1", "source": "globals.yml", "lines": []}


@pytest.mark.parametrize("tag", ["master", "{{ site_release }}", "18.1.0"])
def test_a_release_that_is_not_known_is_told(tag: str, capsys: pytest.CaptureFixture[str]) -> None:
    write("globals.yml", f'openstack_release: "{tag}"\n')
    main(["check", "."])
    why = "is an expression" if "{" in tag else "names no known release"
    note = (
        f"novalint: `openstack_release` in `globals.yml` is `{tag}`, which {why},"
        f" so {newest().series} is assumed; name it by --release or `release` in novalint.toml\n"
    )
    assert capsys.readouterr().err.count(note) == 1
    main(["check", ".", "--release", "zed"])
    assert "globals.yml" not in capsys.readouterr().err
    write("novalint.toml", 'release = "yoga"\n')
    main(["check", "."])
    assert "globals.yml" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("value", "release"),
    [
        (" null", None),
        (" ~  # later", None),
        (' "zed"', "zed"),
        (" >-\n  zed", "zed"),
        (" |  # of the cloud\n  zed", "zed"),
        (" &release zed", "zed"),
        (" !!str zed", "zed"),
        ("\n  zed", "zed"),
        ("  # not yet\nkolla_base_distro: zed", None),
        ("\nkolla_base_distro: zed", None),
    ],
)
def test_the_release_is_read_as_yaml_has_it(
    value: str, release: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    write("globals.yml", f"openstack_release:{value}\nenable_nova: true\n")
    main(["check", "."])
    said = capsys.readouterr().err
    assert ("is that of `globals.yml`" in said) is (release is not None)
    assert f"({release or newest().series}" in said and "`openstack_release` in" not in said


def test_settings_and_the_command_line_say_more(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", ".", "--release", "zed"])
    err = capsys.readouterr().err
    assert "(zed)" in err and "globals.yml" not in err
    write("novalint.toml", 'release = "yoga"\n')
    main(["check", "."])
    err = capsys.readouterr().err
    assert "(yoga)" in err
    note = "`globals.yml` has the release 2024.1, and the settings have yoga, which"
    assert err.count(note) == 1
    write("novalint.toml", 'release = "2024.1"\n')
    main(["check", "."])
    assert "globals.yml" not in capsys.readouterr().err
    write("novalint.toml", 'release = "yoga"\n')
    main(["settings", "config/nova.conf"])
    assert "\nrelease = yoga  (novalint.toml:1)\n" in capsys.readouterr().out


@pytest.mark.parametrize("expression", ["{{ api_interface_address }}", "{{ x }},{{ y }}"])
def test_overrides_are_templates_wherever_they_stand(
    expression: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site" / "config" / "nova"
    folder.mkdir(parents=True)
    (tmp_path / "site" / "globals.yml").write_text('openstack_release: "2025.1"\n')
    (folder / "nova-compute.conf").write_text(f"[DEFAULT]\nmy_ip = {expression}\n")
    for place in (tmp_path, tmp_path / "site", folder.parent, folder):
        monkeypatch.chdir(place)
        path = (folder / "nova-compute.conf").relative_to(place)
        (document,) = novalint.documents(path)
        assert document.host
        assert (document.host.embedded.form, document.host.embedded.role) == ("jinja", "compute")
        assert kolla_layer(str(path)) == (2, "nova-compute", None)
        assert release_beside(str(path)) == "2025.1"
        report = novalint.check(path, release="2025.1")
        assert "value-not-rendered" not in {finding.rule for finding in report.findings}
