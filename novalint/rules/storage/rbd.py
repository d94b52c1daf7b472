"""Disks in a Ceph cluster: `[libvirt] images_type = rbd`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Note, Severity
from novalint.rules.common.absence import is_complete, sure_fixes
from novalint.rules.common.places import at_option, each, finding, set_fix, unset_fix
from novalint.rules.declaration import FactNeeded, rule
from novalint.rules.storage.disk_kind import told_disks

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

KIND = ("libvirt", "images_type")
RAW = ("DEFAULT", "force_raw_images")
CLEANUP = "ensure_libvirt_rbd_instance_dir_cleanup"
NEVER = "never_download_image_if_on_rbd"
STORE = "images_rbd_glance_store_name"
RBD_ONLY = (
    ("libvirt", STORE),
    ("libvirt", "images_rbd_glance_copy_poll_interval"),
    ("libvirt", "images_rbd_glance_copy_timeout"),
    ("workarounds", NEVER),
    ("workarounds", CLEANUP),
)
"""Options that only `images_type = rbd` looks at."""


@rule(
    "rbd-without-raw-images",
    theme="storage",
    severity=Severity.ERROR,
    options=("libvirt.images_type", "DEFAULT.force_raw_images"),
    roles=("compute",),
    drivers=("libvirt",),
)
def rbd_without_raw_images(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Disks are in Ceph without raw images, so nova-compute or the servers do not start.

    ## What it checks

    `[libvirt] images_type = rbd` with `[DEFAULT] force_raw_images = false`. Up to stein it is a
    warning.

    ## Why it matters

    An image is put into Ceph as it is, and QEMU reads it from there as raw. A qcow2 image would not
    boot, so nova-compute refuses the pair. Up to stein it starts, and servers from such images do
    not boot.

    ## Example

        [DEFAULT]
        force_raw_images = false
        [libvirt]
        images_type = rbd

    becomes

        [DEFAULT]
        force_raw_images = true
        [libvirt]
        images_type = rbd

    ## Fix safety

    Unsafe: sets `force_raw_images = true`, the default. Raw images in glance are then cloned
    within Ceph; others are converted on the compute node first.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`init_host`); the same in 20.6.1 and 21.2.4, absent in
    19.3.2. 15.1.5 and 19.3.2: nova/virt/images.py (`fetch_to_raw`),
    nova/virt/libvirt/imagebackend.py (`Rbd.create_image`).
    """
    if config.text(*KIND) == "rbd" and config.boolean(*RAW) is False:
        starts = config.release.major < 20
        effect = "servers from qcow2 images do not boot"
        yield finding(
            config,
            *RAW,
            "`force_raw_images` false cannot be used with `[libvirt] images_type` rbd, so"
            f" {effect if starts else 'nova-compute does not start'}; set it to true",
            set_fix(config, *RAW, "true"),
            related=(Note("disks in Ceph", at_option(config, *KIND)),),
            override=Severity.WARNING if starts else None,
        )


@rule(
    "rbd-credentials-incomplete",
    theme="storage",
    severity=Severity.ERROR,
    options=("libvirt.images_type", "libvirt.rbd_user", "libvirt.rbd_secret_uuid"),
    roles=("compute",),
    drivers=("libvirt",),
    needs=("role",),
)
def rbd_credentials_incomplete(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Disks are in Ceph, but either the user or its secret is missing, so servers cannot use them.

    ## What it checks

    On a node with the role compute: `[libvirt] images_type = rbd` with only one of `[libvirt]
    rbd_user` and `[libvirt] rbd_secret_uuid`, or with an empty user and no secret. The rule runs
    only if the files look like a whole configuration: they contain a broker or credentials. Tools
    such as kolla-ansible add the secret to the part that the operator wrote.

    ## Why it matters

    If one of them is set, Nova writes credentials into the definition of each disk, which fails
    without the other: the build ends with "Argument must be bytes or unicode, got 'NoneType'". A
    cluster without cephx needs neither.

    ## Example

        [libvirt]
        images_type = rbd
        rbd_user = nova

    becomes

        [libvirt]
        images_type = rbd
        rbd_user = nova
        rbd_secret_uuid = 457eb676-33da-42ec-9a8c-9293d545c337

    ## Fix safety

    There is no fix: the UUID is that of the secret in libvirt (`virsh secret-list`), and the user
    is one of the Ceph cluster.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/imagebackend.py (`Rbd.libvirt_info`), nova/virt/libvirt/config.py
    (`LibvirtConfigGuestDisk.format_dom`), the outcome tried out; the same code in 15.1.5, 17.0.13
    and 20.6.1.
    """
    if config.text(*KIND) != "rbd" or not is_complete(config):
        return
    user, secret = (config.setting("libvirt", name) for name in ("rbd_user", "rbd_secret_uuid"))
    if user.fault or secret.fault or (user.value and secret.value):
        return
    if user.value is None and not secret.value:
        return  # nobody logs in
    there, lacking = (secret, user) if secret.value else (user, secret)
    names = f"`{lacking.name}`" if there.value else f"`{there.name}` and `{lacking.name}`"
    yield finding(
        config,
        "libvirt",
        there.name,
        f"`[libvirt] {there.name}` is set{'' if there.value else ' to nothing'} without"
        f" `{lacking.name}`, so the disks of servers cannot be defined; set {names}, or remove"
        f" `{there.name}` if Ceph requires no authentication",
    )


@rule(
    "rbd-cleanup-on-shared-path",
    theme="storage",
    severity=Severity.ERROR,
    options=("libvirt.images_type", f"workarounds.{CLEANUP}"),
    releases=(17, None),
    since="the workaround came in queens (nova/conf/workarounds.py)",
    roles=("compute",),
    drivers=("libvirt",),
)
def rbd_cleanup_on_shared_path(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """After an evacuation, the old host deletes files of the server that runs elsewhere.

    ## What it checks

    `[workarounds] ensure_libvirt_rbd_instance_dir_cleanup = true` with `[libvirt] images_type =
    rbd`, where `instances_path` is shared between the hosts (the fact `shared_storage`).

    ## Why it matters

    The workaround removes the server's directory on the old host after an evacuation, or when a
    resize is reverted. On a shared path that is the directory in use: console log, kernel, ramdisk
    and configuration drive are gone.

    ## Example

        [workarounds]
        ensure_libvirt_rbd_instance_dir_cleanup = true

    ## Fix safety

    Unsafe: sets the workaround to false. It is for hosts that share the disks in Ceph and nothing
    else.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`cleanup`), nova/conf/workarounds.py; the same in
    17.0.13, 20.6.1 and 26.3.0.
    """
    if not config.boolean("workarounds", CLEANUP) or config.text(*KIND) != "rbd":
        return
    if deployment.shared_storage is None:
        raise FactNeeded("shared_storage")
    if deployment.shared_storage:
        yield finding(
            config,
            "workarounds",
            CLEANUP,
            f"`[workarounds] {CLEANUP}` deletes files of running servers where hosts share"
            " `instances_path`; set it to false",
            set_fix(config, "workarounds", CLEANUP, "false"),
        )


@rule(
    "rbd-option-without-rbd",
    theme="storage",
    severity=Severity.INFO,
    options=("libvirt.images_type", *(f"{group}.{name}" for group, name in RBD_ONLY)),
    releases=(17, None),
    since="the first of the options came in queens (nova/conf/workarounds.py)",
    roles=("compute",),
    drivers=("libvirt",),
)
def rbd_option_without_rbd(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An option for disks in Ceph is set on a host without such disks, where it has no effect.

    ## What it checks

    `[libvirt] images_rbd_glance_store_name` and its `images_rbd_glance_copy_poll_interval` and
    `images_rbd_glance_copy_timeout` (from victoria on), `[workarounds]
    never_download_image_if_on_rbd` (from ussuri on) and `[workarounds]
    ensure_libvirt_rbd_instance_dir_cleanup` (from queens on) where `images_type` is not `rbd`.
    Where the file does not set `images_type`, the role compute must be given.

    ## Why it matters

    It looks as if images were cloned or directories cleaned, and nothing of it happens.

    ## Example

        [libvirt]
        images_type = qcow2
        images_rbd_glance_store_name = ceph-east

    ## Fix safety

    Unsafe: the line is commented out. There is no fix where another file may set `images_type`.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`cleanup`, `_create_and_inject_local_root`),
    nova/virt/libvirt/imagebackend.py (`Rbd.copy_to_store`, `Rbd.clone`); the cleanup in 17.0.13,
    the download in 21.2.4, the store in 22.4.0.
    """
    known = [name for name in RBD_ONLY if config.schema.option(*name)]
    yield from each(known, partial(_unread, config, deployment))


def _unread(config: Config, deployment: Deployment, name: tuple[str, str]) -> Iterator[Finding]:
    setting = config.setting(*name)
    if setting.is_default or setting.value is False or setting.value in (None, ""):
        return
    where = told_disks(config, deployment)
    if where not in ("", "rbd"):
        yield finding(
            config,
            *name,
            f"`[{setting.group}] {setting.name}` has no effect with "
            f"`[libvirt] images_type` {where}; remove it",
            *sure_fixes(config, [("libvirt", "images_type")], unset_fix(config, *name)),
        )
