"""Machine types of guests, by the architecture of their host."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Finding, Severity
from novalint.patterns import lazy_pattern
from novalint.rules.common.lists import replace_items_fix, written_items
from novalint.rules.common.places import finding
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

MACHINES = ("libvirt", "hw_machine_type")
# fmt: off
ARCHITECTURES = frozenset((
    "aarch64", "alpha", "armv6", "armv7l", "armv7b", "cris", "i686", "ia64", "lm32", "m68k",
    "microblaze", "microblazeel", "mips", "mipsel", "mips64", "mips64el", "openrisc", "parisc",
    "parisc64", "ppc", "ppcle", "ppc64", "ppc64le", "ppcemb", "s390", "s390x", "sh4", "sh4eb",
    "sparc", "sparc64", "unicore32", "x86_64", "xtensa", "xtensaeb",
))
# fmt: on
"""The names in nova/objects/fields.py (`Architecture`), alike from 15.1.5 to 34.0.0."""
OTHER_NAMES = {"amd64": "x86_64", "x64": "x86_64", "x86-64": "x86_64", "arm64": "aarch64"}
"""What other tools call an architecture."""
X86 = lazy_pattern(r"pc|q35|microvm|isapc|pc-(?:i440fx|q35)-[\w.-]+")
"""Machine types that QEMU has for x86 alone."""
LIKELY = {"virt": "aarch64", "pseries": "ppc64le", "s390-ccw-virtio": "s390x"}
"""Machine types of several architectures, with the one of most hosts that have them."""


@rule(
    "machine-type-without-architecture",
    theme="libvirt",
    severity=Severity.WARNING,
    options=("libvirt.hw_machine_type",),
    roles=("compute",),
    virt_types=("kvm", "qemu"),
)
def machine_type_without_architecture(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A machine type is set without a valid architecture, so it is ignored.

    ## What it checks

    Each item of `[libvirt] hw_machine_type` must be an architecture, `=` and a machine type; the
    architecture by the name that `uname -m` gives, such as x86_64 or aarch64. Guests of other kinds
    than KVM and QEMU have no machine type.

    ## Why it matters

    Nova looks for its host's architecture before the `=` and ignores what does not match. New
    guests then get the default, on x86 the old machine type pc. Releases from stein on at least
    warn where nothing follows the `=`.

    ## Example

        [libvirt]
        hw_machine_type = q35

    becomes

        [libvirt]
        hw_machine_type = x86_64=q35

    ## Fix safety

    Unsafe: a machine type that x86 alone has is written for x86_64, and an architecture by Nova's
    name for it, if no other item is for that one, or may be in a template. Elsewhere there is no
    fix: the host's architecture is not in the file.

    ## Sources

    Nova 34.0.0 and 19.3.2: nova/virt/libvirt/utils.py (`get_default_machine_type`); 15.1.5 to
    18.3.0: nova/virt/libvirt/driver.py (`_machine_type_mappings`).
    """
    setting = config.setting(*MACHINES)
    valid = [item for item in written_items(setting) if _is_whole(item) or placeholder(item)]
    so = "Nova ignores it" if valid else "guests get the default machine type"
    open_ = any(placeholder(item.partition("=")[0]) for item in valid)
    for item in config.items(*MACHINES) or ():
        if not item or item in valid:
            continue
        right = _machine_type(item)
        wanted = right.partition("=")[0]
        twice = any(other.startswith(f"{wanted}=") for other in valid)
        like = right or (f"{LIKELY[item]}={item}" if item in LIKELY else "x86_64=q35")
        way = f"keep one item for {wanted}" if twice else f"write it like `{like}`"
        yield finding(
            config,
            *MACHINES,
            f"`[libvirt] hw_machine_type` {shown(item, 40)} {_fault(item)}, so {so}; {way}",
            *(
                replace_items_fix(setting, {item: right}, f"Write {right}")
                if right and not (twice or open_)
                else ()
            ),
        )


def _is_whole(item: str) -> bool:
    architecture, _, machine = item.partition("=")
    return bool(machine) and architecture in ARCHITECTURES


def _fault(item: str) -> str:
    architecture, sign, machine = item.partition("=")
    if architecture and machine:
        return f"names {shown(architecture, 24)}, which is not an architecture"
    return "names no machine type" if sign and not machine else "names no architecture"


def _machine_type(item: str) -> str:
    """Return what an item was meant to be; empty where that is not plain."""
    architecture, sign, machine = item.partition("=")
    if not machine:
        return f"x86_64={architecture}" if X86.fullmatch(architecture) and not sign else ""
    plain = architecture.strip().lower()
    known = plain if plain in ARCHITECTURES else OTHER_NAMES.get(plain)
    return f"{known}={machine.strip()}" if known else ""
