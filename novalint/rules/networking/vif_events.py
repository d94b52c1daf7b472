"""Plug events elsewhere: hard reboot, live migration."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING, Any
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Severity
from novalint.rules.common import density
from novalint.rules.common.absence import sure_fixes
from novalint.rules.common.lists import drop_items_fix
from novalint.rules.common.places import finding, named, set_fix, unset_fix
from novalint.rules.common.plugging import (
    FATAL,
    LIVE_DRIVERS,
    LIVE_VIRT_TYPES,
    LIVE_WAIT,
    READ,
    REBOOT_WAIT,
    TIMEOUT,
    VIRT_TYPES,
    is_off,
    no_wait,
    wait_again,
    wait_again_fix,
    waiting,
)
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Fix

LIVE = ("compute", LIVE_WAIT)
REBOOT = ("workarounds", REBOOT_WAIT)
UNRELIABLE = ("direct", "direct-physical", "macvtap")
"""vNIC types of neutron's SR-IOV agent, which sends no reliable event when a port is plugged."""

_OF_LIVE_MIGRATION: dict[str, Any] = {
    "options": (f"compute.{LIVE_WAIT}", *READ),
    "releases": (17, None),
    "since": "live migration began to wait in rocky and in a stable update of queens"
    " (nova/compute/manager.py)",
    "roles": ("compute",),
    "drivers": LIVE_DRIVERS,
    "virt_types": LIVE_VIRT_TYPES,
    "neutron": True,
}
"""What the rules about its wait declare alike."""


@rule(
    "vif-hard-reboot-wait-list",
    theme="networking",
    severity=Severity.WARNING,
    options=(f"workarounds.{REBOOT_WAIT}", *READ),
    releases=(22, None),
    since="the option came in yoga and in stable updates from victoria on"
    " (nova/conf/workarounds.py)",
    roles=("compute",),
    virt_types=VIRT_TYPES,
    thresholds=density.LIMITS,
)
def vif_hard_reboot_wait_list(
    config: Config, deployment: Deployment, **limits: float
) -> Iterator[Finding]:
    """Hard reboots wait for events that never come, or do not wait at all.

    ## What it checks

    `[workarounds] wait_for_vif_plugged_event_during_hard_reboot` while `vif_plugging_timeout` is 0;
    otherwise, with the vNIC types direct, direct-physical and macvtap in it.

    ## Why it matters

    Nova waits for every listed port, also those that are up. Where no event comes, each hard reboot
    and power-on runs into the time-out, and fails where `vif_plugging_is_fatal` is true. neutron's
    SR-IOV agent does not reliably send the event for `direct` (nor for `macvtap`, which it treats
    alike) and never sends it for `direct-physical`. With a timeout of 0 the list has no effect.
    `normal` is right for ML2 with Open vSwitch. Another mechanism driver may send what the SR-IOV
    agent does not, such as Open vSwitch for `direct` ports with hardware offload: then suppress the
    finding.

    ## Example

        [workarounds]
        wait_for_vif_plugged_event_during_hard_reboot = normal, direct

    ## Fix safety

    Unsafe: the types are removed from the list, or the timeout is commented out (in a cloud that is
    dense and multi-tenant by its facts, with `vif_plugging_is_fatal = false`, see
    fatal-vif-plugging). Where `vif_plugging_is_fatal = false` says with the timeout of 0 that no
    events are expected, the list is commented out instead. There is no fix where another file may
    set that option.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_hard_reboot`, `_create_guest_with_network`),
    nova/conf/workarounds.py; the option came in 25 and, as a stable update, in 22.4.0, 23.2.0 and
    24.1.0.
    """
    types = config.items(*REBOOT) or ()
    off = is_off(config)
    unreliable = [vnic for vnic in types if vnic in UNRELIABLE]
    if types and off:
        dense = density.is_dense(deployment, **limits) is True
        way, fixes = _way_out(config, dense, "remove it", unset_fix(config, *REBOOT))
        message = f"{named(*REBOOT)} has no effect while `{TIMEOUT}` is {no_wait(config)}; {way}"
        yield finding(config, *REBOOT, message, *(() if unreliable else fixes))
    elif unreliable:
        yield finding(
            config,
            *REBOOT,
            f"{named(*REBOOT)} lists {listed(unreliable)}, for which neutron's SR-IOV agent sends"
            f" no reliable event, so hard reboots run into `{TIMEOUT}`; remove"
            f" {listed(unreliable)} unless another mechanism driver binds such ports",
            *drop_items_fix(config.setting(*REBOOT), unreliable),
        )


def _way_out(
    config: Config, dense: bool, words: str, take_back: Fix
) -> tuple[str, tuple[Fix, ...]]:
    """Return what to do about a wait that a timeout of 0 switches off, in words and as fixes.

    It is switched on again where time-outs are fatal; where they are not, no event is expected, and
    `take_back`, in `words`, takes back what asks for the wait. There is no fix where another file
    may set whether they are fatal.
    """
    if is_left_open(config, "DEFAULT", FATAL):
        return f"{wait_again(dense)} where `{FATAL}` is true, else {words}", ()
    again = config.boolean("DEFAULT", FATAL)
    way, fix = (wait_again(dense), wait_again_fix(config, dense)) if again else (words, take_back)
    return way, sure_fixes(config, [("DEFAULT", FATAL)], fix)


@rule(
    "vif-live-migration-without-waiting",
    theme="networking",
    severity=Severity.WARNING,
    **_OF_LIVE_MIGRATION,
    thresholds=density.LIMITS,
)
def vif_live_migration_without_waiting(
    config: Config, deployment: Deployment, **limits: float
) -> Iterator[Finding]:
    """Live migration should wait for VIF plug events, but a timeout of 0 disables the wait.

    ## What it checks

    `[compute] live_migration_wait_for_vif_plug = true` written in the file while
    `vif_plugging_timeout` is 0. (It is true by default from stein on; a default asks for nothing.)

    ## Why it matters

    Without a timeout no events are registered, and the guest moves although its port may not be
    wired on the destination yet. (ussuri to 2025.1 would wait only for ports with OVS hybrid
    plugging.) The flag is read on the destination host (in queens on the source host), the
    timeout and `vif_plugging_is_fatal` on the source host, so keep all three alike on every compute
    node.

    ## Example

        [DEFAULT]
        vif_plugging_timeout = 0
        [compute]
        live_migration_wait_for_vif_plug = true

    ## Fix safety

    Unsafe: the timeout is commented out, so that the value of an earlier file applies, or the
    default of 300 seconds (in a cloud that is dense and multi-tenant by its facts, with
    `vif_plugging_is_fatal = false`, see fatal-vif-plugging). Where `vif_plugging_is_fatal = false`
    says with the timeout of 0 that no events are expected, the flag is set to false instead. There
    is no fix where another file may set that option.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`_get_neutron_events_for_live_migration`,
    `_do_pre_live_migration_from_source`); 17.0.13 reads the flag in the first of them.
    """
    if not is_off(config) or not config.boolean(*LIVE) or config.setting(*LIVE).is_default:
        return
    dense = density.is_dense(deployment, **limits) is True
    way, fixes = _way_out(config, dense, "set it to false", set_fix(config, *LIVE, "false"))
    yield finding(
        config,
        *LIVE,
        f"{named(*LIVE)} has no effect while `{TIMEOUT}` is {no_wait(config)}, so live migrations"
        f" wait for no port; {way}",
        *fixes,
    )


@rule(
    "vif-live-migration-vendor-events",
    theme="networking",
    severity=Severity.INFO,
    **_OF_LIVE_MIGRATION,
    needs=("network_backend",),
)
def vif_live_migration_vendor_events(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Live migration waits for events that a vendor's network backend may never send.

    ## What it checks

    `[compute] live_migration_wait_for_vif_plug` true with a `vendor` network backend, in the
    releases that wait for every port: queens to train, and from 2025.2 on. (ussuri to 2025.1 wait
    only for ports with OVS hybrid plugging, the first two of them since stable updates.)

    ## Why it matters

    A backend that sends the event only when the port's binding changes, as OpenDaylight does, makes
    every live migration wait for nothing: it is rolled back on time-out where
    `vif_plugging_is_fatal` is true, and only delayed where it is false.

    ## Example

        [compute]
        live_migration_wait_for_vif_plug = true

    ## Fix safety

    Unsafe: set to false. The value counts on the destination host.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`pre_live_migration`), nova/conf/compute.py; Nova 31.3.1:
    nova/network/model.py (`has_live_migration_plug_time_event`).
    """
    how = waiting(config)
    every_port = config.release.major <= 20 or config.release.major >= 32
    if deployment.network_backend != "vendor" or not every_port or not how or not how.seconds:
        return
    if config.boolean(*LIVE):
        by_default = " by default" if config.setting(*LIVE).is_default else ""
        yield finding(
            config,
            *LIVE,
            f"{named(*LIVE)} true{by_default} makes live migrations wait up to {how.seconds}"
            " seconds for an event that a vendor's backend may send only when a port is bound; set"
            " it to false unless yours sends it when a port is plugged",
            set_fix(config, *LIVE, "false"),
        )
