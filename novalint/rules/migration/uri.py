"""The URI that live migration connects to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.config.unknown import placeholder
from novalint.findings import Finding, Severity
from novalint.rules.common.libvirt import libvirt
from novalint.rules.common.places import at_option, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

URI = ("libvirt", "live_migration_uri")
SCHEME = ("libvirt", "live_migration_scheme")


@rule(
    "migration-uri-without-target",
    theme="migration",
    severity=Severity.ERROR,
    options=("libvirt.live_migration_uri",),
    releases=(15, None),
    roles=("compute",),
)
def migration_uri_without_target(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The URI of live migration has no place, or more than one, for the name of the other host.

    ## What it checks

    `[libvirt] live_migration_uri` must hold `%s` once, and no other `%` but a doubled one.

    ## Why it matters

    Nova puts the destination in with Python's `%`. Where that does not fit each live migration
    fails as soon as it starts, with a TypeError or a ValueError in the log of nova-compute.

    ## Example

        [libvirt]
        live_migration_uri = qemu+tls://compute2/system

    ## Fix safety

    There is no fix. Better drop the URI, which is deprecated, for `live_migration_scheme` and
    `live_migration_inbound_addr`.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/virt/libvirt/driver.py (`_live_migration_uri`).
    """
    uri = config.value(*URI)
    signs = str(uri or "").replace("%%", "")
    if libvirt(config) and uri and not placeholder(uri) and not _once(signs):
        yield Finding(
            "every live migration fails: `live_migration_uri` needs `%s` just once, for the name of"
            " the destination; put it in, or use `live_migration_scheme`",
            at_option(config, *URI),
            *URI,
        )


def _once(signs: str) -> bool:
    return signs.count("%") == signs.count("%s") == 1


@rule(
    "migration-uri-overrides-scheme",
    theme="migration",
    severity=Severity.INFO,
    options=("libvirt.live_migration_uri", "libvirt.live_migration_scheme"),
    releases=(15, None),
    roles=("compute",),
)
def migration_uri_overrides_scheme(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A scheme for live migration is set that the URI beside it makes void.

    ## What it checks

    `[libvirt] live_migration_scheme` beside `[libvirt] live_migration_uri`.

    ## Why it matters

    Where the URI is set Nova takes it as it is, with the destination put in. The scheme may say
    tls while the URI says tcp.

    ## Example

        [libvirt]
        live_migration_uri = qemu+tcp://%s/system
        live_migration_scheme = tls

    ## Fix safety

    Unsafe: the URI, which is deprecated since ocata, is commented out, so that the scheme applies.
    User names and parameters of the URI are lost with it.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/virt/libvirt/driver.py (`_live_migration_uri`).
    """
    if libvirt(config) and config.value(*URI) and config.value(*SCHEME):
        yield Finding(
            "`live_migration_scheme` has no effect beside `live_migration_uri`; drop the URI",
            at_option(config, *SCHEME),
            *SCHEME,
            (unset_fix(config, *URI, "Comment the URI out"),),
        )
