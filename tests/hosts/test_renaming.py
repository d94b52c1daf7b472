"""An option that is renamed beside one that goes keeps its place."""

from __future__ import annotations

from pathlib import Path

import pytest

import novalint
from novalint.hosts.renaming import units
from novalint.text.option_changes import OptionChange

JUJU = """\
applications:
  nova-compute:
    charm: ch:nova-compute
    options:
      config-flags: {}
"""
PUPPET = "parameter_defaults:\n  ComputeExtraConfig:\n    nova::config::nova_config:\n"


def migrated(text: str, folder: Path) -> str:
    path = folder / "file.yaml"
    path.write_text(text)
    (file,) = novalint.upgrade(path, "2024.1", "2026.2").patch.files
    return file.result


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "rpc_thread_pool_size=64,enabled_apis=metadata,my_ip=192.0.2.1",
            "executor_thread_pool_size=64,my_ip=192.0.2.1",
        ),
        (
            "'my_ip=192.0.2.1,enabled_apis=metadata, rpc_thread_pool_size=64, state_path=/x'",
            "'my_ip=192.0.2.1, executor_thread_pool_size=64, state_path=/x'",
        ),
    ],
)
def test_a_flag(before: str, after: str, tmp_path: Path) -> None:
    assert migrated(JUJU.format(before), tmp_path) == JUJU.format(after)


def test_a_resource(tmp_path: Path) -> None:
    old, new = (f"      DEFAULT/{name}_thread_pool_size:  # why\n" for name in ("rpc", "executor"))
    text = f"{PUPPET}{old}        value: 64\n"
    rest = "      {}DEFAULT/enabled_apis: {{value: metadata}}\n      DEFAULT/my_ip: {{value: a}}\n"
    after = migrated(text + rest.format(""), tmp_path)
    assert after == text.replace(old, new) + rest.format("#")


def change(option: str, before: str = "", after: str = "", **more: bool) -> OptionChange:
    return OptionChange("DEFAULT", option, *(((one,) if one else ()) for one in (before, after)),
                        **more)  # fmt: skip


def test_only_what_is_sure_is_a_rename() -> None:
    gone, new = change("a", before="1"), change("b", after="1")
    other = change("c", before="2", after="3")
    assert units([gone, other, new]) == [(gone, new), (other,)]
    for more in (change("d", before="1"), change("d", after="1")):
        assert units([gone, new, more]) == [(gone,), (new,), (more,)]
    for apart in (gone._replace(group="api"), gone._replace(before=("2",))):
        assert units([apart, new]) == [(apart,), (new,)]
    commented = change("a", before="1", commented=True)
    assert units([commented, new]) == [(commented,), (new,)]
