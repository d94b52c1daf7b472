"""Files that the host writes into the disks of guests."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.places import finding, unset_all_fix
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

PARTITION = "inject_partition"
OFF = -2
WHAT = {"inject_password": "passwords", "inject_key": "keys"}


@rule(
    "guest-disk-injection",
    theme="security",
    severity=Severity.WARNING,
    options=(
        "libvirt.inject_partition",
        "libvirt.inject_password",
        "libvirt.inject_key",
        "DEFAULT.force_config_drive",
    ),
    roles=("compute",),
    virt_types=("kvm", "qemu", "xen", "parallels", "uml"),
)
def guest_disk_injection(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The host opens file systems of tenants to inject files into them.

    ## What it checks

    `[libvirt] inject_partition` of -1 or more, or with an empty value, which Nova takes like 0,
    with a `virt_type` other than lxc. Nothing is written into disks where every server has a
    configuration drive (`force_config_drive`).

    ## Why it matters

    To write a key, a password or network settings, nova-compute has the image's file system opened
    on the host. Images come from tenants, and a crafted file system is an attack on whatever opens
    it. It is slow as well. Where no partition fits, nothing is written and only the log says so,
    except for files of the user's, for want of which the server fails. Configuration drives and the
    metadata service do the same from within the guest.

    ## Example

        [libvirt]
        inject_partition = -1
        inject_key = true

    ## Fix safety

    Unsafe: the options are commented out, so that nothing is injected. Images without cloud-init
    then get no key and no password.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_create_and_inject_local_root`, `_inject_data`),
    nova/virt/configdrive.py (`required_by`), nova/conf/libvirt.py, nova/virt/disk/api.py; the same
    in 17.0.13 and 15.1.5.
    """
    setting = config.setting("libvirt", PARTITION)
    if setting.fault or setting.value == OFF or config.boolean("DEFAULT", "force_config_drive"):
        return
    partition = "is empty, which" if setting.value is None else setting.value
    used = [name for name in WHAT if _is_known_on(config.setting("libvirt", name))]
    reason = f" to write {' and '.join(WHAT[name] for name in used)}" if used else ""
    yield finding(
        config,
        "libvirt",
        PARTITION,
        f"`[libvirt] {PARTITION}` {partition} makes nova-compute open file systems that tenants"
        f" control{reason}; remove {listed((PARTITION, *used))} and use cloud-init",
        unset_all_fix(
            config,
            [("libvirt", name) for name in (PARTITION, *used)],
            "Turn off disk injection",
        ),
    )


def _is_known_on(setting: Setting) -> bool:
    """Return whether it is known that a switch is on: without it the finding is the same."""
    return setting.unknown is None and setting.value is True
