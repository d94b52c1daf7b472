"""The smallest edit: what it changes, and that it changes nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
import reference
import strategies
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from novalint.errors import OptionError
from novalint.text.document import Document
from novalint.text.writing import add_value, block_start, move, rename, set_values

SET = [
    (
        "live, spacing kept",
        "[DEFAULT]\na  =  1  # s\n#a = 2\n",
        "a",
        "9",
        "[DEFAULT]\na  =  9\n#a = 2\n",
    ),
    ("last live one", "[DEFAULT]\na = 1\na = 2\n", "a", "9", "[DEFAULT]\na = 1\na = 9\n"),
    ("already so", '[DEFAULT]\na = "1"\n', "a", "1", '[DEFAULT]\na = "1"\n'),
    (
        "continuations go",
        "[DEFAULT]\na = 1,\n  # 2\n \nb = 3\n",
        "a",
        "9",
        "[DEFAULT]\na = 9\n \nb = 3\n",
    ),
    ("empty with a blank", "[DEFAULT]\na =\nb=\n", "a", "9", "[DEFAULT]\na = 9\nb=\n"),
    ("empty with many", "[DEFAULT]\na =  \n", "a", "9", "[DEFAULT]\na =  9\n"),
    ("empty without one", "[DEFAULT]\na=\n", "a", "9", "[DEFAULT]\na=9\n"),
    ("empty at the end of the file", "[DEFAULT]\na =", "a", "9", "[DEFAULT]\na = 9"),
    ("an empty one", "[DEFAULT]\nb = 1\n", "a", "", "[DEFAULT]\nb = 1\na =\n"),
    ("no blank behind the sign", "[DEFAULT]\na =Xen\n", "a", "9", "[DEFAULT]\na =9\n"),
    ("nor behind that of a template", "[DEFAULT]\n#a =1\n", "a", "9", "[DEFAULT]\na =9\n"),
    ("emptied", "[DEFAULT]\na = 'x'\n", "a", "", "[DEFAULT]\na =\n"),
    ("no-break space is spacing", "[DEFAULT]\na =\xa01\n", "a", "9", "[DEFAULT]\na =\xa09\n"),
    ("template", "[DEFAULT]\n#a=1\n[x]\n#a = 2\n", "a", "9", "[DEFAULT]\na=9\n[x]\n#a = 2\n"),
    ("template with a blank", "[DEFAULT]\n# a : <None>\n", "a", "9", "[DEFAULT]\na : 9\n"),
    (
        "bare template first",
        "[DEFAULT]\n#a = 1\n# a = 2\n",
        "a",
        "9",
        "[DEFAULT]\na = 9\n# a = 2\n",
    ),
    (
        "last of the bare ones",
        "[DEFAULT]\n#a = 1\n#a = 2\n",
        "a",
        "9",
        "[DEFAULT]\n#a = 1\na = 9\n",
    ),
    ("empty template", "[DEFAULT]\n#a =\n", "a", "9", "[DEFAULT]\na = 9\n"),
    ("its default is not yet effective", "[DEFAULT]\n#a = 1\n", "a", "1", "[DEFAULT]\na = 1\n"),
    (
        "deeper ones are prose",
        "[DEFAULT]\n#  a = 1\n#ab = 1\n",
        "a",
        "9",
        "[DEFAULT]\n#  a = 1\n#ab = 1\na = 9\n",
    ),
    (
        "behind the last assignment",
        "[DEFAULT]\nb=1\n  2\n# c\n[x]\n",
        "a",
        "9",
        "[DEFAULT]\nb=1\n  2\na=9\n# c\n[x]\n",
    ),
    (
        "below the header's comments",
        "[DEFAULT]\n# c\n\n# d\n",
        "a",
        "9",
        "[DEFAULT]\n# c\na = 9\n\n# d\n",
    ),
    (
        "comments of the next header",
        "[DEFAULT]\n# c\n[x]\n",
        "a",
        "9",
        "[DEFAULT]\na = 9\n# c\n[x]\n",
    ),
    ("no final line end", "[DEFAULT]\nb = 1", "a", "9", "[DEFAULT]\nb = 1\na = 9\n"),
    ("nor one behind X", "[DEFAULT]\nb = X", "a", "9", "[DEFAULT]\nb = X\na = 9\n"),
    ("no line end in front of a group", "[x]\nb=X", "a", "9", "[x]\nb=X\n\n[DEFAULT]\na=9\n"),
    ("missing group", "[x]\nb=1\n# c\n", "a", "9", "[x]\nb=1\n# c\n\n[DEFAULT]\na=9\n"),
    ("missing group, blank line there", "[x]\n\n", "a", "9", "[x]\n\n[DEFAULT]\na = 9\n"),
    ("empty file", "", "a", "9", "[DEFAULT]\na = 9\n"),
    ("CRLF", "[x]\r\nb = 1\r\n", "a", "9", "[x]\r\nb = 1\r\n\r\n[DEFAULT]\r\na = 9\r\n"),
    ("lone CR", "[DEFAULT]\rb: 1\r", "a", "9", "[DEFAULT]\rb: 1\ra: 9\r"),
    ("byte order mark", "\ufeff[DEFAULT]\n#a = 1\n", "a", "9", "\ufeff[DEFAULT]\na = 9\n"),
    ("another DEFAULT", "[default]\n#a = 1\n", "a", "9", "[default]\n#a = 1\n\n[DEFAULT]\na = 9\n"),
    ("blanks at the ends", "[DEFAULT]\na = 1\n", "a", " 9", '[DEFAULT]\na = " 9"\n'),
    ("quotes at both ends", "[DEFAULT]\na = 1\n", "a", "'9'", "[DEFAULT]\na = \"'9'\"\n"),
    ("several lines", "[DEFAULT]\n#a = 1\n", "a", "8\n9", "[DEFAULT]\na = 8\n    9\n"),
    ("a refused line stays", "[DEFAULT]\n#a = 1\n  x\n", "a", "9", "[DEFAULT]\na = 9\n\n  x\n"),
    (
        "a blank line is there already",
        "[DEFAULT]\n#a = 1\n\n  x\n",
        "a",
        "9",
        "[DEFAULT]\na = 9\n\n  x\n",
    ),
    ("style of an empty value", "[x]\nb=\n[DEFAULT]\n", "a", "9", "[x]\nb=\n[DEFAULT]\na=9\n"),
    ("style of one with a blank", "[DEFAULT]\nb =\n", "a", "9", "[DEFAULT]\nb =\na = 9\n"),
    ("live before templates", "[DEFAULT]\nb=\n#c : 1\n", "a", "9", "[DEFAULT]\nb=\na=9\n#c : 1\n"),
    ("style of an empty template", "[DEFAULT]\n#b=\n\n", "a", "9", "[DEFAULT]\n#b=\na=9\n\n"),
    ("its blank", "[DEFAULT]\n#b =\n", "a", "9", "[DEFAULT]\n#b =\na = 9\n"),
    ("style of a template", "[DEFAULT]\n#b =1\n", "a", "9", "[DEFAULT]\n#b =1\na =9\n"),
    (
        "style of a value below its name",
        "[DEFAULT]\nb =\n  1\n",
        "a",
        "9",
        "[DEFAULT]\nb =\n  1\na = 9\n",
    ),
    (
        "no CR in front of an LF",
        "[DEFAULT]\r#\rb = 1\n\n#\r",
        "a",
        "9",
        "[DEFAULT]\r#\rb = 1\na = 9\n\n#\r",
    ),
    ("no LF behind a CR", "[x]\nb = 1\r", "a", "9", "[x]\nb = 1\r\r[DEFAULT]\na = 9\n"),
    (
        "no CR in front of a template's LF",
        "[DEFAULT]\r\r#a = 1\n  x\r",
        "a",
        "9",
        "[DEFAULT]\r\ra = 9\n\n  x\r",
    ),
]


@pytest.mark.parametrize(
    ("text", "option", "value", "expected"), [s[1:] for s in SET], ids=[s[0] for s in SET]
)
def test_set(text: str, option: str, value: str, expected: str) -> None:
    assert Document.parse(text).set("DEFAULT", option, value).apply(text) == expected


def test_groups_are_found_in_any_case_and_written_in_lower_case() -> None:
    text = "[LibVirt]\nvirt_type = kvm\n"
    assert (
        Document.parse(text).set("libvirt", "virt_type", "qemu").apply(text)
        == "[LibVirt]\nvirt_type = qemu\n"
    )
    assert Document.parse("").set("Vnc", "enabled", "true").apply("") == "[vnc]\nenabled = true\n"


values = st.one_of(st.sampled_from(strategies.VALUES), st.text(max_size=8))


@settings(max_examples=1500)
@given(
    strategies.any_text,
    st.sampled_from(strategies.GROUPS),
    st.sampled_from(strategies.NAMES),
    values,
)
@example("[DEFAULT]\n\x0b#a = 1\n", "DEFAULT", "a", "\x85")
def test_oslo_config_reads_exactly_the_change(
    text: str, group: str, option: str, value: str
) -> None:
    before = reference.normalized(text)
    assume(before is not None)
    assert before is not None
    try:
        after = Document.parse(text).set(group, option, value).apply(text)
    except OptionError:
        assume(False)
    name = group if group == "DEFAULT" else group.lower()
    expected = {key: dict(options) for key, options in before.items()}
    old = expected.setdefault(name, {}).get(option, [])
    expected[name][option] = [*old[:-1], value]
    assert reference.normalized(after) == expected
    assert not Document.parse(after).set(group, option, value)


@settings(max_examples=700)
@given(strategies.any_text, st.sampled_from(strategies.GROUPS), st.sampled_from(strategies.NAMES))
def test_unset_takes_the_option_away_and_nothing_else(text: str, group: str, option: str) -> None:
    before = reference.normalized(text)
    assume(before is not None)
    assert before is not None
    after = reference.normalized(Document.parse(text).unset(group, option).apply(text))
    before.get(group if group == "DEFAULT" else group.lower(), {}).pop(option, None)
    assert after == before


@settings(max_examples=400)
@given(strategies.accepted_texts(), st.sampled_from(strategies.GROUPS), st.data())
def test_move_takes_the_value_along(text: str, group: str, data: st.DataObject) -> None:
    before = reference.normalized(text)
    document = Document.parse(text)
    assume(before is not None and document.assignments)
    assert before is not None
    found = data.draw(st.sampled_from(document.assignments))
    source, target = (g if g == "DEFAULT" else g.lower() for g in (found.group, group))
    assume(source != target)
    after = reference.normalized(move(document, found, group, "moved").apply(text))
    same = [
        a
        for a in document.assignments
        if a.option == found.option
        and a.group.lower() == found.group.lower()
        and (a.group == "DEFAULT") == (found.group == "DEFAULT")
    ]
    before[source][found.option].pop(same.index(found))
    if not before[source][found.option]:
        del before[source][found.option]
    before.setdefault(target, {})["moved"] = [found.value]
    assert after == before


def test_unset_comments_continuation_lines_out() -> None:
    text = "[DEFAULT]\na = 1\n  2\n[default]\na = 3\n"
    assert (
        Document.parse(text).unset("DEFAULT", "a").apply(text)
        == "[DEFAULT]\n#a = 1\n#  2\n[default]\na = 3\n"
    )


def test_move_takes_the_comment_block_along() -> None:
    text = "[DEFAULT]\n\n# why\nvncserver_listen=::\n\n[vnc]\nenabled = true\n\n[x]\n"
    found = Document.parse(text).assignments[0]
    expected = "[DEFAULT]\n\n\n[vnc]\nenabled = true\n# why\nserver_listen=::\n\n[x]\n"
    assert move(Document.parse(text), found, "vnc", "server_listen").apply(text) == expected


def test_templates_of_other_options_stay_behind_on_a_move() -> None:
    text = "[DEFAULT]\n# The address.\n#my_ip = x\n# why\n#old = 1\nold = 2\n[x]\n"
    found = Document.parse(text).assignments[0]
    expected = "[DEFAULT]\n# The address.\n#my_ip = x\n[x]\n# why\n#old = 1\nnew = 2\n"
    assert move(Document.parse(text), found, "x", "new").apply(text) == expected


@pytest.mark.parametrize(
    "banner", ["########", "# consoles\n# --------", "#=== consoles ===", "; ***", "# ~~~~"]
)
def test_a_banner_stays_behind_on_a_move(banner: str) -> None:
    text = f"[DEFAULT]\n{banner}\n# why\nold = 2\n#more = 1\n[x]\n"
    found = Document.parse(text).assignments[0]
    expected = f"[DEFAULT]\n{banner}\n#more = 1\n[x]\n# why\nnew = 2\n"
    assert move(Document.parse(text), found, "x", "new").apply(text) == expected


@pytest.mark.parametrize("written", ["a = 1  ", "a: 'X", "a=\n  1\n  X"])
def test_a_value_moves_as_it_is_written(written: str) -> None:
    document = Document.parse(f"[x]\n{written}\n[y]\n")
    patch = move(document, document.assignments[0], "y", "b")
    assert patch.apply(document.text) == f"[x]\n[y]\nb{written[1:]}\n"


@pytest.mark.parametrize("text", ["# why\na = 1\n# end\n", "a = 1\n# end\n"])
def test_comments_above_an_assignment_may_start_with_the_file(text: str) -> None:
    document = Document.parse(text)
    assert block_start(document, document.assignments[0]) == 0


def test_rename_changes_the_name_alone() -> None:
    text = "[libvirt]\ncpu_model  :  A\n"
    found = Document.parse(text).assignments[0]
    assert (
        rename(Document.parse(text), found, "cpu_models").apply(text)
        == "[libvirt]\ncpu_models  :  A\n"
    )


def test_values_of_a_repeated_option_are_set_one_by_one() -> None:
    text = "[pci]\nalias = a\nalias = b\n"
    document = Document.parse(text)
    assert (
        set_values(document, "pci", "alias", ["a", "c"]).apply(text)
        == "[pci]\nalias = a\nalias = c\n"
    )
    assert add_value(document, "pci", "alias", "c").apply(text) == text + "alias = c\n"
    with pytest.raises(OptionError, match="2 times and 1 value is"):
        set_values(document, "pci", "alias", ["c"])


def test_the_number_of_values_says_what_to_do() -> None:
    document = Document.parse("[pci]\nalias = a\nalias = b\n")
    with pytest.raises(OptionError) as refused:
        set_values(document, "pci", "alias", ["c"])
    assert str(refused.value) == (
        "[pci] alias is set 2 times and 1 value is given; "
        "give one value for each, or use --add to append one"
    )


def test_the_first_value_of_a_repeated_option_is_set_as_any_other() -> None:
    text = "[pci]\n#alias = a\n"
    document = Document.parse(text)
    assert set_values(document, "pci", "alias", ["b"]).apply(text) == "[pci]\nalias = b\n"
    assert add_value(document, "pci", "alias", "b").apply(text) == "[pci]\nalias = b\n"
    with pytest.raises(OptionError, match="0 times and 2 values"):
        set_values(document, "pci", "alias", ["b", "c"])


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("[x]\na=1\n", "[x]\na=1\na=9\n"),
        ("[x]\na =1\n", "[x]\na =1\na = 9\n"),
        ("[x]\na=1\na=2\na : 3\n[y]\n", "[x]\na=1\na=2\na : 3\na : 9\n[y]\n"),
    ],
)
def test_a_further_value_follows_the_last_one_and_is_written_alike(text: str, after: str) -> None:
    assert add_value(Document.parse(text), "x", "a", "9").apply(text) == after


NO_GROUP = "`{}` cannot be a group name; write one line of text"
NO_OPTION = "`{}` cannot be an option name; it would not be read back"
NO_VALUE = (
    "the value cannot be written: continuation lines may not be empty or start or end with a "
    "blank, and no line may hold a carriage return"
)


@pytest.mark.parametrize(
    ("group", "option", "value", "message"),
    [
        *((name, "a", "1", NO_GROUP.format(name)) for name in ("", "x\ny", "x\ry")),
        *(("x", name, "1", NO_OPTION.format(name)) for name in ("", " a", "#a", ";a", "[a", "a=b")),
        *(("x", name, "1", NO_OPTION.format(name)) for name in ("a:b", "a\nb", "a\rb")),
        *(("x", "a", value, NO_VALUE) for value in ("1\r2", "1\n\n2", "1\n 2", "1\n2 ")),
    ],
)
def test_what_no_file_can_hold_is_refused(
    group: str, option: str, value: str, message: str
) -> None:
    with pytest.raises(OptionError) as refused:
        Document.parse("").set(group, option, value)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("group", "option", "value"), [("X", "a", "1"), ("x", "X", "1"), ("x", "a", "XenX")]
)
def test_any_letter_may_stand_anywhere(group: str, option: str, value: str) -> None:
    after = Document.parse("").set(group, option, value).apply("")
    assert after == f"[{group.lower()}]\n{option} = {value}\n"


def test_set_on_real_files(real_file: Path) -> None:
    text = Document.read(real_file).text
    before = reference.normalized(text)
    after = Document.parse(text).set("DEFAULT", "vif_plugging_is_fatal", "false").apply(text)
    if before is None:
        assert reference.normalized(after) is None
    else:
        before.setdefault("DEFAULT", {}).setdefault("vif_plugging_is_fatal", [""])[-1] = "false"
        assert reference.normalized(after) == before


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_value_of_several_lines_that_goes_on_keeps_them(end: str) -> None:
    old = f"[libvirt]{end}cpu_models ={end}  a,{end}  b{end}"
    document = Document.parse(old)
    patch = set_values(document, "libvirt", "cpu_models", ["\na,\nb,c"])
    assert patch.apply(old) == f"[libvirt]{end}cpu_models ={end}  a,{end}  b,c{end}"
    other = set_values(document, "libvirt", "cpu_models", ["\na,\nc"]).apply(old)
    assert f"cpu_models ={end}" in other
    values = [one.value for one in Document.parse(other).assignments]
    assert values == ["\na,\nc"]
