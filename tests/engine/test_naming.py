"""Names in settings that no rule, theme or threshold has, and the line on which they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from novalint.errors import SettingsError
from novalint.rules import plugins
from novalint.rules.catalogue import Plugins
from novalint.settings import Settings
from novalint.settings.naming import check_names

RULE = "there is no rule `fatal-vif-pluging`; the nearest is `fatal-vif-plugging`"
NAME = "there is no rule or theme `fatal-vif-pluging`; the nearest is `fatal-vif-plugging`"
NUMBER = "rule `fatal-vif-plugging`: there is no threshold `tennants`; the nearest is `tenants`"
WRONG = [
    ('select = ["networking", "fatal-vif-pluging"]', 1, NAME),
    ('ignore = [\n  "networking",\n  "fatal-vif-pluging",\n]', 3, NAME),
    ('[severity]\nsyntax-error = "error"\nfatal-vif-pluging = "info"', 3, RULE),
    ("[thresholds]\n[thresholds.fatal-vif-pluging]\ntenants = 1", 2, RULE),
    ("[thresholds.fatal-vif-pluging]", 1, RULE),
    ("[thresholds.fatal-vif-plugging]\ntenants = 1\ntennants = 1", 3, NUMBER),
    (
        '[[overrides]]\npaths = ["x"]\n\n[[overrides]]\npaths = ["y"]\n'
        'ignore = ["fatal-vif-pluging"]',
        6,
        NAME,
    ),
    ('[configurations.x]\npaths = ["x"]\nseverity.fatal-vif-pluging = "info"', 3, RULE),
]


@pytest.mark.parametrize(("text", "line", "message"), WRONG)
def test_a_name_that_does_not_exist_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, line: int, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("novalint.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError) as told:
        check_names(Settings.read("novalint.toml"))
    assert str(told.value) == f"`novalint.toml:{line}`: {message}"


def test_settings_of_no_file_have_no_line() -> None:
    with pytest.raises(SettingsError) as told:
        check_names(Settings(ignore=("fatal-vif-pluging",)))
    assert str(told.value) == NAME


def test_names_that_exist_are_right() -> None:
    table = {
        "select": ["networking", "fatal-vif-plugging"],
        "ignore": ["unknown-option"],
        "severity": {"syntax-error": "error"},
        "thresholds": {"fatal-vif-plugging": {"tenants": 1}, "syntax-error": {}},
        "overrides": [{"paths": ["x"], "ignore": ["networking"]}],
        "configurations": {"x": {"paths": ["x"], "select": ["syntax"]}},
    }
    check_names(Settings.of(table))


def test_a_plugin_is_asked_only_where_a_name_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where its rules cannot be had, any name may be one of them."""
    asked: list[tuple[str, ...]] = []

    def load(names: tuple[str, ...]) -> Plugins:
        asked.append(names)
        return Plugins(faults=("it is not there",))

    monkeypatch.setattr(plugins, "load", load)
    check_names(Settings(plugins=("acme",)))
    assert asked == []
    check_names(Settings(plugins=("acme",), severity={"acme-builds": "info"}))
    check_names(Settings(plugins=("acme",), thresholds={"acme-builds": {"tenants": 1}}))
    check_names(Settings(plugins=("acme",), ignore=("acme-builds",)))
    check_names(Settings(plugins=("acme",), select=("acme-builds",)))
    assert asked == [("acme",)] * 4
