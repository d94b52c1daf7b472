"""The URI that live migration connects to."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Finding, Fix, Severity
from novalint.rules.common.places import finding, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

URI = ("libvirt", "live_migration_uri")
SCHEME = ("libvirt", "live_migration_scheme")
ENCRYPTED = ("tls", "ssh", "libssh", "libssh2")
"""The transports of libvirt that encrypt; it reads them in any case (remoteSplitURIScheme)."""


@rule(
    "migration-uri-without-target",
    theme="migration",
    severity=Severity.ERROR,
    options=("libvirt.live_migration_uri",),
    roles=("compute",),
    drivers=("libvirt",),
)
def migration_uri_without_target(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The live migration URI does not contain the destination as `%s` exactly once.

    ## What it checks

    `[libvirt] live_migration_uri` must hold `%s` once, and no other `%` but a doubled one.

    ## Why it matters

    Nova puts the destination in with Python's `%`. Where that does not fit, each live migration
    fails as soon as it starts, with a TypeError or a ValueError in the log of nova-compute.

    ## Example

        [libvirt]
        live_migration_uri = qemu+tls://compute2/system

    ## Fix safety

    There is no fix. Better remove the URI, which is deprecated, for `live_migration_scheme` and
    `live_migration_inbound_addr`.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/virt/libvirt/driver.py (`_live_migration_uri`).
    """
    uri = config.text(*URI)
    signs = (uri or "").replace("%%", "")
    if not uri or signs.count("%") == signs.count("%s") == 1:
        return
    if signs.count("%s") == 1:
        what, way = "contains a `%` besides `%s`", "write that one as `%%`"
    else:
        what = "does not hold `%s` exactly once"
        way = "write `%s` for the name of the destination"
    yield finding(
        config,
        *URI,
        f"`[libvirt] live_migration_uri` {what}, so every live migration fails; {way}, or use"
        " `live_migration_scheme` instead",
    )


@rule(
    "migration-uri-overrides-scheme",
    theme="migration",
    severity=Severity.INFO,
    options=("libvirt.live_migration_uri", "libvirt.live_migration_scheme"),
    roles=("compute",),
    virt_types=("kvm", "qemu"),
)
def migration_uri_overrides_scheme(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A live migration scheme is set that the live migration URI overrides.

    ## What it checks

    `[libvirt] live_migration_scheme` together with `[libvirt] live_migration_uri`. It is info, and
    a warning where the scheme encrypts, being tls, ssh or another client of ssh, and the URI has
    another one; a URI that names none, `qemu://`, is one over TLS to libvirt. It is info
    as well where a template has yet to give the scheme.

    ## Why it matters

    Where the URI is set Nova takes it as it is, with the destination put in. The scheme may say
    tls while the URI says tcp, and then libvirt is controlled in clear text.

    ## Example

        [libvirt]
        live_migration_uri = qemu+tcp://%s/system
        live_migration_scheme = tls

    ## Fix safety

    Unsafe: the URI, which is deprecated since ocata, is commented out where it is the one that Nova
    would make of the scheme, or the same over plain TCP, and the scheme is tls or ssh. Where the
    URI has the same scheme otherwise, such as with a user name, or the scheme is tcp, the scheme is
    commented out. Else there is no fix: only the operator can decide which encryption is meant.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/virt/libvirt/driver.py (`_live_migration_uri`).
    """
    uri = config.known_url(*URI)
    if uri and placeholder(uri.partition("://")[0]):
        uri = config.text(*URI)  # which is not known
    if not uri or config.setting(*SCHEME).is_default:
        return
    if config.setting(*SCHEME).unknown:
        yield finding(
            config,
            *SCHEME,
            "`[libvirt] live_migration_scheme` has no effect while `live_migration_uri` is set;"
            " remove the one that is not meant",
        )
        return
    written = config.text(*SCHEME)
    if not written:
        return
    scheme = written.lower()
    read = f"qemu+tls{uri[4:]}" if uri.lower().startswith("qemu:") else uri.lower()
    same = read.startswith(f"qemu+{scheme}:")
    plain = read in (f"qemu+{scheme}://%s/system", "qemu+tcp://%s/system")
    fixes: tuple[Fix, ...] = ()
    if plain and scheme in ENCRYPTED:
        way, fixes = "remove the URI, which is deprecated", (unset_fix(config, *URI),)
    elif same or scheme not in ENCRYPTED:
        way, fixes = "remove it", (unset_fix(config, *SCHEME),)
    else:
        way = f"change the URI to `qemu+{scheme}:`, or remove `live_migration_scheme`"
    yield finding(
        config,
        *SCHEME,
        f"`[libvirt] live_migration_scheme` {written} has no effect while `live_migration_uri` is"
        f" set{'' if same else ' to another scheme'}; {way}",
        *fixes,
        override=Severity.WARNING if scheme in ENCRYPTED and not same else None,
    )
