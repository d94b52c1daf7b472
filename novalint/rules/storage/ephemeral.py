"""The file system on ephemeral disks."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.common.places import finding, set_fix
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

FORMAT = ("DEFAULT", "default_ephemeral_format")
COMMANDS = ("DEFAULT", "virt_mkfs")
# fmt: off
FILE_SYSTEMS = frozenset((
    "bcachefs", "bfs", "btrfs", "cramfs", "erofs", "exfat", "ext2", "ext3", "ext4", "ext4dev",
    "f2fs", "fat", "gfs2", "hfs", "hfsplus", "jfs", "minix", "msdos", "nilfs2", "ntfs", "ocfs2",
    "reiser4", "reiserfs", "swap", "ubifs", "udf", "vfat", "xfs", "zonefs",
))
# fmt: on
"""What distributions have a `mkfs.NAME` for; Nova makes `swap` with mkswap."""


@rule(
    "ephemeral-format-unknown",
    theme="storage",
    severity=Severity.WARNING,
    options=(".".join(FORMAT), ".".join(COMMANDS)),
    roles=("compute", "api"),
    drivers=("libvirt",),
)
def ephemeral_format_unknown(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Ephemeral disks are to get a file system that no mkfs makes.

    ## What it checks

    A `default_ephemeral_format` for which no distribution has a `mkfs.NAME`, such as `ext5`. Where
    `virt_mkfs` gives a command for `default`, that one is run, and there is no finding.

    Not looked at: a file system that mkfs makes but libvirt's driver refuses for ephemeral disks
    that an image's block device mapping asks for, all but ext2, ext3, ext4 and xfs.

    ## Why it matters

    Nova takes any text. nova-compute then runs `mkfs -t NAME` for each server whose flavor has an
    ephemeral disk, the command fails, and the build with it, on every host.

    ## Example

        [DEFAULT]
        default_ephemeral_format = ext5

    ## Fix safety

    Unsafe, and only for what begins with `ext` or differs in case alone: it is set to `ext4`, or to
    the name in small letters. Disks of servers that exist keep theirs.

    ## Sources

    Nova 34.0.0: nova/privsep/fs.py (`configurable_mkfs`, `unprivileged_mkfs`),
    nova/compute/api.py, nova/virt/libvirt/driver.py (`_create_ephemeral`), nova/conf/compute.py;
    20.6.1: nova/privsep/fs.py; 15.1.5: nova/utils.py (`mkfs`).
    """
    name = config.text(*FORMAT)
    if not name or name in FILE_SYSTEMS or _by_command(config):
        return
    lower = name.lower()
    meant = lower if lower in FILE_SYSTEMS else "ext4"
    sure = lower in FILE_SYSTEMS or lower.startswith("ext")
    yield finding(
        config,
        *FORMAT,
        f"`{FORMAT[1]}` {shown(name)} is a file system that no mkfs makes, so servers with an"
        f" ephemeral disk fail to build; set it to {meant}",
        *((set_fix(config, *FORMAT, meant),) if sure else ()),
    )


def _by_command(config: Config) -> bool:
    """Return whether a command of its own makes the file system; none may be unknown here."""
    commands = config.value(*COMMANDS)
    return isinstance(commands, list) and any(
        str(each).strip().startswith("default=") for each in commands
    )
