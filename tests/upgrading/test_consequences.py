"""Each default that changes is told with what Nova does otherwise, and with the way back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise

import pytest

import novalint
from novalint import Change, Document, Effect, Upgrade
from novalint.nova.changed_defaults import CHANGED_DEFAULTS
from novalint.nova.new_defaults import NEW_DEFAULTS, new_defaults
from novalint.nova.same_defaults import is_of_the_code, mean_the_same
from novalint.schema.comparison import Comparison, Difference, Kind, compare
from novalint.schema.releases import Release, releases

WORTH_NO_WORD: dict[tuple[str, str], str] = {}
"""Defaults that change without an effect that anybody sees, with the reason."""

IN_USE = """\
[DEFAULT]
compute_driver = libvirt.LibvirtDriver
transport_url = rabbit://nova:x@192.0.2.1:5671/
[api_database]
connection = mysql+pymysql://nova:x@192.0.2.1/nova_api
[cache]
enabled = true
backend = dogpile.cache.memcached
memcache_servers = 192.0.2.1:11211
[cors]
allowed_origin = https://192.0.2.1
[keystone_authtoken]
memcached_servers = 192.0.2.1:11211
[oslo_messaging_notifications]
driver = messagingv2
[oslo_messaging_rabbit]
ssl = true
ssl_ca_file = /etc/ssl/ca.pem
[spice]
enabled = true
[vnc]
enabled = true
"""
"""A configuration that uses what most defaults are about."""
WAY_BACK = re.compile(r"; set it to `([^`]+)` to keep the old behaviour")


def changed(comparison: Comparison) -> Iterator[Difference]:
    """Give the defaults that a comparison may tell of, old ones and those that came in between."""
    for one in (*comparison.of(Kind.DEFAULT), *new_defaults(comparison)):
        name = one.group, one.option
        fixed = not (one.old.machine or one.new.machine)
        same = fixed and mean_the_same(name, one.old.value, one.new.value)
        if not (same or is_of_the_code(name) or "*" in one.group):
            yield one


@cache
def every_change() -> tuple[Difference, ...]:
    pairs = combinations(releases(), 2)
    return tuple(one for pair in pairs for one in changed(compare(*pair)))


def upgraded(old: Release, new: Release, keep: bool = False) -> Upgrade:
    document = Document.parse(IN_USE, "nova.conf")
    return novalint.upgrade(document, old.series, new.series, keep_behaviour=keep)


@pytest.mark.slow
def test_every_default_that_changes_has_its_consequence() -> None:
    told = {*CHANGED_DEFAULTS, *NEW_DEFAULTS, *WORTH_NO_WORD}
    assert {(one.group, one.option) for one in every_change()} <= told


@pytest.mark.slow
def test_every_consequence_is_of_a_default_that_changes() -> None:
    assert {*CHANGED_DEFAULTS, *WORTH_NO_WORD} <= {
        (one.group, one.option) for one in every_change()
    }
    assert not CHANGED_DEFAULTS.keys() & WORTH_NO_WORD.keys()


@pytest.mark.slow
def test_a_consequence_is_one_phrase() -> None:
    for one in every_change():
        if known := CHANGED_DEFAULTS.get((one.group, one.option)):
            defaults = one.old.value, one.new.value
            for phrase in (known.said(*defaults), known.way(*defaults)):
                assert not phrase.endswith((".", " ", ";"))
                assert phrase[:1].islower() or phrase.startswith(("Nova ", "QEMU ")) or not phrase


def silent(change: Change) -> bool:
    """Whether a change says no more of a default than what it was and is."""
    return "its default changes: " in change.message and "; " not in re.sub(
        r": (plus|minus) .*?; minus ", ": ", change.message
    )


@pytest.mark.parametrize("pair", [*pairwise(releases())], ids=lambda pair: pair[1].series)
def test_the_way_back_is_what_keeps_the_behaviour(pair: tuple[Release, Release]) -> None:
    keeping = upgraded(*pair, keep=True)
    kept = {(one.group, one.option): one for one in keeping.changes}
    for change in upgraded(*pair).of(Effect.CHANGES):
        assert not silent(change)
        way = WAY_BACK.search(change.message)
        if way is None or change.location:
            continue
        name = change.group, change.option
        assert kept[name].mended or kept[name].rule, name
        (place,) = keeping.after.setting(*name).places
        assert place.assignment.value == way[1]
        if kept[name].mended:
            assert "to keep the old behaviour" not in kept[name].message


@pytest.mark.parametrize(
    ("old", "new", "option", "said"),
    [
        ("2024.2", "2025.1", "heal_instance_info_cache_interval",
         "changes: -1 (was 60); nova-compute reads the ports of its servers from Neutron only when"
         " Neutron reports a change, which out-of-tree backends may not do; set it to `60`"),
        ("yoga", "zed", "logging_context_format_string",
         "changes: plus %(global_request_id)s; log lines show the global request ID"),
        ("wallaby", "2023.1", "enabled_filters", "placement finds the hosts of a zone"),
        ("stein", "2023.1", "enabled_filters", "placement finds the hosts of a zone"),
        ("ussuri", "2026.2", "query_placement_for_availability_zone",
         "before it is removed in 2023.2: true (was false); placement finds the hosts"),
        ("ocata", "stein", "catalog_info", "so the catalog needs a service `volumev3`"),
        ("wallaby", "xena", "max_overflow", "set it to `10` to keep the old behaviour"),
        ("victoria", "wallaby", "heartbeat_in_pthread", "can hang services on eventlet"),
        ("yoga", "zed", "heartbeat_in_pthread", "green thread of services on eventlet"),
        ("2026.1", "2026.2", "service_token_roles_required", "are refused (401) unless"),
    ],
)  # fmt: skip
def test_what_follows_is_told(old: str, new: str, option: str, said: str) -> None:
    found = novalint.upgrade(Document.parse(IN_USE, "nova.conf"), old, new)
    (change,) = [one for one in found.changes if one.option == option and not one.rule]
    assert said in change.message


@pytest.mark.parametrize(
    ("old", "new", "driver", "option", "why"),
    [
        ("ocata", "pike", "vmwareapi.VMwareVCDriver", "firewall_driver", "is of `vmwareapi`"),
        ("queens", "rocky", "vmwareapi.VMwareVCDriver", "keymap", "`[vmware] vnc_keymap`"),
    ],
)
def test_what_one_driver_does_follows_for_no_other(
    old: str, new: str, driver: str, option: str, why: str
) -> None:
    text = f"[DEFAULT]\ncompute_driver = {driver}\n"
    found = novalint.upgrade(Document.parse(text, "nova.conf"), old, new)
    told = [one for one in found.changes if one.option == option and one.group != "spice"]
    assert [one.effect for one in told] == [Effect.NOTHING]
    assert why in told[0].message


def test_a_default_that_is_read_by_nothing_any_more_is_not_kept() -> None:
    """Whatever the option says, the name in the certificate of the broker is checked."""
    document = Document.parse(IN_USE, "nova.conf")
    found = novalint.upgrade(document, "2026.1", "2026.2", keep_behaviour=True)
    option = "ssl_enforce_hostname_verification"
    assert "whatever it says" in {one.name[1]: one.why for one in found.unkept}[option]
    (change,) = [one for one in found.changes if one.option == option]
    assert "whatever this option says" in change.message


def test_nothing_follows_where_nothing_reads_the_option() -> None:
    found = novalint.upgrade(Document.parse("[DEFAULT]\n", "nova.conf"), "2023.2", "2024.2")
    (change,) = [one for one in found.changes if one.option == "timeout"]
    assert "given up" not in change.message
