"""Live migration over the network: in clear, to unchecked hosts, by a URI of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.libvirt import qemu
from novalint.rules.common.places import at_option, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

URI = ("libvirt", "live_migration_uri")
SCHEME = ("libvirt", "live_migration_scheme")
TLS = ("libvirt", "live_migration_with_native_tls")


@rule(
    "live-migration-unencrypted",
    theme="security",
    severity=Severity.WARNING,
    options=(
        "libvirt.live_migration_uri",
        "libvirt.live_migration_scheme",
        "libvirt.live_migration_with_native_tls",
    ),
    releases=(15, None),
    roles=("compute",),
)
def live_migration_unencrypted(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """libvirt on one host commands libvirt on another over a connection in clear.

    ## What it checks

    `[libvirt] live_migration_uri` that starts with `qemu+tcp:`; without such a URI the scheme
    `tcp` in `[libvirt] live_migration_scheme`, or none while `live_migration_with_native_tls` is
    true. Where neither URI nor scheme is set this is a note, for compute nodes of clouds that are
    not told to have just one.

    ## Why it matters

    A live migration makes two connections. By the first one libvirt on the source host commands
    libvirt on the destination. Over TCP without TLS it is in clear, and where libvirtd asks for no
    password, whoever reaches the port rules the host. By the second one QEMU copies the guest's
    memory and disks: always in clear, with `ssh` as the scheme too, unless
    `live_migration_with_native_tls` is true or the deprecated `live_migration_tunnelled` sends it
    through the first one.

    `live_migration_with_native_tls` alone encrypts the second connection only, without a word about
    the first. Nova's documentation has the scheme `tls` set with it.

    Certificates, and a libvirtd that listens for TLS (`listen_tls`, port 16514), must be there on
    all compute hosts before. Where migrations have a network of their own, point
    `live_migration_inbound_addr` at the host's address in it on every host: otherwise they take the
    network that the host name leads to.

    ## Example

        [libvirt]
        live_migration_with_native_tls = true

    ## Fix safety

    Unsafe: the scheme is set to `tls` where QEMU's own TLS is on already, so that certificates are
    there. Otherwise there is no fix.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/virt/libvirt/driver.py (`_live_migration_uri`, `_migrate_uri`);
    19.3.2 and later: `_handle_native_tls`; OSSN-0007, OSSN-0089.
    """
    uri, scheme = config.setting(*URI), config.setting(*SCHEME)
    if not qemu(config) or uri.fault or scheme.fault:
        return
    if uri.value:
        if str(uri.value).startswith("qemu+tcp:"):
            yield Finding(
                "libvirt is commanded over plain TCP by `live_migration_uri`; use the scheme `tls`"
                " or `ssh`",
                at_option(config, *URI),
                *URI,
            )
    elif scheme.value == "tcp" or (config.value(*TLS) is True and not scheme.value):
        yield _in_clear(config)
    elif not scheme.value and deployment.plays("compute") and deployment.compute_hosts != 1:
        yield Finding(
            "live migration commands libvirt over plain TCP by default; set"
            " `live_migration_scheme` to tls or ssh, and encrypt the guests' memory too",
            at_option(config, *SCHEME),
            *SCHEME,
            override=Severity.INFO,
        )


def _in_clear(config: Config) -> Finding:
    encrypts = config.value(*TLS) is True
    told = not config.setting(*SCHEME).is_default
    why = " although QEMU's own TLS is on" if encrypts else ""
    return Finding(
        f"libvirt is commanded over plain TCP{why}; set `live_migration_scheme` to tls",
        at_option(config, *(SCHEME if told else TLS)),
        *SCHEME,
        (set_fix(config, *SCHEME, "tls"),) if encrypts else (),
    )


@rule(
    "migration-host-unverified",
    theme="security",
    severity=Severity.WARNING,
    options=("libvirt.live_migration_uri",),
    releases=(15, None),
    roles=("compute",),
)
def migration_host_unverified(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Live migration does not check which host it talks to.

    ## What it checks

    `no_verify=1` in `[libvirt] live_migration_uri`.

    ## Why it matters

    With it libvirt accepts any host key over SSH, and any certificate over TLS. Whoever can answer
    in the place of the destination gets the guest's memory.

    ## Example

        [libvirt]
        live_migration_uri = qemu+ssh://nova@%s/system?no_verify=1

    ## Fix safety

    There is no fix: the hosts' keys must be known first, in the known_hosts of the user that runs
    nova-compute.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/virt/libvirt/driver.py (`_live_migration_uri`); libvirt's page on
    URIs of remote hosts.
    """
    _, _, query = str(config.value(*URI) or "").partition("?")
    if qemu(config) and "no_verify=1" in query.split("&"):
        yield Finding(
            "live migration takes any host for the destination; make the hosts' keys known, and"
            " take `no_verify=1` out of the URI",
            at_option(config, *URI),
            *URI,
        )


@rule(
    "host-serial-shown-to-guests",
    theme="security",
    severity=Severity.WARNING,
    options=("libvirt.sysinfo_serial",),
    releases=(15, None),
    roles=("compute",),
)
def host_serial_shown_to_guests(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Guests see a number that names their host.

    ## What it checks

    `[libvirt] sysinfo_serial` written as `hardware`, `os` or `auto`, with KVM or QEMU.

    ## Why it matters

    The serial number in a guest's firmware is then the host's UUID or its machine id. Tenants can
    tell by it which of their servers share a host, which helps whoever looks for a certain
    neighbour, and it changes when a server moves. `auto` was the default up to rocky.

    ## Example

        [libvirt]
        sysinfo_serial = hardware

    ## Fix safety

    Unsafe: set to `unique`, the server's own id, or up to rocky to `none`. Software in guests may
    be licensed by the number.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/virt/libvirt/driver.py (`_get_host_sysinfo_serial_auto`),
    nova/conf/libvirt.py; OSSN-0028.
    """
    serial = config.setting("libvirt", "sysinfo_serial")
    if not qemu(config) or serial.is_default or serial.value not in ("hardware", "os", "auto"):
        return
    better = "unique" if config.release.major >= 19 else "none"
    yield Finding(
        f"guests see a number of their host, as `sysinfo_serial` is `{serial.value}`; set it to"
        f" {better}",
        at_option(config, "libvirt", serial.name),
        "libvirt",
        serial.name,
        (set_fix(config, "libvirt", serial.name, better),),
    )
