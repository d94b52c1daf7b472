"""Lines of libvirt and QEMU about what a host does not offer: slots, displays, TLS, a secret."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Remedy, Signature, Stage

_SCHEME = OptionCause(
    "libvirt",
    "live_migration_scheme",
    "tcp, ssh or tls: how the other host's libvirt is called",
    rules=("migration-scheme-differs", "migration-scheme-refused-by-libvirt"),
)
_MIGRATION_URI = OptionCause(
    "libvirt",
    "live_migration_uri",
    "the address whole, its scheme too",
    rules=("migration-scheme-refused-by-libvirt",),
)
_CONNECTION_URI = OptionCause("libvirt", "connection_uri", "how nova-compute calls its own libvirt")

SIGNATURES = (
    Signature(
        "pci-slots-used-up",
        says="A guest has no free PCI slot for one more device.",
        anchors=("No more available PCI slots", "No PCI buses available"),
        pattern=r"No more available PCI slots|No PCI buses available",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "num_pcie_ports",
                "free slots of a guest of type q35 or virt; a guest has them from its next hard"
                " reboot on",
            ),
            OptionCause("libvirt", "hw_machine_type", "q35 needs such ports, pc has a bus"),
        ),
        elsewhere=(
            "Each volume and each port of a running guest takes one slot: detach what is not used.",
        ),
        sources=(
            "libvirt-11.3.0 src/conf/domain_addr.c:1149",
            "libvirt-7.0.0 src/conf/domain_addr.c:1151",
        ),
        samples=("libvirt.libvirtError: internal error: No more available PCI slots",),
    ),
    Signature(
        "spice-not-offered",
        says="The host's QEMU does not support SPICE, but guests should have a SPICE display.",
        anchors=("spice graphics are not supported with this QEMU", "does not support video model"),
        pattern=(
            r"spice graphics are not supported with this QEMU"
            r"|does not support video model '(?P<device>qxl)"
        ),
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "spice",
                "enabled",
                "true gives guests a SPICE display, and the video model qxl with it",
                ruled_out_by=(False,),
                remedy=Remedy(
                    "false",
                    "guests have no SPICE console from their next start on, and no console at all"
                    " where `[vnc] enabled` is false too.",
                    (True,),
                ),
            ),
        ),
        elsewhere=(
            "QEMU of this distribution is built without it, as that of RHEL 9 is.",
            "The image asks for it: `hw_video_model` qxl.",
        ),
        sources=(
            "libvirt-11.3.0 src/qemu/qemu_validate.c:4539",
            "libvirt-11.3.0 src/qemu/qemu_validate.c:2677",
            "libvirt-7.0.0 src/qemu/qemu_validate.c:3871",
        ),
        samples=(
            (
                "libvirt.libvirtError: unsupported configuration: spice graphics are not supported"
                " with this QEMU"
            ),
            (
                "libvirt.libvirtError: unsupported configuration: domain configuration does not"
                " support video model 'qxl'"
            ),
        ),
    ),
    Signature(
        "spice-server-not-started",
        says="QEMU could not open the SPICE server of a guest.",
        anchors=("failed to initialize spice server",),
        pattern=r"failed to initialize spice server",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause("spice", "server_listen", "an address of this host: guests listen there"),
        ),
        elsewhere=("Its port is taken: `remote_display_port_min` of libvirt's qemu.conf.",),
        sources=("qemu-10.0.13 ui/spice-core.c:814", "qemu-5.2.0 ui/spice-core.c:795"),
        samples=(
            (
                "libvirtError: internal error: process exited while connecting to monitor:"
                " qemu-kvm: failed to initialize spice server"
            ),
        ),
    ),
    Signature(
        "libvirt-certificate-refused",
        says="A certificate for calls from host to host is missing or not trusted.",
        anchors=(
            "Failed to verify peer's certificate",
            "Cannot read CA certificate",
            "Unable to access credentials ",
        ),
        pattern=(
            r"Failed to verify peer's certificate"
            r"|Cannot read CA certificate '(?P<path>[\w/.:@-]{1,160})"
            r"|Unable to access credentials (?P<name>/[\w/.@-]{1,160})"
        ),
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _SCHEME,
            _MIGRATION_URI,
            OptionCause(
                "libvirt",
                "live_migration_with_native_tls",
                "true asks for certificates of QEMU on both hosts too",
                rules=("migration-tls-differs",),
                ruled_out_by=(False,),
            ),
            OptionCause(
                "libvirt",
                "live_migration_inbound_addr",
                "the other host's, by which it is called: its certificate must have that name",
            ),
        ),
        elsewhere=(
            "The certificate of a host has expired, is for another name, or another CA signed it:"
            " /etc/pki/libvirt and /etc/pki/CA on both hosts.",
        ),
        sources=(
            "libvirt-11.3.0 src/rpc/virnettlscontext.c:540",
            "libvirt-7.0.0 src/rpc/virnettlscontext.c:1126",
            "qemu-10.0.13 crypto/tlscreds.c:122",
            "qemu-5.2.0 crypto/tlscreds.c:121",
        ),
        samples=(
            (
                "Live Migration failure: authentication failed: Failed to verify peer's"
                " certificate: libvirt.libvirtError: authentication failed: Failed to verify peer's"
                " certificate"
            ),
            (
                "libvirt.libvirtError: internal error: unable to execute QEMU command 'object-add':"
                " Unable to access credentials /etc/pki/qemu/ca-cert.pem: No such file or directory"
            ),
        ),
        outside=True,
    ),
    Signature(
        "libvirt-sasl-refused",
        says="libvirt requires SASL authentication and got none.",
        anchors=("Failed to start SASL negotiation", "Failed to step SASL negotiation"),
        pattern=r"Failed to (?:start|step) SASL negotiation",
        level="",
        logger="nova.virt.libvirt",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(_MIGRATION_URI, _SCHEME, _CONNECTION_URI),
        elsewhere=(
            (
                "libvirtd listens with `auth_tcp` or `auth_tls` = sasl, and the one that calls has"
                " no user and password: auth.conf of libvirt on the calling host, `saslpasswd2` on"
                " the other."
            ),
            "The package of the SASL mechanism is missing on one of the hosts.",
        ),
        sources=(
            "libvirt-11.3.0 src/rpc/virnetsaslcontext.c:460",
            "libvirt-7.0.0 src/rpc/virnetsaslcontext.c:455",
        ),
        samples=(
            (
                "libvirt.libvirtError: authentication failed: Failed to start SASL negotiation: -4"
                " (SASL(-4): no mechanism available: No worthy mechs found)"
            ),
        ),
        outside=True,
    ),
    Signature(
        "libvirt-secret-empty",
        says="libvirt of this host knows the secret for Ceph, but has no key in it.",
        anchors=("does not have a value",),
        pattern=r"secret '(?P<uuid>[0-9a-f-]{1,36})' does not have a value",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "rbd_secret_uuid",
                "the secret that disks of Nova, and volumes if cinder names none, are opened with",
                rules=("rbd-secret-differs", "rbd-credentials-incomplete"),
            ),
        ),
        elsewhere=(
            "The key was not put in: `virsh secret-set-value --secret UUID` on this host.",
            "For a volume cinder names the secret: `rbd_secret_uuid` of its cinder.conf.",
        ),
        sources=(
            "libvirt-11.3.0 src/conf/virsecretobj.c:726",
            "libvirt-7.0.0 src/conf/virsecretobj.c:728",
        ),
        samples=(
            (
                "libvirt.libvirtError: Secret not found: secret"
                " '7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10' does not have a value"
            ),
        ),
        outside=True,
    ),
    Signature(
        "libvirt-gone",
        says="nova-compute cannot reach libvirt, so the host takes no servers until it can.",
        anchors=("Connection event '",),
        pattern=r"Connection event '0' reason(?: '(?P<error>.{1,200}?)'?$)?",
        level="INFO",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(_CONNECTION_URI,),
        elsewhere=("libvirtd, or virtqemud with modular daemons, does not run or was restarted.",),
        sources=("34 nova/virt/libvirt/driver.py:775", "15 nova/virt/libvirt/driver.py:487"),
        samples=("Connection event '0' reason 'Failed to connect to libvirt: x'",),
        outside=True,
        follows=("libvirt-connection-failed", "libvirt-connection-lost"),
    ),
)
