"""Memory of guests: kept in files, and huge pages left to the host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from novalint.config.unknown import placeholder
from novalint.findings import Finding, Severity
from novalint.rules.common.libvirt import libvirt, qemu
from novalint.rules.common.places import at, at_option, set_fix, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

FILES = ("libvirt", "file_backed_memory")
RATIO = ("DEFAULT", "ram_allocation_ratio")
RESERVED = ("DEFAULT", "reserved_host_memory_mb")
PAGES = ("DEFAULT", "reserved_huge_pages")


@rule(
    "file-backed-memory-needs-kvm",
    theme="libvirt",
    severity=Severity.ERROR,
    options=("libvirt.file_backed_memory", "libvirt.virt_type"),
    releases=(18, None),
    roles=("compute",),
)
def file_backed_memory_needs_kvm(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Memory in files is asked for with a kind of guests that cannot have it.

    ## What it checks

    `[libvirt] file_backed_memory` above 0 with a `virt_type` other than kvm and qemu.

    ## Why it matters

    nova-compute does not start.

    ## Example

        [libvirt]
        virt_type = parallels
        file_backed_memory = 262144

    ## Fix safety

    Unsafe: the option is commented out.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/host.py (`_check_file_backed_memory_support`); 18.3.0 to 30 in
    nova/virt/libvirt/driver.py.
    """
    kind = config.value("libvirt", "virt_type")
    if libvirt(config) and config.value(*FILES) and kind is not None and not qemu(config):
        yield Finding(
            f"nova-compute does not start: guests of virt_type `{kind}` cannot have their memory in"
            " files; drop `file_backed_memory`",
            at_option(config, *FILES),
            *FILES,
            (unset_fix(config, *FILES, "Comment it out"),),
        )


@rule(
    "file-backed-memory-overcommitted",
    theme="libvirt",
    severity=Severity.ERROR,
    options=("libvirt.file_backed_memory", "DEFAULT.ram_allocation_ratio"),
    releases=(18, None),
    roles=("compute",),
)
def file_backed_memory_overcommitted(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Memory in files needs a RAM allocation ratio of exactly 1.0, written in the file.

    ## What it checks

    `[libvirt] file_backed_memory` above 0 without `ram_allocation_ratio = 1.0`. A ratio that is not
    set is wrong too: Nova compares what is written, not what applies in the end.

    ## Why it matters

    nova-compute does not start, as memory in files cannot be promised twice.

    ## Example

        [libvirt]
        file_backed_memory = 1048576

    ## Fix safety

    Unsafe: the ratio is set to 1.0.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/host.py (`_check_file_backed_memory_support`); 18.3.0 to 30 in
    nova/virt/libvirt/driver.py.
    """
    ratio = config.setting(*RATIO)
    if qemu(config) and config.value(*FILES) and not ratio.fault and ratio.value != 1.0:
        has = "is not set" if ratio.is_default else f"is `{ratio.value}`"
        yield Finding(
            "nova-compute does not start: with `file_backed_memory` the RAM allocation ratio must"
            f" be written as 1.0, and it {has}; set `ram_allocation_ratio` to 1.0",
            at_option(config, *(FILES if ratio.is_default else RATIO)),
            *RATIO,
            (set_fix(config, *RATIO, "1.0"),),
        )


@rule(
    "file-backed-memory-with-reserve",
    theme="libvirt",
    severity=Severity.ERROR,
    options=("libvirt.file_backed_memory", "DEFAULT.reserved_host_memory_mb"),
    releases=(21, None),
    roles=("compute",),
)
def file_backed_memory_with_reserve(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Memory in files goes with no memory reserved for the host, and 512 MB are by default.

    ## What it checks

    `[libvirt] file_backed_memory` above 0 with a `reserved_host_memory_mb` other than 0, written or
    by default. From 2026.2 on it is an error. In victoria to 2026.1 it is an error where the
    reserve is as large as the memory in files, else a warning; in ussuri, whose stable updates
    brought the check, always a warning.

    ## Why it matters

    The files are no memory of the host, so a reserve only takes away from what guests may use.
    nova-compute refuses to start where this is an error, and warns in its log otherwise.

    ## Example

        [DEFAULT]
        ram_allocation_ratio = 1.0
        [libvirt]
        file_backed_memory = 1048576

    ## Fix safety

    Unsafe: the reserve is set to 0.

    ## Sources

    Nova 34.0.0 and 33.0.2: nova/virt/libvirt/host.py (`_check_file_backed_memory_support`); 21.2.4
    to 30 in nova/virt/libvirt/driver.py.
    """
    size, reserve, major = config.value(*FILES), config.value(*RESERVED), config.release.major
    if not qemu(config) or not isinstance(size, int) or not isinstance(reserve, int):
        return
    if size <= 0 or reserve <= 0:
        return
    fatal = major >= 34 or (major >= 22 and reserve >= size)
    start = "nova-compute does not start" if fatal else "guests cannot use all memory in files"
    yield Finding(
        f"{start}: {reserve} MB are reserved for the host, which `file_backed_memory` does not"
        " need; set `reserved_host_memory_mb` to 0",
        at_option(config, *(FILES if config.setting(*RESERVED).is_default else RESERVED)),
        *RESERVED,
        (set_fix(config, *RESERVED, "0"),),
        override=None if fatal else Severity.WARNING,
    )


@rule(
    "reserved-huge-pages-malformed",
    theme="libvirt",
    severity=Severity.ERROR,
    options=("DEFAULT.reserved_huge_pages",),
    releases=(15, None),
    roles=("compute",),
)
def reserved_huge_pages_malformed(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Huge pages left to the host are not told as node, size and count.

    ## What it checks

    Each `reserved_huge_pages`: `node` and `count` must be there and whole numbers, `size` must be
    there and be a number of KiB or have a unit, such as `2MB` or `1GiB`.

    ## Why it matters

    libvirt's driver cannot be loaded, so nova-compute does not start.

    ## Example

        [DEFAULT]
        reserved_huge_pages = node:0,size:2048

    ## Fix safety

    There is no fix: what is missing is the writer's to say.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/virt/hardware.py (`numa_get_reserved_huge_pages`), called when the
    driver is loaded; oslo.utils 8: `strutils.string_to_bytes`.
    """
    pages = config.setting(*PAGES)
    if not libvirt(config) or not isinstance(pages.value, list):
        return
    for place, entry in zip(pages.places, pages.value, strict=False):
        wrong = _wrong(entry) if isinstance(entry, dict) else ""
        if wrong and not placeholder(place.assignment.value):
            yield Finding(
                f"nova-compute does not start: {wrong} in `reserved_huge_pages`; write it like"
                " `node:0,size:2048,count:64`",
                at(place),
                *PAGES,
            )


def _wrong(entry: Mapping[str, object]) -> str:
    """Say what Nova cannot take of an entry; empty where it is right."""
    for name in ("size", "node", "count"):
        if name not in entry:
            return f"`{name}` is missing"
        text = str(entry[name])
        if not (_whole(text) or (name == "size" and _with_unit(text))):
            return f"`{name}` is {shown(text, 24)}"
    return ""


def _whole(text: str) -> bool:
    try:
        int(text)
    except ValueError:
        return False
    return True


def _with_unit(text: str) -> bool:
    import re

    return bool(re.match(r"[-+]?\d*\.?\d+([KMGTPEZYRQ]i?)?(b|bit|B)$", text))
