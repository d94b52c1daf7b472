"""Flags of Juju: nothing there is a comment, so that what nobody knows stays as it is."""

from __future__ import annotations

import pytest
from hosts.reading import changed, documents

import novalint
from novalint.text.writing import unset_option
from novalint.upgrading.changes import Effect

HOST = "applications:\n  nova-compute:\n    options:\n      config-flags: {}\n"


@pytest.mark.parametrize(
    ("flags", "left"),
    [
        ("a=1,vif_plugging_timeout=300", "a=1"),
        ("vif_plugging_timeout=300,a=1", "a=1"),
        ("a=1,vif_plugging_timeout=300,b=2", "a=1,b=2"),
    ],
)
def test_a_flag_that_is_unset_is_taken_out(flags: str, left: str) -> None:
    (document,) = documents(HOST.format(flags))
    patch = unset_option(document, "DEFAULT", "vif_plugging_timeout")
    assert changed(document, patch) == HOST.format(left)


def test_an_upgrade_leaves_flags_that_nobody_knows_where_they_are() -> None:
    (document,) = documents(HOST.format("my_own=1,rpc_thread_pool_size=3,own=2,debug=true"))
    upgrade = novalint.upgrade(document, "ocata", "2025.1")
    (file,) = upgrade.patch.files
    assert file.result == HOST.format("my_own=1,executor_thread_pool_size=3,own=2,debug=true")
    told = [change for change in upgrade.changes if change.option in ("my_own", "own")]
    assert {change.effect for change in told} == {Effect.NOTHING}
    assert not any(change.mended for change in told)
    assert all("it is left as it is, since nothing" in change.message for change in told)


def test_a_flow_mapping_keeps_what_nobody_knows_as_well() -> None:
    host = "nova_nova_conf_overrides: {DEFAULT: {my_own: 1, debug: true}}\n"
    (document,) = documents(host)
    upgrade = novalint.upgrade(document, "zed", "2025.1")
    assert not upgrade.patch
    assert any("nothing can be commented out there" in c.message for c in upgrade.changes)
