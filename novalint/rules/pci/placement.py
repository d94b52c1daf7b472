"""PCI devices in placement: what `[pci] report_in_placement` asks of the specifications."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Note, Severity
from novalint.nova.drivers import PASSTHROUGH
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.pci import as_written, devices, truth
from novalint.rules.common.places import at, at_option, finding
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

REPORT = "report_in_placement"
SCHEDULE = "pci_in_placement"


@rule(
    "pci-placement-with-device-name",
    theme="pci",
    severity=Severity.ERROR,
    options=("pci.device_spec", f"pci.{REPORT}"),
    releases=(26, None),
    since="the option came in zed (nova/conf/pci.py)",
    roles=("compute",),
)
def pci_placement_with_device_name(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Devices are reported to placement, which does not support devices set by `devname`.

    ## What it checks

    `[pci] report_in_placement = true` while an object of `[pci] device_spec` has a `devname`.

    ## Why it matters

    nova-compute stops at its start, even where the device has a `physical_network` and would not
    be reported at all.

    Reporting cannot be undone: once a host has reported, nova-compute also stops with
    `report_in_placement = false`. So fix the specification, not the switch. It also stops where a
    physical function and its virtual functions are both matched, or where the functions of one card
    have different resource classes or traits; only the host can tell.

    ## Example

        [pci]
        report_in_placement = true
        device_spec = {"devname": "eth2", "physical_network": "physnet2"}

    ## Fix safety

    There is no fix: the address of the interface is on the host (`ethtool -i eth2` names it).

    ## Sources

    Nova 34.0.0: nova/compute/pci_placement_translator.py (`ensure_no_dev_spec_with_devname`,
    `ensure_tracking_was_not_enabled_before`, `PciResourceProvider.add_child` and `add_parent`),
    nova/compute/manager.py (`_update_available_resource_for_node`); the same in 26.3.0.
    """
    if not config.boolean("pci", REPORT):
        return
    for place, fields in devices(config).entries:
        name = fields.get("devname")
        if isinstance(name, str) and name and not fields.get("address"):
            yield Finding(
                f"{as_written(place)} names a device by `devname` {shown(name)} while `{REPORT}` is"
                " true, so nova-compute does not start; use its `address` instead",
                at(place),
                "pci",
                "device_spec",
                related=(Note("reported to placement", at_option(config, "pci", REPORT)),),
            )


@rule(
    "pci-one-time-use-without-placement",
    theme="pci",
    severity=Severity.ERROR,
    options=("pci.device_spec", f"pci.{REPORT}"),
    releases=(32, None),
    since="the tag came in 2025.2 (nova/pci/devspec.py)",
)
def pci_one_time_use_without_placement(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A one-time-use device is not reported to placement, which Nova refuses.

    ## What it checks

    An object of `[pci] device_spec` with `one_time_use` true while `[pci] report_in_placement` is
    false, as it is by default. Where a single file without it does not look like a whole
    configuration, it is info: another file may set it.

    ## Why it matters

    The device is kept back in placement after its first server. Without reporting there is nothing
    to keep it back, so nova-compute does not start; nova-api fails as well where it reads such a
    file. Virtual functions cannot have the tag at all.

    ## Example

        [pci]
        device_spec = {"address": "0000:81:00.0", "one_time_use": "true"}
        report_in_placement = true

    ## Fix safety

    There is no fix: `report_in_placement = true` would do, but cannot be undone once
    nova-compute has started with it.

    ## Sources

    Nova 34.0.0: nova/pci/devspec.py (`_init_dev_details`), nova/compute/pci_placement_translator.py
    (`PciResourceProvider.add_child`, `ensure_tracking_was_not_enabled_before`); the same in 32.2.1.
    """
    if config.boolean("pci", REPORT) is not False:
        return
    last = None
    for place, fields in devices(config).told:
        if truth(fields.get("one_time_use")) and place is not last:
            last = place  # a list is told of once
            yield Finding(
                f"{as_written(place)} has `one_time_use` while `{REPORT}` is false, which Nova"
                f" refuses; set `{REPORT}` to true (which cannot be undone), or remove the tag",
                at(place),
                "pci",
                "device_spec",
                override=severity_unless_set(config, ("pci", REPORT)),
            )


@rule(
    "pci-scheduled-but-not-reported",
    theme="pci",
    severity=Severity.WARNING,
    options=("pci.device_spec", f"pci.{REPORT}", f"filter_scheduler.{SCHEDULE}"),
    releases=(27, None),
    roles=("compute",),
    drivers=PASSTHROUGH,
    since="`pci_in_placement` came in 2023.1 (nova/conf/scheduler.py)",
)
def pci_scheduled_but_not_reported(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """PCI devices are scheduled in placement, but this host does not report its own.

    ## What it checks

    `[filter_scheduler] pci_in_placement = true` in a file that lists devices for flavors (an object
    of `[pci] device_spec` with neither a `physical_network` (even `null`) nor `remote_managed`)
    while `[pci] report_in_placement` is false, as it is by default. A node whose role is given must
    have nova-compute, which alone reports devices. Drivers that give no devices to servers are left
    out: all but libvirt, and Hyper-V while Nova had it. Where a single file without it does not
    look like a whole configuration, it is info: another file may set it.

    ## Why it matters

    With `pci_in_placement` a flavor's device is a resource that placement must know. Hosts that do
    not report theirs are never chosen, and such servers end with "No valid host was found".

    First set `report_in_placement` on every compute node, then `pci_in_placement` for nova-api and
    each nova-conductor, which ask for what a server needs (Nova's help names nova-scheduler too,
    which does not read it): one that lacks it asks for servers without their devices. Files of
    several services cannot be compared here.

    ## Example

        [filter_scheduler]
        pci_in_placement = true
        [pci]
        device_spec = {"vendor_id": "10de", "product_id": "20b0"}

    ## Fix safety

    There is no fix: reporting cannot be undone once nova-compute has started with it.

    ## Sources

    Nova 34.0.0: nova/objects/request_spec.py (`generate_request_groups_from_pci_requests`),
    nova/conf/scheduler.py (`pci_in_placement`), nova/compute/pci_placement_translator.py
    (`_is_placement_tracking_enabled`), nova/pci/stats.py (`_get_rp_uuids_for_request`,
    `_filter_pools_for_unrequested_remote_managed_devices`); the same in 27.5.1.
    """
    if not config.boolean("filter_scheduler", SCHEDULE):
        return
    named = devices(config).offered
    if named and config.boolean("pci", REPORT) is False:
        yield finding(
            config,
            "filter_scheduler",
            SCHEDULE,
            f"`[filter_scheduler] {SCHEDULE}` true asks placement for devices that this host does"
            f" not report; set `[pci] {REPORT}` to true (which cannot be undone) on every compute"
            " node first",
            related=(Note("devices that are not reported", at(named[0].place)),),
            override=severity_unless_set(config, ("pci", REPORT)),
        )
