"""The scheduler's weighers, by the options that their weights are multiplied by."""

from __future__ import annotations

from novalint.nova.filters import GROUP

WEIGHERS = {
    (GROUP, "build_failure_weight_multiplier"): "compute.BuildFailureWeigher",
    (GROUP, "cpu_weight_multiplier"): "cpu.CPUWeigher",
    (GROUP, "cross_cell_move_weight_multiplier"): "cross_cell.CrossCellWeigher",
    (GROUP, "disk_weight_multiplier"): "disk.DiskWeigher",
    (GROUP, "hypervisor_version_weight_multiplier"): "hypervisor_version.HypervisorVersionWeigher",
    (GROUP, "image_props_weight_multiplier"): "image_props.ImagePropertiesWeigher",
    (GROUP, "io_ops_weight_multiplier"): "io_ops.IoOpsWeigher",
    (GROUP, "num_instances_weight_multiplier"): "num_instances.NumInstancesWeigher",
    (GROUP, "pci_weight_multiplier"): "pci.PCIWeigher",
    (GROUP, "ram_weight_multiplier"): "ram.RAMWeigher",
    (GROUP, "soft_affinity_weight_multiplier"): "affinity.ServerGroupSoftAffinityWeigher",
    (GROUP, "soft_anti_affinity_weight_multiplier"): "affinity.ServerGroupSoftAntiAffinityWeigher",
    ("metrics", "weight_multiplier"): "metrics.MetricsWeigher",
}
"""The weigher that computes with each multiplier, in nova/scheduler/weights."""


def path_of(group: str, option: str) -> str:
    """Return the path of the class that computes with a multiplier, as `weight_classes` has it."""
    return f"nova.scheduler.weights.{WEIGHERS[group, option]}"


READ_BY_ONE = {f"{group}.{name}": path_of(group, name) for group, name in WEIGHERS} | {
    "metrics.weight_setting": path_of("metrics", "weight_multiplier"),
    "metrics.required": path_of("metrics", "weight_multiplier"),
    f"{GROUP}.image_props_weight_setting": path_of(GROUP, "image_props_weight_multiplier"),
}
"""The weigher that reads each option, as `weight_classes` names it where not all are used."""
NEEDED = {
    "metrics.required": "metrics.weight_setting",
    f"{GROUP}.image_props_weight_setting": f"{GROUP}.image_props_weight_multiplier",
}
"""Options that their weigher reads only where another one is set, and not to 0."""
