"""Lines with expressions move as they are written, where that says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

import novalint
from novalint.text.hosting import in_host
from novalint.text.writing import move


def moved(folder: Path, template: str, name: str = "nova.conf.j2") -> str | None:
    """Return the template after `dhcp_domain` has moved to `[api]`, None where it cannot."""
    path = folder / name
    path.write_text(template, encoding="utf-8")
    (document,) = novalint.documents(path)
    line = next(one for one in document.assignments if one.option == "dhcp_domain")
    made = in_host(move(document, line, "api", "dhcp_domain"), {document.path: document})
    return made.files[0].result if made else None


LINE = "dhcp_domain = {{ zone | default('a b') }}.{{ top }}\n"


def test_an_expression_moves_as_it_is_written(tmp_path: Path) -> None:
    template = f"[DEFAULT]\nmy_ip = {{{{ ip }}}}\n{LINE}\n[api]\nlist_records = 1\n"
    after = f"[DEFAULT]\nmy_ip = {{{{ ip }}}}\n\n[api]\nlist_records = 1\n{LINE}"
    assert moved(tmp_path, template) == after


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("nova.conf.erb", "dhcp_domain = <%= @zone['x'] %>\n"),
        ("nova.conf.gotmpl", 'dhcp_domain = {{ .zone | default "x" }}\n'),
    ],
)
def test_in_other_languages_too(name: str, line: str, tmp_path: Path) -> None:
    template = f"[DEFAULT]\n{line}[api]\nlist_records = 1\n"
    assert moved(tmp_path, template, name) == f"[DEFAULT]\n[api]\nlist_records = 1\n{line}"


@pytest.mark.parametrize(
    "between",
    ["{% set zone = 1 %}\n", "{%- do x.update(y) %}\n", "{% import 'x' as zone %}\n"],
)
def test_it_does_not_move_past_what_may_change_it(between: str, tmp_path: Path) -> None:
    assert moved(tmp_path, f"[DEFAULT]\n{LINE}{between}[api]\nlist_records = 1\n") is None
    assert moved(tmp_path, f"{between}[DEFAULT]\n{LINE}[api]\nlist_records = 1\n")


@pytest.mark.parametrize(
    "line",
    [
        "{% if x %}\ndhcp_domain = {{ zone }}\n{% endif %}\n",
        "{% for zone in x %}\ndhcp_domain = {{ zone }}\n{% endfor %}\n",
        "dhcp_domain = {% if x %}a{% endif %}\n",
        "dhcp_domain = {{\n zone }}\n",
    ],
)
def test_what_stands_in_a_branch_or_holds_one_stays(line: str, tmp_path: Path) -> None:
    assert moved(tmp_path, f"[DEFAULT]\n{line}[api]\nlist_records = 1\n") is None


def test_a_line_that_moves_from_above_one_that_is_renamed_leaves_it_its_expression(
    tmp_path: Path,
) -> None:
    path = tmp_path / "nova.conf.j2"
    path.write_text("[DEFAULT]\nvncserver_listen = {{ a }}\nrpc_thread_pool_size = {{ t }}\n")
    (made,) = novalint.upgrade(path, "queens", "2026.2").patch.files
    assert made.result == (
        "[DEFAULT]\nexecutor_thread_pool_size = {{ t }}\n\n[vnc]\nserver_listen = {{ a }}\n"
    )


def test_old_defaults_are_kept_beside_a_branch_whose_line_goes(tmp_path: Path) -> None:
    path = tmp_path / "nova.conf.j2"
    branch = "[api]\n{% if fwd %}\nuse_forwarded_for = true\n{% endif %}\n"
    path.write_text(f"[DEFAULT]\nmy_ip=1.2.3.4\n{branch}")
    upgrade = novalint.upgrade(path, "zed", "2025.1", keep_behaviour=True)
    (file,) = upgrade.patch.files
    assert "\n#use_forwarded_for = true\n{% endif %}\n" in file.result
    assert "my_ip=1.2.3.4\nheal_instance_info_cache_interval=60\n" in file.result
    assert not upgrade.unkept
