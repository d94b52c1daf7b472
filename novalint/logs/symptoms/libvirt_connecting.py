"""Lines of libvirt about reaching it, here and on another host."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "libvirt-socket-refused",
        says="No service listens on the libvirt socket, or it may not be opened.",
        anchors=("Failed to connect socket to",),
        pattern=(r"Failed to connect socket to '(?P<path>[\w/.:@-]{1,160})"),
        level="",
        logger="nova.virt.libvirt.host",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "connection_uri",
                ("which daemon is asked; empty stands for the usual one of the kind of guests"),
            ),
            OptionCause(
                "libvirt",
                "virt_type",
                "decides which daemon is asked where no address is set",
                rules=("virt-type-differs",),
            ),
        ),
        elsewhere=(
            (
                "libvirtd, or virtqemud with modular daemons, does not run, or its "
                "container is not up yet."
            ),
            (
                "`Permission denied`: the user of nova-compute is not in the group "
                "of the socket (libvirt, libvirtd or kvm)."
            ),
        ),
        sources=(
            "libvirt-11.3.0 src/rpc/virnetsocket.c:726",
            "libvirt-7.0.0 src/rpc/virnetsocket.c:748",
        ),
        samples=(
            (
                "libvirt.libvirtError: Failed to connect socket to "
                "'/var/run/libvirt/libvirt-sock': No such file or directory"
            ),
            (
                "libvirtError: Failed to connect socket to "
                "'/var/run/libvirt/libvirt-sock': Permission denied"
            ),
        ),
        outside=True,
    ),
    Signature(
        "libvirt-access-denied",
        says="libvirt refuses the user that nova-compute runs as.",
        anchors=(
            "no polkit agent available",
            "access denied by policy",
        ),
        pattern=r"no polkit agent available|access denied by policy",
        level="",
        logger="nova.virt.libvirt.host",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(OptionCause("libvirt", "connection_uri", "which daemon is asked"),),
        elsewhere=(
            (
                "The user of nova-compute is not in the group that may manage "
                "guests, and no polkit rule lets it."
            ),
            (
                "`auth_unix_rw` of libvirtd.conf asks for polkit where the group "
                "was meant to be enough."
            ),
        ),
        sources=(
            "libvirt-11.3.0 src/util/virpolkit.c:140",
            "libvirt-11.3.0 src/util/virpolkit.c:144",
            "libvirt-7.0.0 src/util/virpolkit.c:134",
        ),
        samples=(
            (
                "libvirt.libvirtError: authentication unavailable: no polkit agent "
                "available to authenticate action 'org.libvirt.unix.manage'"
            ),
        ),
        outside=True,
    ),
    Signature(
        "libvirt-host-unreachable",
        says="libvirt on another host cannot be reached, as for a live migration.",
        anchors=(
            "unable to connect to server at",
            "Failed to connect to remote libvirt URI",
        ),
        pattern=(
            r"unable to connect to server at "
            r"'?(?P<path>[\w/.@-]{1,120}:\d{1,5})|Failed to connect to remote libvirt "
            r"URI"
        ),
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "live_migration_uri",
                "the address whole, with %s for the other host",
                rules=(
                    "migration-uri-without-target",
                    "migration-uri-overrides-scheme",
                ),
            ),
            OptionCause(
                "libvirt",
                "live_migration_scheme",
                "tcp, ssh or tls: the other libvirt must offer the same",
                rules=("migration-scheme-differs",),
            ),
            OptionCause(
                "libvirt",
                "live_migration_inbound_addr",
                "the address that the other host tells; the one there counts",
                rules=("migration-address-repeated",),
            ),
            OptionCause(
                "libvirt",
                "connection_uri",
                "nova-compute's own libvirt, where that is called over the network",
            ),
        ),
        elsewhere=(
            (
                "libvirtd of the other host does not listen for the network (16509 "
                "for TCP, 16514 for TLS), or a firewall is between."
            ),
            ("The name of the other host is not known here, or stands for another address."),
        ),
        sources=(
            "libvirt-11.3.0 src/rpc/virnetsocket.c:626",
            "libvirt-7.0.0 src/qemu/qemu_migration.c:4758",
        ),
        samples=(
            (
                "libvirt.libvirtError: unable to connect to server at "
                "'cmp2:16509': Connection refused"
            ),
            (
                "Live Migration failure: operation failed: Failed to connect to "
                "remote libvirt URI qemu+tcp://cmp2/system: Cannot recv data: "
                "Connection reset by peer"
            ),
        ),
    ),
    Signature(
        "ssh-login-refused",
        says="SSH to another host is refused, which a migration or resize needs.",
        anchors=(
            "Host key verification failed",
            "Permission denied (publickey",
        ),
        pattern=r"Host key verification failed|Permission denied \(publickey",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "live_migration_uri",
                "names user, key file and whether the other host is verified",
            ),
            OptionCause(
                "libvirt",
                "live_migration_scheme",
                "with `ssh` libvirt logs in there",
                rules=("migration-scheme-differs",),
            ),
            OptionCause(
                "libvirt", "remote_filesystem_transport", "how the disks of a resize are copied"
            ),
        ),
        elsewhere=(
            (
                "The key of the other host is not in known_hosts of the user that "
                "runs nova-compute or libvirtd."
            ),
            (
                "The public key is not in authorized_keys of that user over there, "
                "or its shell is nologin."
            ),
        ),
        sources=(
            "openssh-10.0p1 sshconnect2.c:103",
            "openssh-10.0p1 sshconnect2.c:542",
            "openssh-8.4p1 sshconnect2.c:101",
        ),
        samples=(
            (
                "libvirt.libvirtError: operation failed: Failed to connect to "
                "remote libvirt URI qemu+ssh://nova@cmp2/system: Cannot recv data: "
                "Host key verification failed.: Connection reset by peer"
            ),
            "Stderr: 'Permission denied (publickey,password).'",
        ),
        outside=True,
    ),
    Signature(
        "libvirt-answer-cut",
        says="libvirt closed the connection in the middle of a call.",
        anchors=(
            "End of file while reading data",
            "client socket is closed",
            "Cannot recv data",
        ),
        pattern=r"End of file while reading data|client socket is closed|Cannot recv data",
        level="",
        logger="nova.virt.libvirt.host",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(OptionCause("libvirt", "connection_uri", "which daemon is asked"),),
        elsewhere=(
            (
                "libvirtd was restarted or ended: its log, and the kernel's for "
                "one that was killed for want of memory."
            ),
            "Too many connections at once: `max_clients` of libvirtd.conf.",
        ),
        sources=(
            "libvirt-11.3.0 src/rpc/virnetsocket.c:1779",
            "libvirt-11.3.0 src/rpc/virnetclient.c:2172",
            "libvirt-11.3.0 src/rpc/virnetsocket.c:1765",
            "libvirt-7.0.0 src/rpc/virnetsocket.c:1813",
        ),
        samples=("libvirt.libvirtError: internal error: client socket is closed",),
        outside=True,
    ),
    Signature(
        "guest-lock-held",
        says="Another operation holds the lock of the guest, and libvirt timed out.",
        anchors=("cannot acquire state change lock",),
        pattern=r"cannot acquire state change lock",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=(
            (
                "A call before it hangs in QEMU: storage (NFS, Ceph, iSCSI) that "
                "does not answer, most often; `virsh domjobinfo` and the guest's "
                "log."
            ),
            "The guest's QEMU is dead or stopped: only ending it helps.",
            "The call that is held was started by hand with virsh, or by a backup.",
        ),
        sources=(
            "libvirt-11.3.0 src/conf/virdomainjob.c:465",
            "libvirt-7.0.0 src/qemu/qemu_domainjob.c:968",
        ),
        samples=(
            (
                "libvirt.libvirtError: Timed out during operation: cannot acquire "
                "state change lock (held by "
                "monitor=remoteDispatchDomainCreateWithFlags)"
            ),
        ),
        outside=True,
    ),
)
