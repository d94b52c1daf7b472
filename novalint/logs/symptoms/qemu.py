"""Lines of libvirt about QEMU, its disks and its ports."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "bridge-not-there",
        says="A bridge or an interface that the guest's port needs does not exist.",
        anchors=("Cannot get interface MTU on", "Unable to add bridge", "Unable to add port "),
        pattern=(
            r"Cannot get interface MTU on '(?P<device>[\w.-]{0,40})'|Unable to "
            r"add bridge (?P<name>[\w.-]{1,40}) port|"
            r"Unable to add port \"?(?P<port>[\w.-]{1,40})\"? to OVS bridge"
        ),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "neutron", "ovs_bridge", "the bridge of Open vSwitch where neutron names none"
            ),
        ),
        elsewhere=(
            "The L2 agent does not run here, or has not made its bridge yet.",
            (
                "`Operation not supported`: the port is of Linux bridge and the "
                "bridge of Open vSwitch, or the reverse: neutron's mechanism "
                "drivers."
            ),
        ),
        sources=(
            "libvirt-11.3.0 src/util/virnetdev.c:417",
            "libvirt-11.3.0 src/util/virnetdevbridge.c:673",
            "libvirt-7.0.0 src/util/virnetdev.c:423",
        ),
        samples=(
            (
                "libvirt.libvirtError: Unable to add port tap0b6f9f9a-53 to OVS bridge "
                "br-int: Operation not permitted"
            ),
            ("libvirt.libvirtError: Cannot get interface MTU on 'qbr0b6f9f9a-53': No such device"),
            (
                "libvirt.libvirtError: Unable to add bridge br-int port "
                "tap0b6f9f9a-53: Operation not supported"
            ),
        ),
        outside=True,
    ),
    Signature(
        "address-not-on-host",
        says="A service should listen on an address that this host does not have.",
        anchors=("Cannot assign requested address",),
        pattern=r"Cannot assign requested address",
        level="",
        logger="",
        services=(
            "nova-compute",
            "nova-novncproxy",
            "nova-api",
            "nova-conductor",
            "nova-api-metadata",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "vnc",
                "server_listen",
                ("where guests listen for VNC; after a migration the other host must have it too"),
                rules=("console-address-loopback",),
            ),
            OptionCause(
                "spice",
                "server_listen",
                "where guests listen for SPICE",
                rules=("console-address-loopback",),
            ),
            OptionCause("vnc", "novncproxy_host", "where the proxy listens"),
            OptionCause("DEFAULT", "osapi_compute_listen", "where nova-api listens"),
            OptionCause("DEFAULT", "metadata_listen", "where the metadata service listens"),
        ),
        elsewhere=("The address is a virtual one that another host has now.",),
        sources=(
            "glibc-2.41 sysdeps/gnu/errlist.h:346",
            "qemu-10.0.13 util/qemu-sockets.c:312",
        ),
        samples=(
            (
                "qemu-system-x86_64: -vnc 10.0.0.7:0: Failed to bind socket: "
                "Cannot assign requested address"
            ),
            "OSError: [Errno 99] Cannot assign requested address",
        ),
    ),
    Signature(
        "qemu-ended",
        says="QEMU of a guest ended while libvirt talked to it.",
        anchors=(
            "unexpectedly closed the monitor",
            "process exited while connecting to monitor",
            "Unable to read from monitor",
            "nd of file from qemu monitor",
            "end of file from monitor",
        ),
        pattern=(
            r"(?:qemu|QEMU) unexpectedly closed the monitor|"
            r"process exited while connecting to monitor|"
            r"Unable to read from monitor|[Ee]nd of file from (?:qemu )?monitor"
        ),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "vnc",
                "server_listen",
                "an address that the host does not have ends QEMU at once",
                ruled_out_by=("127.0.0.1", "::1", "localhost", "0.0.0.0"),
            ),
        ),
        elsewhere=(
            ("The reason is in the log of the guest itself: /var/log/libvirt/qemu on the host."),
            (
                "Its file or device cannot be opened, its memory is not there, or "
                "the kernel ended it for want of memory."
            ),
            ("In a migration: the two hosts have different versions of QEMU, or different CPUs."),
        ),
        sources=(
            "libvirt-11.3.0 src/qemu/qemu_monitor.c:498",
            "libvirt-11.3.0 src/qemu/qemu_process.c:2315",
            "libvirt-11.3.0 src/qemu/qemu_monitor.c:397",
            "libvirt-7.0.0 src/qemu/qemu_monitor.c:605",
        ),
        samples=(
            (
                "libvirt.libvirtError: internal error: QEMU unexpectedly closed the "
                "monitor (vm='instance-00000007'): qemu-kvm: x"
            ),
            (
                "libvirt.libvirtError: internal error: End of file from qemu monitor "
                "(vm='instance-00000007')"
            ),
            ("libvirt.libvirtError: internal error: qemu unexpectedly closed the monitor"),
            (
                "libvirt.libvirtError: internal error: process exited while "
                "connecting to monitor: qemu-system-x86_64: x"
            ),
        ),
        outside=True,
    ),
    Signature(
        "qemu-command-refused",
        says="QEMU of a guest refuses a command.",
        anchors=("unable to execute QEMU command",),
        pattern=r"unable to execute QEMU command '(?P<action>[\w-]{1,60})'",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "rbd_user",
                "with volumes on Ceph: who QEMU logs in as",
                rules=("rbd-credentials-incomplete",),
            ),
            OptionCause(
                "libvirt",
                "rbd_secret_uuid",
                "with volumes on Ceph: which secret of libvirt holds the key",
                rules=("rbd-credentials-incomplete",),
            ),
            OptionCause(
                "libvirt", "num_pcie_ports", "how many devices can be added to a q35 guest"
            ),
        ),
        elsewhere=(
            "The reason follows the command's name.",
            (
                "`error connecting`: the host does not reach Ceph's monitors, or "
                "the key may not read the pool."
            ),
            ("`No more available PCI slots`: the guest has as many devices as it can have."),
        ),
        sources=(
            "libvirt-11.3.0 src/qemu/qemu_monitor_json.c:365",
            "libvirt-7.0.0 src/qemu/qemu_monitor_json.c:412",
        ),
        samples=(
            (
                "libvirt.libvirtError: internal error: unable to execute QEMU "
                "command 'device_add': Failed to get write lock"
            ),
        ),
        outside=True,
    ),
    Signature(
        "disk-image-locked",
        says="A guest's disk is locked: something else has it open.",
        anchors=("Is another process using the image",),
        pattern=r"Is another process using the image",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "instances_path",
                "on shared storage another host may have the disk",
                rules=("instances-path-differs",),
            ),
        ),
        elsewhere=(
            (
                "The same guest still runs, here or on the host that it was "
                "evacuated from: look before you break a lock."
            ),
            (
                "qemu-img or a backup has it open, or an NFS server keeps the lock "
                "of a host that died."
            ),
        ),
        sources=(
            "qemu-10.0.13 block/file-posix.c:1010",
            "qemu-5.2.0 block/file-posix.c:959",
        ),
        samples=(
            (
                'qemu-system-x86_64: Failed to get "write" lock Is another process '
                "using the image [/var/lib/nova/instances/a/disk]?"
            ),
        ),
        outside=True,
    ),
    Signature(
        "migration-unsafe",
        says="A guest cannot migrate safely with the cache mode of its disks.",
        anchors=(
            "Migration without shared storage is unsafe",
            "Migration may lead to data corruption",
        ),
        pattern=(
            r"Migration without shared storage is unsafe|Migration may lead to "
            r"data corruption"
        ),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "disk_cachemodes",
                "only `none` and `directsync` are safe on shared file systems",
                rules=("disk-cachemode-unsafe",),
            ),
            OptionCause(
                "libvirt", "images_type", "where disks live", rules=("image-backend-differs",)
            ),
        ),
        elsewhere=(
            (
                "The disks are not on storage that both hosts share, and no block "
                "migration was asked for."
            ),
        ),
        sources=(
            "libvirt-11.3.0 src/qemu/qemu_migration.c:1800",
            "libvirt-11.3.0 src/qemu/qemu_migration.c:1817",
            "libvirt-7.0.0 src/qemu/qemu_migration.c:1492",
        ),
        samples=(
            ("libvirt.libvirtError: Unsafe migration: Migration without shared storage is unsafe"),
            (
                "libvirtError: Unsafe migration: Migration may lead to data "
                "corruption if disks use cache != none"
            ),
        ),
    ),
)
