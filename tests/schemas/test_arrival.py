"""A new release: what is looked up about it, and how little of history.json it changes."""

from __future__ import annotations

import difflib
import json
import runpy
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "schemas"
LISTED = json.loads((SCHEMAS / "releases.json").read_text("utf-8"))
NEXT = "next"
TODAY = str(date.today())


@pytest.fixture
def arrival(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(SCHEMAS))
    from generator import arrival as module

    return module


@pytest.fixture(scope="module")
def history_of() -> Callable[[Path], str]:
    text: Callable[[Path], str] = runpy.run_path(str(SCHEMAS / "generator" / "history.py"))["text"]
    return text


def test_the_next_series_follows_from_the_newest(arrival: ModuleType) -> None:
    numbered = [one["series"] for one in LISTED if one["series"][0] == "2"]
    assert [arrival.following(series) for series in numbered[:-1]] == numbered[1:]


def test_a_release_is_one_line_more(arrival: ModuleType) -> None:
    from generator.releases import Release

    text = (SCHEMAS / "releases.json").read_text("utf-8")
    lines = text.splitlines(keepends=True)
    before = "".join([*lines[:-3], lines[-3].rstrip(",\n") + "\n", lines[-1]])
    assert arrival.added(Release(**LISTED[-1]), before) == text


@pytest.mark.parametrize("ago", [0, 1, 2, 100, 181])
def test_the_day_is_the_first_on_which_it_is_there(arrival: ModuleType, ago: int) -> None:
    today = date.today()
    day = str(today - timedelta(days=ago))
    before = str(today - timedelta(days=182))
    assert arrival.first_day(lambda asked: asked >= day, before) == day


def test_nova_tells_its_codename(arrival: ModuleType) -> None:
    source = "class A:\n    OTHER = {'x': 1}\n    VERSION_ALIASES = {'zed': '6', 'antelope': '7'}\n"
    assert arrival.newest_alias(source) == "antelope"
    assert arrival.newest_alias("VERSION_ALIASES = {}\n") is None
    assert arrival.newest_alias("VERSIONS = {'zed': '6'}\n") is None


@pytest.mark.parametrize(
    ("known", "told", "own", "message"),
    [
        (False, "yeti", "yeti", "there is no nova=={}.0.0 yet"),
        (True, None, LISTED[-1]["codename"], "does not tell its codename"),
        (True, None, None, "does not tell its codename"),
    ],
)
def test_what_cannot_be_looked_up_is_said(
    arrival: ModuleType, monkeypatch: pytest.MonkeyPatch,
    known: bool, told: str | None, own: str | None, message: str,
) -> None:  # fmt: skip
    index(arrival, monkeypatch, known, own)
    from generator.releases import releases

    with pytest.raises(arrival.ArrivalError, match=message.format(LISTED[-1]["major"] + 1)):
        arrival.arrived(releases(), told)


@pytest.mark.parametrize(("told", "own"), [(None, "Yeti"), ("yeti", None)])
def test_what_is_looked_up(
    arrival: ModuleType, monkeypatch: pytest.MonkeyPatch, told: str | None, own: str | None
) -> None:
    index(arrival, monkeypatch, True, own)
    from generator.releases import releases

    found = arrival.arrived(releases(), told)
    major = LISTED[-1]["major"] + 1
    assert found == (
        arrival.following(LISTED[-1]["series"]),
        "yeti",
        major,
        f"{major}.0.3",
        TODAY,
    )


def index(
    arrival: ModuleType, monkeypatch: pytest.MonkeyPatch, known: bool, own: str | None
) -> None:
    """Stand in for a package index that got the next Nova today, or has none."""
    point = f"{LISTED[-1]['major'] + 1}.0.3"
    monkeypatch.setattr(arrival, "uploaded_by", lambda _, day: known and day >= TODAY)
    monkeypatch.setattr(arrival, "pinned", lambda *_: {"nova": point})
    monkeypatch.setattr(arrival, "_own_name", lambda _: own)


def schemas(folder: Path, listed: list[Any]) -> None:
    """Put the schemas of some releases into a folder."""
    (folder / "nova").mkdir(parents=True)
    (folder / "releases.json").write_text(json.dumps(listed), "utf-8")
    for release in listed:
        name = f"nova/{release['series']}.json"
        if (SCHEMAS / name).exists():
            (folder / name).symlink_to(SCHEMAS / name)


def with_next(folder: Path, known: list[Any], change: Callable[[Any], None]) -> Path:
    """Put the schemas of known releases into a folder, and one more: the last with a change."""
    major = known[-1]["major"] + 1
    line = {"series": NEXT, "codename": NEXT, "major": major, "nova": f"{major}.0.0"}
    schemas(folder, [*known, {**line, "day": TODAY}])
    document = json.loads((SCHEMAS / "nova" / f"{known[-1]['series']}.json").read_text("utf-8"))
    change(document)
    (folder / "nova" / f"{NEXT}.json").write_text(json.dumps(document), "utf-8")
    return folder


@pytest.mark.slow
def test_a_release_like_the_last_one_leaves_the_history_as_it_is(
    tmp_path: Path, history_of: Callable[[Path], str]
) -> None:
    folder = with_next(tmp_path / "next", LISTED, lambda _: None)
    assert history_of(folder) == (SCHEMAS / "history.json").read_text("utf-8")


def four_changes(document: Any) -> None:
    """What could come after 2026.2."""
    options = document["properties"]["DEFAULT"]["properties"]
    options["timely"] = dict(options["debug"])
    options["use_cow_images"] = {**options["use_cow_images"], "default": False}
    options["my_ip"] = {**options["my_ip"], "deprecated": True}
    del options["concurrency_backend"]


@pytest.fixture(scope="module")
def after_2026_2(tmp_path_factory: pytest.TempPathFactory) -> Path:
    known = [release for release in LISTED if release["major"] <= 34]
    return with_next(tmp_path_factory.mktemp("schemas") / "next", known, four_changes)


@pytest.mark.slow
def test_a_release_changes_the_lines_of_what_it_changes(
    after_2026_2: Path, tmp_path: Path, history_of: Callable[[Path], str]
) -> None:
    schemas(tmp_path / "known", json.loads((after_2026_2 / "releases.json").read_text())[:-1])
    changed = changed_lines(history_of(tmp_path / "known"), history_of(after_2026_2))
    names = [json.loads("{" + line[1:].rstrip(",") + "}").popitem()[0] for line in changed]
    assert sorted(names) == [
        *["concurrency_backend"] * 2, *["my_ip"] * 2, "timely", *["use_cow_images"] * 2,
    ]  # fmt: skip


def changed_lines(old: str, new: str) -> list[str]:
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


SCRIPT = """
import json, sys
from novalint.schema import store
store.folder = lambda: sys.argv[1]
from novalint.schema.history import life
names = ("timely", "use_cow_images", "my_ip", "concurrency_backend", "debug")
of = {name: life("DEFAULT", name) for name in names}
print(json.dumps({
    "last": {name: str(one.last) for name, one in of.items()},
    "added": str(of["timely"].added_in),
    "removed": str(of["concurrency_backend"].removed_in),
    "default": str(of["use_cow_images"].defaults[-1].release),
    "deprecated": [str(end) for end in of["my_ip"].deprecated[0][:2]],
}))
"""


@pytest.mark.slow
def test_the_history_is_read_as_it_is_written(
    after_2026_2: Path, history_of: Callable[[Path], str]
) -> None:
    """Runs without an end reach to the release that came, whatever the newest was before."""
    (after_2026_2 / "history.json").write_text(history_of(after_2026_2), "utf-8")
    command = [sys.executable, "-c", SCRIPT, str(after_2026_2)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    last = dict.fromkeys(("timely", "use_cow_images", "my_ip", "debug"), NEXT)
    assert json.loads(done.stdout) == {
        "last": last | {"concurrency_backend": "2026.2"},
        "added": NEXT,
        "removed": NEXT,
        "default": NEXT,
        "deprecated": [NEXT, NEXT],
    }
