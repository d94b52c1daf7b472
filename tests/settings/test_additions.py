"""Options of other packages in settings: read, refused where they are wrong, and used."""

from __future__ import annotations

from pathlib import Path

import pytest

import novalint
from novalint.errors import SettingsError
from novalint.schema.comparison import compare
from novalint.settings import Settings
from novalint.text.document import Document
from novalint.upgrading.upgrade import upgrade_documents

OPTION = '[[options]]\ngroup = "Acme"\nname = "file-server"\n'


def read(folder: Path, text: str) -> Settings:
    file = folder / "novalint.toml"
    file.write_text(text, encoding="utf-8")
    return Settings.read(file)


def test_names_are_taken_as_oslo_config_takes_them(tmp_path: Path) -> None:
    additions = read(tmp_path, OPTION).additions
    assert additions is not None
    assert [(option.group, option.name) for option in additions.options] == [
        ("acme", "file_server")
    ]


def test_nothing_is_added_without_them(tmp_path: Path) -> None:
    assert read(tmp_path, 'release = "2025.1"\n').additions is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (OPTION + 'type = "port"\ndefault = "x"\n', "`default` of `file-server` is `x`"),
        (OPTION + 'type = "boolean"\ndefault = 1\n', "not of type boolean"),
        (OPTION + 'type = "number"\n', "type"),
        (OPTION + 'kind = "port"\n', "kind"),
        ('[libraries]\n"oslo.mesaging" = "17.1.0"\n', "oslo.messaging"),
        ('[libraries]\n"oslo.messaging" = "new"\n', "oslo.messaging"),
        ('[[options]]\nname = "x"\n', "group"),
    ],
)
def test_what_is_wrong_is_refused_on_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=r"novalint\.toml:\d") as caught:
        read(tmp_path, text)
    assert message in str(caught.value)


def test_a_check_knows_them(tmp_path: Path) -> None:
    file = tmp_path / "nova.conf"
    file.write_text("[acme]\nfile_server = on\n", encoding="utf-8")

    def rules(settings: Settings) -> set[str]:
        report = novalint.check(str(file), release="2025.1", settings=settings)
        return {finding.rule for finding in report.findings}

    assert "unknown-group" in rules(Settings())
    assert not rules(read(tmp_path, OPTION)) & {"unknown-group", "unknown-option"}


def test_an_upgrade_keeps_them(tmp_path: Path) -> None:
    file = tmp_path / "nova.conf"
    file.write_text("[acme]\nfile_server = on\n", encoding="utf-8")
    comparison = compare("2024.1", "2025.1")
    settings = read(tmp_path, OPTION)
    outcome = upgrade_documents([Document.read(file)], comparison, settings, keep_behaviour=False)
    assert not outcome.patch
