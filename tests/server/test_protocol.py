"""The server as an editor starts it, over standard input and output."""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

pytest.importorskip("pygls", reason="pygls is not installed")

from lsprotocol import types
from server.editor import Editor, at, codes
from server.test_texts import START, change, edit, is_between

import novalint
from novalint.project.discovery import is_nova_document
from novalint.server.positions import Lines
from novalint.text.document import Document

TEXT = "[DEFAULT]\nvif_plugging_timeout = 0\n# 𝄞 é\nno_such = é𝄞$my_ip\ndebug = \n"
ENCODINGS = [types.PositionEncodingKind.Utf32, types.PositionEncodingKind.Utf8]


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    folder = tmp_path_factory.mktemp("root")
    (folder / ".git").mkdir()
    one = Editor("--release", "2025.1", folder=folder)
    yield one
    assert one.leave() == 0
    assert not [message for message in one.messages if "failed" in message]


def uri_in(editor: Editor, name: str) -> str:
    return f"file:///nowhere/{name}"


def test_what_is_opened_is_checked(editor: Editor) -> None:
    uri = uri_in(editor, "open.conf")
    editor.open(uri, TEXT)
    shown = editor.diagnostics(uri)
    assert codes(shown) == ["vif-fatal-without-waiting", "unknown-option", "invalid-value"]
    assert [one.source for one in shown] == ["novalint"] * 3
    assert shown[2].severity is types.DiagnosticSeverity.Error
    assert shown[1].range == at(3, 0, 19), "in units of UTF-16"


def test_what_is_typed_is_checked_again(editor: Editor) -> None:
    uri = uri_in(editor, "typed.conf")
    editor.open(uri, TEXT)
    editor.diagnostics(uri)
    editor.change(uri, 2, (at(1, 23, 24), "300"), (at(4, 8), "false"))
    assert codes(editor.diagnostics(uri, 2)) == ["unknown-option"]
    editor.change(
        uri, 3, (at(3, 9), ""), (types.Range(types.Position(3, 0), types.Position(4, 0)), "")
    )
    assert codes(editor.diagnostics(uri, 3)) == []
    editor.change(uri, 4, (None, TEXT))
    assert len(editor.diagnostics(uri, 4)) == 3


def test_what_is_closed_is_cleared(editor: Editor) -> None:
    uri = uri_in(editor, "closed.conf")
    editor.open(uri, TEXT)
    assert editor.diagnostics(uri)
    editor.close(uri)
    editor.until(lambda: not editor.shown[uri].diagnostics)
    hover = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(1, 2))
    assert editor.run(editor.client.text_document_hover_async(hover)) is None


def placed(editor: Editor, name: str, line: int, character: int) -> tuple[object, object]:
    uri = uri_in(editor, name)
    if uri not in editor.shown:
        editor.open(uri, TEXT)
        editor.diagnostics(uri)
    return types.TextDocumentIdentifier(uri), types.Position(line, character)


def test_requests_about_a_place(editor: Editor) -> None:
    client = editor.client
    where = placed(editor, "asked.conf", 3, 15)
    hover = editor.run(client.text_document_hover_async(types.HoverParams(*where)))  # type: ignore[arg-type]
    assert hover and "[DEFAULT] my_ip" in str(hover.contents)
    assert hover.range == at(3, 13, 19)
    defined = editor.run(client.text_document_definition_async(types.DefinitionParams(*where)))  # type: ignore[arg-type]
    assert defined == []
    context = types.ReferenceContext(include_declaration=True)
    referred = editor.run(
        client.text_document_references_async(types.ReferenceParams(context, *where))  # type: ignore[arg-type]
    )
    assert referred and [one.range for one in referred] == [at(3, 13, 19)]
    completed = editor.run(
        client.text_document_completion_async(
            types.CompletionParams(*placed(editor, "asked.conf", 4, 8))  # type: ignore[arg-type]
        )
    )
    assert isinstance(completed, types.CompletionList)
    assert [one.label for one in completed.items] == ["true", "false"]
    assert completed.items[0].text_edit.range == at(4, 8)  # type: ignore[union-attr]


def test_a_chosen_item_is_explained(editor: Editor) -> None:
    where = placed(editor, "explained.conf", 2, 1)
    (item, *_) = editor.run(
        editor.client.text_document_completion_async(types.CompletionParams(*where))  # type: ignore[arg-type]
    ).items  # type: ignore[union-attr]
    assert item.documentation is None
    item = editor.run(editor.client.completion_item_resolve_async(item))
    assert "takes effect" in str(item.documentation)


def test_requests_about_a_file(editor: Editor) -> None:
    client = editor.client
    document, _ = placed(editor, "whole.conf", 0, 0)
    symbols = editor.run(
        client.text_document_document_symbol_async(types.DocumentSymbolParams(document))  # type: ignore[arg-type]
    )
    assert symbols and [one.name for one in symbols] == ["DEFAULT"]
    folds = editor.run(
        client.text_document_folding_range_async(types.FoldingRangeParams(document))  # type: ignore[arg-type]
    )
    assert folds and [(one.start_line, one.end_line) for one in folds] == [(0, 4)]
    links = editor.run(
        client.text_document_document_link_async(types.DocumentLinkParams(document))  # type: ignore[arg-type]
    )
    assert not links


def test_actions_come_with_their_edits(editor: Editor) -> None:
    document, _ = placed(editor, "acted.conf", 0, 0)
    params = types.CodeActionParams(document, at(1, 0, 4), types.CodeActionContext([]))  # type: ignore[arg-type]
    found = editor.run(editor.client.text_document_code_action_async(params))
    assert found and all(isinstance(one, types.CodeAction) and one.edit for one in found)


def test_a_cancelled_request_is_answered_at_once_and_harms_nothing(editor: Editor) -> None:
    uri = uri_in(editor, "cancelled.conf")
    lines = "".join(f"no_such_{number} = 1\n" for number in range(1500))
    params = types.DocumentSymbolParams(types.TextDocumentIdentifier(uri))

    async def ask(version: int) -> list[Exception]:
        editor.open(uri, f"[DEFAULT]\n{lines}[libvirt]\nno_such = {version}\n", version)
        names = [f"symbols-{version}-{number}" for number in range(20)]
        asked = [
            editor.client.protocol.send_request_async(
                types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, params, msg_id=name
            )
            for name in names
        ]
        for name in names:
            editor.client.cancel_request(types.CancelParams(name))
        results = await asyncio.gather(*asked, return_exceptions=True)
        return [one for one in results if isinstance(one, Exception)]

    # a client that gets no turn for long may cancel what is answered already: it asks anew
    tries = ((version, editor.run(ask(version))) for version in range(1, 20))
    version, refused = next((one for one in tries if one[1]), (0, []))
    assert refused, "while the file is checked, none of them has had its turn"
    assert {one.code for one in refused} == {-32800}  # type: ignore[attr-defined]
    assert editor.diagnostics(uri, version)


def test_settings_files_are_no_configurations(editor: Editor) -> None:
    editor.open("file:///nowhere/novalint.toml", "select = [1]\n")
    assert editor.diagnostics("file:///nowhere/novalint.toml") == []


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_encoding_that_the_editor_prefers(encoding: types.PositionEncodingKind) -> None:
    general = types.GeneralClientCapabilities(position_encodings=[encoding])
    editor = Editor(capabilities=types.ClientCapabilities(general=general))
    assert editor.answer.capabilities.position_encoding == encoding
    editor.open("file:///nowhere/a.conf", TEXT)
    where = editor.diagnostics("file:///nowhere/a.conf")[1].range
    assert where == at(3, 0, {"utf-8": 22, "utf-32": 18}[encoding.value])
    assert editor.leave() == 0


def test_settings_of_the_editor_and_its_files(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    workspace = types.WorkspaceClientCapabilities(
        configuration=True,
        did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
            dynamic_registration=True
        ),
    )
    editor = Editor(
        folder=tmp_path,
        capabilities=types.ClientCapabilities(workspace=workspace),
        setup={"ignore": ["invalid-value"]},
        configuration={"ignore": ["unknown-option"]},
    )
    editor.until(lambda: types.WORKSPACE_DID_CHANGE_WATCHED_FILES in editor.registered)
    uri = (tmp_path / "nova.conf").as_uri()
    editor.open(uri, TEXT)
    editor.until(lambda: codes(list(editor.shown[uri].diagnostics) if uri in editor.shown else [])
                 == ["vif-fatal-without-waiting", "invalid-value"])  # fmt: skip
    (tmp_path / "novalint.toml").write_text('ignore = ["networking"]\n')
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([]))
    editor.until(lambda: codes([*editor.shown[uri].diagnostics]) == ["invalid-value"])
    (tmp_path / "novalint.toml").write_text('ignore = ["no-such-rule"]\n')
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([]))
    settings = (tmp_path / "novalint.toml").as_uri()
    editor.until(lambda: settings in editor.shown and bool(editor.messages))
    assert "no-such-rule" in editor.messages[-1]
    assert "no-such-rule" in editor.shown[settings].diagnostics[0].message
    (tmp_path / "novalint.toml").unlink()
    changed = types.DidChangeConfigurationParams({"novalint": {"select": ["unknown-option"]}})
    editor.client.workspace_did_change_configuration(changed)
    editor.until(lambda: codes([*editor.shown[uri].diagnostics]) == ["unknown-option"])
    editor.until(lambda: not editor.shown[settings].diagnostics)
    assert editor.leave() == 0


def test_several_roots_have_settings_of_their_own(tmp_path: Path) -> None:
    for name, ignored in (("one", "unknown-option"), ("two", "invalid-value")):
        (tmp_path / name / ".git").mkdir(parents=True)
        (tmp_path / name / "novalint.toml").write_text(f'ignore = ["{ignored}", "networking"]\n')
    editor = Editor(folder=tmp_path / "one")
    event = types.WorkspaceFoldersChangeEvent(
        [types.WorkspaceFolder((tmp_path / "two").as_uri(), "two")], []
    )
    editor.client.workspace_did_change_workspace_folders(
        types.DidChangeWorkspaceFoldersParams(event)
    )
    found = []
    for name in ("one", "two"):
        uri = (tmp_path / name / "nova.conf").as_uri()
        editor.open(uri, TEXT)
        found += codes(editor.diagnostics(uri))
    assert found == ["invalid-value", "unknown-option"]
    assert editor.leave() == 0


@pytest.mark.slow
def test_edits_that_the_editor_asks_for_later(tmp_path: Path) -> None:
    support = types.ClientCodeActionResolveOptions(properties=["edit"])
    actions = types.CodeActionClientCapabilities(resolve_support=support)
    document = types.TextDocumentClientCapabilities(code_action=actions)
    editor = Editor(capabilities=types.ClientCapabilities(text_document=document))
    uri = (tmp_path / "nova.conf").as_uri()
    text = "[DEFAULT]\nremove_unused_base_images = true\n"
    editor.open(uri, text)
    context = types.CodeActionContext([], only=[types.CodeActionKind.SourceFixAll])
    params = types.CodeActionParams(types.TextDocumentIdentifier(uri), at(0, 0), context)
    found = editor.run(editor.client.text_document_code_action_async(params))
    assert found is not None
    (action,) = found
    assert isinstance(action, types.CodeAction) and action.edit is None
    resolved = editor.run(editor.client.code_action_resolve_async(action))
    assert resolved.edit and resolved.edit.changes
    assert editor.leave() == 0


def test_secrets_are_nowhere_in_what_is_said(tmp_path: Path) -> None:
    secret = "hunter2X9q8Zk3wP"
    text = (
        f"[DEFAULT]\ntransport_url = rabbit://nova:{secret}@h:99999/\n#password = {secret}\n"
        f"{secret} = 1\n  {secret}\nwords {secret}\n[{secret}]\n[keystone_authtoken]\n"
        f"password = {secret}\nauth_url = http://a:{secret}@h\nmy_ip = ${{{secret}}}\n"
    )
    editor = Editor()
    said: list[str] = []
    handle = editor.client.protocol.structure_message

    def listen(data: dict[str, object]) -> object:
        said.append(json.dumps(data, default=str))
        return handle(data)

    editor.client.protocol.structure_message = listen  # type: ignore[assignment]
    uri = (tmp_path / "nova.conf").as_uri()
    editor.open(uri, text)
    assert editor.diagnostics(uri)
    document, client = types.TextDocumentIdentifier(uri), editor.client
    for line in range(text.count("\n")):
        where = types.Position(line, 3)
        for request in (
            client.text_document_hover_async(types.HoverParams(document, where)),
            client.text_document_completion_async(types.CompletionParams(document, where)),
            client.text_document_definition_async(types.DefinitionParams(document, where)),
        ):
            editor.run(request)  # type: ignore[arg-type]
    editor.run(client.text_document_document_symbol_async(types.DocumentSymbolParams(document)))
    editor.run(client.text_document_document_link_async(types.DocumentLinkParams(document)))
    assert editor.leave() == 0
    assert said and [one for one in said if secret in one] == []


@pytest.mark.slow
def test_a_thousand_edits_leave_both_with_the_same(tmp_path: Path) -> None:
    editor = Editor(folder=tmp_path)
    uri = "file:///nowhere/nova.conf"
    chance = random.Random(3)
    text, version = START, 1
    editor.open(uri, text)
    editor.diagnostics(uri)
    while version < 1000:
        new, start, end, piece = edit(chance, text)
        if is_between(text, start) or is_between(text, end) or "\ud834" in piece:
            continue
        version += 1
        where = change(text, start, end, piece, "utf-16").range  # type: ignore[attr-defined]
        text = new if len(new) < 2000 else START
        editor.change(uri, version, *([(where, piece)] if text == new else [(None, text)]))
        if version % 25 == 0:
            lines = Lines(text)
            document = Document.parse(text, "/nowhere/nova.conf")
            expected = [
                (one.rule, one.message, lines.position(one.location.start.offset))
                for one in novalint.check(document).findings
                if is_nova_document(document)
            ]
            shown = editor.diagnostics(uri, version)
            assert [(one.code, one.message, one.range.start) for one in shown] == expected
    assert editor.leave() == 0
    assert editor.messages == []


def test_the_editor_is_told_nothing_on_standard_error_and_the_end_is_the_end() -> None:
    command = [sys.executable, "-m", "novalint", "lsp"]
    done = subprocess.run(command, input=b"", capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


def test_an_editor_that_is_gone_is_not_mourned() -> None:
    body = b'{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}'
    command = [sys.executable, "-m", "novalint", "lsp"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdout.close()
        process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body) * 3)
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 1


NONSENSE = (
    b"{", b"[]", b"{}", b'{"jsonrpc": "2.0", "id": 1, "method": "no/such", "params": {}}',
    b'{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": 7}',
    b'{"jsonrpc": "2.0", "id": "x", "method": "textDocument/hover", "params": {"s3cret": 1}}',
)  # fmt: skip


def test_nonsense_gives_no_traceback() -> None:
    command = [sys.executable, "-m", "novalint", "lsp"]
    messages = b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(one), one) for one in NONSENSE)
    done = subprocess.run(command, input=messages, capture_output=True, timeout=60, check=False)
    said = done.stdout + done.stderr
    assert b"no/such" in said
    assert not [one for one in (b"Traceback", b"File ", b".py", b"s3cret") if one in said]
