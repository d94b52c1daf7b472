"""`$name` and its kin against oslo.config, and texts that are made to take for ever."""

from __future__ import annotations

import re
import string
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oslo_config import cfg
from oslo_model import entry, multi, schema, settled

from novalint.config.model import DEEPEST, Config
from novalint.config.substitution import LONGEST, SubstitutionFault, references, substitute
from novalint.text.document import Document

VALUES = {
    "my_ip": "10.0.0.1",
    "vnc.host": "h",
    "a": "$a",
    "_": "low",
    "\u017f": "s",
    "\u212a": "kelvin",
}


def look_up(name: str) -> str:
    if name not in VALUES:
        raise SubstitutionFault(name, "names no option")
    return VALUES[name]


def by_template(text: str) -> str | None:
    """The same by oslo.config's template, fed with the same values; None for an unknown name."""

    class UnknownError(Exception):
        pass

    class Values(dict[str, str]):
        def __missing__(self, name: str) -> str:
            raise UnknownError

    template: string.Template = cfg.ConfigOpts.Template(text.replace(r"\$", "$$"))
    try:
        return template.safe_substitute(Values(VALUES))
    except UnknownError:
        return None


def by_us(text: str) -> str | None:
    try:
        return substitute(text, look_up)
    except SubstitutionFault:
        return None


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("", ""),
        ("nothing", "nothing"),
        ("$my_ip", "10.0.0.1"),
        ("http://${my_ip}:80/", "http://10.0.0.1:80/"),
        ("$my_ip:80", "10.0.0.1:80"),
        ("$my_ip.", None),
        ("${my_ip}.", "10.0.0.1."),
        ("$my_ip-x", "10.0.0.1-x"),
        ("$my_ipx", None),
        ("$vnc.host", "h"),
        ("${vnc.host}", "h"),
        ("$vnc.host.x", None),
        ("$MY_IP", None),
        ("$$my_ip", "$my_ip"),
        (r"\$my_ip", "$my_ip"),
        (r"\\$my_ip", r"\$my_ip"),
        (r"\$$my_ip", "$10.0.0.1"),
        ("$$$my_ip", "$10.0.0.1"),
        ("$$$$", "$$"),
        ("$", "$"),
        ("5$", "5$"),
        ("$5", "$5"),
        ("$ my_ip", "$ my_ip"),
        ("$-", "$-"),
        ("${}", "${}"),
        ("${my_ip", "${my_ip"),
        ("${my ip}", "${my ip}"),
        ("${ my_ip }", "${ my_ip }"),
        ("$(my_ip)", "$(my_ip)"),
        ("%(my_ip)s", "%(my_ip)s"),
        ("$_", "low"),
        ("$a", "$a"),
        ("$\u017f", "s"),
        ("$\u212a", "kelvin"),
        ("$é", "$é"),
        ("$my_ip\n$my_ip", "10.0.0.1\n10.0.0.1"),
    ],
)
def test_references(text: str, result: str | None) -> None:
    assert by_us(text) == by_template(text) == result


PARTS = [
    "$", "$$", "\\", r"\$", "${", "}", "{", ".", "my_ip", "vnc", "host", "a", "_", " ", "é",
    "\u212a", "\u017f",
]  # fmt: skip
parts = st.sampled_from(PARTS)


@settings(max_examples=800)
@given(st.lists(parts, max_size=8).map("".join) | st.text("$\\{}.a_\u212a\u01311 ", max_size=12))
def test_any_text_is_substituted_as_by_oslos_template(text: str) -> None:
    assert by_us(text) == by_template(text)


@given(st.lists(parts, max_size=8).map("".join))
def test_references_stand_where_they_are_said_to(text: str) -> None:
    for name, start, end in references(text):
        assert text[start:end] in (f"${name}", f"${{{name}}}")
    assert by_us(text) is not None or references(text)


@pytest.mark.parametrize("count", [1, 2, 64])
def test_references_may_add_so_much_and_no_more(count: int) -> None:
    most = LONGEST // count
    assert len(substitute("$a" * count, lambda _: "x" * most)) == most * count
    with pytest.raises(SubstitutionFault) as fault:
        substitute("$a" * count, lambda _: "x" * (most + 1))
    assert (fault.value.name, fault.value.reason) == ("a", "makes the value too long")


def test_escaped_references_are_none() -> None:
    assert references(r"\$a $$b ${c} $d.e \\$f") == [("c", 8, 12), ("d.e", 13, 17)]


def test_a_name_may_stay_as_it_is_written() -> None:
    assert substitute("a $b ${c} $$", lambda name: None) == "a $b ${c} $"


# Through a whole configuration


def configuration(lines: list[str], names: list[str]) -> Config:
    known = schema({("DEFAULT", name): entry() for name in names})
    return Config(known, (Document.parse("\n".join(["[DEFAULT]", *lines, ""])),))


CYCLES = [
    ["a = $a"],
    ["a = x${a}y"],
    ["a = $b", "b = $a"],
    ["a = $b", "b = $c", "c = $d $a", "d = 1"],
    ["a = $b$b", "b = $c$c", "c = $a$a"],
    ["a = $b", "b = $b"],
    ["a = $DEFAULT.a"],
    ["a = 1", "b = $a$c", "c = $b", "d = $a"],
]


@pytest.mark.parametrize("lines", CYCLES)
def test_a_cycle_is_an_error_of_all_that_lead_there(lines: list[str], tmp_path: Path) -> None:
    config = configuration(lines, ["a", "b", "c", "d"])
    (tmp_path / "nova.conf").write_text(config.documents[0].text)
    reference = settled([tmp_path / "nova.conf"], config.schema)
    assert reference is not None
    for name in ("a", "b", "c", "d"):
        setting = config.setting("DEFAULT", name)
        assert (setting.error is None) == (reference["DEFAULT", name].error is None), name
        assert setting.value == reference["DEFAULT", name].value


def test_a_cycle_is_told_as_one() -> None:
    config = configuration(["a = x $b", "b = $a"], ["a", "b"])
    error = "`$b` leads back to the option itself or through too many others"
    assert config.setting("DEFAULT", "a").error == error
    fault = config.setting("DEFAULT", "a").fault
    assert fault is not None
    assert fault.reference == "b"
    assert fault.span is not None
    assert config.documents[0].text[slice(*fault.span)] == "$b"


def test_a_fault_that_follows_from_another_line_says_so() -> None:
    config = configuration(["a = $b", "b = $none", "c = $d"], ["a", "b", "c"])
    faults = [config.setting("DEFAULT", name).fault for name in ("a", "b", "c")]
    assert [fault.follows for fault in faults if fault] == [True, False, False]


def test_a_reference_of_a_secret_is_not_named() -> None:
    known = schema({("DEFAULT", "a"): entry(writeOnly=True)})
    config = Config(known, (Document.parse("[DEFAULT]\na = $none\n"),))
    assert config.setting("DEFAULT", "a").error == "`***` names no option"


def test_a_value_of_too_many_dollars_has_no_reference_to_point_at() -> None:
    config = configuration([f"a = {'$$' * (LONGEST + 1)}"], ["a"])
    fault = config.setting("DEFAULT", "a").fault
    assert fault is not None
    assert fault.message == "`$$` makes the value too long"
    assert fault.span == config.documents[0].assignments[0].raw


NUMBERS = entry("List", items=entry("Integer"))
FLAGS = entry("List", items=entry("Boolean"))


# The marked part of the line is what the fault points at.
@pytest.mark.parametrize(
    ("one", "line"),
    [
        (NUMBERS, "a = 1,«x»,3"),
        (NUMBERS, "a = '1,«x»,3'"),
        (NUMBERS, 'a = "1,«x»,3"'),
        (NUMBERS, "a = «'x»"),
        (NUMBERS, "a = «1,\n  x»"),
        (NUMBERS, "a = «$b,x»"),
        (NUMBERS, "a = 1,«$none»,$none"),
        (NUMBERS, "a = '1,«${none}»'"),
        (NUMBERS, r"a = «\$,$none»"),
        (FLAGS, "a = «1,,0»"),
        (FLAGS, "a = 1,«x»,0"),
    ],
)
def test_a_fault_points_at_what_is_wrong(one: dict[str, Any], line: str) -> None:
    before, marked, behind = re.split("[«»]", line)
    known = schema({("DEFAULT", "a"): one, ("DEFAULT", "b"): entry()})
    document = Document.parse(f"[DEFAULT]\nb = 1\n{before}{marked}{behind}\n")
    fault = Config(known, (document,)).setting("DEFAULT", "a").fault
    assert fault is not None
    assert fault.span is not None
    assert (fault.span.start, document.text[slice(*fault.span)]) == (
        document.text.index(before) + len(before),
        marked,
    )


BOTH = [("DEFAULT", "b"), ("DEFAULT", "c")]


def test_a_fault_knows_the_lines_whose_values_it_is_about() -> None:
    known = schema({("DEFAULT", "a"): entry("Integer"), ("DEFAULT", "b"): entry()})
    config = Config(known, (Document.parse("[DEFAULT]\nb = 1\nb = x\na = $b\n"),))
    fault = config.setting("DEFAULT", "a").fault
    assert fault is not None
    assert [str(place) for place in fault.sources] == ["nova.conf:3"]
    known = schema({("DEFAULT", "a"): entry("Integer"), **dict.fromkeys(BOTH, entry())})
    config = Config(known, (Document.parse("[DEFAULT]\nb = x\nc = y\na = $b$c\n"),))
    fault = config.setting("DEFAULT", "a").fault
    assert fault is not None
    assert [str(place) for place in fault.sources] == ["nova.conf:2", "nova.conf:3"]


@pytest.mark.parametrize("reference", ["$DEFAULT.b", "${DEFAULT.b}", "$DEFAULT.DEFAULT"])
def test_default_is_no_group_of_a_reference(reference: str) -> None:
    config = configuration([f"a = {reference}", "b = 1"], ["a", "b"])
    name = reference.strip("${}")
    assert config.setting("DEFAULT", "a").error == f"`${name}` names no option"


def test_a_reference_is_split_at_its_first_dot(tmp_path: Path) -> None:
    known = schema({("vnc.x", "a"): entry(), ("DEFAULT", "a"): entry(), ("DEFAULT", "b"): entry()})
    text = "[vnc.x]\na = 1\n[DEFAULT]\na = $vnc.x.a\nb = $a\n"
    (tmp_path / "nova.conf").write_text(text)
    reference = settled([tmp_path / "nova.conf"], known)
    assert reference is not None
    assert reference["DEFAULT", "a"].error
    config = Config(known, (Document.parse(text),))
    assert config.setting("DEFAULT", "a").error == "`$vnc.x.a` names no option"


def chain(length: int) -> Config:
    names = [f"x{number}" for number in range(length + 1)]
    lines = [f"{one} = {number}.$x{number + 1}" for number, one in enumerate(names[:-1])]
    return configuration([*lines, f"x{length} = end"], names)


def test_chains_may_be_as_deep_as_anybody_needs() -> None:
    value = chain(DEEPEST).setting("DEFAULT", "x0").value
    assert isinstance(value, str)
    assert value.startswith("0.1.2.")
    assert value.endswith(".end")


@pytest.mark.parametrize("length", [DEEPEST + 1, 150, pytest.param(5000, marks=pytest.mark.slow)])
def test_deeper_chains_are_an_error_as_oslo_ends_in_one(length: int, tmp_path: Path) -> None:
    config = chain(length)
    assert "too many others" in (config.setting("DEFAULT", "x0").error or "")
    assert config.setting("DEFAULT", f"x{length - 3}").error is None
    if length == 150:
        (tmp_path / "nova.conf").write_text(config.documents[0].text)
        reference = settled([tmp_path / "nova.conf"], config.schema)
        assert reference is not None
        assert reference["DEFAULT", "x0"].error


@pytest.mark.parametrize(
    "lines",
    [
        [f"x{n} = $x{n + 1}$x{n + 1}" for n in range(60)] + ["x60 = bomb"],
        [f"x{n} = {f'$x{n + 1}' * 1000}" for n in range(9)] + ["x9 = bomb"],
        [f"x{n} = $x{n + 1}$x{n + 1}" for n in range(60)] + ["x60 = $none"],
        [f"x{n} = $x{n + 1}$x{n + 1}" for n in range(60)] + ["x60 = $x0"],
        [f"x{n} = $x{n + 1}$x{n + 2}$x{n + 3}" for n in range(60)] + ["x60 = bomb"],
    ],
)
def test_a_bomb_ends_quickly_in_an_error(lines: list[str]) -> None:
    """oslo.config itself does all the work anew for each reference, and takes for ever."""
    config = configuration(lines, [f"x{number}" for number in range(64)])
    began = perf_counter()
    assert len(config.settings) == len(lines)
    assert config.setting("DEFAULT", "x0").error
    assert perf_counter() - began < 5  # without a limit it takes hours or all memory
    grown = [str(setting.value or "") for setting in config.settings]
    assert max(map(len, grown)) <= LONGEST


def test_a_long_text_without_references_is_no_bomb() -> None:
    config = configuration([f"a = $b{'x' * 2 * LONGEST}", "b = 1"], ["a", "b"])
    assert config.setting("DEFAULT", "a").error  # `$bxxx…` is a name, and nobody has it
    config = configuration([f"a = $$ {'x' * 2 * LONGEST}"], ["a"])
    assert config.setting("DEFAULT", "a").error is None


def test_many_dollars_are_read_in_linear_time() -> None:
    for text in ("$" * 200_000, "\\$" * 200_000, "${" * 200_000, "$a." * 100_000, "$$a{" * 50_000):
        began = perf_counter()
        by_us(text)
        references(text)
        assert perf_counter() - began < 5


def test_every_value_of_a_multi_valued_option_is_substituted() -> None:
    known = schema({("DEFAULT", "a"): multi(entry()), ("DEFAULT", "b"): entry()})
    text = "[DEFAULT]\na = $b\nb = 1\na = $$b\na = x\n"
    config = Config(known, (Document.parse(text),))
    assert config["DEFAULT"]["a"] == ["1", "$b", "x"]
    setting = Config(known, (Document.parse(text + "a = $none\n"),)).setting("DEFAULT", "a")
    assert setting.error == "`$none` names no option"
    assert setting.fault is not None
    assert str(setting.fault.place) == "nova.conf:6"
