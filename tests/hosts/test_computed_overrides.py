"""Overrides of OpenStack-Ansible that an expression makes: nothing is checked, and that is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from novalint.cli import main
from novalint.hosts.computed_overrides import computed

NAME = "user_variables.yml"
COMBINED = "nova_nova_conf_overrides: \"{{ base | combine({'DEFAULT': {'debug': 1}}) }}\"\n"
NOTE = "`nova_nova_conf_overrides` is made by an expression, so it is not checked"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with overrides that are computed, and a file beside them."""
    monkeypatch.chdir(tmp_path)
    Path(NAME).write_text(f"---\n{COMBINED}")
    Path("nova.conf").write_text("[DEFAULT]\ndefault_availability_zone = az1\n")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "is_made"),
    [
        (COMBINED, True),
        ("nova_nova_conf_overrides: >-\n  {{ a | combine(b) }}\n", True),
        ("nova_nova_conf_overrides: {{ a }}\n", True),
        ("nova_nova_conf_overrides: >-  # why\n  {{ a }}\n", True),
        ("nova_nova_conf_overrides:\n  '{{ a }}'\n", True),
        ('nova_nova_conf_overrides: !unsafe "{{ a }}"\n', True),
        ('nova_nova_conf_overrides:  # why\n  "{{ a }}"\n', True),
        ('nova_nova_conf_overrides: &own "{{ a }}"\n', True),
        ("nova_nova_conf_overrides: |-\n\n  {{ a }}\n", True),
        ('nova_nova_conf_overrides: !unsafe\n  "{{ a }}"\n', True),
        ("nova_nova_conf_overrides:  # '{{ a }}'\n  DEFAULT: {}\n", False),
        ("#" + COMBINED, False),
        ("nova_nova_conf_overrides: {DEFAULT: {debug: true}}\n", False),
        ("nova_nova_conf_overrides:\n  DEFAULT:\n    my_ip: '{{ ip }}'\n", False),
        ("nova_nova_conf_overrides_of_mine: '{{ a }}'\n", False),
    ],
)
def test_what_an_expression_makes(text: str, is_made: bool) -> None:
    Path(NAME).write_text(text)
    assert computed(NAME) == (NOTE if is_made else "")


def test_a_file_that_cannot_be_read_is_none() -> None:
    assert computed("missing.yml") == computed(".") == ""


def test_a_page_about_it_is_none() -> None:
    Path("README.md").write_text(COMBINED)
    assert computed("README.md") == ""


def test_a_command_about_one_file_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["set", NAME, "debug=true"]) == 2
    assert f"novalint: `{NAME}`: {NOTE}\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "status"),
    [([NAME], 2), (["--skip-foreign", NAME], 0), (["--skip-foreign", NAME, "nova.conf"], 0),
     (["."], 0)],
)  # fmt: skip
def test_check_says_so(
    arguments: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *arguments]) == status
    err = capsys.readouterr().err
    assert err.count(NOTE) == 1 and f"novalint: `{NAME}`: {NOTE}\n" in err
    assert "skipped" not in err


def test_the_list_of_files_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    main(["settings", "--files", NAME])
    assert f"{NAME}: {NOTE}\n" in capsys.readouterr().out
