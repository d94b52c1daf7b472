"""Memory of guests: kept in files, and huge pages left to the host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import knows
from novalint.rules.common.places import at, at_option, finding, set_fix, unset_fix
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
    since="file_backed_memory came in rocky (nova/conf/libvirt.py)",
    roles=("compute",),
    drivers=("libvirt",),
)
def file_backed_memory_needs_kvm(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """File-backed memory is enabled for a virtualization type that does not support it.

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
    kind = config.text("libvirt", "virt_type")
    if config.integer(*FILES) and kind not in (None, "kvm", "qemu"):
        yield finding(
            config,
            *FILES,
            f"`[libvirt] file_backed_memory` cannot be used with `virt_type` {kind}, so"
            " nova-compute does not start; remove it",
            unset_fix(config, *FILES),
        )


@rule(
    "file-backed-memory-overcommitted",
    theme="libvirt",
    severity=Severity.ERROR,
    options=("libvirt.file_backed_memory", "DEFAULT.ram_allocation_ratio"),
    releases=(18, None),
    since="file_backed_memory came in rocky (nova/conf/libvirt.py)",
    roles=("compute",),
    virt_types=("kvm", "qemu"),
)
def file_backed_memory_overcommitted(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """File-backed memory requires a `ram_allocation_ratio` of exactly 1.0 in the file.

    ## What it checks

    `[libvirt] file_backed_memory` above 0 without `ram_allocation_ratio = 1.0`. A ratio that is not
    set is wrong too: Nova compares what is written, not what applies in the end. Where it is not
    set and the file looks like a part of the configuration, it is info.

    ## Why it matters

    nova-compute does not start, as memory in files cannot be promised twice.

    ## Example

        [libvirt]
        file_backed_memory = 1048576

    ## Fix safety

    Unsafe: the ratio is set to 1.0. There is no fix for an info, as another file may set it.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/host.py (`_check_file_backed_memory_support`); 18.3.0 to 30 in
    nova/virt/libvirt/driver.py.
    """
    ratio = config.setting(*RATIO)
    if not config.integer(*FILES) or ratio.fault or ratio.value == 1.0:
        return
    has = (
        "is not set"
        if ratio.is_default
        else f"is {'empty' if ratio.value is None else ratio.value}"
    )
    maybe_elsewhere = not knows(config, RATIO)
    yield Finding(
        f"`ram_allocation_ratio` {has}, which `[libvirt] file_backed_memory` does not allow, so"
        f" nova-compute does not start; set it to 1.0{_unless(maybe_elsewhere)}",
        at_option(config, *(FILES if ratio.is_default else RATIO)),
        *RATIO,
        () if maybe_elsewhere else (set_fix(config, *RATIO, "1.0"),),
        override=Severity.INFO if maybe_elsewhere else None,
    )


def _unless(maybe_elsewhere: bool) -> str:
    return " unless another file does" if maybe_elsewhere else ""


@rule(
    "file-backed-memory-with-reserve",
    theme="libvirt",
    severity=Severity.ERROR,
    options=("libvirt.file_backed_memory", "DEFAULT.reserved_host_memory_mb"),
    releases=(21, None),
    since="stable updates of ussuri brought the check (nova/virt/libvirt/driver.py)",
    roles=("compute",),
    virt_types=("kvm", "qemu"),
)
def file_backed_memory_with_reserve(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """File-backed memory does not allow reserved host memory, which is 512 MB by default.

    ## What it checks

    `[libvirt] file_backed_memory` above 0 with a `reserved_host_memory_mb` other than 0, set or by
    default. From 2026.2 on it is an error. From victoria to 2026.1 it is an error if the reserve is
    as large as the file-backed memory, else a warning; in ussuri, whose stable updates added the
    check, it is always a warning. If the reserve is not set and the file looks like a part of the
    configuration, it is a note.

    ## Why it matters

    The files are not memory of the host, so a reserve only reduces what guests can use.
    nova-compute does not start where this is an error, and logs a warning otherwise.

    ## Example

        [DEFAULT]
        ram_allocation_ratio = 1.0
        [libvirt]
        file_backed_memory = 1048576

    ## Fix safety

    Unsafe: the reserve is set to 0. There is no fix for a note, as another file may set it.

    ## Sources

    Nova 34.0.0 and 33.0.2: nova/virt/libvirt/host.py (`_check_file_backed_memory_support`); 21.2.4
    to 30 in nova/virt/libvirt/driver.py.
    """
    size, reserve = config.integer(*FILES) or 0, config.integer(*RESERVED) or 0
    if size <= 0 or reserve <= 0:
        return
    major, default = config.release.major, config.setting(*RESERVED).is_default
    maybe_elsewhere = not knows(config, RESERVED)
    fatal = major >= 34 or (major >= 22 and reserve >= size)
    effect = "nova-compute does not start" if fatal else "guests cannot use all of it"
    yield Finding(
        f"`reserved_host_memory_mb` {reserve}{' (the default)' if default else ''} reserves part of"
        f" the memory that `[libvirt] file_backed_memory` keeps in files, so {effect}; set it to 0"
        f"{_unless(maybe_elsewhere)}",
        at_option(config, *(FILES if default else RESERVED)),
        *RESERVED,
        () if maybe_elsewhere else (set_fix(config, *RESERVED, "0"),),
        override=_severity(fatal, maybe_elsewhere),
    )


def _severity(fatal: bool, maybe_elsewhere: bool) -> Severity:
    if maybe_elsewhere:
        return Severity.INFO
    return Severity.ERROR if fatal else Severity.WARNING


@rule(
    "reserved-huge-pages-malformed",
    theme="libvirt",
    severity=Severity.ERROR,
    options=("DEFAULT.reserved_huge_pages",),
    roles=("compute",),
    drivers=("libvirt",),
)
def reserved_huge_pages_malformed(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Reserved huge pages are not given as node, size and count.

    ## What it checks

    Each `reserved_huge_pages`: `node` and `count` must be there and whole numbers, `size` must be
    there and be a number of KiB or have a unit, such as `2MB` or `1GiB`.

    ## Why it matters

    libvirt's driver cannot be loaded, so nova-compute does not start.

    ## Example

        [DEFAULT]
        reserved_huge_pages = node:0,size:2048

    ## Fix safety

    There is no fix: only you know what is missing.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/virt/hardware.py (`numa_get_reserved_huge_pages`), called when the
    driver is loaded; oslo.utils 8: `strutils.string_to_bytes`.
    """
    pages = config.setting(*PAGES)
    entries = pages.partial  # a line that a template has yet to give hides no other one
    if not isinstance(entries, list):
        return
    for place, entry in zip(pages.places, entries, strict=False):
        if not isinstance(entry, dict) or placeholder(entry):
            continue
        wrong = _wrong(entry)
        if wrong:
            yield Finding(
                f"`reserved_huge_pages` {wrong}, so nova-compute does not start; write it like"
                " `node:0,size:2048,count:64`",
                at(place),
                *PAGES,
            )


def _wrong(entry: Mapping[str, object]) -> str:
    """Return what Nova cannot take of an entry; empty where it is right."""
    if not entry:
        return "is empty"
    for name in ("size", "node", "count"):
        if name not in entry:
            return f"has no {name}"
        text = str(entry[name])
        if not (_whole(text) or (name == "size" and _with_unit(text))):
            return f"has {shown(text, 24)} as {name}"
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
