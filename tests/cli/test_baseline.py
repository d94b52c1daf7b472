"""`novalint baseline`, `--baseline`, and comments that silence findings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.call import GOOD, ROOT, UNKNOWN, refused, write
from cli.conftest import Run
from jsonschema import Draft202012Validator

SCHEMA = Draft202012Validator(json.loads((ROOT / "schemas" / "baseline.json").read_text()))
REPORT = Draft202012Validator(json.loads((ROOT / "schemas" / "report.json").read_text()))
CHOSEN = ("--release", "2026.2", "--select", "unknown-option,dashed-option,syntax")
REASON = "a patch of ours reads it"
SILENCED = f"[DEFAULT]\n# novalint: ignore[unknown-option] {REASON}\nacme_thing = 1\n"


def accept(novalint: Run, *paths: str, name: str = "baseline.json") -> None:
    ran = novalint("baseline", *paths, *CHOSEN)
    assert ran.status == 0
    write(name, ran.stdout)


def test_a_comment_silences_and_is_counted(novalint: Run) -> None:
    write("nova.conf", SILENCED)
    ran = novalint("check", "nova.conf", *CHOSEN)
    assert (ran.status, ran.stdout) == (0, b"")
    assert ran.err == "no findings in 1 file (2026.2); 1 suppressed\n"
    said = novalint("check", "nova.conf", *CHOSEN, "--format", "json").json
    REPORT.validate(said)
    assert said["diagnostics"] == []
    (one,) = said["suppressed"]
    assert one["rule"] == "unknown-option"
    assert one["suppression"] == {"kind": "inSource", "reason": REASON}


def test_an_unused_or_unknown_suppression_is_a_finding_with_a_fix(novalint: Run) -> None:
    file = write("nova.conf", "# novalint: ignore-file[dashed-optoin] x\n[DEFAULT]\nmy-ip = x\n")
    assert novalint("check", "nova.conf", *CHOSEN).status == 1
    only = ("--select", "unknown-suppression,unused-suppression")
    assert novalint("fix", "nova.conf", "--unsafe", *only).status == 0
    assert file.read_text().startswith("# novalint: ignore-file[dashed-option] x\n")
    write("nova.conf", file.read_text().replace("-ip", "_ip"))
    assert novalint("check", "nova.conf", *CHOSEN, "--fail-on", "info").status == 1
    novalint("fix", "nova.conf", "--unsafe", *only)
    assert file.read_text() == "[DEFAULT]\nmy_ip = x\n"


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("vif_plugging_timeout = 5 min\n", "accepted 1 finding, an error"),
        ("debug = 5 min\nvif_plugging_timeout = 5 min\n", "2 findings, 2 of them errors"),
    ],
)
def test_accepted_errors_are_counted(novalint: Run, text: str, accepted: str) -> None:
    write("nova.conf", "[DEFAULT]\n" + text)
    chosen = ("--isolated", "--release", "2026.2", "--select", "invalid-value")
    assert novalint("baseline", "nova.conf", *chosen).err.endswith(f"{accepted}\n")


def test_today_is_accepted_and_tomorrow_is_not(novalint: Run) -> None:
    write("nova.conf", UNKNOWN)
    ran = novalint("baseline", "nova.conf", *CHOSEN)
    assert (ran.status, ran.err) == (0, "novalint: accepted 1 finding\n")
    SCHEMA.validate(ran.json)
    write("baseline.json", ran.stdout)
    again = novalint("check", "nova.conf", *CHOSEN, "--baseline", "baseline.json")
    assert (again.status, again.stdout) == (0, b"")
    assert again.err == "no findings in 1 file (2026.2); 1 in the baseline\n"
    write("nova.conf", "# moved\n" + UNKNOWN + UNKNOWN.partition("\n")[2])
    ran = novalint("check", "nova.conf", *CHOSEN, "--baseline", "baseline.json", "--format=json")
    REPORT.validate(ran.json)
    assert ran.status == 1
    lines = {one["rule"]: one["range"]["start"]["line"] for one in ran.json["diagnostics"]}
    assert lines["unknown-option"] == 4
    (old,) = ran.json["suppressed"]
    assert old["suppression"] == {"kind": "baseline", "reason": ""}
    assert ran.json["summary"]["baseline"] == 1


def test_a_path_may_be_written_otherwise(novalint: Run) -> None:
    write("etc/nova.conf", UNKNOWN)
    accept(novalint, "./etc/nova.conf")
    for path in ("etc/nova.conf", "etc/../etc//nova.conf"):
        assert novalint("check", path, *CHOSEN, "--baseline", "baseline.json").status == 0


@pytest.mark.parametrize("written", [True, False])
def test_a_path_may_be_absolute_or_relative(novalint: Run, tmp_path: Path, written: bool) -> None:
    write("nova.conf", "[DEFAULT]\nnonsense = 1\n")
    paths = [str(tmp_path / "nova.conf"), "nova.conf"]
    one, other = paths if written else paths[::-1]
    novalint("baseline", one, "--output", "base.json")
    ran = novalint("check", other, "--baseline", "base.json")
    assert (ran.status, ran.stdout) == (0, b"")
    assert " in the baseline" in ran.err
    assert novalint("baseline", "--prune", "base.json", other).status == 0
    assert Path("base.json").read_text().count("fingerprint") == 1


def test_the_working_directory_may_be_gone(
    novalint: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nova, base, gone = tmp_path / "nova.conf", str(tmp_path / "base.json"), tmp_path / "gone"
    write("nova.conf", "[DEFAULT]\nnonsense = 1\n")
    novalint("baseline", str(nova), "--isolated", "--output", base)
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    ran = novalint("check", str(nova), "--isolated", "--baseline", base)
    assert (ran.status, ran.stdout) == (0, b"")
    assert novalint("baseline", "--isolated", "--prune", base, str(nova)).status == 0
    monkeypatch.chdir(tmp_path)


def test_it_says_the_same_whatever_the_order(novalint: Run) -> None:
    write("a.conf", UNKNOWN)
    write("b.conf", UNKNOWN + "my-ip = x\n")
    one = novalint("baseline", "a.conf", "b.conf", *CHOSEN)
    assert one.stdout == novalint("baseline", "b.conf", "a.conf", "b.conf", *CHOSEN).stdout
    rows = [line for line in one.out.splitlines() if '"rule"' in line]
    assert len(rows) == one.json["findings"].__len__() == 3
    assert rows == sorted(rows)


def test_nothing_found_is_a_baseline_too(novalint: Run) -> None:
    write("nova.conf", GOOD)
    ran = novalint("baseline", "nova.conf", *CHOSEN)
    assert ran.err == "novalint: accepted 0 findings\n"
    assert ran.json == {"version": 1, "findings": []}


def test_what_is_no_longer_found_is_said_and_pruned(novalint: Run) -> None:
    write("nova.conf", UNKNOWN + "acme = 1\nmy-ip = x\n")
    write("other.conf", UNKNOWN)
    accept(novalint, "nova.conf", "other.conf")
    write("nova.conf", UNKNOWN + "new = 1\n")
    options = ("nova.conf", *CHOSEN, "--baseline", "baseline.json")
    ran = novalint("check", *options)
    told = "novalint baseline --prune baseline.json PATH..."
    assert f"2 findings that `baseline.json` accepts are gone; remove them with `{told}`" in ran.err
    assert told not in novalint("check", *options, "--quiet").err
    ran = novalint("baseline", "--prune", "baseline.json", "nova.conf", *CHOSEN)
    assert (ran.status, ran.stdout) == (0, b"")
    assert ran.err == (
        "novalint: removed 2 findings from `baseline.json`, which now accepts 2 findings\n"
    )
    left = json.loads(Path("baseline.json").read_text())
    SCHEMA.validate(left)
    assert [one["path"] for one in left["findings"]] == ["nova.conf", "other.conf"]
    ran = novalint("check", *options)
    assert "no longer" not in ran.err
    assert "`new`" in ran.out


def test_pruning_leaves_what_is_still_there_alone(novalint: Run) -> None:
    write("nova.conf", UNKNOWN)
    accept(novalint, "nova.conf")
    before = Path("baseline.json").stat().st_mtime_ns
    write("nova.conf", UNKNOWN + "new = 1\n")
    ran = novalint("baseline", "nova.conf", "--prune", "baseline.json", *CHOSEN)
    assert "removed 0 findings" in ran.err
    assert Path("baseline.json").stat().st_mtime_ns == before


def test_fix_leaves_what_is_accepted_and_says_what_is_gone(novalint: Run) -> None:
    file = write("nova.conf", UNKNOWN + "debug = true\ndebug = true\n")
    accept(novalint, "nova.conf")
    options = ("nova.conf", *CHOSEN, "--baseline", "baseline.json")
    assert novalint("fix", *options, "--diff").stdout == b""
    ran = novalint("fix", *options, "--unsafe")
    assert ran.status == 0
    assert file.read_text().count("debug") == 2
    write("nova.conf", UNKNOWN.replace("_if_", "_is_") + "my_ip = x\nmy_ip = x\n")
    ran = novalint("fix", *options)
    assert "#my_ip = x\nmy_ip = x\n" in file.read_text()
    assert "2 findings that `baseline.json` accepts are gone" in ran.err


def test_standard_input_has_its_name(novalint: Run) -> None:
    write("nova.conf", UNKNOWN)
    accept(novalint, "nova.conf")
    stdin = UNKNOWN.encode()
    named = ("-", "--stdin-filename", "nova.conf")
    options = (*CHOSEN, "--baseline", "baseline.json")
    assert novalint("check", *named, *options, stdin=stdin).status == 0
    assert novalint("check", "-", *options, stdin=stdin).status == 1
    ran = novalint("baseline", *named, *CHOSEN, stdin=stdin)
    assert ran.stdout == Path("baseline.json").read_bytes()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"version": 1}', UNKNOWN, "\0", "[" * 10**6])
def test_what_is_no_baseline_is_refused(novalint: Run, content: str) -> None:
    write("nova.conf", UNKNOWN)
    write("baseline.json", content)
    for command in (
        ("check", "nova.conf", "--baseline", "baseline.json"),
        ("fix", "nova.conf", "--baseline", "baseline.json"),
        ("baseline", "nova.conf", "--prune", "baseline.json"),
    ):
        refused(novalint(*command), "`baseline.json`")
    assert Path("baseline.json").read_text() == content
    assert Path("nova.conf").read_text() == UNKNOWN


def test_what_cannot_be_read_is_refused(novalint: Run) -> None:
    write("nova.conf", UNKNOWN)
    refused(novalint("check", "nova.conf", "--baseline", "none.json"), "`none.json`")
    refused(novalint("check", "nova.conf", "--baseline", "."), "`.`")


def test_a_report_never_replaces_the_baseline(novalint: Run) -> None:
    write("nova.conf", UNKNOWN)
    accept(novalint, "nova.conf")
    before = Path("baseline.json").read_bytes()
    named = ("--baseline", "baseline.json", "--output", "baseline.json")
    refused(novalint("check", "nova.conf", *named), "--output")
    assert Path("baseline.json").read_bytes() == before


def test_no_secret_is_accepted_in_clear(novalint: Run) -> None:
    text = "[DEFAULT]\ntransport-url = rabbit://u:hunter2@h/\n[database]\nmax_retries = hunter2\n"
    write("nova.conf", text + "[neutron]\npassword = hunter2\npassword = hunter2\n")
    ran = novalint("baseline", "nova.conf")
    assert len(ran.json["findings"]) > 1
    assert b"hunter2" not in ran.stdout + ran.stderr


def test_real_files_are_accepted_whole(novalint: Run, real_file: Path) -> None:
    ran = novalint("baseline", str(real_file))
    SCHEMA.validate(ran.json)
    write("baseline.json", ran.stdout)
    again = novalint("check", str(real_file), "--baseline", "baseline.json", "--fail-on", "info")
    assert (again.status, again.stdout) == (0, b"")
    assert "no longer" not in again.err


def test_the_old_baseline_stays_where_a_new_one_fails(novalint: Run) -> None:
    write("nova.conf", UNKNOWN)
    old = write("baseline.json", "old")
    told = ("baseline", "nova.conf", *CHOSEN, "--output", "baseline.json")
    refused(novalint(*told, "missing.conf"), "missing.conf")
    assert old.read_text() == "old"
    assert novalint(*told) == (0, b"", b"novalint: accepted 1 finding\n")
    SCHEMA.validate(json.loads(old.read_text()))
    assert novalint("baseline", "nova.conf", *CHOSEN, "--output", "-").out == old.read_text()
    refused(novalint("baseline", "nova.conf", "--output", "nova.conf"), "nova.conf")
    refused(novalint(*told, "--prune", "baseline.json"), "exclude each other")


def test_as_many_are_accepted_as_check_counts(novalint: Run) -> None:
    """Two services may be told different things of one line, which is one entry."""
    write("globals.yml", 'openstack_release: "2025.1"\n')
    for name, text in {
        "config/nova.conf": "[DEFAULT]\nservice_down_time = 60\nreport_interval = 90\n",
        "config/nova/nova-compute.conf": "[libvirt]\nvirt_type = kvm\n",
    }.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        write(name, text)
    ran = novalint("baseline", ".")
    write("baseline.json", ran.stdout)
    assert ran.err == "novalint: accepted 2 findings\n"
    again = novalint("check", ".", "--baseline", "baseline.json")
    assert "; 2 in the baseline" in again.err


def test_what_is_accepted_for_all_hosts_is_accepted_for_one_with_a_file_of_its_own(
    novalint: Run, folder: Path
) -> None:
    write("novalint.toml", 'release = "2025.1"\n[deployment]\nprofile = "dense-multi-tenant"\n')
    write("kolla/globals.yml", "")
    write("kolla/config/nova/nova-compute.conf", "[DEFAULT]\nreserved_host_memory_mb = 9096\n")
    novalint("baseline", ".", "--output", "accepted.json")
    write("kolla/config/nova/cmp9/nova.conf", "[DEFAULT]\nmax_concurrent_builds = 6\n")
    assert "fatal-vif-plugging" in novalint("check", ".").out
    ran = novalint("check", ".", "--baseline", "accepted.json")
    assert (ran.status, ran.out) == (0, "")
    assert "1 in the baseline" in ran.err
