"""Which line wins, which it overrides, and how that is told."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st
from oslo_model import both, both_spellings, entry, multi, schema

from novalint.config.model import Config
from novalint.config.setting import Origin, Setting
from novalint.schema.options import Name
from novalint.text.document import Document

# Every value says where it stands, so that oslo.config tells which line it took.

WANTED = {
    ("DEFAULT", "a"): entry(),
    ("vnc", "a"): entry(
        x={"deprecated_names": both_spellings([("DEFAULT", "old"), ("Vnc", "b-c")])}
    ),
    ("vnc", "b"): entry(x={"deprecated_names": both_spellings([("gone", "b"), ("vnc", "old")])}),
    ("pci", "many"): multi(
        entry(), x={"deprecated_names": both_spellings([("DEFAULT", "old"), ("pci", "o-l")])}
    ),
}
PLACES = [
    "DEFAULT a", "DEFAULT old", "vnc a", "VNC a", "Vnc b-c", "vnc b_c", "vnc b", "vNC old",
    "gone b", "pci many", "PCI many", "pci o-l", "Pci o_l", "default a", "vnc A", "pci a",
]  # fmt: skip


class Line(NamedTuple):
    """One assignment: its group as written, its option, and the file and line where it stands."""

    group: str
    option: str
    place: str

    @property
    def name(self) -> Name:
        return (self.group if self.group == "DEFAULT" else self.group.lower(), self.option)


def assignments(layout: list[list[str]]) -> list[list[Line]]:
    """Two lines of a file for each place: a header and an assignment."""
    return [
        [Line(*place.split(), f"{file}.conf:{2 * at}") for at, place in enumerate(places, 1)]
        for file, places in enumerate(layout)
    ]


def winner(files: list[list[Line]], names: list[Name]) -> Line | None:
    """The last file that has any of the names, there the first name, there the last line."""
    for lines in reversed(files):
        for name in names:
            found = [line for line in lines if line.name == name]
            if found:
                return found[-1]
    return None


def places(setting: Setting, shadowed: bool = False) -> list[str]:
    chosen = setting.shadowed if shadowed else setting.places
    return [f"{Path(place.document.path).name}:{place.position.line}" for place in chosen]


@settings(max_examples=150)
@given(st.lists(st.lists(st.sampled_from(PLACES), max_size=6), min_size=1, max_size=3))
def test_the_line_that_wins(layout: list[list[str]]) -> None:
    files = assignments(layout)
    texts = ["".join(f"[{one.group}]\n{one.option} = {one.place}\n" for one in f) for f in files]
    config, reference = both(texts, schema(WANTED))
    for name, one in WANTED.items():
        names = [name]
        for group, old in one["x-oslo"].get("deprecated_names", []):
            names.append((group if group == "DEFAULT" else group.lower(), old))
        every = [line for lines in files for line in lines if line.name in names]
        setting = config.setting(*name)
        assert setting.value == reference[name].value
        assert setting.is_default == (not every)
        if setting.option.multi:
            assert places(setting) == (setting.value or [])
            assert sorted(places(setting)) == sorted(line.place for line in every)
            assert setting.shadowed == ()
        elif every:
            last = winner(files, names)
            assert places(setting) == [last.place] == [setting.value]
            others = [line.place for line in every if line is not last]
            assert sorted(places(setting, shadowed=True)) == sorted(others)
            assert setting.via == (None if last.name == name else last.name)
    told = {(setting.group, setting.name) for setting in config.settings}
    assert told == {name for name in WANTED if not config.setting(*name).is_default}


def test_a_setting_shows_where_it_is_from_and_nothing_secret() -> None:
    known = schema(
        {("DEFAULT", name): entry(writeOnly=name == "key") for name in ("a", "b", "key")}
    )
    text = "[DEFAULT]\na = http://u:hunter2@h/\nkey = hunter2\n"
    config = Config(known, (Document.parse(text, "x.conf"),))
    assert [repr(config.setting("DEFAULT", name)) for name in ("a", "b", "key")] == [
        "Setting([DEFAULT] a = ***, from x.conf:2)",
        "Setting([DEFAULT] b = None, from default)",
        "Setting([DEFAULT] key = ***, from x.conf:3)",
    ]


def test_origin_and_raw_of_a_value() -> None:
    text = "[DEFAULT]\n\na = one\n\n[default]\na = lost\n[DEFAULT]\na: 'two'\n  lines\n"
    config = Config(schema(WANTED), (Document.parse(text, "x.conf"),))
    setting = config.setting("DEFAULT", "a")
    assert (setting.raw, setting.value) == ("two\nlines", "two\nlines")
    assert setting.origin == Origin("x.conf", 8)
    assert str(setting.origin) == "x.conf:8"
    assert [str(place) for place in setting.shadowed] == ["x.conf:3"]
    assert config.setting("vnc", "a") == Setting(config.schema.option("vnc", "a"))
    assert (config.setting("vnc", "a").origin, config.setting("vnc", "a").raw) == (None, None)
