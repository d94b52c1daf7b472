"""What counts of files that say more than is in use: networks by type, names with a domain."""

from __future__ import annotations

import pytest
from fleets.fleets import check
from fleets.test_cloud_corners import ask
from fleets.test_same_meaning import POOL, fleet

ML2 = '[companions]\nml2 = "ml2.conf"\n'
DEVICE = '[pci]\ndevice_spec = {"address": "*:1:*.*", "physical_network": "p2"}\n'
OLD_DEVICE = DEVICE.replace("device_spec", "passthrough_whitelist").replace('"p2"', '"P1"')


@pytest.mark.parametrize(
    ("types", "vlans", "flat", "way"),
    [
        ("vlan", "p1", "*", "add it to `network_vlan_ranges`"),
        ("vlan, flat", "p1", "*", None),
        (None, "p1", None, None),
        (None, "p1", "p2", None),
        (None, "p2:1:9", "p1", None),
        ("flat,geneve", "p2:1:9", "p1", "add `vlan` to `type_drivers`"),
        ("vlan", "p1", "p2", "add `flat` to `type_drivers`"),
        ("flat", None, "p1", "add it to `flat_networks`"),
        ("flatter,vlan", "p1", None, None),
        ("geneve", "p1", "p1", None),
    ],
)
def test_a_physical_network_counts_by_the_type_of_its_networks(
    types: str | None, vlans: str | None, flat: str | None, way: str | None
) -> None:
    lines = {
        "[ml2]\ntype_drivers": types,
        "[ml2_type_vlan]\nnetwork_vlan_ranges": vlans,
        "[ml2_type_flat]\nflat_networks": flat,
    }
    text = "\n".join(f"{name} = {value}" for name, value in lines.items() if value is not None)
    told = ask("physnet-unknown-to-neutron", {"ml2": text, "cmp1": DEVICE}, ML2)
    assert [message.endswith(f"or {way}") for _, message in told] == [True] * bool(way)


@pytest.mark.parametrize(
    ("release", "option", "more", "count"),
    [
        ("2026.2", DEVICE.replace('"p2"', '"P1"'), "", 0),
        ("rocky", OLD_DEVICE, "", 0),
        ("queens", OLD_DEVICE, "", 1),
        ("2026.2", "[neutron]\nphysnets = P1", "", 1),
        ("2026.2", DEVICE, "{{ more }}", 1),
    ],
)
def test_how_a_physical_network_is_written(
    release: str, option: str, more: str, count: int
) -> None:
    """Nova compares tags of devices regardless of case, and names of its own as they are."""
    vlans = "[ml2_type_vlan]\nnetwork_vlan_ranges = p1\n"
    ml2 = f"{vlans}[ml2]\ntype_drivers = vlan\n{more}"
    head = f'release = "{release}"\n{ML2}'
    assert len(ask("physnet-unknown-to-neutron", {"ml2": ml2, "cmp1": option}, head)) == count


@pytest.mark.parametrize(("more", "count"), [("", 1), ("{{ more }}", 0)])
def test_a_template_may_name_more_physical_networks(more: str, count: int) -> None:
    ml2 = f"[ml2]\ntype_drivers = vlan,flat\n[ml2_type_flat]\nflat_networks = p1\n{more}"
    assert len(ask("physnet-unknown-to-neutron", {"ml2": ml2, "cmp1": DEVICE}, ML2)) == count


WAITS = "[DEFAULT]\nvif_plugging_timeout = {}\nvif_plugging_is_fatal = {}\n"
OLD = "[DEFAULT]\nuse_neutron = false\nvif_plugging_timeout = {}\n"


@pytest.mark.parametrize(
    ("odd", "usual", "release", "count"),
    [
        (WAITS.format(0, "false"), WAITS.format(0, "true"), "2026.2", 0),
        (WAITS.format(300, "false"), WAITS.format(300, "true"), "2026.2", 1),
        (WAITS.format(0, "false"), WAITS.format(300, "true"), "2026.2", 2),
        (WAITS.format("{{ a }}", "false"), WAITS.format("{{ a }}", "true"), "2026.2", 1),
        (OLD.format(10), OLD.format(300), "train", 0),
        (OLD.format(10), OLD.format(300), "ussuri", 1),
        (WAITS.format(10, "true"), WAITS.format(300, "true"), "train", 1),
    ],
)
def test_hosts_that_wait_for_no_network_do_not_differ(
    odd: str, usual: str, release: str, count: int
) -> None:
    files = {"cmp1": odd, "cmp2": usual, "cmp3": usual}
    assert len(ask("vif-wait-differs", files, f'release = "{release}"\n{POOL}')) == count


IRONIC = "[DEFAULT]\ncompute_driver = ironic.IronicDriver\n{}[ironic]\nconductor_group = a\n"
PEERS = f"{IRONIC.format('')}peer_list = "


def test_a_machine_is_its_name_with_the_domain_of_the_lists() -> None:
    full = "cmp1.ex.org,cmp2.ex.org"
    files = {"cmp1": f"{PEERS}cmp1.ex.org", "cmp2": PEERS + full, "cmp3": PEERS + full}
    report = check(fleet(files), "peer-lists-differ")
    (found,) = report.findings
    assert "cmp1," not in found.message
    assert report.fix(unsafe=True)


def test_services_that_no_list_names_are_named_by_their_machine() -> None:
    files = {"cmp1": f"{PEERS}cmp1.ex.org", "cmp2": f"{PEERS}cmp2.ex.org", "cmp3": PEERS + "cmp3"}
    ((_, message),) = ask("peer-lists-differ", files)
    assert "such as `cmp1.ex.org, cmp2.ex.org, cmp3`" in message
