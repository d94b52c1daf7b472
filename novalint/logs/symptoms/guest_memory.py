"""Lines about a host that has not got what a guest needs."""

from __future__ import annotations

from novalint.logs.signature import Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "guest-memory-not-there",
        says="The host has not enough memory for the guest.",
        anchors=(
            "cannot set up guest memory",
            "[Errno 12] Cannot allocate memory",
        ),
        pattern=r"cannot set up guest memory|\[Errno 12\] Cannot allocate memory",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "ram_allocation_ratio",
                "above 1.0 more is promised than there is",
                rules=("allocation-ratio-high",),
                harm=Harm.HIGH,
            ),
            OptionCause(
                "DEFAULT",
                "reserved_host_memory_mb",
                "what the host itself needs",
                rules=("host-memory-reserve-small",),
                harm=Harm.RELATIVE,
            ),
        ),
        elsewhere=(
            (
                "The host is full: other programs, Ceph OSDs for one, take memory "
                "that Nova does not count."
            ),
            "Overcommit is off in the kernel (`vm.overcommit_memory = 2`).",
        ),
        sources=(
            "qemu-10.0.13 system/physmem.c:1868",
            "qemu-5.2.0 softmmu/physmem.c:1885",
            "glibc-2.41 sysdeps/gnu/errlist.h:85",
        ),
        samples=(
            ("qemu-system-x86_64: cannot set up guest memory 'pc.ram': Cannot allocate memory"),
            "OSError: [Errno 12] Cannot allocate memory",
        ),
    ),
    Signature(
        "huge-pages-not-there",
        says="The host has no huge pages, or not enough memory to preallocate.",
        anchors=(
            "unable to map backing store for guest RAM",
            "Insufficient free host memory pages available to allocate guest RAM",
            "preallocating memory failed",
        ),
        pattern=(
            r"unable to map backing store for guest RAM|Insufficient free host "
            r"memory pages available to allocate guest RAM|preallocating memory "
            r"failed"
        ),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "reserved_huge_pages",
                "pages that others use, OVS with DPDK for one: Nova must be told",
                rules=("reserved-huge-pages-malformed",),
            ),
            OptionCause(
                "libvirt",
                "file_backed_memory",
                "guests' memory is in files where this is not 0",
                rules=("file-backed-memory-with-reserve",),
                harm=Harm.RELATIVE,
                ruled_out_by=(0,),
            ),
            OptionCause(
                "filter_scheduler",
                "enabled_filters",
                "without NUMATopologyFilter hosts without free pages are chosen",
                rules=("numa-filter-missing",),
            ),
        ),
        elsewhere=(
            "Pages are free, but on the other NUMA node: /sys/devices/system/node.",
            "Another program took pages that Nova counts as free.",
        ),
        sources=(
            "qemu-10.0.13 system/physmem.c:1469",
            "qemu-10.0.13 util/oslib-posix.c:574",
            "qemu-5.2.0 util/oslib-posix.c:582",
        ),
        samples=(
            (
                "qemu-system-x86_64: unable to map backing store for guest RAM: "
                "Cannot allocate memory"
            ),
            (
                "os_mem_prealloc: Insufficient free host memory pages available to "
                "allocate guest RAM"
            ),
        ),
    ),
    Signature(
        "numa-does-not-fit",
        says="The guest's NUMA topology no longer fits the host.",
        anchors=("Requested instance NUMA topology cannot fit",),
        pattern=r"Requested instance NUMA topology cannot fit",
        level="",
        logger="nova.compute.claims",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "filter_scheduler",
                "enabled_filters",
                "without NUMATopologyFilter hosts are chosen that cannot hold it",
                rules=("numa-filter-missing",),
            ),
            OptionCause(
                "compute",
                "cpu_dedicated_set",
                "the CPUs for pinned guests",
                rules=(
                    "cpu-mask-beyond-host",
                    "cpu-sets-overlap",
                ),
            ),
            OptionCause(
                "DEFAULT", "vcpu_pin_set", "the CPUs for guests", rules=("pin-set-beside-cpu-sets",)
            ),
            OptionCause(
                "DEFAULT",
                "reserved_huge_pages",
                "pages that guests do not get",
                rules=("reserved-huge-pages-malformed",),
            ),
        ),
        elsewhere=(
            (
                "Two servers were sent to the host at once, and the first took the "
                "room: the build is tried elsewhere."
            ),
            "Memory or pinned CPUs are free in sum, but not on one NUMA node.",
        ),
        sources=(
            "34 nova/compute/claims.py:165",
            "15 nova/compute/claims.py:224",
        ),
        samples=(
            (
                "nova.exception.ComputeResourcesUnavailable: Insufficient compute "
                "resources: Requested instance NUMA topology cannot fit the given "
                "host NUMA topology."
            ),
        ),
    ),
    Signature(
        "compute-resources-short",
        says="The chosen host lacks resources that the server asks for.",
        anchors=("Insufficient compute resources: ",),
        pattern=(
            r"Insufficient compute resources: (?:(?:Free|Claim) (?P<resource>memory|disk|vcpu|pci) "
            r"(?![^\n]{1,300}; (?:Free|Claim|Requested) ))?"
        ),
        level="",
        logger="nova.exception",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "ram_allocation_ratio",
                "how much memory is promised",
                harm=Harm.LOW,
                part="resource",
                part_is=("memory",),
            ),
            OptionCause(
                "DEFAULT",
                "disk_allocation_ratio",
                "how much disk is promised",
                harm=Harm.LOW,
                part="resource",
                part_is=("disk",),
            ),
            OptionCause(
                "DEFAULT",
                "cpu_allocation_ratio",
                "how many CPUs are promised",
                harm=Harm.LOW,
                part="resource",
                part_is=("vcpu",),
            ),
            OptionCause(
                "DEFAULT",
                "reserved_host_memory_mb",
                "what memory the host itself needs",
                harm=Harm.HIGH,
                part="resource",
                part_is=("memory",),
            ),
            OptionCause(
                "DEFAULT",
                "reserved_host_disk_mb",
                "what disk the host itself needs",
                part="resource",
                part_is=("disk",),
            ),
            OptionCause(
                "DEFAULT",
                "reserved_host_cpus",
                "the CPUs that the host itself needs",
                part="resource",
                part_is=("vcpu",),
            ),
        ),
        elsewhere=(
            (
                "Two servers were sent to the host at once, and the first took the "
                "room: the build is tried elsewhere."
            ),
        ),
        sources=(
            "34 nova/exception.py:579",
            "19 nova/compute/claims.py:261",
            "15 nova/exception.py:439",
        ),
        samples=(
            (
                "nova.exception.ComputeResourcesUnavailable: Insufficient compute "
                "resources: Free memory 512.00 MB < requested 4096 MB."
            ),
            (
                "Build of instance 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 was re-scheduled: "
                "Insufficient compute resources: Free disk 12.00 GB < requested 40 GB."
            ),
        ),
        outside=True,
        follows=(
            "numa-does-not-fit",
            "pci-claim-failed",
        ),
    ),
)
