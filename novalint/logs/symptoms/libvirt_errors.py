"""Lines of libvirt and QEMU about the host itself."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "libvirt-cause-unknown",
        says="libvirt failed and did not say why.",
        anchors=("An error occurred, but the cause is unknown",),
        pattern=(r"An error occurred, but the cause is unknown"),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=(
            (
                "The reason is in libvirt's own log on the host (`journalctl -u "
                "libvirtd` or `-u virtqemud`) and in /var/log/libvirt/qemu, at the same "
                "second."
            ),
            "A hook in /etc/libvirt/hooks that ends without a message.",
        ),
        sources=("libvirt-11.3.0 src/util/virerror.c:191", "libvirt-7.0.0 src/util/virerror.c:190"),
        samples=("libvirt.libvirtError: An error occurred, but the cause is unknown",),
        outside=True,
    ),
    Signature(
        "libvirt-secret-uuid-malformed",
        says="The name of the Ceph secret is not a UUID.",
        anchors=("invalid secret uuid",),
        pattern=(r"invalid secret uuid '(?P<name>[\w.-]{1,80})'"),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "rbd_secret_uuid",
                "the UUID of a secret, as `virsh secret-list` shows it",
                rules=("rbd-secret-not-uuid",),
            ),
        ),
        elsewhere=("For a volume cinder names the secret: `rbd_secret_uuid` of its cinder.conf.",),
        sources=("libvirt-11.3.0 src/util/virsecret.c:87", "libvirt-7.0.0 src/util/virsecret.c:88"),
        samples=("libvirt.libvirtError: XML error: invalid secret uuid 'openstack'",),
    ),
    Signature(
        "post-copy-not-supported",
        says="QEMU of a host does not support post-copy, which a migration should use.",
        anchors=("Postcopy is not supported",),
        pattern=(r"Postcopy is not supported"),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "live_migration_permit_post_copy",
                "true asks QEMU for post-copy",
                rules=("post-copy-with-mediated-devices", "post-copy-in-parallel"),
                ruled_out_by=(False,),
            ),
        ),
        elsewhere=(
            "The kernel lets only root use userfaultfd: `vm.unprivileged_userfaultfd` is "
            "0 on that host.",
            "The memory of the guest is of a kind that cannot do it, such as shared files.",
        ),
        sources=("qemu-10.0.13 migration/options.c:486", "qemu-5.2.0 migration/migration.c:1158"),
        samples=(
            (
                "libvirt.libvirtError: internal error: unable to execute QEMU command "
                "'migrate-set-capabilities': Postcopy is not supported"
            ),
        ),
    ),
    Signature(
        "tap-device-not-created",
        says="The interface of a guest's port could not be created on the host.",
        anchors=("Unable to create tap device",),
        pattern=(r"Unable to create tap device (?P<device>[\w.%-]{1,40})"),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=(
            "`Device or resource busy`: something still holds that interface, mostly a "
            "QEMU of the same guest that did not end.",
            "`Operation not permitted`: "
            "libvirt runs without the right to change the network, as in a container "
            "that is not privileged.",
        ),
        sources=(
            "libvirt-11.3.0 src/util/virnetdevtap.c:240",
            "libvirt-7.0.0 src/util/virnetdevtap.c:218",
        ),
        samples=(
            (
                "libvirt.libvirtError: Unable to create tap device tap0b6f9f9a-53: "
                "Device or resource busy"
            ),
        ),
        outside=True,
    ),
    Signature(
        "ide-not-offered",
        says="The guest should have an IDE disk, but its machine type has no IDE.",
        anchors=("IDE controllers are unsupported",),
        pattern=(r"IDE controllers are unsupported for this QEMU"),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "hw_machine_type",
                "q35 has no IDE, and neither have machines of Arm and Power",
                rules=("machine-type-without-architecture",),
            ),
        ),
        elsewhere=(
            (
                "`hw_disk_bus` or `hw_cdrom_bus` of the image is `ide`: `sata`, `scsi` "
                "or `virtio` fit every machine type."
            ),
        ),
        sources=(
            "libvirt-11.3.0 src/qemu/qemu_validate.c:3643",
            "libvirt-7.0.0 src/qemu/qemu_validate.c:3039",
        ),
        samples=(
            (
                "libvirt.libvirtError: unsupported configuration: IDE controllers are "
                "unsupported for this QEMU binary or machine type"
            ),
        ),
    ),
    Signature(
        "dbus-service-failed",
        says="A D-Bus service of the host failed a request of libvirt.",
        anchors=("error from service: ",),
        pattern=(r"error from service: (?P<error>.{1,200})"),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=(
            (
                "`CreateMachine`: systemd-machined or the D-Bus daemon of the host hangs "
                "or was restarted: restart systemd-machined, then libvirt."
            ),
            "In a container the host's D-Bus is not seen.",
        ),
        sources=(
            "libvirt-11.3.0 src/util/virerror.c:1226",
            "libvirt-7.0.0 src/util/virerror.c:1172",
        ),
        samples=("libvirtError: error from service: CreateMachine: Did not receive a reply.",),
        outside=True,
    ),
    Signature(
        "hypervisor-version-deprecated",
        says="libvirt or QEMU of the host is older than the next release of Nova requires.",
        anchors=(
            "Running Nova with a libvirt version less than",
            "Running Nova with a QEMU version less than",
        ),
        pattern=(
            r"Running Nova with a (?P<kind>libvirt|QEMU) version less than "
            r"(?P<release>[\d.]{1,12})"
        ),
        level="WARNING",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=(
            (
                "Nothing is wrong yet: upgrade the packages, or the host, before the "
                "next upgrade of Nova."
            ),
        ),
        sources=("34 nova/virt/libvirt/driver.py:865", "15 nova/virt/libvirt/driver.py:550"),
        samples=(
            (
                "Running Nova with a QEMU version less than 8.0.0 is deprecated. The "
                "required minimum version of QEMU will be raised to 8.0.0 in the next "
                "release."
            ),
        ),
        outside=True,
    ),
    Signature(
        "migration-not-monitored",
        says="Nova lost sight of a live migration.",
        anchors=("Error monitoring migration: ",),
        pattern=(r"Error monitoring migration: "),
        level="WARNING",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(),
        elsewhere=(
            (
                "libvirt on the source failed or was restarted: what follows it is "
                "its reason. Look with `virsh list` on both hosts where the guest runs "
                "before you do anything."
            ),
        ),
        sources=("34 nova/virt/libvirt/driver.py:11944", "15 nova/virt/libvirt/driver.py:6708"),
        samples=(
            (
                "Error monitoring migration: Timed out during operation: cannot acquire "
                "state change lock"
            ),
        ),
        outside=True,
    ),
)
