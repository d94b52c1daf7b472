"""Settings from TOML files, and what is said about wrong ones."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from novalint.deployment import Deployment
from novalint.errors import FileError, SettingsError
from novalint.schema.store import read_json
from novalint.settings import Settings, Table

SCHEMA = read_json("settings.json")
FULL = """\
release = "2025.1"
select = ["networking", "unknown-option"]
ignore = ["deprecated-name"]
fail-on = "error"

[deployment]
profile = "dense-multi-tenant"
tenants = 300

[thresholds.fatal-vif-plugging]
tenants = 20
share = 0.8
"""
EXPECTED = Settings(
    release="2025.1",
    deployment=Deployment(profile="dense-multi-tenant", tenants=300),
    select=("networking", "unknown-option"),
    ignore=("deprecated-name",),
    fail_on="error",
    thresholds={"fatal-vif-plugging": {"tenants": 20, "share": 0.8}},
)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def validator() -> Draft202012Validator:
    """Give the shipped schema as another tool would use it, with the one it refers to."""
    resources = (Resource.from_contents(read_json(n)) for n in ("deployment.json", "settings.json"))
    return Draft202012Validator(SCHEMA, registry=resources @ Registry())


def test_every_key(tmp_path: Path) -> None:
    assert Settings.read(written(tmp_path, "novalint.toml", FULL)) == EXPECTED


def test_the_table_of_a_pyproject(tmp_path: Path) -> None:
    tables = FULL.replace("[deployment]", "[tool.novalint.deployment]")
    tables = tables.replace("[thresholds.", "[tool.novalint.thresholds.")
    text = f'[project]\nname = "x"\n\n[tool.novalint]\n{tables}'
    assert Settings.read(written(tmp_path, "pyproject.toml", text)) == EXPECTED


def test_nothing_set(tmp_path: Path) -> None:
    assert Settings.read(written(tmp_path, "novalint.toml", "")) == Settings()
    nothing = Settings()
    assert nothing.release is None
    assert nothing.deployment == Deployment()
    assert (nothing.select, nothing.ignore, nothing.thresholds) == ((), (), {})
    assert nothing.fail_on == SCHEMA["properties"]["fail-on"]["default"] == "warning"


def test_they_are_immutable_and_can_be_hashed_copied_and_pickled() -> None:
    for other in (pickle.loads(pickle.dumps(EXPECTED)), copy.deepcopy(EXPECTED)):
        assert other == EXPECTED
        assert hash(other) == hash(EXPECTED)
    with pytest.raises(AttributeError):
        EXPECTED.release = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        EXPECTED.thresholds["fatal-vif-plugging"]["tenants"] = 5  # type: ignore[index]
    with pytest.raises(AttributeError):
        EXPECTED.thresholds._entries = {}  # type: ignore[attr-defined]


def test_thresholds_are_a_copy() -> None:
    numbers = {"tenants": 20}
    settings = Settings(thresholds={"fatal-vif-plugging": numbers})
    numbers["tenants"] = 5
    assert settings.thresholds == {"fatal-vif-plugging": {"tenants": 20}}
    assert repr(settings.thresholds) == "Table({'fatal-vif-plugging': Table({'tenants': 20})})"
    assert Table() == {}


def test_the_schema_serves_other_tools() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    right = {"select": ["x"], "deployment": {"tenants": 3}, "thresholds": {"x": {"y": 1}}}
    assert validator().is_valid(right)
    assert not validator().is_valid({"deployment": {"tennants": 3}})
    assert all(entry["title"] and entry["description"] for entry in SCHEMA["properties"].values())


WRONG: list[tuple[str, str]] = [
    ("fail_on = 'info'", ": there is no setting `fail_on`; the nearest is `fail-on`"),
    ("selct = []", ": there is no setting `selct`; the nearest is `select`"),
    (
        "zzzz = 1",
        ": there is no setting `zzzz`; there are `release`, `select`, `ignore`, `fail-on`, "
        "`deployment`, `thresholds`",
    ),
    (
        "fail-on = 'fatal'",
        ": `fail-on` cannot be `fatal`; it must be one of `error`, `warning`, `info`, `never`",
    ),
    ("select = 'a'", ": `select` cannot be the text `a`; it must be a list"),
    ("select = [1]", ": `select` cannot be the number `1`; it must be text in quotes"),
    ("ignore = ['']", ": `ignore` cannot be empty; it must be like `unknown-option`"),
    ("release = 2025.1", ": `release` cannot be the number `2025.1`; it must be text in quotes"),
    ("thresholds = 1", ": `thresholds` cannot be the number `1`; it must be a table"),
    ("thresholds.x = 1", ": `thresholds.x` cannot be the number `1`; it must be a table"),
    ("thresholds.x.y = '1'", ": `thresholds.x.y` cannot be the text `1`; it must be a number"),
    ("thresholds.x.y = true", ": `thresholds.x.y` cannot be `true`; it must be a number"),
    ("thresholds.x.y = nan", ": `thresholds.x.y` cannot be `nan`; it must be a number"),
    (
        "thresholds.x.y = 1e99",
        ": `thresholds.x.y` cannot be `1e+99`; it must be at most 1000000000",
    ),
    ("deployment = 1", ": `deployment` is not a table; write the facts under [deployment]"),
    (
        "[deployment]\ntennants = 3",
        ": in `deployment`, there is no fact `tennants`; the nearest is `tenants`",
    ),
    (
        "[deployment]\ntenants = 0",
        ": in `deployment`, `tenants` cannot be `0`; it must be at least 1",
    ),
    (
        "select = [\n",
        " is not valid TOML: invalid value (at end of document)",
    ),
]


@pytest.mark.parametrize(("text", "message"), WRONG, ids=[text[:20] for text, _ in WRONG])
def test_wrong_settings_name_the_file(tmp_path: Path, text: str, message: str) -> None:
    path = written(tmp_path, "novalint.toml", text)
    with pytest.raises(SettingsError) as raised:
        Settings.read(path)
    assert str(raised.value) == f"`{path}`{message}"


def test_tables_nested_too_deeply_are_refused_in_one_line(tmp_path: Path) -> None:
    path = written(tmp_path, "novalint.toml", "thresholds.x.y." + "z." * 3000 + "a = 1")
    with pytest.raises(SettingsError) as raised:
        Settings.read(path)
    told = str(raised.value)  # by the parser or by the schema, as the Python at hand has it
    assert told.startswith(f"`{path}`")
    assert "too deeply" in told or "it must be a number" in told
    assert "\n" not in told


def test_an_unknown_release_names_the_nearest(tmp_path: Path) -> None:
    path = written(tmp_path, "novalint.toml", "release = 'hibisus'")
    with pytest.raises(SettingsError, match=r"`: there is no release `hibisus`; .*`2026\.2`"):
        Settings.read(path)


@pytest.mark.parametrize("text", ["", "tool = 1", "[tool.ruff]\nline-length = 100"])
def test_a_pyproject_without_the_table(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, "pyproject.toml", text)
    with pytest.raises(SettingsError) as raised:
        Settings.read(path)
    message = "there is no table [tool.novalint]; add one or name another file"
    assert str(raised.value) == f"`{path}`: {message}"


def test_an_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file or directory"):
        Settings.read(tmp_path / "nope.toml")


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(SCHEMA["properties"])) | st.text(), VALUES))
def test_any_settings_are_taken_or_refused_in_one_line(table: dict[str, Any]) -> None:
    try:
        Settings.of(table)
    except SettingsError as error:
        assert "\n" not in str(error)
    else:
        validator().validate(table)
