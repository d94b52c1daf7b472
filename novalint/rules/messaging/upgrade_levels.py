"""Pins of RPC versions, as a rolling upgrade sets them: [upgrade_levels]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.places import at_option, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.schema.releases import Release

OLD = ("icehouse", "juno", "kilo", "liberty", "mitaka", "newton")
"""The names before ocata (15), which every release knows."""
SENT = {"compute": ((23, 6), (17, 5), (15, 4)), "conductor": ((15, 3),), "scheduler": ((15, 4),)}
"""Services with the major version of RPC that each sends, from which release on; newest first."""
PINS = tuple(SENT)


@rule(
    "upgrade-level-unknown",
    theme="messaging",
    severity=Severity.ERROR,
    options=tuple(f"upgrade_levels.{one}" for one in PINS),
    releases=(17, None),
)
def upgrade_level_unknown(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A pin of RPC versions that Nova does not know: every call to that service fails.

    ## What it checks

    `compute`, `conductor` and `scheduler` of `[upgrade_levels]`: a version such as `6.1`, not above
    the major version that the release speaks, or a name that it knows. For `compute` that is
    `auto`, or a code name up to its own release: `antelope` but not `2023.1`. For `conductor` the
    names end with ocata, for `scheduler` with pike, as nothing has changed since.

    ## Why it matters

    A name that is not known is taken for a version. Then each call ends in a ValueError, or, where
    it looks like a version, as `2023.1` does, in RPCVersionCapError.

    ## Example

        [upgrade_levels]
        compute = 2023.1

    ## Fix safety

    Unsafe: the pin is commented out, so that the newest version is sent. While older compute
    services still run, set `compute = auto` instead.

    ## Sources

    Nova 17.0.13 to 34.0.0: `VERSION_ALIASES` and the targets in nova/compute/rpcapi.py,
    nova/conductor/rpcapi.py and nova/scheduler/rpcapi.py; oslo.messaging: oslo_messaging/_utils.py
    (`version_is_compatible`), tried with 18.3.1.
    """
    for name in PINS:
        pin = config.value("upgrade_levels", name)
        if isinstance(pin, str) and not _known(name, pin, config.release):
            way = "use `auto` or a code name" if name == "compute" else "drop the pin"
            yield Finding(
                f"Nova does not know {shown(pin)} as a version of RPC, so every call to"
                f" nova-{name} fails; {way}",
                at_option(config, "upgrade_levels", name),
                "upgrade_levels",
                name,
                (unset_fix(config, "upgrade_levels", name, "Send the newest version"),),
            )


def _known(service: str, pin: str, release: Release) -> bool:
    parts = pin.split(".")
    if len(parts) in (2, 3) and all(one.isascii() and one.isdecimal() for one in parts):
        return int(parts[0]) <= next(rpc for since, rpc in SENT[service] if release.major >= since)
    return pin in OLD or pin in _names(service, release)


def _names(service: str, release: Release) -> tuple[str, ...]:
    """Give the names beside the oldest ones that a service's pin may have."""
    from novalint.schema.releases import releases

    if service != "compute":
        last = ("ocata",) if service == "conductor" else ("ocata", "pike")
        return ("grizzly", "havana", *last)
    newest = 17 if release.major == 18 else release.major  # rocky does not know its own name
    return ("auto", *(one.codename for one in releases() if one.major <= newest))


@rule(
    "upgrade-level-left-behind",
    theme="messaging",
    severity=Severity.INFO,
    options=("upgrade_levels.compute",),
    releases=(17, None),
)
def upgrade_level_left_behind(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The pin for compute services names a release that can no longer be among them.

    ## What it checks

    `[upgrade_levels] compute` with the code name of a release more than two before this one.

    ## Why it matters

    A compute service may be one release older than the controllers, or two from one SLURP release
    to the next; older ones are refused at start. So the pin is left from an upgrade that is done.
    It keeps Nova from what newer messages can do, and some calls fail as they need a newer version.

    ## Example

        [upgrade_levels]
        compute = zed

    ## Fix safety

    Unsafe: the pin is commented out, so that the newest version is sent. `auto` follows the
    compute services by itself.

    ## Sources

    Nova 34.0.0: nova/compute/rpcapi.py (`VERSION_ALIASES`, `can_send_version`), nova/utils.py
    (`raise_if_old_compute`).
    """
    from novalint.schema.releases import releases

    pin = config.value("upgrade_levels", "compute")
    old = [one.codename for one in releases() if one.major < config.release.major - 2]
    if pin in old or pin in OLD:
        yield Finding(
            f"{shown(pin)} is a pin of an upgrade long done, and Nova sends compute services no"
            " newer messages; drop it, or use `auto`",
            at_option(config, "upgrade_levels", "compute"),
            "upgrade_levels",
            "compute",
            (unset_fix(config, "upgrade_levels", "compute", "Send the newest version"),),
        )
