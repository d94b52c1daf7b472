"""Small files that rules once stumbled over, or nearly."""

from __future__ import annotations

import pytest

from novalint.engine.report import Report, check
from novalint.errors import PatchError
from novalint.findings import Safety, Severity
from novalint.text.document import Document


def run(text: str, *rules: str, release: str = "2026.2") -> Report:
    return check(Document.parse(text), release=release, select=rules)


def mended(text: str, *rules: str) -> str:
    return run(text, *rules).fix(unsafe=True).apply(text)


@pytest.mark.parametrize(
    "line", [" \ufeff", " \ufeffmy_ip = 1", "\t\ufeff[x]", " \x1c", " \ufeff#"]
)
def test_a_byte_order_mark_behind_a_blank_is_text(line: str) -> None:
    report = run(f"[DEFAULT]\n\n{line}\n")
    assert "rule-failure" not in {one.rule for one in report.findings}
    assert not report.after(report.fix(unsafe=True)).fix(unsafe=True)


def test_a_swallowed_comment_moves_only_where_the_file_stays_readable() -> None:
    head = "[DEFAULT]\nreport_interval = 10\n"
    rule = "indented-assignment"
    assert mended(f"{head}  # note\n", rule) == f"{head}# note\n"
    assert mended(f"{head}  # note\n  host = a\n", rule) == f"{head}# note\nhost = a\n"
    within = mended(f"{head}  # note\n  more\n", rule)
    assert within == "[DEFAULT]\n# note\nreport_interval = 10\n  more\n"
    assert mended(f"{head}  host = a\n  more\n", rule) == f"{head}host = a\n  more\n"
    for finding in run(f"{head}  # note\n  # note\n  host = a\n", rule).findings:
        assert not Document.parse(finding.fixes[0].patch.files[0].result).problems


def test_each_fix_alone_leaves_the_file_readable() -> None:
    text = "[DEFAULT]\nhost = a\n  [libvirt]\n  # note\n  virt_type = kvm\n[vnc]\nenabled=1 # x\n"
    for finding in run(text).findings:
        for fix in finding.fixes:
            assert not Document.parse(fix.patch.apply(text)).problems, finding.message


def test_old_name_says_whether_it_is_renamed_or_moved() -> None:
    text = "[DEFAULT]\nlogdir = /a\nconsole_token_ttl = 60\n"
    here, there = run(text, "deprecated-name").findings
    assert "rename" in here.message
    assert "move" in there.message


def test_two_old_names_of_one_option_keep_the_one_that_counts() -> None:
    text = "[cache]\nredis_password = b\nmemcache_password = a\n"
    report = run(text, "deprecated-name")
    assert [one.fixes[0].safety for one in report.findings] == [Safety.UNSAFE, Safety.SAFE]
    assert report.fix().apply(text) == "[cache]\n#redis_password = b\npassword = a\n"


def test_repeated_old_name_keeps_the_value_that_counts() -> None:
    text = "[DEFAULT]\nlogdir = /a\nlogdir = /b\n"
    assert run(text).fix().apply(text) == "[DEFAULT]\n#logdir = /a\nlog_dir = /b\n"


def test_alike_is_a_hint_and_a_slip_has_a_fix() -> None:
    text = "[DEFAULT]\nconfig_drive_fromat = vfat\nvif_plugging_timer = 1\n"
    slip, alike = run(text, "unknown-option", release="2024.1").findings
    assert (slip.severity, alike.severity) == (Severity.WARNING, Severity.WARNING)
    assert slip.fixes
    assert not alike.fixes
    assert "`vif_plugging_timeout`" in alike.message


def test_waits_without_a_timeout_are_mended_by_what_the_pair_says() -> None:
    rule = "vif-live-migration-without-waiting"
    wait = "[compute]\nlive_migration_wait_for_vif_plug = "
    pair = "[DEFAULT]\nvif_plugging_is_fatal = false\nvif_plugging_timeout = 0\n"
    alone = "[DEFAULT]\nvif_plugging_timeout = 0\n"  # another file may say the rest of the pair
    strict = pair.replace("false", "true")
    assert mended(f"{alone}{wait}true\n", rule) == f"{alone}{wait}true\n"
    assert (
        mended(f"{strict}{wait}true\n", rule)
        == f"[DEFAULT]\nvif_plugging_is_fatal = true\n#vif_plugging_timeout = 0\n{wait}true\n"
    )
    assert mended(f"{pair}{wait}true\n", rule) == f"{pair}{wait}false\n"


def test_no_sum_of_fixes_breaks_a_file() -> None:
    text = "[DEFAULT] # a\n b = 1\nc\n  d\n[\n e=1\n f\n[x]\n  # g\n h = 1\n"
    try:
        run(text).fix(unsafe=True)
    except PatchError as error:
        pytest.fail(str(error))
