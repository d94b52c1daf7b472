"""`novalint upgrade`: reports, prints the patch, or writes it."""

from __future__ import annotations

import json
from pathlib import Path

import command
import pytest
from cli.call import refused, write
from cli.conftest import Run
from jsonschema import Draft202012Validator
from newest import NEWEST

SCHEMAS = Path(__file__).parents[2] / "schemas"
REPORT = Draft202012Validator(json.loads((SCHEMAS / "upgrade.json").read_text()))
COMPARISON = Draft202012Validator(json.loads((SCHEMAS / "comparison.json").read_text()))

MIXED = (
    "[DEFAULT]\n# calls\nrpc_thread_pool_size = 9\nuse_eventlog = true\n"
    "rabbit_password = hush\ntransport_url = rabbit://me:hush@host/\n"
)
FROM = ("--from", "2024.1", "--to", "2026.2", "--role", "compute")


LONG_WAY = ("upgrade", "nova.conf", "--from", "yoga", "--to", "2025.1", "--role", "scheduler")


def test_files_are_written_for_each_release_on_the_way(novalint: Run) -> None:
    write(
        "nova.conf",
        "[pci]\npassthrough_whitelist = {}\n",
    )
    way = ("upgrade", "nova.conf", "--from", "xena", "--to", "2023.1", "--role", "compute")
    listed = novalint(*way, "--format", "checklist").out
    assert "## During the upgrade (each line names its release)\n" in listed
    assert "Write the files of each release (`--write`, or" in listed
    assert "before its first service starts, with `--to yoga` first" in listed
    said = novalint(*way).err
    assert "where services start as yoga to zed on the way, write the files of each" in said
    one_step = novalint("upgrade", "nova.conf", "--from", "yoga", "--to", "zed").err
    assert "on the way" not in one_step
    short = ("upgrade", "nova.conf", "--from", "2023.1", "--to", "2024.1")
    assert "when services start as 2024.1" in novalint(*short, "--format", "checklist").out


def test_a_patch_that_no_line_tells_of_is_said(novalint: Run) -> None:
    write("nova.conf", "[filter_scheduler]\nenabled_filters = CoreFilter,ComputeFilter\n")
    way = ("upgrade", "nova.conf", "--from", "train", "--to", "ussuri", "--role", "scheduler")
    assert "+enabled_filters = ComputeFilter\n" in novalint(*way, "--diff").out
    assert (
        "; the patch corrects what is wrong or deprecated in both releases (" in novalint(*way).err
    )
    assert "the patch" not in novalint(*way, "--only", "breaks").err


@pytest.mark.parametrize("form", ["text", "markdown", "checklist"])
def test_what_the_patch_keeps_is_said(novalint: Run, form: str) -> None:
    write("nova.conf", "[DEFAULT]\ndebug = true\n")
    kept = novalint(*LONG_WAY, "--format", form, "--keep-behaviour").out
    assert "its default changes: 3 (was 2); kept at `2` by the patch" in kept
    assert "--keep-behaviour" not in kept
    plain = novalint(*LONG_WAY, "--format", form).out
    assert "by the patch" not in plain
    assert ("--keep-behaviour" in plain) == (form == "checklist")


def test_the_report_has_a_section_for_each_effect(novalint: Run) -> None:
    write("nova.conf", MIXED)
    ran = novalint("upgrade", "nova.conf", *FROM)
    assert ran.status == 1
    lines = ran.out.splitlines()
    assert lines[0] == "2024.1 to 2026.2: nova.conf"
    heads = [line.partition(" (")[0] for line in lines[1:] if line and line[0] != " "]
    assert heads == ["Is ignored", "Changes what Nova does", "Act soon", "Changes nothing"]
    assert "  nova.conf:4: 2025.1: `use_eventlog` was removed in 2025.1; " in ran.out
    assert "; the patch handles 3 (--diff, --write)\n" in ran.err
    assert Path("nova.conf").read_text() == MIXED


def test_the_newest_release_is_the_target_unless_told(novalint: Run) -> None:
    write("nova.conf", MIXED)
    assert novalint("upgrade", "nova.conf", "--from", "caracal").status == 1
    ran = novalint("upgrade", "nova.conf", "--from", "29.0.0")
    assert ran.out.startswith(f"29.0.0 to {NEWEST}: ")


def test_nothing_that_breaks_is_no_failure(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\nrpc_thread_pool_size = 9\n")
    ran = novalint("upgrade", "nova.conf", *FROM)
    assert ran.status == 0
    assert "Act soon (1)" in ran.out


def test_errors_of_both_releases_are_counted_and_not_listed(novalint: Run) -> None:
    write("nova.conf", "[cinder]\ncatalog_info = volumev2:cinderv2:internalURL\n")
    ran = novalint("upgrade", "nova.conf", "--from", "queens", "--to", "2025.1")
    assert "catalog_info" not in ran.out
    assert ran.err.endswith(
        "; not listed: 1 error in both releases, see novalint check --release 2025.1\n"
    )


def test_json(novalint: Run) -> None:
    write("nova.conf", MIXED)
    ran = novalint("upgrade", "nova.conf", *FROM, "--format", "json")
    data = ran.json
    assert (data["version"], data["from"], data["to"]) == (1, "2024.1", "2026.2")
    (found,) = data["configurations"]
    assert (found["files"], found["unkept"]) == (["nova.conf"], [])
    first = found["changes"][0]
    assert first | {"message": "", "readers": []} == {
        "effect": "ignored", "group": "DEFAULT", "option": "use_eventlog", "message": "",
        "path": "nova.conf", "line": 4, "releases": ["2025.1"], "readers": [], "names": [],
        "rule": None, "mended": True, "step": "during",
    }  # fmt: skip
    shift = next(one for one in found["changes"] if "old" in one)
    assert (shift["effect"], shift["path"], shift["line"]) == ("changes", None, None)
    renamed = next(one for one in found["changes"] if one["option"] == "rpc_thread_pool_size")
    assert renamed["names"] == [{"group": "DEFAULT", "option": "executor_thread_pool_size"}]


@pytest.mark.parametrize("old", ["ocata", "train", "2024.1"])
@pytest.mark.parametrize("more", [(), ("--keep-behaviour",), ("--write",), ("--role", "compute")])
def test_the_json_is_what_its_schema_says(novalint: Run, old: str, more: tuple[str, ...]) -> None:
    write("nova.conf", MIXED + "odd = 1\ncompute_driver = hyperv.HyperVDriver\n")
    write("empty.conf", "[DEFAULT]\n")
    ran = novalint("upgrade", "nova.conf", "empty.conf", "--from", old, "--format", "json", *more)
    REPORT.validate(ran.json)
    effects = {one["effect"] for found in ran.json["configurations"] for one in found["changes"]}
    assert "changes" in effects


@pytest.mark.parametrize(
    ("old", "new"), [("ocata", "2026.2"), ("yoga", "zed"), ("queens", "train"), ("zed", "2026.1")]
)
def test_the_json_of_a_comparison_is_what_its_schema_says(
    novalint: Run, old: str, new: str
) -> None:
    COMPARISON.validate(novalint("releases", "--diff", old, new, "--format", "json").json)


@pytest.mark.parametrize("schema", [REPORT, COMPARISON])
def test_the_schemas_refuse_what_no_report_is(schema: Draft202012Validator) -> None:
    Draft202012Validator.check_schema(schema.schema)
    for wrong in ({}, {"version": 2}, []):
        assert not schema.is_valid(wrong)


def test_markdown_is_a_table_for_each_effect(novalint: Run) -> None:
    write("nova.conf", MIXED)
    out = novalint("upgrade", "nova.conf", *FROM, "--format", "markdown").out
    assert out.startswith("# nova.conf: Nova 2024.1 to 2026.2\n\n## Is ignored\n\n| release |")
    assert "\n| 2025.1 | nova.conf:4 | `use_eventlog` was removed" in out


def test_the_report_may_go_to_a_file(novalint: Run) -> None:
    write("nova.conf", MIXED)
    ran = novalint("upgrade", "nova.conf", *FROM, "--output", "report.txt")
    assert ran.out == ""
    assert Path("report.txt").read_text().startswith("2024.1 to 2026.2")


def test_the_diff_is_for_patch(novalint: Run) -> None:
    file = write("nova.conf", MIXED)
    ran = novalint("upgrade", "nova.conf", *FROM, "--diff", "--reveal")
    assert ran.status == 1
    assert file.read_text() == MIXED
    command.applied(ran.stdout)
    assert "\n# calls\nexecutor_thread_pool_size = 9\n" in file.read_text()
    again = novalint("upgrade", "nova.conf", *FROM, "--diff")
    assert (again.status, again.out) == (0, "")


def test_the_diff_hides_what_is_secret_in_either_release(novalint: Run) -> None:
    write("nova.conf", MIXED)
    for old in ("ocata", "2024.1"):
        ran = novalint("upgrade", "nova.conf", "--from", old, "--diff")
        assert "hush" not in ran.out + ran.err
        assert "print it in full with --reveal" in ran.err
    assert "hush" in novalint("upgrade", "nova.conf", "--from", "ocata", "--diff", "--reveal").out


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_no_report_shows_a_secret(novalint: Run, form: str) -> None:
    write("nova.conf", MIXED)
    ran = novalint("upgrade", "nova.conf", "--from", "ocata", "--format", form)
    assert "hush" not in ran.out + ran.err


def test_write_mends_and_reports_what_remains(novalint: Run) -> None:
    file = write("nova.conf", MIXED)
    ran = novalint("upgrade", "nova.conf", *FROM, "--write")
    assert ran.status == 0
    assert "executor_thread_pool_size = 9" in file.read_text()
    first, *rest = ran.err.splitlines()
    assert "write the files of each release first" in first
    assert "\n".join(rest).startswith(
        "novalint: migrated `nova.conf`\nnovalint: what remains is changes: "
    )
    assert "executor_thread_pool_size" not in ran.out
    write("nova.conf", "[DEFAULT]\ncompute_driver = hyperv.HyperVDriver\n")
    ran = novalint("upgrade", "nova.conf", "--from", "2023.1", "--write", "--role", "compute")
    assert ran.status == 1
    assert "Breaks (1)" in ran.out


def test_keep_behaviour_writes_old_defaults(novalint: Run) -> None:
    text = "[DEFAULT]\n#heal_instance_info_cache_interval = 60\n[key_manager]\nbackend = vault\n"
    write("nova.conf", text)
    ran = novalint("upgrade", "nova.conf", *FROM, "--keep-behaviour", "--diff", "--role", "compute")
    assert "+heal_instance_info_cache_interval = 60" in ran.out
    assert "these defaults change and no line can keep them" in ran.err
    assert "[vault] timeout (there was no default)" in ran.err


def test_only_some_effects_are_reported_and_count(novalint: Run) -> None:
    write("nova.conf", MIXED)
    ran = novalint("upgrade", "nova.conf", *FROM, "--only", "breaks")
    assert (ran.status, "use_eventlog" in ran.out) == (0, False)
    ran = novalint("upgrade", "nova.conf", *FROM, "--only", "breaks", "--only", "ignored")
    assert (ran.status, "use_eventlog" in ran.out) == (1, True)
    assert "Changes what Nova does" not in ran.out
    ran = novalint("upgrade", "nova.conf", "--from", "2025.1", "--only", "breaks")
    assert ran.status == 1
    assert "`nova-api-os-compute` are removed" in ran.out
    ran = novalint(
        "upgrade", "nova.conf", "--from", "2025.1", "--only", "soon", "--only", "nothing"
    )
    assert "left out by --only: " in ran.err
    assert "nothing changes" not in ran.err
    refused(novalint("upgrade", "nova.conf", *FROM, "--only", "some"))
    whole = novalint("upgrade", "nova.conf", *FROM, "--diff")
    cut = novalint("upgrade", "nova.conf", *FROM, "--diff", "--only", "breaks")
    assert cut.out == whole.out and "--only" not in whole.err
    assert "this is the whole patch: --only shortens only the report" in cut.err


def test_the_checklist_names_the_way_and_shows_no_secret(novalint: Run) -> None:
    write("nova.conf", MIXED)
    ran = novalint("upgrade", "nova.conf", "--from", "ocata", "--format", "checklist")
    assert ran.out.startswith("# nova.conf: Nova ocata to ")
    assert "- [ ] Write the files of each release" in ran.out
    assert "hush" not in ran.out + ran.err


def test_files_together_are_one_configuration(novalint: Run) -> None:
    write("a.conf", "[DEFAULT]\nexecutor_thread_pool_size = 8\n")
    write("d/b.conf", "[DEFAULT]\nrpc_thread_pool_size = 9\n")
    ran = novalint("upgrade", "a.conf", "d", *FROM, "--together")
    assert ran.out.startswith("2024.1 to 2026.2: a.conf, d/b.conf\n")
    ran = novalint("upgrade", "a.conf", "d/b.conf", *FROM)
    assert ran.out.count("2024.1 to 2026.2: ") == 2


def test_roles_and_settings_count(novalint: Run) -> None:
    write("nova.conf", "[filter_scheduler]\nenabled_filters = AvailabilityZoneFilter\n")
    argv = ("upgrade", "nova.conf", "--from", "2023.1", "--to", "2023.2")
    assert novalint(*argv, "--role", "scheduler").status == 1
    assert novalint(*argv, "--role", "compute").status == 0
    write("novalint.toml", 'ignore = ["scheduler-filter-removed"]\n')
    assert novalint(*argv).status == 0
    assert novalint(*argv, "--isolated").status == 1


def test_standard_input(novalint: Run) -> None:
    ran = novalint("upgrade", "-", *FROM, "--stdin-filename", "x.conf", stdin=MIXED.encode())
    assert "x.conf:4: " in ran.out
    refused(novalint("upgrade", "-", *FROM, "--write", stdin=b"[a]\n"), "standard input")


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("--from", "2026.2", "--to", "2024.1"), ("2026.2 is newer than 2024.1",)),
        (("--from", "2024.1", "--to", "29.1.0"), ("both releases are 2024.1",)),
        (("--from", NEWEST), (f"both releases are {NEWEST}",)),
        (("--from", "2024.3"), ("there is no release `2024.3`", "the nearest are")),
        (("--to", "2024.1"), ("--from",)),
        ((*FROM, "--diff", "--write"), ("--diff", "--write")),
        ((*FROM, "missing.conf"), ("cannot read `missing.conf`",)),
    ],
)
def test_what_is_refused(novalint: Run, argv: tuple[str, ...], words: tuple[str, ...]) -> None:
    write("nova.conf", MIXED)
    refused(novalint("upgrade", "nova.conf", *argv), *words)


def test_what_remains_stands_where_it_is_now(novalint: Run) -> None:
    write(
        "nova.conf",
        "[DEFAULT]\nenabled_apis = metadata\n[ironic]\npartition_key = 4\npeer_list = node-1\n",
    )
    ran = novalint("upgrade", "nova.conf", "--from", "2023.1", "--to", "2025.2", "--write")
    lines = Path("nova.conf").read_text().splitlines()
    assert (
        f"nova.conf:{lines.index('peer_list = node-1') + 1}: 2023.2: `[ironic] peer_list`"
        in ran.out
    )


@pytest.mark.parametrize("more", [(), ("--diff",), ("--write",)])
def test_a_file_that_nova_refuses_whole_is_no_success(
    novalint: Run, tmp_path: Path, more: tuple[str, ...]
) -> None:
    (tmp_path / "nova.conf").write_bytes(b"[DEFAULT]\nmy_ip = \xe9\n")
    ran = novalint("upgrade", "nova.conf", *FROM, *more)
    assert ran.status == 2
    assert "nova.conf:2: bytes are not UTF-8" in ran.err


@pytest.mark.parametrize("more", [(), ("--diff",), ("--write",), ("--diff", "--only=breaks")])
def test_quiet_leaves_the_report_alone(more: tuple[str, ...], novalint: Run) -> None:
    lines = "[DEFAULT]\nrpc_thread_pool_size = 5\n"
    words = ("upgrade", "nova.conf", "--from", "ocata", "--to", "train", *more)
    write("nova.conf", lines)
    ran = novalint(*words)
    write("nova.conf", lines)
    quiet = novalint(*words, "--quiet")
    assert (quiet.status, quiet.out, quiet.err) == (ran.status, ran.out, "")
    assert ran.err


@pytest.mark.parametrize(
    ("text", "old", "new", "line"),
    [
        ("[api]\nuse_forwarded_for = true\n", "2023.2", "2024.1", 3),
        ("[glance]\nallowed_direct_url_schemes = file\n", "victoria", "wallaby", 3),
        ("[libvirt]\nvirt_type = kvm\nuse_usb_tablet = false\n", "victoria", "wallaby", 4),
    ],
)
def test_what_is_but_half_done_remains(
    novalint: Run, folder: Path, text: str, old: str, new: str, line: int
) -> None:
    """The line is commented out, and what it did is still to be done elsewhere."""
    way = ("upgrade", "half.conf", "--from", old, "--to", new)
    (folder / "half.conf").write_text(text)
    (data,) = novalint(*way, "--format", "json").json["configurations"]
    (change,) = (change for change in data["changes"] if change["effect"] == "ignored")
    assert (change["mended"], change["step"]) == (False, "during")
    boxes = [each for each in novalint(*way, "--format", "checklist").out.splitlines()
             if each.startswith("- [ ] ") and "was removed" in each]  # fmt: skip
    assert len(boxes) == 1
    ran = novalint(*way, "--write")
    assert (ran.status, f"  half.conf:{line}: {new}: `[" in ran.out) == (1, True)
    assert (folder / "half.conf").read_text().splitlines()[line - 1].startswith("#")
    assert "what remains is ignored: 1" in ran.err
