"""References within values follow their options to new names."""

from __future__ import annotations

import pytest
from upgrading.test_names import migrated, result

CONSOLES = """\
[DEFAULT]
vncserver_listen = 192.0.2.1
vncserver_proxyclient_address = $vncserver_listen
"""


def test_a_reference_gets_the_present_name() -> None:
    draft = migrated("queens", "2026.2", CONSOLES)
    (after,) = draft.after.documents
    assert "\nserver_proxyclient_address = ${server_listen}\n" in after.text
    assert draft.after["vnc"]["server_proxyclient_address"] == "192.0.2.1"


def test_a_reference_into_another_group_names_it() -> None:
    before = "[DEFAULT]\nvncserver_listen = 192.0.2.1\n[spice]\nhtml5proxy_host = $DEFAULT.x\n"
    assert "$DEFAULT.x" in result("queens", "2026.2", before)
    before = "[DEFAULT]\nvncserver_listen = 192.0.2.1\ninstances_path = /x/$vncserver_listen\n"
    after = result("queens", "2026.2", before)
    assert "instances_path = /x/${vnc.server_listen}\n" in after


@pytest.mark.parametrize("written", ["$glance_port", "${glance_port}", '"$glance_port"'])
def test_a_reference_that_never_named_anything_stays(written: str) -> None:
    before = f"[DEFAULT]\ninstances_path = {written}\n"
    assert result("2024.1", "2026.2", before) == before


def test_the_value_of_an_option_that_is_gone_stands_in_its_place() -> None:
    before = "[DEFAULT]\nosapi_compute_listen = 192.0.2.7\nhost = api-$osapi_compute_listen\n"
    after = result("2024.1", "2026.2", before)
    assert "\n#osapi_compute_listen = 192.0.2.7\n" in after
    assert "\nhost = api-192.0.2.7\n" in after


def test_what_stands_for_no_reference_stays() -> None:
    before = "[DEFAULT]\nvncserver_listen = ::1\nhost = a$$vncserver_listen\\$vncserver_listen$-\n"
    after = result("queens", "2026.2", before)
    assert "host = a$$vncserver_listen\\$vncserver_listen$-\n" in after
