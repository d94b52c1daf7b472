"""Settings from TOML files, and what is said about wrong ones."""

from __future__ import annotations

import copy
import pickle
import re
import subprocess
import sys
from dataclasses import replace
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
from novalint.settings import Override, Settings, Table

ROOT = Path(__file__).parents[2]
SCHEMA = read_json("settings.json")
FULL = """\
release = "2025.1"
role = "compute"
select = ["networking", "unknown-option"]
ignore = ["deprecated-name"]
plugins = ["acme"]
fail-on = "error"

[deployment]
profile = "dense-multi-tenant"
tenants = 300

[severity]
unknown-option = "info"

[thresholds.fatal-vif-plugging]
tenants = 20
share = 0.8

[[overrides]]
paths = ["api/*.conf", "other"]
role = ["api", "conductor"]
select = []
severity = {unknown-option = "error"}

[[overrides]]
paths = ["api/old.conf"]
release = "zed"
ignore = ["syntax"]
deployment = {tenants = 3}
thresholds = {fatal-vif-plugging = {share = 0.5}}

[configurations.compute1]
paths = ["/etc/nova/nova.conf", "nova.conf.d"]
release = "epoxy"
"""
EXPECTED = Settings(
    release="2025.1",
    deployment=Deployment(profile="dense-multi-tenant", tenants=300, role="compute"),
    select=("networking", "unknown-option"),
    ignore=("deprecated-name",),
    plugins=("acme",),
    fail_on="error",
    severity={"unknown-option": "info"},
    thresholds={"fatal-vif-plugging": {"tenants": 20, "share": 0.8}},
    overrides=(
        Override(
            paths=("api/*.conf", "other"),
            deployment=Deployment(role=["api", "conductor"]),
            select=(),
            severity={"unknown-option": "error"},
        ),
        Override(
            paths=("api/old.conf",),
            release="zed",
            ignore=("syntax",),
            deployment=Deployment(tenants=3),
            thresholds={"fatal-vif-plugging": {"share": 0.5}},
        ),
    ),
    configurations={
        "compute1": Override(paths=("/etc/nova/nova.conf", "nova.conf.d"), release="epoxy")
    },
)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def as_project(text: str) -> str:
    """Give settings as a pyproject.toml has them, four lines further down."""
    tables = text.replace("\n[[", "\n[[tool.novalint.")
    tables = re.sub(r"^\[(?!\[)", "[tool.novalint.", tables, flags=re.MULTILINE)
    return f'[project]\nname = "x"\n\n[tool.novalint]\n{tables}'


def validator() -> Draft202012Validator:
    """Give the shipped schema as another tool would use it, with the one it refers to."""
    resources = (Resource.from_contents(read_json(n)) for n in ("deployment.json", "settings.json"))
    return Draft202012Validator(SCHEMA, registry=resources @ Registry())


def test_every_key(tmp_path: Path) -> None:
    path = written(tmp_path, "novalint.toml", FULL)
    assert Settings.read(path) == replace(EXPECTED, path=str(path))


def test_the_table_of_a_pyproject(tmp_path: Path) -> None:
    path = written(tmp_path, "pyproject.toml", as_project(FULL))
    assert Settings.read(path) == replace(EXPECTED, path=str(path))


def test_nothing_set(tmp_path: Path) -> None:
    path = written(tmp_path, "novalint.toml", "")
    assert Settings.read(path) == Settings(path=str(path))
    nothing = Settings()
    assert nothing.release is None
    assert nothing.deployment == Deployment()
    assert (nothing.select, nothing.ignore, nothing.plugins) == ((), (), ())
    assert nothing.thresholds == nothing.severity == nothing.configurations == {}
    assert (nothing.overrides, nothing.path) == ((), None)
    assert nothing.fail_on == SCHEMA["properties"]["fail-on"]["default"] == "warning"


def test_they_are_immutable_and_can_be_hashed_copied_and_pickled() -> None:
    for other in (pickle.loads(pickle.dumps(EXPECTED)), copy.deepcopy(EXPECTED)):
        assert other == EXPECTED
        assert hash(other) == hash(EXPECTED)
    with pytest.raises(AttributeError):
        EXPECTED.release = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        EXPECTED.thresholds["fatal-vif-plugging"]["tenants"] = 5  # type: ignore[index]
    with pytest.raises(TypeError):
        EXPECTED.configurations["compute1"].severity["x"] = "info"  # type: ignore[index]
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
    assert validator().is_valid({"overrides": [{"paths": ["x"], "role": "compute"}]})
    assert not validator().is_valid({"overrides": [{"role": "compute"}]})
    assert not validator().is_valid({"overrides": [{"paths": ["x"], "role": "cook"}]})
    assert not validator().is_valid({"configurations": {"x": {"paths": []}}})
    assert all(entry["title"] and entry["description"] for entry in SCHEMA["properties"].values())


WRONG: list[tuple[str, str]] = [
    ("fail_on = 'info'", ":1`: there is no setting `fail_on`; the nearest is `fail-on`"),
    ("# first\n\nselct = []", ":3`: there is no setting `selct`; the nearest is `select`"),
    (
        "zzzz = 1",
        ":1`: there is no setting `zzzz`; there are `release`, `role`, `select`, `ignore`, "
        "`plugins`, `fail-on`, `rule-pages`, `exclude`, `deployment`, `severity`, `thresholds`, "
        "`options`, `libraries`, `overrides`, `embedded`, `configurations`, `fleet`, `companions`",
    ),
    ("rule-pages = 'https://a.example/x.html'", ":1`: `rule-pages` cannot be"),
    ("rule-pages = 'ftp://a.example/{rule}'", ":1`: `rule-pages` cannot be"),
    (
        "fail-on = 'fatal'",
        ":1`: `fail-on` cannot be `fatal`; it must be one of `error`, `warning`, `info`, `never`",
    ),
    ("select = 'a'", ":1`: `select` cannot be the text `a`; it must be a list"),
    (
        "select = [\n 'a',\n 1,\n]",
        ":3`: `select` cannot be the number `1`; it must be text in quotes",
    ),
    ("plugins = 'acme'", ":1`: `plugins` cannot be the text `acme`; it must be a list"),
    ("ignore = ['']", ":1`: `ignore` cannot be empty; it must be like `unknown-option`"),
    ("release = 2025.1", ":1`: `release` cannot be the number `2025.1`; it must be text in quotes"),
    ("role = 'cook'", ":1`: `role` cannot be `cook`; it must be one of `compute`, `api`, "),
    ("severity = 'info'", ":1`: `severity` cannot be the text `info`; it must be a table"),
    (
        "[severity]\nunknown-option = 'off'",
        ":2`: `severity.unknown-option` cannot be `off`; it must be one of `error`, `warning`, "
        "`info`",
    ),
    ("thresholds = 1", ":1`: `thresholds` cannot be the number `1`; it must be a table"),
    ("thresholds.x = 1", ":1`: `thresholds.x` cannot be the number `1`; it must be a table"),
    ("thresholds.x.y = '1'", ":1`: `thresholds.x.y` cannot be the text `1`; it must be a number"),
    ("thresholds.x.y = true", ":1`: `thresholds.x.y` cannot be `true`; it must be a number"),
    ("thresholds.x.y = nan", ":1`: `thresholds.x.y` cannot be `nan`; it must be a number"),
    (
        "thresholds.x.y = 1e99",
        ":1`: `thresholds.x.y` cannot be `1e+99`; it must be at most 1000000000",
    ),
    ("deployment = 1", ":1`: `deployment` is not a table; write the facts under [deployment]"),
    (
        "[deployment]\ntenants = 1\ntennants = 3",
        ":3`: in `deployment`, there is no fact `tennants`; the nearest is `tenants`",
    ),
    (
        "[deployment]\ntenants = 0",
        ":2`: in `deployment`, `tenants` cannot be `0`; it must be at least 1",
    ),
    ("overrides = 1", ":1`: `overrides` cannot be the number `1`; it must be a list"),
    ("overrides = [1]", ":1`: `overrides` cannot be the number `1`; it must be a table"),
    ("[[overrides]]\nrole = 'api'", ":1`: `overrides` has no `paths`; add it"),
    (
        "[[overrides]]\npaths = []",
        ":2`: `overrides.paths` cannot be an empty list; it must be a list of one or more",
    ),
    (
        "[[overrides]]\npaths = ['a']\n[[overrides]]\npaths = ['b']\nselct = []",
        ":5`: in `overrides`, there is no setting `selct`; the nearest is `select`",
    ),
    (
        "[[overrides]]\npaths = ['a']\nfail-on = 'info'",
        ":3`: in `overrides`, there is no setting `fail-on`; there are `paths`, `release`, `role`, "
        "`cell`, `pool`, "
        "`select`, `ignore`, `deployment`, `severity`, `thresholds`",
    ),
    (
        "[[overrides]]\npaths = ['a']\n[overrides.deployment]\ntennants = 3",
        ":4`: in `overrides.deployment`, there is no fact `tennants`; the nearest is `tenants`",
    ),
    ("[[overrides]]\npaths = ['a']\nrole = 'cook'", ":3`: in `overrides`, `role` cannot be `cook`"),
    (
        "configurations.x = 1",
        ":1`: `configurations.x` cannot be the number `1`; it must be a table",
    ),
    ("[configurations.x]\npaht = ['a']", ":2`: in `configurations.x`, there is no setting `paht`"),
    ("select = [\n", "` is not valid TOML: invalid value (at end of document)"),
    (
        'release = "2025.1"\n#[fleet]\n#[[overrides]]\n#paths = ["a"]\nrelease = "2025.2"\n',
        "` is not valid TOML: `release` is set again at line 5, after line 1;"
        " remove the # from [[overrides]] at line 3 too, or remove one of them",
    ),
    (
        "[deployment]\ntenants = 1\nhosts = 2\ntenants = 3\n",
        "` is not valid TOML: `tenants` is set again at line 4, after line 2; remove one of them",
    ),
    ("a.b = 1\n[a]\nb = 2\n", "` is not valid TOML: cannot"),
]


@pytest.mark.parametrize(("text", "message"), WRONG, ids=[text[:20] for text, _ in WRONG])
def test_wrong_settings_name_the_file_and_the_line(tmp_path: Path, text: str, message: str) -> None:
    path = written(tmp_path, "novalint.toml", text)
    with pytest.raises(SettingsError) as raised:
        Settings.read(path)
    assert str(raised.value).startswith(f"`{path}{message}")
    assert str(raised.value).isprintable()


def test_the_line_counts_from_the_top_of_a_pyproject(tmp_path: Path) -> None:
    path = written(tmp_path, "pyproject.toml", as_project("selct = []\n"))
    with pytest.raises(SettingsError, match=r"pyproject\.toml:5`: there is no setting `selct`"):
        Settings.read(path)


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
    with pytest.raises(SettingsError, match=r":1`: there is no release `hibisus`; .*`2026\.2`"):
        Settings.read(path)


@pytest.mark.parametrize("text", ["", "tool = 1", "[tool.ruff]\nline-length = 100"])
def test_a_pyproject_without_the_table(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, "pyproject.toml", text)
    with pytest.raises(SettingsError) as raised:
        Settings.read(path)
    message = "there is no table [tool.novalint]; add one or name another file"
    assert re.fullmatch(rf"`{re.escape(str(path))}(:1)?`: {re.escape(message)}", str(raised.value))


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


def test_nothing_is_judged_by_jsonschema_that_plainly_fits(tmp_path: Path) -> None:
    code = (
        "import sys; from novalint.settings import Settings; Settings.read(sys.argv[1])\n"
        "print('jsonschema' in sys.modules, 'novalint.settings.toml_lines' in sys.modules)"
    )
    path = written(tmp_path, "novalint.toml", FULL)
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "False False\n"


# Which file


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository, at whose root the search for settings ends."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    return tmp_path


def test_the_nearest_file_is_found(tree: Path) -> None:
    conf = tree / "a" / "b" / "nova.conf"  # it need not exist
    assert Settings.find(conf) == Settings()
    written(tree, "pyproject.toml", as_project("release = 'zed'\n"))
    assert Settings.find(conf).release == Settings.find(tree / "a").release == "zed"
    written(tree, "novalint.toml", "release = 'yoga'")
    assert Settings.find(conf).release == "yoga"
    written(tree / "a", "pyproject.toml", "[tool.ruff]\n# novalint\nline-length = 100")
    assert Settings.find(conf).release == "yoga"
    near = written(tree / "a", "novalint.toml", "release = 'xena'")
    assert Settings.find(conf).release == "xena"
    assert Settings.find(conf).path == str(near)
    assert Settings.find(tree).release == "yoga"


def test_the_current_folder_is_where_to_look(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tree, "novalint.toml", "release = 'yoga'")
    monkeypatch.chdir(tree / "a")
    assert Settings.find().release == Settings.find("nova.conf").release == "yoga"


def test_a_folder_of_that_name_is_no_file(tree: Path) -> None:
    (tree / "a" / "novalint.toml").mkdir()
    written(tree, "novalint.toml", "release = 'yoga'")
    assert Settings.find(tree / "a" / "b").release == "yoga"


def test_a_broken_file_is_told_and_not_passed_over(tree: Path) -> None:
    written(tree, "pyproject.toml", "[tool.novalint\n")
    with pytest.raises(SettingsError, match=r"pyproject\.toml` is not valid TOML"):
        Settings.find(tree / "a")
    written(tree, "pyproject.toml", "[tool.black\n")  # somebody else's
    assert Settings.find(tree / "a") == Settings()


# What holds for a file


def test_overrides_count_in_their_order(tmp_path: Path) -> None:
    settings = Settings.read(written(tmp_path, "novalint.toml", FULL))
    assert settings.effective(tmp_path / "nova.conf").release == "2025.1"
    api = settings.effective(tmp_path / "api" / "nova.conf")
    assert (api.release, api.select, api.ignore) == ("2025.1", (), ("deprecated-name",))
    assert (api.deployment.role, api.deployment.tenants) == (("api", "conductor"), 300)
    assert api.severity == {"unknown-option": "error"}
    old = settings.effective(tmp_path / "api" / "old.conf")
    assert (old.release, old.select, old.ignore) == ("zed", (), ("deprecated-name", "syntax"))
    assert (old.deployment.role, old.deployment.tenants) == (("api", "conductor"), 3)
    assert old.deployment.instances_per_host == settings.deployment.instances_per_host
    assert old.thresholds == {"fatal-vif-plugging": {"tenants": 20, "share": 0.5}}
    assert (old.plugins, old.fail_on, old.path) == (("acme",), "error", settings.path)


def test_what_holds_for_a_file_holds_once(tmp_path: Path) -> None:
    settings = Settings.read(written(tmp_path, "novalint.toml", FULL))
    once = settings.effective(tmp_path / "api" / "old.conf", configuration="compute1")
    assert once.overrides == ()
    assert once.effective(tmp_path / "api" / "old.conf") == once


def test_one_file_of_a_configuration_is_enough(tmp_path: Path) -> None:
    settings = Settings.read(written(tmp_path, "novalint.toml", FULL))
    both = settings.effective(tmp_path / "nova.conf", tmp_path / "api" / "old.conf")
    assert both.release == "zed"


def test_a_later_release_stands_over_an_earlier_fact() -> None:
    table = {
        "deployment": {"release": "zed"},
        "overrides": [
            {"paths": ["a.conf"], "release": "yoga"},
            {"paths": ["a.conf"], "deployment": {"release": "xena"}},
        ],
    }
    assert Settings.of(table).effective("b.conf").release == "zed"
    assert Settings.of(table).effective("a.conf").release == "xena"


def test_a_named_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.read(written(tmp_path, "novalint.toml", FULL))
    assert settings.effective("api/old.conf", configuration="compute1").release == "epoxy"
    elsewhere = tmp_path / "a"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert settings.files("compute1") == ("/etc/nova/nova.conf", str(tmp_path / "nova.conf.d"))
    monkeypatch.chdir(tmp_path)
    assert settings.files("compute1") == ("/etc/nova/nova.conf", "nova.conf.d")
    with pytest.raises(SettingsError, match="no configuration `compute2`; the nearest is"):
        settings.files("compute2")
    with pytest.raises(SettingsError, match=r"define it as \[configurations\.NAME\]"):
        Settings().effective(configuration="compute1")
