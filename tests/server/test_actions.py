"""What can be done at a place, and what comes of it."""

from __future__ import annotations

import pytest

pytest.importorskip("lsprotocol", reason="lsprotocol is not installed")

from lsprotocol.types import CodeAction, CodeActionKind, TextEdit, WorkspaceEdit
from server.sessions import URI, marked, session

import novalint
from novalint.deployment import Deployment
from novalint.findings import Safety
from novalint.server import actions
from novalint.server.actions import FIX_ALL, Asked
from novalint.server.positions import Lines
from novalint.text.document import Document
from novalint.text.edits import Edit, apply_edits
from novalint.text.source import Span

DENSE = Deployment(role="compute", profile="dense-multi-tenant")


def offered(text: str, *kinds: str, **said: object) -> list[CodeAction]:
    """Return what can be done at the mark of a text; of given kinds only."""
    bare, at = marked(text)
    made = session(bare, **said)
    asked = Asked(Span(at, at), kinds or None)
    return [
        actions.resolve(made, action) for action in actions.actions(made, made.view(URI), asked)
    ]


def after(text: str, edit: WorkspaceEdit | None) -> str:
    """Apply an action to the text without its mark."""
    bare, _ = marked(text)
    assert edit is not None and edit.changes is not None
    (edits,) = edit.changes.values()
    lines = Lines(bare)
    made = [Edit(*lines.span(one.range), one.new_text) for one in edits if type(one) is TextEdit]
    return apply_edits(bare, sorted(made))


def rules_in(text: str) -> list[str]:
    return [one.rule for one in novalint.check(Document.parse(text)).findings]


def test_each_fix_is_offered_and_the_first_one_preferred() -> None:
    text = "[DEFAULT]\n¦#vif_plugging_is_fatal = true\n"
    bare, _ = marked(text)
    report = novalint.check(Document.parse(bare), deployment=DENSE)
    (finding,) = (one for one in report.findings if one.rule == "fatal-vif-plugging")
    offers = offered(text, "quickfix", deployment=DENSE)
    fixes = [one for one in offers if "Accept" not in one.title]
    fixes = [one for one in fixes if one.diagnostics and one.diagnostics[0].code == finding.rule]
    assert len(finding.fixes) > 1
    assert [one.title.partition(" (unsafe")[0] for one in fixes] == [
        fix.title for fix in finding.fixes
    ]
    assert [one.is_preferred for one in fixes] == [True, *[False] * (len(fixes) - 1)]
    for action, fix in zip(fixes, finding.fixes, strict=True):
        assert after(text, action.edit) == fix.patch.apply(bare)
        assert action.kind is CodeActionKind.QuickFix
        assert ("unsafe" in action.title) is (fix.safety is Safety.UNSAFE)
        assert action.diagnostics and action.diagnostics[0].code == finding.rule


def test_nothing_is_offered_where_nothing_is_wrong() -> None:
    assert offered("¦# a comment\n[DEFAULT]\ndebug = maybe\n", "quickfix") == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("[DEFAULT]\n¦no_such = 1\n[libvirt]\n", "unknown-option"),
        ("[DEFAULT]\nmy_ip = a\n¦no_such = 1,\n  2\n", "unknown-option"),
        ("[DEFAULT]\n# why\n¦no_such = 1\n[libvirt]\n", "unknown-option"),
        ("[DEFAULT]\r\n¦no_such = 1\r\n[libvirt]\r\n", "unknown-option"),
        ("¦[no_such]\na = 1\n[libvirt]\n", "unknown-group"),
        ("[DEFAULT]\nenabled_apis = osapi_compute,\n  ¦nope\ndebug = ma¦ybe\n", "invalid-value"),
    ],
)
def test_a_finding_can_be_accepted_with_a_reason(text: str, rule: str) -> None:
    if text.count("¦") > 1:
        text = text.replace("¦", "", 1)
    bare, _ = marked(text)
    here, whole = (one for one in offered(text, "quickfix") if f"Accept {rule} " in one.title)
    for action, word in ((here, "ignore"), (whole, "ignore-file")):
        made = after(text, action.edit)
        assert f"# novalint: {word}[{rule}] say why" in made
        assert rule in rules_in(bare) and rule not in rules_in(made)
        assert novalint.check(Document.parse(made)).config.documents[0].to_dict() == (
            Document.parse(bare).to_dict()
        )


def test_accepting_keeps_the_line_ends() -> None:
    text = "[DEFAULT]\r\n¦no_such = 1\r\n[libvirt]\r\n"
    here, _ = (one for one in offered(text, "quickfix") if "Accept" in one.title)
    assert "\n" not in after(text, here.edit).replace("\r\n", "")


def test_what_a_comment_cannot_accept_is_not_offered() -> None:
    titles = [one.title for one in offered("¦\ufeff\n[DEFAULT]\ndebug = true\n", "quickfix")]
    assert "Accept byte-order-mark here, with a reason" not in titles


SAFE = "[DEFAULT]\nrem¦ove_unused_base_images = true\n"


def test_all_safe_fixes_of_a_file_are_those_of_the_program() -> None:
    text = "[DEFAULT]\n¦remove_unused_base_images = true\nvif_plugging_timeout = 0\n"
    bare, _ = marked(text)
    (action,) = offered(text, "source.fixAll")
    assert action.kind == FIX_ALL
    expected = novalint.check(Document.parse(bare)).fix().apply(bare)
    assert after(text, action.edit) == expected != bare


def test_kinds_stand_for_those_below_them() -> None:
    assert [one.kind for one in offered(SAFE, "source")] == [FIX_ALL]
    assert [one.kind for one in offered(SAFE, FIX_ALL)] == [FIX_ALL]
    assert offered(SAFE, "source.organizeImports") == []
    assert {str(one.kind) for one in offered(SAFE)} >= {FIX_ALL, str(CodeActionKind.QuickFix)}


def test_without_safe_fixes_there_is_no_such_action() -> None:
    assert offered("[DEFAULT]\n¦vif_plugging_timeout = 0\n", FIX_ALL) == []


def defaults(text: str, **said: object) -> dict[str, str]:
    return {one.title: after(text, one.edit) for one in offered(text, "refactor", **said)}


def test_an_option_can_be_set_to_its_default() -> None:
    assert defaults("[DEFAULT]\nvif_plug¦ging_timeout = 7\n", release="2025.1") == {
        "Set vif_plugging_timeout to the default of 2025.1: `300`":
        "[DEFAULT]\nvif_plugging_timeout = 300\n"
    }  # fmt: skip


def test_a_template_can_be_set_to_its_default() -> None:
    (made,) = defaults("[DEFAULT]\n#vif_plug¦ging_timeout = 7\n", release="2025.1").values()
    assert made == "[DEFAULT]\nvif_plugging_timeout = 300\n"


def test_older_defaults_are_offered_too() -> None:
    made = defaults("[DEFAULT]\ninitial_cpu¦_allocation_ratio = 1\n", release="2025.1")
    assert [title.partition(": ")[0].rpartition(" ")[2] for title in made] == ["2025.1", "zed"]
    assert [text.split(" = ")[1] for text in made.values()] == ["4.0\n", "16.0\n"]


@pytest.mark.parametrize(
    "text",
    [
        "[DEFAULT]\nvif_plug¦ging_timeout = 300\n",  # is the default
        "[DEFAULT]\nho¦st = a\n",  # depends on the machine
        "[DEFAULT]\ntransport_u¦rl = a\n",  # a secret
        "[pci]\nali¦as = a\n",  # may be repeated
        "[libvirt]\ncpu_mo¦de = none\n",  # has none
        "[DEFAULT]\nno_su¦ch = 1\n",
        "[DEFA¦ULT]\n",
    ],
)
def test_where_there_is_no_default_to_set(text: str) -> None:
    assert defaults(text, release="2025.1") == {}


def test_edits_are_for_one_version_where_the_editor_takes_that() -> None:
    bare, at = marked("[DEFAULT]\n¦no_such = 1\n[libvirt]\n")
    made = session(bare)
    made.versioned_edits = True
    first = actions.actions(made, made.view(URI), Asked(Span(at, at), ("quickfix",)))[0]
    assert first.edit and first.edit.changes is None and first.edit.document_changes
    (change,) = first.edit.document_changes
    assert change.text_document.version == 1  # type: ignore[union-attr]


def test_a_default_that_the_facts_make_wrong_is_mended_in_its_template() -> None:
    text = "[DEFAULT]\n#vif_plugging_¦is_fatal = true\n"
    first = offered(text, "quickfix", deployment=DENSE)[0]
    assert first.diagnostics and first.diagnostics[0].code == "fatal-vif-plugging"
    assert first.diagnostics[0].range.start.line == 1
    assert after(text, first.edit) == "[DEFAULT]\nvif_plugging_is_fatal = false\n"
    nobody = [one for one in offered(text, "quickfix") if "fatal-vif" in one.title]
    assert nobody == []
