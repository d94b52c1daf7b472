"""What servers see of the compute nodes between which they move."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.cloud.disks import APART
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import as_is, mildly, mismatch, spread
from novalint.rules.fleet.grouping import virt_type_of

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node, NodeFinding, Plain

MODE = "libvirt.cpu_mode"
MODELS, MODEL = "libvirt.cpu_models", "libvirt.cpu_model"
FLAGS = "libvirt.cpu_model_extra_flags"
FLAGS_OF_ALL = 18
"""The release from which on flags count with other modes than custom too."""
MULTIPATH = "libvirt.volume_use_multipath"


@rule(
    "cpu-model-differs",
    theme="cloud",
    severity=Severity.WARNING,
    options=(MODE, MODELS, MODEL, FLAGS),
    roles=("compute",),
    drivers=("libvirt",),
    scope="pool",
)
def cpu_model_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """The CPU model of guests differs between hosts, which can prevent live migration.

    ## What it checks

    `[libvirt] cpu_mode`, `cpu_models` (`cpu_model` up to stein) and `cpu_model_extra_flags` on the
    compute nodes of a pool. A mode counts with kvm and qemu, models with `cpu_mode = custom`, from
    train on whatever their case, flags with all modes but `none`, up to queens with custom alone. A
    mode that is not set is host-model, as Nova takes it but on AArch64. A pool is what settings
    name so. Where none is named, the compute nodes of a cell count as one, and the finding is info:
    they may be kept apart by aggregates.

    ## Why it matters

    The destination of a live migration compares the guest's processor with its own: *Unacceptable
    CPU info: CPU doesn't have compatibility*. After a stop and start, or a cold migration, the
    guest sees another processor.

    ## Example

    `cmp1` passes its own processor through:

    ```ini
    [libvirt]
    cpu_mode = host-passthrough
    ```

    ## Fix safety

    Unsafe: it changes the processor that servers see when they are started next. There is no fix
    for models and flags, which a host's own processor may lack. Name pools instead where hosts
    differ on purpose.

    ## Sources

    - nova/virt/libvirt/driver.py, `check_can_live_migrate_destination`, `_compare_cpu` and
      `_get_cpu_model_mapping`, 15.1.5, 20.6.1 and 34.0.0, and
      `_get_guest_cpu_model_config`, 17.0.13 and 18.3.0
    - doc/source/admin/cpu-models.rst
    """
    consequence = (
        "live migrations between them may be refused, and servers see another processor after a"
        " move"
    )
    advice = "" if fleet.named else f"set it to the same value on all of them, or {APART}"
    override = mildly(fleet)
    machines = [node for node in fleet.readers(MODE) if virt_type_of(node) in ("kvm", "qemu")]
    custom = [node for node in fleet.nodes if node.value(MODE) == "custom"]
    mend = not custom
    yield from mismatch(
        machines, MODE, consequence, by=_mode, mend=mend, override=override, advice=advice
    )
    flagged = [node for node in machines if _takes_flags(node)]
    for option, nodes, meaning in (
        (MODEL, custom, as_is),
        (MODELS, custom, _models),
        (FLAGS, flagged, _flags),
    ):
        yield from mismatch(
            nodes,
            option,
            consequence,
            meaning=meaning,
            mend=False,
            override=override,
            advice=advice,
        )


def _takes_flags(node: Node) -> bool:
    """Whether the processors of a node's guests get flags of their own."""
    mode = _mode(node)
    return mode == "custom" or (mode != "none" and node.release.major >= FLAGS_OF_ALL)


def _mode(node: Node) -> object:
    return node.value(MODE) or "host-model"


def _models(value: Plain) -> object:
    """Take models in the order in which they are tried, whatever their case."""
    return tuple(str(model).lower() for model in value) if isinstance(value, tuple) else value


def _flags(value: Plain) -> object:
    """Take flags as Nova does: in any order and case, and a plus as if it were not there."""
    flags = value if isinstance(value, tuple) else ()
    return frozenset(str(flag).lower().removeprefix("+") for flag in flags)


@rule(
    "multipath-differs",
    theme="cloud",
    severity=Severity.WARNING,
    options=(MULTIPATH,),
    roles=("compute",),
    drivers=("libvirt",),
    scope="pool",
)
def multipath_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Volumes use multipath on some hosts and a single path on others.

    ## What it checks

    `[libvirt] volume_use_multipath` on the compute nodes of a pool. A pool is what settings name
    so. Where none is named, the compute nodes of a cell count as one, and the finding is info: they
    may be kept apart by aggregates. `volume_enforce_multipath` may differ: it has nova-compute see
    at its start whether multipathd runs. Whatever its help says, it changes nothing of how volumes
    are attached: os-brick follows what the connection says, and Nova always says yes there.

    ## Why it matters

    The destination's own flag goes into what it asks of Cinder. After a move to a host without it
    a volume hangs on one path, and one broken cable stops the server.

    ## Example

    `cmp1` was left out:

    ```ini
    [libvirt]
    volume_use_multipath = false
    ```

    ## Fix safety

    Unsafe: multipathd has to run on the odd hosts before the option is on. It is never switched
    off.

    ## Sources

    - nova/virt/libvirt/driver.py, `get_volume_connector` and `_check_multipath`, and
      nova/virt/libvirt/volume/iscsi.py, 34.0.0
    - os_brick/initiator/connectors/base.py, `check_multipath`, 7.1.1
    """
    consequence = "on some hosts a server's volume has only one path after a move"
    nodes = fleet.readers(MULTIPATH)
    how = " once multipathd runs there"
    yield from spread(nodes, MULTIPATH, consequence, how=how, override=mildly(fleet))
