"""The fix loop: what is made together, what waits, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from novalint.config.model import Config, load
from novalint.deployment import Deployment
from novalint.engine import safety as proving
from novalint.engine.fixing import ROUNDS, fixed
from novalint.engine.report import check
from novalint.engine.safety import keeps_meaning, patched, proven
from novalint.errors import PatchError
from novalint.findings import Finding, Fix, Location, Safety
from novalint.text.document import Document
from novalint.text.edits import Edit, Patch
from novalint.text.source import Span

TEXT = "[DEFAULT]\n# a note\nmy_ip = 192.0.2.1\nhost = y\n"


def edit(config: Config, old: str, new: str) -> Patch:
    document = config.documents[0]
    start = document.text.index(old)
    return Patch.of(document.source, [Edit(start, start + len(old), new)])


def finding(config: Config, *fixes: Fix) -> Finding:
    return Finding("m", Location.of(config.documents[0], Span(0, 1)), fixes=fixes)


def swap(config: Config, old: str, new: str, safety: Safety = Safety.UNSAFE) -> list[Finding]:
    """Find a text and offer to replace it."""
    if old not in config.documents[0].text:
        return []
    return [finding(config, Fix(f"{old} to {new}", edit(config, old, new), safety))]


def test_fixes_that_touch_wait_for_the_next_round() -> None:
    rounds: list[str] = []

    def lint(config: Config) -> Sequence[Finding]:
        rounds.append(config.documents[0].text)
        pairs = [("my_ip", "MY_IP"), (" = 192", "=192"), ("y\n", "z\n")]
        return [one for old, new in pairs for one in swap(config, old, new)]

    config = load(Document.parse(TEXT))
    after, patch = fixed(config, lint, unsafe=True)
    assert rounds[1] == TEXT.replace("my_ip", "MY_IP").replace("y\n", "z\n")
    assert rounds[2] == after.documents[0].text == patch.apply(TEXT)
    assert len(rounds) == 3


def test_only_the_first_fix_of_a_finding_is_made() -> None:
    def lint(config: Config) -> Sequence[Finding]:
        offers = [*swap(config, "= y", "= a"), *swap(config, "= y", "= b")]
        return [finding(config, *(fix for one in offers for fix in one.fixes))]

    _, patch = fixed(load(Document.parse(TEXT)), lint, unsafe=True)
    assert patch.apply(TEXT) == TEXT.replace("= y", "= a")


def test_unsafe_fixes_are_made_on_demand_only() -> None:
    report = check(Document.parse("[DEFAULT]\nlogdir = /a\nmy-ip = 192.0.2.1\n"))
    text = report.config.documents[0].text
    assert report.fix().apply(text) == "[DEFAULT]\nlog_dir = /a\nmy-ip = 192.0.2.1\n"
    assert report.fix(unsafe=True).apply(text) == "[DEFAULT]\nlog_dir = /a\nmy_ip = 192.0.2.1\n"


def test_a_fix_that_breaks_the_file_is_refused() -> None:
    config = load(Document.parse(TEXT))
    with pytest.raises(
        PatchError, match=r"^a fix would make a file unreadable; nothing was changed$"
    ):
        fixed(config, lambda one: swap(one, "[DEFAULT]", "DEFAULT"), unsafe=True)
    assert config.documents[0].text == TEXT


def test_a_file_that_is_broken_already_may_stay_so() -> None:
    text = f"{TEXT}words\n"
    _, patch = fixed(load(Document.parse(text)), lambda one: swap(one, "= y", "= z"), unsafe=True)
    assert patch.apply(text) == text.replace("= y", "= z")


def test_the_loop_ends() -> None:
    seen = []

    def lint(config: Config) -> Sequence[Finding]:
        seen.append(config)
        return swap(config, "# a", "# aa")

    _, patch = fixed(load(Document.parse(TEXT)), lint, unsafe=True)
    assert len(seen) == ROUNDS + 1
    assert patch.apply(TEXT) == TEXT.replace("# a", "# " + "a" * (ROUNDS + 2))


def test_however_many_lines_move_to_one_place() -> None:
    schema = load(Document.parse(""), release="queens").schema
    moved = [name for one in schema if one.group == "quota" for name in one.old_names]
    lines = [f"{name} = 1\n" for group, name in moved if group == "DEFAULT"]
    assert len(lines) > ROUNDS
    report = check(Document.parse("[DEFAULT]\n" + "".join(lines)), release="queens")
    after = report.after(report.fix())
    assert after.config.documents[0].text.startswith("[DEFAULT]\n\n[quota]\n")
    assert "deprecated-name" not in {one.rule for one in after.findings}


def test_several_files_are_mended_together() -> None:
    texts = {
        "1.conf": "[DEFAULT]\nlogdir = /a\n",
        "2.conf": "[DEFAULT]\nrpc_thread_pool_size = 9\n",
    }
    report = check(load(*(Document.parse(text, path) for path, text in texts.items())))
    patch = report.fix()
    assert patch.paths == ("1.conf", "2.conf")
    assert patch.apply(texts["1.conf"], "1.conf") == "[DEFAULT]\nlog_dir = /a\n"
    assert patch.apply(texts["2.conf"], "2.conf") == "[DEFAULT]\nexecutor_thread_pool_size = 9\n"
    assert check(patched(report.config, patch)).findings == ()
    assert patch.unified_diff().count("--- a/") == 2


def test_an_old_name_in_a_later_file_is_renamed_where_it_stands() -> None:
    first = Document.parse("[DEFAULT]\nlog_dir = /a\n", "1.conf")
    second = Document.parse("[DEFAULT]\nlogdir = /b\n", "2.conf")
    report = check(load(first, second))
    after = patched(report.config, report.fix())
    assert report.config["DEFAULT"]["log_dir"] == after["DEFAULT"]["log_dir"] == "/b"
    assert after.documents[0] is first
    assert after.documents[1].path == "2.conf"
    assert after.documents[1].text == "[DEFAULT]\nlog_dir = /b\n"


@pytest.mark.parametrize(("lines", "safety"), [(3, Safety.UNSAFE), (4, Safety.SAFE)])
def test_fixes_are_proven_one_by_one_while_lines_are_left(
    monkeypatch: pytest.MonkeyPatch, lines: int, safety: Safety
) -> None:
    """One proof of two lines costs three, so that a proof of an empty file costs something."""
    monkeypatch.setattr(proving, "LINES", lines)
    config = load(Document.parse("[DEFAULT]\nhost = y\n"))
    fix = Fix("t", edit(config, "host = y", "host: y"), Safety.SAFE)
    assert proving.Proofs(config).proven(fix).safety is safety


def test_only_what_claimed_to_be_safe_is_proven_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "LINES", 0)
    config = load(Document.parse(TEXT))
    proofs = proving.Proofs(config)
    claims = [
        Fix("t", edit(config, "host = y", "host: y"), Safety.SAFE),
        Fix("t", edit(config, "my_ip = ", "my_ip: "), Safety.UNSAFE),
    ]
    findings = [finding(config, proofs.proven(claim)) for claim in claims]
    first, second, third = proofs.together([*findings, finding(config)])
    assert first.fixes[0].safety is Safety.SAFE
    assert second.fixes[0].safety is Safety.UNSAFE
    assert third.fixes == ()


@pytest.mark.parametrize(
    ("old", "new", "keeps"),
    [
        ("host = y", "host: 'y'", True),
        ("# a note\n", "# a note\n# another\n", True),
        ("host = y\n", "host = y\n\n", True),
        ("my_ip", "#my_ip", False),
        ("host = y", "host = z", False),
        ("# a note\n", "", False),
        ("# a note", "# another note", False),
        ("host = y", "debug = true", False),
    ],
)
def test_safe_means_proven(old: str, new: str, keeps: bool) -> None:
    config = load(Document.parse(TEXT))
    patch = edit(config, old, new)
    assert keeps_meaning(patch, config) is keeps
    expected = Safety.SAFE if keeps else Safety.UNSAFE
    assert proven(Fix("t", patch, Safety.SAFE), config).safety is expected
    assert proven(Fix("t", patch, Safety.UNSAFE), config).safety is Safety.UNSAFE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[DEFAULT]\nconsole_token_ttl = a\nconsole_token_ttl = b\n", "console_token_ttl = b"),
        ("[DEFAULT]\nhost = a\ndebug = 7\ndebug = 8\n", "debug = 8"),
    ],
)
def test_another_refused_value_is_another_value(before: str, after: str) -> None:
    config = load(Document.parse(before))
    assert not keeps_meaning(edit(config, after, f"#{after}"), config)


def test_same_value_in_other_words_is_the_same() -> None:
    config = load(Document.parse("[DEFAULT]\nreport_interval = 1\ndebug = yes\n"))
    assert keeps_meaning(edit(config, "debug = yes", "debug = TRUE"), config)
    assert keeps_meaning(edit(config, "= 1", "= 01"), config)
    assert not keeps_meaning(edit(config, "= 1", "= 1.0"), config)


def test_advice_is_followed_only_where_it_is_asked_for() -> None:
    text = "[DEFAULT]\ntransport_url = rabbit://a:b@c/\n[libvirt]\nvirt_type = kvm\n"
    facts = Deployment(role="compute", instances_per_host=200, host_ram_gb=512)
    rule = "host-memory-reserve-small"
    report = check(Document.parse(text), deployment=facts, release="2026.2")
    (advice,) = (one for one in report.findings if one.rule == rule)
    assert advice.is_advice
    assert advice.waits
    assert "reserved_host_memory_mb" not in report.fix(unsafe=True).apply(text)
    for name in (rule, "capacity"):
        asked = check(Document.parse(text), deployment=facts, release="2026.2", select=[name])
        assert not any(one.waits for one in asked.findings)
        assert "reserved_host_memory_mb" in asked.fix(unsafe=True).apply(text)
