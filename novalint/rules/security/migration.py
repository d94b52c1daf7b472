"""Live migration over the network: in clear, to unchecked hosts, by a URI of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Severity
from novalint.records import replace
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.places import finding, lacking, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

URI = ("libvirt", "live_migration_uri")
SCHEME = ("libvirt", "live_migration_scheme")
TLS = ("libvirt", "live_migration_with_native_tls")
ADDRESS = ("libvirt", "live_migration_inbound_addr")
_OFF, _IGNORED = r"no_verify=[-+]?0*[1-9]\d*", r"known_hosts_verify=ignore"
_KEYS = "off the check of host keys; remove that parameter once the hosts' keys are known"
_CERTIFICATES = (
    "off the check of certificates; remove that parameter once every host knows their CA"
)
_UNVERIFIED = {
    "ssh": (_OFF, _KEYS),
    "libssh": (_IGNORED, _KEYS),
    "libssh2": (_IGNORED, _KEYS),
    "tls": (_OFF, _CERTIFICATES),
    "": (_OFF, _CERTIFICATES),
}
"""By transport of a URI, the parameter with which libvirt takes any host, and what that means.

Each transport heeds its own alone (libvirt, src/remote/remote_driver.c, `doRemoteOpen`); TCP has
nothing to check, and none at all is TLS.
"""


@rule(
    "live-migration-unencrypted",
    theme="security",
    severity=Severity.WARNING,
    options=(
        "libvirt.live_migration_uri",
        "libvirt.live_migration_scheme",
        "libvirt.live_migration_with_native_tls",
        "libvirt.live_migration_inbound_addr",
    ),
    roles=("compute",),
    virt_types=("kvm", "qemu"),
)
def live_migration_unencrypted(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """libvirt on one host controls libvirt on another over an unencrypted connection.

    ## What it checks

    `[libvirt] live_migration_uri` that starts with `qemu+tcp:`; without such a URI the scheme `tcp`
    in `[libvirt] live_migration_scheme`, or none while `live_migration_with_native_tls` is true.
    Where neither is set this is info, for nodes whose `live_migration_inbound_addr` says that
    servers migrate live. Info where a single file does not set the scheme and does not look like a
    whole configuration.

    ## Why it matters

    A live migration makes two connections. By the first one libvirt on the source host controls
    libvirt on the destination. Over TCP without TLS it is in clear text, and where libvirtd asks
    for no password, anyone who reaches the port rules the host. By the second one QEMU copies the
    guest's memory and disks: always in clear text, with `ssh` as the scheme too, unless
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
    uri, scheme = config.known_url(*URI), config.setting(*SCHEME)
    if config.setting(*URI).fault or scheme.fault:
        return
    if uri:
        if uri.lower().startswith("qemu+tcp:"):
            yield finding(
                config,
                *URI,
                "`[libvirt] live_migration_uri` controls libvirt on other hosts over TCP without"
                " TLS; use qemu+tls or qemu+ssh",
            )
        return
    encrypts = not is_left_open(config, *TLS) and bool(config.boolean(*TLS))
    if str(scheme.value).lower() == "tcp" or (encrypts and not scheme.value):
        yield _without_tls(config, encrypts)
    elif not scheme.value and not config.setting(*ADDRESS).is_default:
        yield finding(
            config,
            *SCHEME,
            f"`[libvirt] live_migration_scheme` {lacking(config, *SCHEME)}, so libvirt on other"
            " hosts is controlled over TCP without TLS; set it to tls, and encrypt the guests'"
            " memory too",
            override=Severity.INFO,
        )


def _without_tls(config: Config, encrypts: bool) -> Finding:
    scheme = config.setting(*SCHEME)
    written = not scheme.is_default
    fact = "tcp controls libvirt on other hosts"
    if not scheme.value:
        fact = f"is {'empty' if written else 'not set'}, so libvirt on other hosts is controlled"
    why = "" if not encrypts else " although `live_migration_with_native_tls` is true"
    result = finding(
        config,
        *(SCHEME if written else TLS),
        f"`[libvirt] live_migration_scheme` {fact} without TLS{why}; set it to tls",
        *((set_fix(config, *SCHEME, "tls"),) if encrypts else ()),
    )
    return replace(result, option=SCHEME[1], override=severity_unless_set(config, SCHEME))


@rule(
    "migration-host-unverified",
    theme="security",
    severity=Severity.WARNING,
    options=("libvirt.live_migration_uri",),
    roles=("compute",),
    virt_types=("kvm", "qemu"),
)
def migration_host_unverified(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Live migration does not verify the identity of the destination host.

    ## What it checks

    `[libvirt] live_migration_uri` with `no_verify`, a number other than 0, over `ssh` or TLS
    (`qemu+ssh`, `qemu+tls` or `qemu`), or `known_hosts_verify=ignore` over `libssh` or `libssh2`.
    With other transports these do nothing, and there is no finding about them.

    ## Why it matters

    With it libvirt accepts any host key over SSH, or any certificate over TLS. Anyone who can
    answer in place of the destination gets the guest's memory.

    ## Example

        [libvirt]
        live_migration_uri = qemu+ssh://nova@%s/system?no_verify=1

    ## Fix safety

    There is no fix: the hosts' keys must be known first, in the known_hosts of the user that runs
    nova-compute, or the CA of their certificates.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/virt/libvirt/driver.py (`_live_migration_uri`); libvirt 7.0.0 and
    11.3.0: src/remote/remote_driver.c (`doRemoteOpen`, `EXTRACT_URI_ARG_BOOL`),
    src/rpc/virnetsocket.c.
    """
    uri, _, query = (config.known_url(*URI) or "").partition("#")[0].partition("?")
    transport = uri.partition(":")[0].partition("+")[2].lower()
    parameter, effect = _UNVERIFIED.get(transport, ("", ""))
    given = (re.fullmatch(parameter, one, re.IGNORECASE) for one in re.split("[&;]", query))
    if effect and any(given):
        yield finding(
            config,
            *URI,
            "`[libvirt] live_migration_uri` accepts any host as the destination, as one of its"
            f" parameters turns {effect}",
        )


@rule(
    "host-serial-shown-to-guests",
    theme="security",
    severity=Severity.WARNING,
    options=("libvirt.sysinfo_serial",),
    roles=("compute",),
    virt_types=("kvm", "qemu"),
)
def host_serial_shown_to_guests(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Guests see a serial number that identifies their host.

    ## What it checks

    `[libvirt] sysinfo_serial` written as `hardware`, `os` or `auto`, with KVM or QEMU. Only guests
    on x86 have the number: on hosts of AArch64 or POWER the option shows them nothing.

    ## Why it matters

    The serial number in a guest's firmware is then the host's UUID or its machine id. Tenants can
    tell by it which of their servers share a host, which helps anyone who looks for a certain
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
    if serial.is_default or serial.value not in ("hardware", "os", "auto"):
        return
    better = "unique" if config.release.major >= 19 else "none"
    yield finding(
        config,
        "libvirt",
        serial.name,
        f"`[libvirt] sysinfo_serial` {serial.value} shows guests an identifier of their host; set "
        "it to"
        f" {better}",
        set_fix(config, "libvirt", serial.name, better),
    )
