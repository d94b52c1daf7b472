"""What means the same is no finding however it is written, and no fix takes protection away."""

from __future__ import annotations

import pytest
from fleets.fleets import check

BARBICAN = "castellan.key_manager.barbican_key_manager.BarbicanKeyManager"
NICS = '{"address": "0000:81:00.*", "physical_network": "physnet1"}'
CARDS = '{"vendor_id": "10de", "product_id": "1eb8"}'
BROKER = "[DEFAULT]\ntransport_url = rabbit://nova:word@rabbit1:5671/\n"
KOLLA = """
[configurations."{node}/{service}"]
paths = ["{node}/{service}/nova.conf"]
"""
NEUTRON = """
[companions]
neutron = "{node}/neutron.conf"
[configurations."{node}"]
paths = ["{node}.conf"]
role = "compute"
"""

POOL = """
[[overrides]]
paths = ["cmp*"]
pool = "all"
"""

Files = dict[str, str]


def fleet(files: Files, head: str = "") -> str:
    return head + "".join(f"=== {name}.conf\n{text}\n" for name, text in files.items())


def ask(rule: str, files: Files, head: str = "") -> list[str]:
    return [finding.message for finding in check(fleet(files, head), rule).findings]


def switched(group: str, option: str, *values: str) -> Files:
    """Give API nodes, and compute nodes, of which each has a value of an option, or none."""
    names = ("ctl1", *(f"cmp{number}" for number in range(1, len(values))))
    return {
        name: f"[{group}]\n{option} = {value}" if value else ""
        for name, value in zip(names, values, strict=True)
    }


PATHS = {"cmp1": "[DEFAULT]\nstate_path = /srv/nova/", "cmp2": "[DEFAULT]\nstate_path = /srv/nova"}
SLASHES = {
    "cmp1": "[DEFAULT]\ninstances_path = //var/lib/nova/instances",
    "cmp2": "[DEFAULT]\ninstances_path = /var/lib/nova/instances",
}
MODES = {"cmp1": "[libvirt]\ncpu_mode = host-model", "cmp2": ""}
FLAGS = {
    "cmp1": "[libvirt]\ncpu_model_extra_flags = +PCID, ssbd",
    "cmp2": "[libvirt]\ncpu_model_extra_flags = ssbd, pcid",
}
SECRETS = {
    "met1": "[neutron]\nmetadata_proxy_shared_secret = first",
    "met2": "[neutron]\nmetadata_proxy_shared_secret = second",
}
TEMPLATES = {
    "ctl1": "",
    "cmp1": "[DEFAULT]\ncompute_driver = ironic.IronicDriver\ninstance_name_template = iro-%08x",
}
CEPH = {
    "cmp1": "[libvirt]\nimages_type = rbd\nimages_rbd_ceph_conf = /etc/ceph/./ceph.conf",
    "cmp2": "[libvirt]\nimages_type = rbd",
}
UNIFIED = {
    name: "[quota]\ndriver = nova.quota.UnifiedLimitsDriver\n"
    f"count_usage_from_placement = {counted}"
    for name, counted in (("ctl1", "true"), ("con1", "false"))
}
RECLAIMING = {
    name: f"[DEFAULT]\nreclaim_instance_interval = {seconds}"
    for name, seconds in (("ctl1", 60), ("ctl2", -1), ("cmp1", 3600), ("cmp2", 3600))
}
TUNNELS = {
    "cmp1": "[libvirt]\nlive_migration_with_native_tls = true",
    "cmp2": "[libvirt]\nlive_migration_tunnelled = true\nlive_migration_scheme = tls",
    "cmp3": "[libvirt]\nlive_migration_tunnelled = true\nlive_migration_uri = qemu+ssh://%s/system",
}
SHARDS = {
    name: f"[DEFAULT]\ncompute_driver = ironic.IronicDriver\n[ironic]\nshard = {name}\n"
    f"conductor_group = rack1\npeer_list = {name}"
    for name in ("cmp1", "cmp2")
}
NOOP, ONCE = "[quota]\ndriver = nova.quota.NoopQuotaDriver\n", "recheck_quota = false"


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        ("instances-path-differs", PATHS),
        ("instances-path-differs", SLASHES),
        ("cpu-model-differs", MODES),
        ("cpu-model-differs", FLAGS),
        ("key-manager-differs", switched("key_manager", "backend", BARBICAN, "barbican")),
        ("soft-delete-on-one-side", switched("DEFAULT", "reclaim_instance_interval", "", "60")),
        ("soft-delete-on-one-side", RECLAIMING),
        ("migration-tls-differs", TUNNELS),
        ("metadata-secret-differs", SECRETS),
        ("instance-name-template-differs", TEMPLATES),
        ("peer-lists-differ", SHARDS),
        ("rbd-pool-or-user-differs", CEPH),
        ("notifications-in-part", switched("oslo_messaging_notifications", "driver", "", "log")),
        ("quota-driver-differs", UNIFIED),
        ("quota-driver-differs", {"api1": f"{NOOP}{ONCE}", "con1": f"[quota]\n{ONCE}"}),
        ("pins-differ", {"ctl1": "", "ctl2": "[upgrade_levels]\ncompute = hibiscus"}),
        ("pins-differ", {"ctl1": "", "ctl2": "[upgrade_levels]\ncompute ="}),
        (
            "pins-differ",
            {f"ctl{name}": f"[upgrade_levels]\ncompute = {name}" for name in ("newton", "ocata")},
        ),
    ],
)
def test_same_meaning_is_silent(rule: str, files: Files) -> None:
    assert ask(rule, files) == []


def test_another_mode_than_the_default_is_told() -> None:
    assert ask("cpu-model-differs", {"cmp1": "[libvirt]\ncpu_mode = host-passthrough", "cmp2": ""})
    emulated = "[libvirt]\nvirt_type = lxc"
    assert not ask("cpu-model-differs", {"cmp1": f"{emulated}\ncpu_mode = none", "cmp2": emulated})


@pytest.mark.parametrize(("spec", "count"), [(NICS, 0), (CARDS, 1), (f"[{NICS}, {CARDS}]", 1)])
def test_devices_of_networks_are_not_in_placement(spec: str, count: int) -> None:
    asking = "[filter_scheduler]\npci_in_placement = true"
    files = {"ctl1": asking, "cmp1": f"[pci]\ndevice_spec = {spec}"}
    assert len(ask("pci-not-reported-everywhere", files)) == count


def test_ironic_has_no_agent_of_neutron_beside_it() -> None:
    theirs = {"cmp1/neutron": "[DEFAULT]\nhost = cmp1"}
    own = "[DEFAULT]\nhost = cmp1-ironic\ncompute_driver = "
    rule = "host-not-that-of-neutron"
    assert not ask(rule, {"cmp1": f"{own}ironic.IronicDriver", **theirs}, NEUTRON)
    assert not ask(rule, {"cmp1": f"{own}vmwareapi.VMwareVCDriver", **theirs}, NEUTRON)
    assert ask(rule, {"cmp1": f"{own}libvirt.LibvirtDriver", **theirs}, NEUTRON)


@pytest.mark.parametrize(("backend", "count"), [("ovn", 0), ("ovs", 1), ("vendor", 1)])
def test_agents_of_ovn_have_the_name_that_open_vswitch_has(backend: str, count: int) -> None:
    files = {"cmp1": "[DEFAULT]\nhost = cmp1", "cmp1/neutron": "[DEFAULT]\nhost = cmp1.example.org"}
    head = f'[deployment]\nnetwork_backend = "{backend}"\n{NEUTRON}'
    assert len(ask("host-not-that-of-neutron", files, head)) == count


def test_limits_count_for_each_service_of_a_machine_by_itself() -> None:
    limits = "[quota]\ninstances = 100"
    files = {f"ctl1/{service}/nova": limits for service in ("nova-api", "nova-conductor")}
    assert not ask("quota-limits-differ", {**files, "ctl1/nova-scheduler/nova": ""}, KOLLA)
    assert ask("quota-limits-differ", {**files, "ctl2/nova-conductor/nova": ""}, KOLLA)


def test_neutron_without_changes_of_addresses_holds_no_build_up() -> None:
    files = {
        "cmp1": "[DEFAULT]\nvif_plugging_timeout = 300",
        "net1/neutron": "[DEFAULT]\nnotify_nova_on_port_data_changes = false",
    }
    (message,) = ask("neutron-events-off", files, NEUTRON)
    assert "build" not in message


@pytest.mark.parametrize("host", ["{{ inventory_hostname }}", "__HOST__"])
def test_what_a_tool_has_yet_to_fill_in_is_not_compared(host: str) -> None:
    own = "[DEFAULT]\nhost = cmp1"
    files = {"cmp1": own, "cmp1/neutron": f"[DEFAULT]\nhost = {host}"}
    assert not ask("host-not-that-of-neutron", files, NEUTRON)


@pytest.mark.parametrize(
    ("rule", "group", "option"),
    [
        ("broker-tls-differs", "oslo_messaging_rabbit", "ssl"),
        ("service-token-not-sent-by-all", "service_user", "send_service_user_token"),
        ("signature-check-in-part", "glance", "verify_glance_signatures"),
        ("migration-tls-differs", "libvirt", "live_migration_with_native_tls"),
    ],
)
def test_a_fix_spreads_protection_and_never_removes_it(rule: str, group: str, option: str) -> None:
    few = switched(group, option, "", "", "", "", "true")
    most = switched(group, option, "true", "true", "true", "true", "")
    for files, mended in ((few, False), (most, True)):
        login = "[service_user]\nauth_type = password\n"
        shared = {name: f"{BROKER}{login}{text}" for name, text in files.items()}
        report = check(fleet(shared, POOL), rule)
        assert report.findings
        assert bool(report.fix(unsafe=True)) is mended


@pytest.mark.parametrize(
    ("group", "line"),
    [
        ("neutron", "insecure = true"),
        ("keystone_authtoken", "service_token_roles_required = false"),
    ],
)
def test_a_weaker_choice_of_most_api_nodes_is_not_spread(group: str, line: str) -> None:
    files = {f"api{number}": f"[{group}]\n{line}" for number in range(1, 5)}
    report = check(fleet({**files, "api5": ""}), "api-nodes-differ")
    assert [finding.node for finding in report.findings] == ["api5"]
    assert not report.fix(unsafe=True)


def test_a_host_with_kvm_is_not_told_to_emulate() -> None:
    kinds = {f"cmp{number}": "[libvirt]\nvirt_type = qemu" for number in (1, 2, 3)}
    report = check(fleet(kinds | {"cmp4": "[libvirt]\nvirt_type = kvm"}, POOL), "virt-type-differs")
    (found,) = report.findings
    assert (
        "live migrated to a host without KVM; set it to kvm on each host that has KVM"
        in found.message
    )
    assert not found.fixes


@pytest.mark.parametrize(
    ("kinds", "advice"),
    [
        ("qemu kvm kvm {{x}}", "set it to `kvm` here"),
        ("qemu qemu kvm kvm kvm", "set it to kvm on each host that has KVM"),
    ],
)
def test_what_one_host_is_not_known_to_have_leaves_the_advice(kinds: str, advice: str) -> None:
    files = {f"cmp{at}": f"[libvirt]\nvirt_type = {kind}" for at, kind in enumerate(kinds.split())}
    (message,) = ask("virt-type-differs", files, POOL)
    assert f"live migrated to a host without KVM; {advice}" in message


def test_containers_are_not_compared_with_kvm() -> None:
    kinds = {f"cmp{number}": "[libvirt]\nvirt_type = lxc" for number in (1, 2)}
    report = check(
        fleet(kinds | {"cmp3": "[libvirt]\nvirt_type = qemu"}, POOL), "virt-type-differs"
    )
    (found,) = report.findings
    assert "KVM" not in found.message
    assert not found.fixes


def test_a_shard_that_is_not_known_leaves_a_node_out() -> None:
    files = {
        name: f"[DEFAULT]\ncompute_driver = ironic.IronicDriver\nhost = {name}\n[ironic]\n"
        f"conductor_group = r\npeer_list = {name}\nshard = {{{{ shard }}}}\n"
        for name in ("cmp1", "cmp2")
    }
    assert ask("peer-lists-differ", files, POOL) == []


def test_disks_in_ceph_do_not_depend_on_the_path() -> None:
    rbd = "\n[libvirt]\nimages_type = rbd"
    files = {f"cmp{at}": f"[DEFAULT]\ninstances_path = /srv/{at}{rbd}" for at in (1, 2)}
    (message,) = ask("instances-path-differs", files, POOL)
    assert "no live migration finds" in message


SPICE = "[spice]\nenabled = true\nhtml5proxy_base_url = https://cloud.example.org/spice_auto.html\n"
COMPLETE = "[fleet]\ncomplete = true\n"


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ("", 1),
        ("[DEFAULT]\ncompute_driver = ironic.IronicDriver", 0),
        ("[libvirt]\nvirt_type = lxc", 0),
        ("html5proxy_base_url =", 0),
        ("[DEFAULT]\ncompute_driver = vmwareapi.VMwareVCDriver", 0),
    ],
)
def test_a_console_that_the_driver_cannot_have_needs_no_proxy(lines: str, count: int) -> None:
    files = {"cmp1": SPICE + lines, "vnc1": "", "ctl1": ""}
    head = COMPLETE + '[[overrides]]\npaths = ["vnc*"]\nrole = "novncproxy"\n'
    assert len(ask("console-kind-without-proxy", files, head)) == count


@pytest.mark.parametrize(
    ("release", "cell", "count"),
    [("2025.1", "c1", 1), ("2025.1", "c2", 0), ("2025.1", "", 0), ("queens", "c1", 0)],
)
def test_each_cell_needs_its_proxies(release: str, cell: str, count: int) -> None:
    cells = {"prx1": cell, "cmp1": "c1", "con2": "c2", "cmp2": "c2"}
    rows = (f'[[overrides]]\npaths = ["{name}*"]\ncell = "{of}"\n' for name, of in cells.items())
    rows = (row for row in rows if 'cell = ""' not in row)
    url = "[vnc]\nenabled = true\nnovncproxy_base_url = http://c/\n"
    files = {**dict.fromkeys(cells, ""), "cmp2": url}
    head = f'release = "{release}"\n{COMPLETE}{"".join(rows)}'
    assert len(ask("console-kind-without-proxy", files, head)) == count


def test_powervm_gives_consoles_of_vnc() -> None:
    driver = "[DEFAULT]\ncompute_driver = powervm.PowerVMDriver\n[vnc]\nenabled = true\n"
    files = {"cmp1": f"{driver}novncproxy_base_url = http://c/\n", "ser1": ""}
    head = f'release = "yoga"\n{COMPLETE}[[overrides]]\npaths = ["ser*"]\nrole = "serialproxy"\n'
    assert len(ask("console-kind-without-proxy", files, head)) == 1


@pytest.mark.parametrize(
    "second",
    [
        "conductor_group = rack2",
        "conductor_group = rack1\nendpoint_override = http://second:6385",
        "conductor_group = rack1\nregion_name = Second",
        "conductor_group = rack1\nshard = s1",
        "",
    ],
)
def test_lists_of_peers_belong_to_a_group_of_one_ironic(second: str) -> None:
    first = "conductor_group = rack1\nendpoint_override = http://first:6385\nregion_name = First"
    head = "[DEFAULT]\ncompute_driver = ironic.IronicDriver\n[ironic]\n"
    fleet = f"=== cmp1.conf\n{head}{first}\npeer_list = cmp1\n"
    rule = "peer-lists-differ"
    other = f"{head}{first.replace('rack1', 'Rack1')}\npeer_list = cmp2\n"
    assert check(f"{fleet}=== cmp2.conf\n{other}", rule).findings
    assert not check(f"{fleet}=== cmp2.conf\n{head}{second}\npeer_list = cmp2\n", rule).findings
