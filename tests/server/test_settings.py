"""Settings, configurations and roots count for an open file as they do for the program."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("lsprotocol", reason="lsprotocol is not installed")

from novalint.errors import NovalintError, SettingsError
from novalint.project.model import Project
from novalint.server import hover
from novalint.server.cursor import spot
from novalint.server.diagnostics import DEPRECATED, UNNECESSARY, diagnostics, fault
from novalint.server.projects import Projects, SettingsFileError, override_of
from novalint.server.session import Session
from novalint.settings.model import Override, Settings

TEXT = "[DEFAULT]\nvif_plugging_timeout = 0\nno_such = 1\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return tmp_path


def made(**overrides: object) -> Session:
    return Session(Projects(Project(overrides=Override(**overrides), search=True)))  # type: ignore[arg-type]


def shown(session: Session, path: Path, text: str | None = None) -> list[str]:
    """Open a file where it is not open, and return the rules that are shown in it."""
    uri = path.as_uri()
    if uri not in session.texts:
        session.open(uri, 1, path.read_text() if text is None else text)
    return [str(one.code) for one in diagnostics(session, uri)]


def test_the_nearest_settings_count(root: Path) -> None:
    (root / "novalint.toml").write_text('ignore = ["unknown-option"]\n')
    (root / "own").mkdir()
    (root / "own" / "novalint.toml").write_text('select = ["unknown-option"]\n')
    session = made()
    assert shown(session, root / "nova.conf", TEXT) == ["vif-fatal-without-waiting"]
    assert shown(session, root / "own" / "nova.conf", TEXT) == ["unknown-option"]


def test_a_change_of_settings_is_taken_up(root: Path) -> None:
    settings = root / "novalint.toml"
    settings.write_text('select = ["unknown-option"]\n')
    session = made()
    assert shown(session, root / "nova.conf", TEXT) == ["unknown-option"]
    settings.write_text('select = ["vif-fatal-without-waiting"]\n')
    session.touch()
    assert shown(session, root / "nova.conf") == ["vif-fatal-without-waiting"]
    settings.unlink()
    session.touch()
    assert len(shown(session, root / "nova.conf")) == 2


def test_overrides_count_for_their_files(root: Path) -> None:
    (root / "novalint.toml").write_text(
        '[[overrides]]\npaths = ["old/*.conf"]\nignore = ["unknown-option"]\n'
    )
    (root / "old").mkdir()
    session = made()
    assert "unknown-option" in shown(session, root / "nova.conf", TEXT)
    assert "unknown-option" not in shown(session, root / "old" / "nova.conf", TEXT)


def test_the_command_line_and_the_editor_stand_over_them(root: Path) -> None:
    (root / "novalint.toml").write_text('release = "train"\n')
    session = made(release="2023.1")
    path = root / "nova.conf"
    shown(session, path, TEXT)
    assert session.view(path.as_uri()).config.release.series == "2023.1"
    session.projects.editor = override_of({"release": "2025.1", "ignore": ["unknown-option"]})
    session.touch()
    assert shown(session, path) == ["vif-fatal-without-waiting"]
    assert session.view(path.as_uri()).config.release.series == "2025.1"


@pytest.mark.parametrize(
    "table", [7, "release", ["release"], {"release": 7}, {"relase": "2025.1"}, {"select": ["x"]},
              {"deployment": {"no_such": 1}}]
)  # fmt: skip
def test_wrong_settings_of_the_editor_are_refused(table: object) -> None:
    with pytest.raises(NovalintError):
        override_of(table)


def test_nothing_said_by_the_editor_changes_nothing() -> None:
    assert override_of({}) == Override()
    assert override_of({"release": None}) == Override()
    assert override_of({"novalint": {}}) == Override()


def test_settings_may_stand_under_their_name() -> None:
    assert override_of({"novalint": {"release": "2025.1"}}).release == "2025.1"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('\nselect = ["no-such"]\n', 1, "no-such"),
        ("release = \n", 0, "not valid TOML"),
        ("\n\n[deployment]\ntenants = 'x'\n", 3, "tenants"),
    ],
)
def test_wrong_settings_are_shown_on_their_line(
    root: Path, text: str, line: int, words: str
) -> None:
    (root / "novalint.toml").write_text(text)
    session = made()
    with pytest.raises(SettingsFileError) as refused:
        shown(session, root / "nova.conf", TEXT)
    told = fault(refused.value)
    assert told and told[0] == (root / "novalint.toml").as_uri()
    assert told[1].range.start.line == line and words in told[1].message


def test_only_settings_files_are_shown_as_wrong() -> None:
    assert fault(SettingsError("x")) is None


CONFIGURATION = '[configurations.node]\npaths = ["a.conf", "conf.d"]\n'


def test_files_of_a_configuration_are_read_together(root: Path) -> None:
    (root / "novalint.toml").write_text(CONFIGURATION)
    (root / "a.conf").write_text("[libvirt]\ncpu_mode = custom\n")
    (root / "conf.d").mkdir()
    (root / "conf.d" / "b.conf").write_text("[libvirt]\ncpu_models = Nehalem\n")
    session = made()
    rule = "custom-cpu-mode-without-models"
    assert rule not in shown(session, root / "a.conf")
    session.open((root / "conf.d" / "b.conf").as_uri(), 1, "[libvirt]\n")
    assert rule in shown(session, root / "a.conf"), "as it is open"
    session.close((root / "conf.d" / "b.conf").as_uri())
    assert rule not in shown(session, root / "a.conf"), "as it lies there"
    (root / "conf.d" / "b.conf").write_text("[libvirt]\n# longer\n")
    session.touch()
    assert rule in shown(session, root / "a.conf"), "as it was written"


def test_a_file_that_cannot_be_read_is_left_out(root: Path) -> None:
    (root / "novalint.toml").write_text(CONFIGURATION)
    (root / "a.conf").write_text(TEXT)
    session = made()
    assert "unknown-option" in shown(session, root / "a.conf")
    (reason,) = session.view((root / "a.conf").as_uri()).unread
    assert "conf.d" in str(reason)


def test_files_that_are_read_together_are_checked_together(root: Path) -> None:
    (root / "novalint.toml").write_text(CONFIGURATION)
    (root / "a.conf").write_text("[DEFAULT]\n")
    session = made()
    shown(session, root / "a.conf")
    shown(session, root / "other.conf", "[DEFAULT]\n")
    (root / "conf.d").mkdir()
    (root / "conf.d" / "b.conf").write_text("[DEFAULT]\n")
    session.touch()
    shown(session, root / "conf.d" / "b.conf")
    shown(session, root / "a.conf")
    both = {(root / "a.conf").as_uri(), (root / "conf.d" / "b.conf").as_uri()}
    assert session.sharing((root / "a.conf").as_uri()) == both


def test_a_file_of_two_configurations_is_told_of_both_once(root: Path) -> None:
    (root / "novalint.toml").write_text(
        '[configurations.one]\npaths = ["a.conf"]\nselect = ["unknown-option"]\n'
        '[configurations.two]\npaths = ["a.conf"]\n'
    )
    assert sorted(shown(made(), root / "a.conf", "")) == []
    (root / "a.conf").write_text(TEXT)
    assert sorted(shown(made(), root / "a.conf")) == [
        "unknown-option", "vif-fatal-without-waiting",
    ]  # fmt: skip


def test_a_file_behind_a_link_is_known(root: Path) -> None:
    (root / "novalint.toml").write_text(CONFIGURATION)
    (root / "a.conf").write_text("[DEFAULT]\n")
    (root / "link.conf").symlink_to(root / "a.conf")
    session = made()
    shown(session, root / "link.conf", TEXT)
    assert session.view((root / "link.conf").as_uri()).readings[0].project.configurations


def test_explicit_settings_count_for_every_file(root: Path) -> None:
    (root / "own.toml").write_text('select = ["unknown-option"]\n')
    settings = Settings.read(root / "own.toml")
    session = Session(Projects(Project(settings)))
    assert shown(session, root / "nova.conf", TEXT) == ["unknown-option"]


def test_a_baseline_counts(root: Path) -> None:
    from novalint.findings.baseline import Baseline

    uri = (root / "nova.conf").as_uri()
    session = made()
    session.open(uri, 1, TEXT)
    baseline = Baseline.of([session.reports(uri)[0].findings])
    accepted = Session(Projects(Project(baseline=baseline, search=True)))
    accepted.open(uri, 1, TEXT)
    assert diagnostics(accepted, uri) == []


def test_options_of_other_packages_are_known(root: Path) -> None:
    (root / "novalint.toml").write_text(
        '[[options]]\ngroup = "acme"\nname = "speed"\ntype = "integer"\ndefault = 7\n'
    )
    session = made()
    text = "[acme]\nspeed = fast\n[libvirt]\n"
    assert shown(session, root / "nova.conf", text) == ["invalid-value"]
    view = session.view((root / "nova.conf").as_uri())
    here = spot(view.document, view.config.schema, text.index("speed"))
    assert here is not None
    for markdown in (True, False):
        page = hover.page(here, view.config.schema, markdown)
        assert "integer" in page and "default: 7" in page and "settings" in page


def test_tags_are_of_rules_that_there_are() -> None:
    from novalint.rules.catalogue import rules

    assert {rule.name for rule in rules()} >= DEPRECATED | UNNECESSARY


def test_an_older_name_is_struck_through(root: Path) -> None:
    session = made()
    uri = (root / "nova.conf").as_uri()
    session.open(uri, 1, "[DEFAULT]\nremove_unused_base_images = true\nno_such = 1\n")
    tags = {one.code: one.tags for one in diagnostics(session, uri)}
    assert tags["deprecated-name"] == [2] and tags["unknown-option"] == [1]


def test_related_places_have_their_file(root: Path) -> None:
    (root / "novalint.toml").write_text(CONFIGURATION)
    (root / "a.conf").write_text("[DEFAULT]\ndebug = true\ndebug = false\n")
    session = made()
    uri = (root / "a.conf").as_uri()
    session.open(uri, 1, (root / "a.conf").read_text())
    (found,) = (one for one in diagnostics(session, uri) if one.code == "duplicate-option")
    assert found.related_information
    assert found.related_information[0].location.uri == uri
