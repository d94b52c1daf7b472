"""Devices that a template has yet to fill in: what is true of them whatever it writes."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm

BY_BOTH = "pci-device-by-name-and-address"
UNNAMED = "pci-devices-without-alias"
BY_NAME = "pci-placement-with-device-name"
ONCE = "pci-one-time-use-without-placement"
UNREPORTED = "pci-scheduled-but-not-reported"
HOST = {"role": "compute"}


def spec(fields: str, more: str = "") -> str:
    return f"[pci]\ndevice_spec = {{{fields}}}\n{more}"


SCHEDULED = "[filter_scheduler]\npci_in_placement = true\n"


@pytest.mark.parametrize(
    "corner",
    [
        Corner(
            BY_BOTH,
            spec('"devname": "eth2", "address": "0000:81:00.0", "physical_network": "{{ net }}"'),
            "has both `devname`",
        ),
        Corner(BY_BOTH, spec('"devname": "eth2", "address": "{{ address }}"')),
        Corner(UNNAMED, spec('"product_id": "{{ gpu }}"'), "no `[pci] alias`", facts=HOST),
        Corner(UNNAMED, spec('"product_id": "1", "physical_network": "{{ net }}"'), facts=HOST),
        Corner(UNNAMED, spec('"product_id": "1", "{{ key }}": "x"'), facts=HOST),
        Corner(UNNAMED, spec('"product_id": "1", "remote_managed": "{{ smart }}"'), facts=HOST),
        Corner(
            BY_NAME,
            spec('"devname": "eth2", "physical_network": "{{ n }}"', "report_in_placement = 1\n"),
            "names a device by `devname`",
        ),
        Corner(
            ONCE,
            spec('"address": "{{ a }}", "one_time_use": "yes"', "report_in_placement = false\n"),
            "has `one_time_use`",
        ),
        Corner(UNREPORTED, spec('"product_id": "{{ gpu }}"', SCHEDULED), "does not report"),
        Corner(UNREPORTED, spec('"physical_network": "{{ net }}"', SCHEDULED)),
    ],
    ids=lambda corner: f"{corner.rule}-{corner.message}",
)
def test_what_holds_whatever_is_filled_in(corner: Corner) -> None:
    confirm(corner)
