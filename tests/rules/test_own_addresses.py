"""What goes to an address of the machine itself crosses no network."""

from __future__ import annotations

import pytest
from rules.test_security_edges import findings


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("database-connection-unencrypted", "[database]\nconnection = mysql+pymysql://n:s@{}/nova"),
        ("plain-http-endpoint", "[neutron]\nauth_url = http://{}:5000"),
        ("broker-traffic-unencrypted", "[DEFAULT]\ntransport_url = rabbit://n:s@{}/"),
    ],
)
@pytest.mark.parametrize(
    ("mine", "host", "count"),
    [
        ("10.0.0.5", "$my_ip", 0),
        ("10.0.0.5", "10.0.0.5", 0),
        ("fd00:0::5", "[FD00::5]", 0),
        ("10.0.0.5", "10.0.0.6", 1),
        ("{{ address }}", "10.0.0.6", 1),
        ("", "10.0.0.6", 1),
    ],
)
def test_the_address_of_the_machine_is_no_other_one(
    rule: str, line: str, mine: str, host: str, count: int
) -> None:
    text = f"[DEFAULT]\nmy_ip = {mine}\n{line.format(host)}\n"
    assert len(findings(rule, text, "2025.1")) == count


@pytest.mark.parametrize(
    ("text", "release", "severities"),
    [
        ("[DEFAULT]\nmy_ip = ::1\n", "2025.1", ["info"]),
        ("[DEFAULT]\nmy_ip = ::1\n[libvirt]\nimages_type = rbd\n", "2025.1", []),
        ("[DEFAULT]\nmy_ip = 10.0.0.5\n", "2025.1", []),
        ("[DEFAULT]\nmy_ip =\n", "2025.1", []),
        ("[DEFAULT]\nmy_ip = 0.0.0.0\n[libvirt]\nmigration_inbound_addr = c1\n", "2024.1", []),
        (
            "[DEFAULT]\nmy_ip = 0.0.0.0\n[libvirt]\nmigration_inbound_addr = c1\n",
            "2023.2",
            ["info"],
        ),
        ("[DEFAULT]\nmy_ip = 127.0.1.1\ncompute_driver = ironic.IronicDriver\n", "2025.1", []),
    ],
)
def test_an_address_of_every_machine_is_no_address_of_a_host(
    text: str, release: str, severities: list[str]
) -> None:
    found = findings("my-ip-loopback", text, release)
    assert [str(finding.severity) for finding in found] == severities
