"""Lines of libvirt about reaching it, here and on another host."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "libvirt-socket-refused",
        says="Nobody answers at the socket of libvirt, or it may not be opened.",
        anchors=("Failed to connect socket to",),
        pattern=r"Failed to connect socket to '(?P<path>[\w/.:@-]{1,160})'",
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
        sources=("libvirt",),
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
        sources=("libvirt",),
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
        says="The libvirt of another host cannot be reached, as a migration needs.",
        anchors=(
            "unable to connect to server at",
            "Failed to connect to remote libvirt URI",
        ),
        pattern=(
            r"unable to connect to server at "
            r"'(?P<path>[\w/.:@-]{1,160})'|Failed to connect to remote libvirt "
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
        ),
        elsewhere=(
            (
                "libvirtd of the other host does not listen for the network (16509 "
                "for TCP, 16514 for TLS), or a firewall is between."
            ),
            ("The name of the other host is not known here, or stands for another address."),
        ),
        sources=("libvirt",),
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
        says="SSH to another host is refused, as a migration or resize over SSH needs.",
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
                rules=("migration-host-unverified",),
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
        sources=("OpenSSH",),
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
        says="libvirt cut the connection in the middle of a call.",
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
        sources=("libvirt",),
        samples=("libvirt.libvirtError: internal error: client socket is closed",),
        outside=True,
    ),
    Signature(
        "guest-lock-held",
        says="Something else holds the guest, and libvirt gave up waiting.",
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
        sources=("libvirt",),
        samples=(
            (
                "libvirt.libvirtError: Timed out during operation: cannot acquire "
                "state change lock (held by "
                "monitor=remoteDispatchDomainCreateWithFlags)"
            ),
        ),
        outside=True,
    ),
    Signature(
        "domain-not-found",
        says="libvirt does not know the guest.",
        anchors=(
            "no domain with matching uuid",
            "no domain with matching name",
        ),
        pattern=r"no domain with matching (?P<kind>uuid|name) '(?P<name>[\w.-]{1,120})'",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "instance_name_template",
                "guests that have another name than now are not found by name",
                rules=("instance-name-template-differs",),
            ),
            OptionCause("libvirt", "connection_uri", "another daemon has other guests"),
        ),
        elsewhere=(
            (
                "The guest was never made, or is gone already: while a server is "
                "being deleted, that is normal."
            ),
            (
                "It was undefined by hand, or it runs on another host after a "
                "migration that failed half-way."
            ),
        ),
        sources=("libvirt",),
        samples=(
            (
                "libvirt.libvirtError: Domain not found: no domain with matching "
                "uuid '7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10' (instance-0000002a)"
            ),
        ),
        outside=True,
    ),
    Signature(
        "domain-name-taken",
        says="A guest of that name exists with another UUID.",
        anchors=("already exists with uuid",),
        pattern=(
            r"domain '(?P<name>[\w.-]{1,120})' (?:is )?already "
            r"(?:exists|defined) with uuid"
        ),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "instance_name_template",
                (
                    "the name of guests: the number alone is not unique where hosts of "
                    "several clouds or cells meet"
                ),
                rules=("instance-name-template-differs",),
            ),
        ),
        elsewhere=(
            (
                "A guest of a deleted server, or of a cloud before this one, was "
                "left on the host: `virsh list --all`."
            ),
        ),
        sources=("libvirt",),
        samples=(
            (
                "libvirt.libvirtError: operation failed: domain "
                "'instance-0000002a' already exists with uuid "
                "7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10"
            ),
        ),
        outside=True,
    ),
)
