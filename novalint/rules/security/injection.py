"""Files that the host writes into the disks of guests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Fix, Safety, Severity
from novalint.rules.common.places import at
from novalint.rules.declaration import rule
from novalint.text.edits import merge
from novalint.text.writing import comment_out
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

PARTITION = "inject_partition"
OFF = -2
WHAT = ("inject_password", "inject_key")


@rule(
    "guest-disk-injection",
    theme="security",
    severity=Severity.WARNING,
    options=("libvirt.inject_partition", "libvirt.inject_password", "libvirt.inject_key"),
    releases=(15, None),
    roles=("compute",),
)
def guest_disk_injection(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The host opens file systems that tenants made, to write files into them.

    ## What it checks

    `[libvirt] inject_partition` of -1 or more, with a `virt_type` other than lxc.

    ## Why it matters

    To write a key, a password or network settings, nova-compute has the image's file system opened
    on the host. Images come from tenants, and a crafted file system is an attack on whatever opens
    it. It is slow as well, and an image without a partition that fits fails to boot. Configuration
    drives and the metadata service do the same from within the guest.

    ## Example

        [libvirt]
        inject_partition = -1
        inject_key = true

    ## Fix safety

    Unsafe: the options are commented out, so that nothing is injected. Images without cloud-init
    then get no key and no password.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_create_and_inject_local_root`, `_inject_data`),
    nova/conf/libvirt.py, nova/virt/disk/api.py; the same in 17.0.13 and 15.1.5.
    """
    setting = config.setting("libvirt", PARTITION)
    value = setting.value
    on = isinstance(value, int) and value > OFF and config.value("libvirt", "virt_type") != "lxc"
    if not setting.places or not on:
        return
    others = [config.setting("libvirt", name) for name in WHAT]
    used = [one for one in others if one.value is True]
    named = f" for {listed(one.name for one in used)}" if used else ""
    yield Finding(
        f"nova-compute opens file systems made by tenants{named}, as `{PARTITION}` is `{value}`;"
        " drop it and leave keys and passwords to cloud-init",
        at(setting.places[-1]),
        "libvirt",
        PARTITION,
        (_off(setting, *used),),
    )


def _off(*settings: Setting) -> Fix:
    places = [place for one in settings for place in (*one.shadowed, *one.places)]
    documents = {place.document.path: place.document for place in places}
    patch = merge(
        comment_out(document, [p.assignment for p in places if p.document.path == path])
        for path, document in documents.items()
    )
    return Fix("Inject nothing", patch, Safety.UNSAFE)
