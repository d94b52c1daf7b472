"""Devices of neutron's ports, and keys that several key managers know."""

from __future__ import annotations

import pytest
from fleets.test_cloud_corners import PLACED, ask

VF = '"vendor_id": "15b3", "product_id": "101e"'


@pytest.mark.parametrize(
    ("tag", "count"),
    [
        ("", 1),
        (', "physical_network": null', 0),  # tunnelled networks
        (', "physical_network": "physnet1"', 0),
        (', "remote_managed": "true"', 0),
        (', "remote_managed": "false"', 1),
    ],
)
def test_placement_is_not_asked_for_devices_of_ports(tag: str, count: int) -> None:
    files = {"api1": PLACED, "cmp1": f"[pci]\ndevice_spec = {{{VF}{tag}}}"}
    assert len(ask("pci-not-reported-everywhere", files)) == count


@pytest.mark.parametrize(
    ("head", "fields", "count"),
    [
        (PLACED, ('"resource_class": "gpu_a"', '"resource_class": "CUSTOM_GPU_A"'), 0),
        (PLACED, ('"resource_class": "gpu_a"', '"resource_class": "gpu_b"'), 1),
        (PLACED, ('"traits": "a,CUSTOM_B"', '"traits": "b,A"'), 0),
        (PLACED, ('"traits": "a"', '"traits": "b"'), 1),
        ("", ('"resource_class": "gpu_a"', '"resource_class": "gpu_b"'), 0),
        ("", ('"live_migratable": "yes"', '"live_migratable": "true"'), 0),
        ("", ('"live_migratable": "yes"', '"live_migratable": "no"'), 1),
    ],
)
def test_api_nodes_mean_the_same_devices(head: str, fields: tuple[str, str], count: int) -> None:
    files = {
        f"api{at}": f'{head}\n[pci]\nalias = {{"name": "gpu", {VF}, {field}}}'
        for at, field in enumerate(fields)
    }
    assert len(ask("pci-alias-differs", files)) == count


CINDER = '[companions]\ncinder = "cinder.conf"\n'
NOVAS = "nova.keymgr.conf_key_mgr.ConfKeyManager"
CINDERS = "cinder.keymgr.conf_key_mgr.ConfKeyManager"


def managed(backend: str, key: str = "") -> str:
    fixed = f"fixed_key = {key}\n" if key else ""
    return f"[key_manager]\nbackend = {backend}\n{fixed}"


@pytest.mark.parametrize(
    ("theirs", "own", "message"),
    [
        # castellan answers for Cinder's only key, whatever the backend is
        (managed(CINDERS, "ab12"), managed("barbican", "ab12"), ""),
        (managed(CINDERS, "ab12"), managed("barbican", "AB12"), ""),
        (managed(CINDERS, "ab12"), managed("barbican", "{{ key }}"), ""),
        (managed(CINDERS, "ab12"), managed("barbican", "cd12"), "`[key_manager] fixed_key` is not"),
        (managed(CINDERS, "ab12"), managed("barbican"), "or give the others Cinder's `fixed_key`"),
        (
            managed(CINDERS, "ab12"),
            managed("barbican", "'' "),
            "or give the others Cinder's `fixed_key`",
        ),
        (managed(CINDERS), managed("vault"), "is ConfKeyManager here and Vault on `cmp1`"),
        (managed(CINDERS, "AB12"), managed(NOVAS, "ab12"), ""),
        (managed(CINDERS, "AB12"), managed(NOVAS, "ab13"), "`[key_manager] fixed_key` is not"),
        (
            managed("barbican", "ab12"),
            managed(NOVAS, "ab12"),
            "is Barbican here and ConfKeyManager on",
        ),
    ],
)
def test_compute_nodes_read_the_keys_of_cinder(theirs: str, own: str, message: str) -> None:
    found = ask("key-manager-not-that-of-cinder", {"cinder": theirs, "cmp1": own}, CINDER)
    assert [message in told for _, told in found] == [True] * bool(message)


def test_fixed_keys_are_hexadecimal_digits() -> None:
    files = {"cmp1": managed(NOVAS, "ab12"), "cmp2": managed(NOVAS, "AB12")}
    assert ask("key-manager-differs", files) == []


@pytest.mark.parametrize(
    ("backends", "severity"),
    [
        ((managed(NOVAS, "ab12"), managed("barbican", "AB12")), "warning"),
        ((managed(NOVAS, "ab12"), managed("barbican")), "error"),
        ((managed("vault", "ab12"), managed("barbican", "ab12")), "error"),
    ],
)
def test_hosts_that_are_on_their_way_to_barbican(backends: tuple[str, ...], severity: str) -> None:
    files = {f"cmp{number}": text for number, text in enumerate(backends)}
    assert [found for found, _ in ask("key-manager-differs", files)] == [severity]


@pytest.mark.parametrize(
    ("files", "severities"),
    [
        ({"cmp1": "", "cmp2": "rules.yaml", "cmp3": ""}, ["info"]),
        ({"cmp1": "policy.yaml", "cmp2": "", "cmp3": "./policy.yaml"}, []),
        ({"ctl1": "rules.yaml", "ctl2": "rules.yaml", "cmp1": "", "cmp2": ""}, []),
        ({"ctl1": "rules.yaml", "ctl2": "", "cmp1": ""}, ["error"]),
    ],
)
def test_hosts_ask_one_policy(files: dict[str, str], severities: list[str]) -> None:
    policies = {
        name: f"[oslo_policy]\npolicy_file = {file}" if file else "" for name, file in files.items()
    }
    found = ask("policy-differs", policies)
    assert [severity for severity, _ in found] == severities
    assert all("attach_external" in message for severity, message in found if severity == "info")


@pytest.mark.parametrize(("release", "count"), [("2025.2", 0), ("2026.1", 1)])
def test_conductors_check_volumes_that_are_attached(release: str, count: int) -> None:
    """From 2026.1 on they do what nova-api did; those of a cell attach none."""
    url = "[DEFAULT]\ntransport_url = rabbit://n:p@{}/\n".format
    off = "[cinder]\ncross_az_attach = false"
    files = {"api1": url("r1") + off, "con1": url("r1"), "cmp1": url("r2") + off, "con2": url("r2")}
    found = ask("cross-az-attach-differs", files, f'release = "{release}"\n')
    assert [severity for severity, _ in found] == ["error"] * count


@pytest.mark.parametrize(
    ("hosts", "certificates", "count"), [("", True, 1), ("", False, 0), ("true", True, 0)]
)
def test_api_nodes_that_name_certificates_check_signatures(
    hosts: str, certificates: bool, count: int
) -> None:
    """Hosts check what an API node names certificates for, whatever their own files say."""
    named = "enable_certificate_validation = true\ndefault_trusted_certificate_ids = a\n"
    text = "[glance]\n" + named * certificates
    files = {"api1": text, "api2": f"{text}verify_glance_signatures = true", "cmp1": ""}
    if hosts:
        files["cmp1"] = f"[glance]\n{named}verify_glance_signatures = {hosts}"
    found = ask("signature-check-in-part", files)
    assert ["certificates" in message for _, message in found] == [True] * count


OLD, NEW = "[DEFAULT]\nvcpu_pin_set = 2-7", "[compute]\ncpu_dedicated_set = 2-7"
WHOLE = "[fleet]\ncomplete = true\n"


@pytest.mark.parametrize(
    ("head", "other", "severities"),
    [
        (WHOLE, OLD, ["error"]),
        (WHOLE, NEW, ["warning"]),
        ("", OLD, ["warning"]),  # a host that is not here may take pinned servers
        ("[deployment]\nnuma_guests = false\n", OLD, []),
    ],
)
def test_pinned_servers_may_have_hosts_of_their_own(
    head: str, other: str, severities: list[str]
) -> None:
    off = "[workarounds]\ndisable_fallback_pcpu_query = true"
    files = {"sch1": off, "cmp1": OLD, "cmp2": other}
    found = ask("pcpu-fallback-off-too-early", files, head)
    assert [severity for severity, _ in found] == severities
