"""What is found in templates: at the line of the template, and nothing that it leaves open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from novalint.cli import main

Check = Callable[..., list[str]]


@pytest.fixture
def checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """Return the findings in a template, without its path, but for mere notes."""

    def check(template: str, name: str = "nova.conf.j2") -> list[str]:
        path = tmp_path / name
        path.write_text(template, encoding="utf-8")
        main(["check", "--release", "2025.1", str(path)])
        lines = [one.removeprefix(f"{path}:") for one in capsys.readouterr().out.splitlines()]
        return [one for one in lines if ": warning[" in one or ": error[" in one]

    return check


def test_a_group_that_a_template_computes_is_none_that_nova_lacks(checked: Check) -> None:
    template = "[DEFAULT]\nmy_ip = {{ ip }}\n[neutron_physnets_{{ x }}]\nnuma_nodes = 0\n"
    assert checked(template) == []
    template = "[DEFAULT]\n{% if x %}\n[compute]\n{% endif %}\nlock_pth = 1\n"
    assert checked(template) == []


def test_an_old_name_beside_the_new_one_in_another_branch_is_renamed(checked: Check) -> None:
    template = (
        "[libvirt]\ncpu_mode = custom\n{% if x %}\ncpu_models = {{ x }}\n"
        "{% else %}\ncpu_model = {{ y }}\n{% endif %}\n"
    )
    (line,) = checked(template)
    assert line.startswith("6:1: warning[deprecated-name]")
    assert line.endswith("rename it")


@pytest.mark.parametrize(
    ("name", "template", "place"),
    [
        (
            "nova.conf.j2",
            "[DEFAULT]\n{% if x %}\nmy_ip = {{ ip }}\n{% endif %}\ndebugg = 1\n",
            "5:1",
        ),
        (
            "nova.conf.erb",
            "[DEFAULT]\n<% if @x -%>\nmy_ip = <%= @ip %>\n<% end -%>\ndebugg = 1\n",
            "5:1",
        ),
        (
            "nova.conf.gotmpl",
            "[DEFAULT]\n{{- if .x }}\nmy_ip = {{ .ip }}\n{{- end }}\ndebugg = 1\n",
            "5:1",
        ),
    ],
)
def test_a_wrong_name_is_found_at_its_line(
    name: str, template: str, place: str, checked: Check
) -> None:
    (line,) = checked(template, name)
    assert line.startswith(f"{place}: warning[unknown-option]")
