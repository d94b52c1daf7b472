"""How disks are attached to servers: cache modes and paths."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Finding, Severity
from novalint.nearest import is_slip
from novalint.rules.common.absence import absent_finding
from novalint.rules.common.lists import drop_items_fix, is_joined, replace_items_fix, written_items
from novalint.rules.common.places import as_set, finding, set_fix
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Fix

ENFORCED = ("libvirt", "volume_enforce_multipath")
USED = ("libvirt", "volume_use_multipath")
MODES = ("default", "none", "writethrough", "writeback", "directsync", "unsafe")
KINDS = ("file", "block", "network", "mount")
"""The kinds of disks that Nova defines."""


@rule(
    "disk-cachemode-invalid",
    theme="storage",
    severity=Severity.WARNING,
    options=("libvirt.disk_cachemodes",),
    roles=("compute",),
    drivers=("libvirt",),
)
def disk_cachemode_invalid(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A disk cache mode is invalid, so it is ignored.

    ## What it checks

    Each item of `[libvirt] disk_cachemodes` is `KIND=MODE` without blanks, with a mode of
    `default`, `none`, `writethrough`, `writeback`, `directsync`, `unsafe` and a kind of `file`,
    `block`, `network`, `mount`. Of items with semicolons between them
    [list-with-semicolons](list-with-semicolons.md) says how they are separated.

    ## Why it matters

    nova-compute writes one warning at its start, or none where the kind is wrong, and goes on with
    its own choice: the disks are cached in another way than the file says.

    ## Example

        [libvirt]
        disk_cachemodes = file=write-back, network = writeback

    becomes

        [libvirt]
        disk_cachemodes = file=writeback, network=writeback

    ## Fix safety

    Unsafe: what is written with blanks or a colon or misspelt by a letter or two is written right,
    and items without commas between them get these; else, and where another item has its kind, the
    item is removed from the list. There is no fix where another item of a template may have its
    kind. Servers get the mode when they are started again.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`LibvirtDriver.__init__`, `_set_cache_mode`); the same
    in 15.1.5, 17.0.13 and 25.3.0.
    """
    items = config.items("libvirt", "disk_cachemodes") or ()
    for item in dict.fromkeys(items):
        if _right(item) == item or is_joined(item):
            continue
        yield finding(
            config,
            "libvirt",
            "disk_cachemodes",
            f"`[libvirt] disk_cachemodes` {shown(item)} has no effect; write KIND=MODE without"
            f" blanks, KIND one of {', '.join(KINDS)} and MODE one of {', '.join(MODES)}",
            *_fixes(config, item),
        )


def _right(item: str) -> str:
    """Return what an item was meant to be; empty where that is not plain."""
    written = item if "=" in item else item.replace(":", "=")
    kind, sign, mode = (part.strip() for part in written.partition("="))
    kinds = [name for name in KINDS if is_slip(kind, name)]
    modes = [name for name in MODES if is_slip(mode, name)]
    return f"{kinds[0]}={modes[0]}" if sign and len(kinds) == len(modes) == 1 else ""


def _meant(item: str) -> list[str]:
    """Return the items that one was meant to be: several where they lack the commas."""
    words = item.split()
    several = len(words) > 1 and all(map(_right, words))
    return [right for right in map(_right, words if several else [item]) if right]


def _fixes(config: Config, wrong: str) -> tuple[Fix, ...]:
    meant = _meant(wrong)
    setting = config.setting("libvirt", "disk_cachemodes")
    others = (item for item in written_items(setting) if item != wrong)
    kinds = [item.partition("=")[0] for item in others if _right(item) or placeholder(item)]
    right = ",".join(item for item in meant if item.partition("=")[0] not in kinds)
    if not right:
        return drop_items_fix(setting, {wrong})
    if any(map(placeholder, kinds)):  # it may be of this kind, and the last one counts
        return ()
    return replace_items_fix(setting, {wrong: right}, f"Write {right}")


@rule(
    "multipath-enforced-but-unused",
    theme="storage",
    severity=Severity.ERROR,
    options=("libvirt.volume_enforce_multipath", "libvirt.volume_use_multipath"),
    releases=(31, None),
    since="volume_enforce_multipath came in 2025.1 (nova/conf/libvirt.py)",
    roles=("compute",),
    drivers=("libvirt",),
)
def multipath_enforced_but_unused(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Multipath is enforced but not enabled, so nova-compute does not start.

    ## What it checks

    `[libvirt] volume_enforce_multipath = true` while `[libvirt] volume_use_multipath` is false, as
    it is by default. Where no file read here sets the latter and they do not look like a whole
    configuration, it is info: another file may set it.

    ## Why it matters

    nova-compute stops at its start. It also stops where multipathd does not run on the host, which
    the file cannot tell.

    ## Example

        [libvirt]
        volume_enforce_multipath = true
        volume_use_multipath = true

    ## Fix safety

    Unsafe: sets `volume_use_multipath = true`. There is no fix where another file may set it.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_check_multipath`); the same in 31.3.1, absent in
    30.3.0.
    """
    if config.boolean(*ENFORCED) and config.boolean(*USED) is False:
        yield absent_finding(
            config,
            USED,
            ENFORCED,
            f"{as_set(config.setting(*USED))} is false although `volume_enforce_multipath` is true,"
            " so nova-compute does not start; set it to true",
            set_fix(config, *USED, "true"),
        )
