"""Unified diffs: shaped like diff(1)'s, and taken by patch(1) and git as they are."""

from __future__ import annotations

from pathlib import Path
from subprocess import CalledProcessError

import command
import pytest
import strategies
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from novalint.errors import PatchError
from novalint.text.diff import file_lines, unified_diff
from novalint.text.document import Document
from novalint.text.edits import Edit, Patch, merge
from novalint.text.source import Source, encode

each_tool = pytest.mark.parametrize("tool", command.APPLYING)


def applied(tool: str, folder: Path, text: str, diff: str) -> str:
    target = folder / "nova.conf"
    target.write_bytes(encode(text))
    command.applied(encode(diff), folder, tool)
    return target.read_bytes().decode("utf-8", "surrogateescape")


def test_looks_as_diff_writes_it() -> None:
    text = "".join(f"{number}\n" for number in range(1, 12)) + "12"
    at = text.index
    patch = Patch.of(
        Source("etc/nova.conf", text),
        [Edit(at("2\n"), at("3"), "two\n"), Edit(at("12"), at("12") + 2, "dozen")],
    )
    assert patch.unified_diff() == (
        "--- a/etc/nova.conf\n+++ b/etc/nova.conf\n"
        "@@ -1,5 +1,5 @@\n 1\n-2\n+two\n 3\n 4\n 5\n"
        "@@ -9,4 +9,4 @@\n 9\n 10\n 11\n-12\n\\ No newline at end of file\n"
        "+dozen\n\\ No newline at end of file\n"
    )


@pytest.mark.parametrize(
    ("edit", "body"),
    [
        (Edit(2, 4, "#"), "@@ -1,3 +1,2 @@\n a\n-b\n-c\n+#c\n"),
        (Edit(1, 4, ""), "@@ -1,3 +1 @@\n-a\n-b\n-c\n+ac\n"),
        (Edit(2, 4, "x\n"), "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n"),
    ],
)
def test_a_change_may_run_on_into_the_next_line(edit: Edit, body: str) -> None:
    patch = Patch.of(Source("nova.conf", "a\nb\nc\n"), [edit])
    assert patch.unified_diff() == f"--- a/nova.conf\n+++ b/nova.conf\n{body}"


SHAPES = {
    "lines in front": ("b\n", [Edit(0, 0, "x\ny\n")], "@@ -1 +1,3 @@\n+x\n+y\n b\n"),
    "the line above once more": ("a\n", [Edit(2, 2, "a\n")], "@@ -1 +1,2 @@\n a\n+a\n"),
    "an empty file filled": ("", [Edit(0, 0, "a\n")], "@@ -0,0 +1 @@\n+a\n"),
    "a file emptied": ("a\n", [Edit(0, 2, "")], "@@ -1 +0,0 @@\n-a\n"),
    "what stays between two changes": (
        "a\nb\nc\n",
        [Edit(0, 2, "x\n"), Edit(4, 6, "z\n")],
        "@@ -1,3 +1,3 @@\n-a\n+x\n b\n-c\n+z\n",
    ),
    "what stays in front of a last line without an end": (
        "a\nb\nc",
        [Edit(0, 2, "x\n"), Edit(4, 5, "z\n")],
        "@@ -1,3 +1,3 @@\n-a\n+x\n b\n-c\n\\ No newline at end of file\n+z\n",
    ),
}


@pytest.mark.parametrize(("text", "edits", "body"), SHAPES.values(), ids=SHAPES)
def test_a_diff_is_as_short_as_can_be(text: str, edits: list[Edit], body: str) -> None:
    diff = Patch.of(Source("nova.conf", text), edits).unified_diff()
    assert diff == f"--- a/nova.conf\n+++ b/nova.conf\n{body}"


def changed(*numbers: int) -> list[str]:
    """Write `x` into lines of a file of thirty; give the heads of the hunks."""
    text = "".join(f"{number:02}\n" for number in range(1, 31))
    edits = [Edit(3 * (number - 1), 3 * (number - 1) + 2, "x\nx") for number in numbers]
    diff = Patch.of(Source("nova.conf", text), edits).unified_diff()
    return [line for line in diff.splitlines() if line.startswith("@@")]


def test_changes_share_a_hunk_where_their_context_meets() -> None:
    assert changed(10, 17) == ["@@ -7,14 +7,16 @@"]
    assert changed(10, 18) == ["@@ -7,7 +7,8 @@", "@@ -15,7 +16,8 @@"]


def test_each_hunk_counts_the_lines_that_those_before_it_added() -> None:
    heads = ["@@ -1,5 +1,6 @@", "@@ -9,7 +10,8 @@", "@@ -19,7 +21,8 @@"]
    assert changed(2, 12, 22) == heads


def test_edits_that_make_up_for_each_other_have_no_diff() -> None:
    patch = Patch.of(Source("nova.conf", "ab\n"), [Edit(0, 1, ""), Edit(1, 1, "a")])
    assert patch.apply("ab\n") == "ab\n"
    assert patch.unified_diff() == ""


@each_tool
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=strategies.any_text,
    group=st.sampled_from(strategies.GROUPS),
    option=st.sampled_from(strategies.NAMES),
)
def test_tools_apply_it(tmp_path: Path, tool: str, text: str, group: str, option: str) -> None:
    document = Document.parse(text)
    patch = document.set(group, option, "new")
    if patch and text and "\0" not in text:
        assert applied(tool, tmp_path, text, patch.unified_diff()) == patch.apply(text)


@each_tool
@pytest.mark.parametrize(
    "name", ["a b.conf", 'quo"te.conf', "new\nline.conf", "tab\t.conf", "ü.conf", "back\\.conf"]
)
def test_odd_names_are_written_so_that_tools_read_them(
    tmp_path: Path, name: str, tool: str
) -> None:
    (tmp_path / name).write_text("[a]\n")
    diff = Document.parse("[a]\n", name).set("a", "b", "1").unified_diff()
    assert diff.count("\n") == 5
    command.applied(encode(diff), tmp_path, tool)
    assert (tmp_path / name).read_text() == "[a]\nb = 1\n"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/XEN/nova.conf", "a/XEN/nova.conf"),
        ("caf\udce9.conf", '"a/caf\\351.conf"'),
        ('a "b" ~\x7f', '"a/a \\"b\\" ~\\177"'),
    ],
)
def test_a_name_is_relative_and_quoted_only_where_it_is_odd(path: str, name: str) -> None:
    assert file_lines(path).splitlines()[0] == f"--- {name}"


@each_tool
@pytest.mark.parametrize("name", ["./nova.conf", "etc/../nova.conf", ".//nova.conf"])
def test_dots_in_a_name_are_resolved(tmp_path: Path, name: str, tool: str) -> None:
    diff = Document.parse("[a]\n", name).set("a", "b", "1").unified_diff()
    assert diff.startswith("--- a/nova.conf\n+++ b/nova.conf\n")
    assert applied(tool, tmp_path, "[a]\n", diff) == "[a]\nb = 1\n"


def edits_of(text: str) -> st.SearchStrategy[list[Edit]]:
    cuts = st.lists(st.integers(0, len(text)), unique=True, max_size=8).map(sorted)
    news = st.lists(st.sampled_from(["", "x", "y\n", "\n", "z\r\n"]), min_size=8, max_size=8)
    return st.builds(
        lambda at, new: [Edit(a, b, n) for a, b, n in zip(at[::2], at[1::2], new, strict=False)],
        cuts,
        news,
    )


@settings(max_examples=1500)
@given(st.data())
def test_the_diff_says_what_changes(data: st.DataObject) -> None:
    text = data.draw(strategies.any_text)
    patch = Patch.of(Source("nova.conf", text), data.draw(edits_of(text)))
    result = patch.apply(text)
    assert by_hand(text, patch.unified_diff()) == result
    assert bool(patch.unified_diff()) == (result != text)


def by_hand(text: str, diff: str) -> str:
    """Apply a diff in the plainest way: walk the hunks and check every line they claim."""
    old = text.split("\n")
    old = [line + "\n" for line in old[:-1]] + ([old[-1]] if old[-1] else [])
    new: list[str] = []
    at = 0
    body = diff.split("\n")[2:-1] if diff else []
    for number, line in enumerate(body):
        bare = number + 1 < len(body) and body[number + 1].startswith("\\")
        content = line[1:] + ("" if bare else "\n")
        assert not bare or not any(one[0] == line[0] for one in body[number + 2 :])
        if line.startswith("@@ "):
            (first, _), (then, _) = map(span, line.split()[1:3])
            new += old[at:first]
            at = first
            assert len(new) == then
        elif line[0] in " -":
            assert old[at] == content
            at += 1
        if line[0] in " +":
            new.append(content)
    return "".join(new + old[at:])


def span(written: str) -> tuple[int, int]:
    """Give how many lines stand before a range such as `-3,2`, and how many are in it."""
    start, count = (written[1:] + ",1").split(",")[:2]
    return int(start) - (1 if int(count) else 0), int(count)


def test_a_patch_fits_one_text_only() -> None:
    patch = Document.parse("[a]\nb = 1\n").set("a", "b", "2")
    with pytest.raises(PatchError, match="not the text"):
        patch.apply("[a]\nb = 3\n")


def test_edits_may_not_overlap() -> None:
    with pytest.raises(PatchError, match="overlap"):
        Patch.of(Source("nova.conf", "abc"), [Edit(0, 2, "x"), Edit(1, 3, "y")])


def test_what_is_there_already_is_no_change() -> None:
    patch = Patch.of(Source("nova.conf", "abc"), [Edit(0, 2, "ab")])
    assert not patch
    assert patch.paths == ()


def test_patches_of_several_files_are_merged() -> None:
    one, two = (Document.parse("[a]\n", path=name).set("a", "b", "1") for name in ("one", "two"))
    both = merge([one, two])
    assert both.paths == ("one", "two")
    assert both
    assert not merge([])
    assert both.apply("[a]\n", path="two") == "[a]\nb = 1\n"
    assert both.apply("[a]\n", path="three") == "[a]\n"
    with pytest.raises(PatchError) as refused:
        both.apply("[a]\n")
    assert str(refused.value) == "the patch is for several files; say which one `path` means"
    assert both.unified_diff() == one.unified_diff() + two.unified_diff()
    with pytest.raises(PatchError, match=r"^two patches change the same file; make one of their"):
        merge([one, one])


def test_lines_between_the_edits_of_a_run_are_context() -> None:
    text = "[DEFAULT]\na = 1\nb = 2\n"
    at = text.index
    edits = [Edit(at("a"), at("b"), ""), Edit(len(text), len(text), "[x]\nc = 1\n")]
    diff = Patch.of(Source("nova.conf", text), edits).unified_diff()
    assert diff.splitlines()[3:] == [" [DEFAULT]", "-a = 1", " b = 2", "+[x]", "+c = 1"]


def test_a_long_run_is_shown_whole() -> None:
    text = "".join(f"{number}\n" for number in range(200))
    edits = [Edit(at, at + 1, "x") for at, sign in enumerate(text) if sign == "\n"]
    patch = Patch.of(Source("nova.conf", text), edits)
    assert patch.unified_diff().count("\n-") == 200


@each_tool
@pytest.mark.parametrize("behind", ["", "[vnc]\nenabled = true\n" * 5])
def test_what_adds_a_hidden_line_cannot_be_applied(tool: str, behind: str, tmp_path: Path) -> None:
    text = f"[neutron]\nusername = nova\n{behind}"
    source = Source("nova.conf", text)
    at = text.index("nova\n") + len("nova\n")
    edits = [Edit(at, at, "password = hunter\n")]
    if behind:
        edits.append(Edit(len(text), len(text), "keymap = de\n"))
    (file,) = Patch.of(source, edits).files

    def show(line: str) -> str:
        return line.replace("hunter", "***")

    masked = unified_diff(file, show)
    assert "+password = ***\n" in masked
    with pytest.raises(CalledProcessError):
        applied(tool, tmp_path, text, masked)
    assert "***" not in (tmp_path / "nova.conf").read_text()
    assert applied(tool, tmp_path, text, unified_diff(file)) == file.result
