"""Of OpenStack-Ansible's variables of one name Ansible takes one: the others are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from novalint.engine.report import check
from novalint.hosts.reading import documents

TEXT = "nova_nova_conf_overrides:\n  DEFAULT:\n    my_ip: 10.0.0.1\n"


def told(folder: Path, name: str) -> list[str]:
    (document,) = documents(folder / name)
    return [one.message for one in check(document, select=["override-not-read"]).findings]


@pytest.mark.parametrize(
    ("name", "others", "hiding"),
    [
        ("group_vars/nova_compute.yml", ["user_variables.yml"], "user_variables.yml"),
        ("group_vars/all/nova.yml", ["user_variables.yml", "user_nova.yml"], "user_variables.yml"),
        ("host_vars/cmp1.yml", ["user_nova.yml"], "user_nova.yml"),
        ("user_nova.yml", ["user_variables.yml"], "user_variables.yml"),
        ("user_nova.yml", ["user_variables.yml", "user_nova_2.yml"], "user_variables.yml"),
        ("user_variables.yml", ["user_nova.yml", "host_vars/cmp1.yml"], None),
        ("host_vars/cmp1.yml", ["group_vars/nova_compute.yml", "variables.yml"], None),
    ],
)
def test_the_last_of_the_extra_variables_counts(
    name: str, others: list[str], hiding: str | None, tmp_path: Path
) -> None:
    for each in (name, *others):
        (tmp_path / each).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / each).write_text(TEXT)
    said = told(tmp_path, name)
    if hiding is None:
        assert said == []
        return
    of_some = "/" in name and "/all" not in name
    need = "repeat here what these hosts need of it"
    way = f"move that of {hiding} to group_vars/all.yml, and {need}"
    assert said == [
        f"`nova_nova_conf_overrides` is set by {hiding} too, which overrides it, so nothing that it"
        f" sets has an effect; {way if of_some else 'move it there'}"
    ]


def test_another_variable_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "host_vars").mkdir()
    (tmp_path / "host_vars" / "cmp1.yml").write_text(TEXT)
    (tmp_path / "user_variables.yml").write_text("nova_api_threads: 2\n" + "#" + TEXT)
    assert told(tmp_path, "host_vars/cmp1.yml") == []


def test_a_key_in_quotes_hides(tmp_path: Path) -> None:
    (tmp_path / "host_vars").mkdir()
    (tmp_path / "host_vars" / "cmp1.yml").write_text(TEXT)
    (tmp_path / "user_variables.yml").write_text('"' + TEXT.replace(":", '":', 1))
    assert "is set by user_variables.yml too" in told(tmp_path, "host_vars/cmp1.yml")[0]


@pytest.mark.parametrize("name", ["host_vars/cmp1.yml", "group_vars/nova_compute/nova.yml"])
@pytest.mark.parametrize("of_all", ["all.yml", "all/nova.yml"])
def test_what_is_taken_from_the_variable_of_all_hosts_is_named(
    name: str, of_all: str, tmp_path: Path
) -> None:
    """ansible-core 2.19: the variable of a host has no item of that of `all`."""
    for each in (name, f"group_vars/{of_all}"):
        (tmp_path / each).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(TEXT)
    of_every = tmp_path / "group_vars" / of_all
    of_every.write_text(TEXT)
    assert told(tmp_path, name) == []
    of_every.write_text(
        TEXT + "    invented: 1\n  libvirt:\n    cpu_mode: none\n    virt_type: qemu\n"
    )
    assert told(tmp_path, name) == [
        f"`nova_nova_conf_overrides` replaces that of group_vars/{of_all} as a whole, which takes"
        " `[libvirt] cpu_mode` and `[libvirt] virt_type` away; repeat here what these hosts need"
        " of it"
    ]
    assert told(tmp_path, f"group_vars/{of_all}") == []


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("user_variables.yml", "user_variables_nova.yml"),
        ("user_Variables.yml", "user_nova.yml"),
    ],
)
def test_which_one_counts_may_depend_on_the_locale(first: str, last: str, tmp_path: Path) -> None:
    """`ls` sorts these in C as they stand here, and the other way round in en_US.UTF-8."""
    (tmp_path / first).write_text(TEXT)
    (tmp_path / last).write_text(TEXT)
    assert told(tmp_path, first) == [
        f"`nova_nova_conf_overrides` is set by {last} too, and Ansible takes only one of them, "
        "that of the file which `ls` lists last in your locale; set all in one file"
    ]
    assert told(tmp_path, last) == []


def test_nothing_else_is_said_of_a_variable_that_another_hides(tmp_path: Path) -> None:
    (tmp_path / "host_vars").mkdir()
    wrong = TEXT.replace("my_ip: 10.0.0.1", "vif_plugging_timeout: 5m")
    (tmp_path / "host_vars" / "cmp1.yml").write_text(wrong)
    (document,) = documents(tmp_path / "host_vars" / "cmp1.yml")
    assert [one.rule for one in check(document).findings] == ["invalid-value"]
    (tmp_path / "user_variables.yml").write_text(TEXT)
    (document,) = documents(tmp_path / "host_vars" / "cmp1.yml")
    assert [one.rule for one in check(document).findings] == ["override-not-read"]
