"""`novalint fix`: writes safe fixes, unsafe ones on demand, and says what remains."""

from __future__ import annotations

import json
from pathlib import Path

import command
import pytest
from cli.call import GOOD, ROOT, UNKNOWN, refused, write
from cli.conftest import Run
from jsonschema import Draft202012Validator

from novalint.schema.options import load_schema
from novalint.schema.releases import releases

TWICE = "[DEFAULT]\nlog_dir = /a\n# why\nlog_dir = /a\n"
MISPLACED = "[libvirt]\nvif_plugging_timeout = 600\n[DEFAULT]\nstate_path = /a\n"


def _safe(novalint: Run) -> str:
    """Give the file after its safe fixes, which leave no finding."""
    file = write("nova.conf", TWICE)
    assert novalint("fix", "nova.conf").status == 0
    return file.read_text()


def test_safe_fixes_are_written(novalint: Run) -> None:
    mended = _safe(novalint)
    assert mended != TWICE
    assert [line for line in mended.splitlines() if line.startswith("log_dir")] == ["log_dir = /a"]
    assert "# why" in mended


def test_it_says_what_it_wrote(novalint: Run) -> None:
    write("nova.conf", TWICE)
    ran = novalint("fix", "nova.conf", "--release", "2026.2")
    assert ran.stdout == b""
    assert ran.err.startswith(
        "novalint: fixed `nova.conf`\n"
        "  duplicate-option: Comment out the line without effect\n"
        "no findings in 1 file (2026.2)\n"
    )


def test_it_says_which_fixes_followed_from_others(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\ndebug = Ture\n")
    lines = novalint("fix", "nova.conf", "--unsafe", "--select", "options,debug-logging").err
    first, second = lines.splitlines()[1:3]
    assert first == "  invalid-value: Set debug to true"
    assert second.startswith("  debug-logging: Comment out debug, as `debug` true fills logs ")


def test_fixing_again_writes_nothing(novalint: Run) -> None:
    mended = _safe(novalint)
    before = Path("nova.conf").stat()
    ran = novalint("fix", "nova.conf")
    assert ran.status == 0
    assert "fixed" not in ran.err
    after = Path("nova.conf").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert Path("nova.conf").read_text() == mended


def test_unsafe_fixes_are_written_on_demand_only(novalint: Run) -> None:
    file = write("nova.conf", MISPLACED)
    ran = novalint("fix", "nova.conf")
    assert ran.status == 1
    assert "misplaced-option" in ran.out
    assert "1 fix available with novalint fix --unsafe" in ran.err
    assert file.read_text() == MISPLACED
    assert novalint("fix", "nova.conf", "--unsafe").status == 0
    assert file.read_text() == "[libvirt]\n[DEFAULT]\nstate_path = /a\nvif_plugging_timeout = 600\n"


def test_the_main_job(novalint: Run) -> None:
    file = write("nova.conf", "[DEFAULT]\n# help\n#vif_plugging_is_fatal = true\n")
    told = ("--fact", "profile=dense-multi-tenant", "--role", "compute", "--release", "2026.2")
    assert novalint("fix", "nova.conf", "--unsafe", *told).status == 0
    assert file.read_text() == "[DEFAULT]\n# help\nvif_plugging_is_fatal = false\n"
    assert novalint("check", "nova.conf", *told).status == 0


def test_what_remains_is_reported_and_may_fail(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\ndebug = maybe\n")
    ran = novalint("fix", "nova.conf", "--unsafe")
    assert ran.status == 1
    assert ran.out.startswith("nova.conf:2:9: error[invalid-value]")
    assert novalint("fix", "nova.conf", "--fail-on", "never").status == 0


def test_only_what_is_selected_is_mended(novalint: Run) -> None:
    file = write("nova.conf", TWICE)
    assert novalint("fix", "nova.conf", "--ignore", "duplicate-option").status == 0
    assert novalint("fix", "nova.conf", "--select", "options").status == 0
    assert file.read_text() == TWICE
    assert novalint("fix", "nova.conf", "--select", "duplicate-option").status == 0
    assert file.read_text() != TWICE


@pytest.mark.parametrize("tool", command.APPLYING)
def test_the_diff_is_what_fix_would_write(novalint: Run, tool: str) -> None:
    content = MISPLACED.replace("\n", "\r\n").encode() + b"# \xe9\r\nlog-dir = /x"
    write("etc/nova.conf", content)
    diff = novalint("fix", "etc/nova.conf", "--diff", "--unsafe")
    assert (diff.status, diff.stderr) == (1, b"")
    assert Path("etc/nova.conf").read_bytes() == content
    command.applied(diff.stdout, tool=tool)
    applied = Path("etc/nova.conf").read_bytes()
    write("etc/nova.conf", content)
    novalint("fix", "etc/nova.conf", "--unsafe")
    assert Path("etc/nova.conf").read_bytes() == applied != content
    assert b"# \xe9\r\nlog_dir = /x" in applied


def test_the_diff_of_nothing_is_nothing(novalint: Run) -> None:
    write("good.conf", GOOD)
    write("unsafe.conf", MISPLACED)
    assert novalint("fix", "good.conf", "--diff", "--unsafe") == (0, b"", b"")
    assert novalint("fix", "unsafe.conf", "--diff") == (0, b"", b"")


def test_several_files_are_mended_each(novalint: Run) -> None:
    a, b, c = write("a.conf", TWICE), write("b.conf", GOOD), write("c.conf", TWICE)
    ran = novalint("fix", "a.conf", "b.conf", "c.conf")
    assert ran.status == 0
    assert a.read_text() == c.read_text() != TWICE
    assert b.read_text() == GOOD
    assert "`b.conf`" not in ran.err


def test_together_every_file_of_the_configuration_is_mended(novalint: Run) -> None:
    a = write("a.conf", MISPLACED)
    b = write("d/b.conf", UNKNOWN)
    diff = novalint("fix", "a.conf", "d", "--together", "--unsafe", "--diff")
    assert [line for line in diff.out.splitlines() if line.startswith("--- ")] == [
        "--- a/a.conf",
        "--- a/d/b.conf",
    ]
    ran = novalint("fix", "a.conf", "d", "--together", "--unsafe", "--select", "options")
    assert ran.status == 0
    assert "fixed `a.conf`, `d/b.conf`" in ran.err
    assert "vif_plugging_timeout = 600" in a.read_text().split("[DEFAULT]")[1]
    assert b.read_text() == "[DEFAULT]\nvif_plugging_is_fatal = true\n"


def test_a_folder_is_mended_with_together_only(novalint: Run) -> None:
    file = write("parts.d/b.conf", TWICE)
    refused(novalint("fix", "parts.d"), "--together")
    assert file.read_text() == TWICE
    assert novalint("fix", "parts.d", "--together").status == 0
    assert file.read_text() != TWICE


def test_nothing_is_written_where_one_file_cannot_be_read(novalint: Run) -> None:
    file = write("a.conf", TWICE)
    refused(novalint("fix", "a.conf", "missing.conf"), "missing.conf")
    assert file.read_text() == TWICE


def test_the_report_of_what_remains_has_each_form(novalint: Run) -> None:
    schema = json.loads((ROOT / "schemas" / "report.json").read_text())
    write("nova.conf", "[DEFAULT]\ndebug = maybe\n")
    ran = novalint("fix", "nova.conf", "--format", "json")
    Draft202012Validator(schema).validate(ran.json)
    assert ran.rules == ["invalid-value"]
    novalint("fix", "nova.conf", "--format", "json", "--output", "report.json")
    assert Path("report.json").read_bytes() == ran.stdout
    assert novalint("fix", "nova.conf", "--quiet").err == ""


def test_the_same_file_twice_loses_nothing(novalint: Run) -> None:
    once = _safe(novalint)
    file = write("nova.conf", TWICE)
    assert novalint("fix", "nova.conf", "nova.conf").status in (0, 2)
    assert file.read_text() == once


def test_many_moves_to_one_place_are_made_at_once(novalint: Run) -> None:
    old = [
        name
        for option in load_schema(releases()[-1])
        for group, name in option.old_names
        if group == "DEFAULT" != option.group
    ]
    write("nova.conf", "[DEFAULT]\n" + "".join(f"{name} = 1\n" for name in old[:14]))
    told = ("fix", "nova.conf", "--unsafe", "--select", "deprecated-name", "--release", "2026.2")
    novalint(*told)
    assert novalint(*told, "--diff") == (0, b"", b"")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[DEFAULT]\nmy_ip = controller\n", b"nothing to fix; what was found has no fix\n"),
        ("[libvirt]\nvirt_type = kmv\n", b"nothing to fix without --unsafe\n"),
        ("[DEFAULT]\nmy_ip = 10.0.0.1\n", b"nothing to fix\n"),
    ],
)
def test_who_reads_the_diff_of_nothing_on_a_terminal_hears_why(
    novalint: Run, monkeypatch: pytest.MonkeyPatch, text: str, why: bytes
) -> None:
    monkeypatch.setattr("novalint.cli.fix.on_terminal", lambda: True)
    write("nova.conf", text)
    ran = novalint("fix", "nova.conf", "--diff", "--release", "2026.2")
    assert (ran.status, ran.stdout) == (0, b"")
    assert why in ran.stderr
    assert not novalint("fix", "nova.conf", "--diff", "--release", "2026.2", "--quiet").stderr


def test_who_reads_the_diff_of_nothing_hears_that_advice_waits_for_its_name(
    novalint: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("novalint.cli.fix.on_terminal", lambda: True)
    text = "[oslo_messaging_rabbit]\nssl = true\nssl_ca_file = /etc/nova/ca.pem\n"
    url = "rabbit://u:p@r1.example.org:5671,u:p@r2.example.org:5671/"
    write("nova.conf", f"[DEFAULT]\ntransport_url = {url}\n{text}")
    told = ("fix", "nova.conf", "--diff", "--unsafe", "--release", "2025.1")
    ran = novalint(*told)
    assert (ran.status, ran.stdout) == (0, b"")
    assert "nothing to fix; advice is only fixed with --select broker-name-unchecked\n" in ran.err
    assert novalint(*told, "--select", "broker-name-unchecked").status == 1


def test_real_files_are_mended_once_and_for_all(novalint: Run, real_file: Path) -> None:
    file = write("nova.conf", real_file.read_bytes())
    told = ("fix", "nova.conf", "--unsafe", "--fact", "profile=dense-multi-tenant")
    assert novalint(*told, "--release", "2026.2").status in (0, 1)
    mended = file.read_bytes()
    assert novalint(*told, "--release", "2026.2", "--diff") == (0, b"", b"")
    assert file.read_bytes() == mended


def test_standard_input_is_mended_into_standard_output(novalint: Run) -> None:
    before = b"[DEFAULT]\nrpc_thread_pool_size = 64\nvif_plugging_if_fatal = true\n"
    after = b"[DEFAULT]\nexecutor_thread_pool_size = 64\nvif_plugging_if_fatal = true\n"
    ran = novalint("fix", "-", "--stdin-filename", "nova.conf", stdin=before)
    assert (ran.status, ran.stdout) == (1, after)
    assert ran.err.startswith("nova.conf:3:1: warning[unknown-option]")
    assert "1 warning in 1 file" in ran.err
    again = novalint("fix", "-", "--format", "json", "--output", "-", stdin=after)
    assert again.stdout == after
    assert '"diagnostics"' in again.err
    diff = novalint("fix", "-", "--diff", stdin=before)
    assert diff.out.startswith("--- a/nova.conf\n")


def test_standard_input_is_mended_alone(novalint: Run) -> None:
    write("good.conf", GOOD)
    refused(novalint("fix", "-", "good.conf", stdin=b"[DEFAULT]\n"), "cannot be combined")


def test_a_diff_says_why_a_renamed_line_is_commented_out(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\nrpc_respnse_timeout = 5\n")
    ran = novalint("fix", "nova.conf", "--unsafe", "--diff")
    assert "+#rpc_response_timeout = 5\n" in ran.out
    why = "novalint: after the other fixes: Comment out rpc_response_timeout (rpc-timeout-lowered)"
    assert why in ran.err
    assert "after the other" not in novalint("fix", "nova.conf", "--unsafe", "--diff", "-q").err


def test_a_fix_that_no_check_showed_says_why(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\nrpc_respnse_timeout = 5\n")
    ran = novalint("fix", "nova.conf", "--unsafe")
    assert "  unknown-option: Rename it to rpc_response_timeout\n" in ran.err
    why = "  rpc-timeout-lowered: Comment out rpc_response_timeout, as `rpc_response_timeout` 5 "
    assert why in ran.err


def test_a_diff_says_what_its_fixes_give_rise_to(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\nvncserver_listen = 0.0.0.0\n")
    words = ("fix", "nova.conf", "--unsafe", "--release", "2025.1")
    told = novalint(*words, "--diff").err
    start = "novalint: these fixes lead to a new info: `[vnc] server_listen` `0.0.0.0` opens"
    assert start in told
    assert "console-listens-everywhere" in novalint(*words).out


def test_a_fix_tells_its_price(
    novalint: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("c.conf").write_text("[DEFAULT]\nvif_plugging_is_fatal = true\n")
    facts = ["--role=compute", "--fact=tenants=300", "--fact=peak_concurrent_builds=200"]
    price = "live migrations go on without a network that is not ready"
    said = novalint("fix", "c.conf", "--unsafe", "--diff", *facts).err
    assert f"novalint: Set vif_plugging_is_fatal to false has a trade-off: {price}" in said
    said = novalint("fix", "c.conf", "--unsafe", *facts).err
    assert f"  fatal-vif-plugging: Set vif_plugging_is_fatal to false; trade-off: {price}" in said


@pytest.mark.parametrize("more", [("-q",), ("--as", "kolla")])
def test_what_a_fix_costs_is_told_however_little_is_asked_for(
    novalint: Run, more: tuple[str, ...]
) -> None:
    write("nova.conf", "[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\n")
    facts = ("--fact", "profile=dense-multi-tenant", "--role", "compute")
    told = ("--unsafe", "--select", "fatal-vif-plugging", "--release", "2024.1", *facts)
    ran = novalint("fix", "nova.conf", *told, *more)
    assert "has a trade-off: " in ran.err
    assert ran.err.count("live migrations go on without a network") == 1
