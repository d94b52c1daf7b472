"""What stands around a nova.conf, whatever it says: settings, baselines, names of files."""

from __future__ import annotations

import contextlib
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from fuzz.budget import examples
from hypothesis import given
from hypothesis import strategies as st

from novalint.cli import main
from novalint.findings.baseline import Baseline

pytestmark = pytest.mark.slow

CONF = "[DEFAULT]\nvif_plugging_if_fatal = true\ndebug = true\ndebug = true\n"
KEYS = (
    "release",
    "role",
    "select",
    "ignore",
    "plugins",
    "fail-on",
    "rule-pages",
    "exclude",
    "paths",
    "x",
)
TABLES = ("deployment", "severity", "thresholds", "overrides", "configurations")
WORDS = ("options", "unknown-option", "2025.1", "compute", "never", "*.conf", "**/a", "nan", "")

scalars = (
    st.sampled_from(WORDS)
    | st.text(max_size=8)
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.none()
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from((*KEYS, *TABLES, "unknown-option")), inner, max_size=3)
    ),
    max_leaves=8,
)
tables = st.dictionaries(st.sampled_from((*KEYS, *TABLES)), values, max_size=5)
names = st.text(
    st.characters(codec="utf-8", exclude_characters="/\0")
    | st.sampled_from(list(":#[]`|<>&'\"\\\r\n\t\x1b\u202e")),
    min_size=1,
    max_size=20,
)


def toml(value: Any) -> str:
    """Write a value as TOML does, as far as it can."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value)


@contextlib.contextmanager
def folder(name: str = "nova.conf") -> Iterator[Path]:
    """A repository with a nova.conf of that name, the current folder meanwhile."""
    before = Path.cwd()
    with TemporaryDirectory() as place:
        os.chdir(place)
        try:
            Path(".git").mkdir()
            Path(name).write_text(CONF)
            yield Path(place)
        finally:
            os.chdir(before)


def ran(*words: str) -> tuple[int, str, str]:
    """The exit status of a command and what it wrote."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(words)
    return status, out.getvalue(), err.getvalue()


def is_plain(text: str) -> bool:
    return all(line.replace("\t", "").isprintable() for line in text.split("\n"))


@examples(60)
@given(tables)
def test_any_settings_count_and_are_counted_or_are_refused(table: dict[str, Any]) -> None:
    text = "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in table.items())
    with folder() as place:
        Path("other").mkdir()
        Path("other/nova.conf").write_text(CONF)
        plain = ran("check", "other/nova.conf", "--format", "json")
        (place / "novalint.toml").write_text(text, "utf-8", "replace")
        (place / "other" / ".git").mkdir()  # a repository of its own, with its own settings
        status, out, err = ran("check", "nova.conf", "other/nova.conf", "--format", "json")
        assert status in (0, 1, 2)
        assert is_plain(err)
        report = json.loads(out)
        alone = json.loads(plain[1])
        others = [one for one in report["diagnostics"] if one["path"] == "other/nova.conf"]
        assert [one["rule"] for one in others] == [one["rule"] for one in alone["diagnostics"]]
        if status != 2:
            assert {one["path"] for one in report["settings"]} == {None, "novalint.toml"}


@examples(40)
@given(st.binary(max_size=60) | values.map(lambda value: json.dumps(value).encode()))
def test_any_baseline_is_read_or_refused(content: bytes) -> None:
    with folder():
        Path("baseline.json").write_bytes(content)
        status, out, err = ran("check", "nova.conf", "--baseline", "baseline.json")
        assert status in (1, 2)
        assert is_plain(out + err)
        assert status == 1 or err.startswith("novalint: ")


@examples(30)
@given(names)
def test_a_baseline_accepts_a_file_of_any_name(name: str) -> None:
    if name in (".", "..", ".git", "-") or name.startswith("-") or len(name.encode()) > 200:
        return
    with folder(name):
        status, out, err = ran("baseline", f"./{name}")
        assert status == 0
        assert is_plain(out + err)
        Path("accepted.json").write_text(out)
        assert Baseline.read("accepted.json").size > 0
        status, out, err = ran("check", f"./{name}", "--baseline", "accepted.json")
        assert status == 0
        assert is_plain(out + err)


@examples(30)
@given(names, st.sampled_from(["text", "concise", "json", "sarif", "github", "gitlab", "junit"]))
def test_any_name_is_shown_on_its_line(name: str, form: str) -> None:
    if name in (".", "..", ".git"):
        return
    with folder(name):
        status, out, err = ran("check", f"./{name}", "--format", form)
        assert status == 1
        assert is_plain(out + err)
