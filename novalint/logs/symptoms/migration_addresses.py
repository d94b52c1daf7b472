"""Lines of libvirt about where a live migration goes to: the address, and the port."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "migration-to-same-host",
        says="A live migration was requested to the host where the guest already is.",
        anchors=("Attempt to migrate guest to the same host",),
        pattern=r"Attempt to migrate guest to the same host(?: (?P<uuid>[0-9a-f-]{36}))?",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "live_migration_inbound_addr",
                "the address of the target host in its own file, another one on each host",
                rules=("migration-address-repeated",),
            ),
            OptionCause(
                "libvirt",
                "live_migration_uri",
                "`%s` stands for the target host",
                rules=("migration-uri-without-target",),
                ruled_out_by=(None,),
            ),
        ),
        elsewhere=(
            (
                "With a UUID after it: the firmware of both hosts has the same one. Set "
                "`host_uuid` in libvirtd.conf of each (`virsh capabilities` shows it)."
            ),
            "The name of the target host leads to 127.0.0.1: /etc/hosts.",
        ),
        sources=(
            "libvirt-11.3.0 src/qemu/qemu_migration_cookie.c:1325",
            "libvirt-11.3.0 src/libvirt-domain.c:3614",
            "libvirt-7.0.0 src/qemu/qemu_migration_cookie.c:1203",
            "libvirt-7.0.0 src/libvirt-domain.c:3304",
        ),
        samples=(
            (
                "Live Migration failure: internal error: Attempt to migrate guest to the same host "
                "03000200-0400-0500-0006-000700080009"
            ),
        ),
    ),
    Signature(
        "migration-host-is-localhost",
        says="The destination host of a live migration has the name localhost.",
        anchors=("hostname on destination resolved to localhost",),
        pattern=r"hostname on destination resolved to localhost",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "live_migration_inbound_addr",
                "with an address here, in the file of the target host, the name is not asked for",
            ),
        ),
        elsewhere=(
            "The host is called localhost, or /etc/hosts maps its name to 127.0.0.1.",
            "`migration_host` in qemu.conf of the target host names the address as well.",
        ),
        sources=(
            "libvirt-11.3.0 src/qemu/qemu_migration.c:3931",
            "libvirt-7.0.0 src/qemu/qemu_migration.c:3015",
        ),
        samples=(
            (
                "Live Migration failure: internal error: hostname on destination resolved to "
                "localhost, but migration requires an FQDN"
            ),
        ),
    ),
    Signature(
        "guest-ports-used-up",
        says="libvirt found no free port for a display or a migration.",
        anchors=("Unable to find an unused port in range '",),
        pattern=r"Unable to find an unused port in range '(?P<kind>\w{1,20})'",
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "max_concurrent_live_migrations",
                "each of them takes a port, and so does each disk that is copied",
                part="kind",
                part_is=("migration",),
            ),
        ),
        elsewhere=(
            (
                "qemu.conf bounds the ports: `remote_display_port_min` and "
                "`remote_display_port_max`, `migration_port_min` and `migration_port_max`."
            ),
            "Another program listens on them: `ss -ltnp`.",
        ),
        sources=(
            "libvirt-11.3.0 src/util/virportallocator.c:242",
            "libvirt-7.0.0 src/util/virportallocator.c:243",
        ),
        samples=(
            (
                "libvirt.libvirtError: internal error: Unable to find an unused port in range "
                "'migration' (49152-49215)"
            ),
        ),
        outside=True,
    ),
)
