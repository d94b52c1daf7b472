"""Lines of nova-compute, which refuses what is said of its host."""

from __future__ import annotations

from novalint.logs.signature import Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "cpu-model-without-kvm",
        says="A CPU mode is chosen for a kind of guests that has none.",
        anchors=("Config requested an explicit CPU model, but the current libvirt hypervisor",),
        pattern=(
            r"Config requested an explicit CPU model, but the current libvirt hypervisor "
            r"'(?P<kind>[\w-]{1,40})'"
        ),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "cpu_mode",
                "only guests of KVM and QEMU have one",
                rules=("cpu-mode-needs-kvm",),
            ),
            OptionCause("libvirt", "virt_type", "kvm or qemu", rules=("cpu-mode-needs-kvm",)),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:1260",
            "15 nova/virt/libvirt/driver.py:3575",
        ),
        samples=(
            "nova.exception.Invalid: Config requested an explicit CPU model, but the current "
            "libvirt hypervisor 'lxc' does not support selecting CPU models",
        ),
    ),
    Signature(
        "cpu-range-refused",
        says="A set of CPUs is not written as Nova reads it.",
        anchors=("Invalid range expression ",),
        pattern=r"Invalid range expression '(?P<name>[\w.-]{1,60})'",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "compute",
                "cpu_dedicated_set",
                "numbers and ranges such as 2-15,^8",
                rules=("cpu-mask-invalid",),
            ),
            OptionCause(
                "compute",
                "cpu_shared_set",
                "numbers and ranges such as 2-15,^8",
                rules=("cpu-mask-invalid",),
            ),
            OptionCause(
                "DEFAULT",
                "vcpu_pin_set",
                "numbers and ranges such as 2-15,^8",
                rules=("cpu-mask-invalid",),
            ),
        ),
        elsewhere=("The set of CPUs of a flavor or an image is written so.",),
        sources=(
            "34 nova/virt/hardware.py:372",
            "15 nova/virt/hardware.py:87",
        ),
        samples=("nova.exception.Invalid: Invalid range expression '3-1'",),
    ),
    Signature(
        "file-backed-memory-without-kvm",
        says="File-backed memory is set for a virt_type that does not support it.",
        anchors=("Running Nova with file_backed_memory and virt_type",),
        pattern=(
            r"Running Nova with file_backed_memory and virt_type (?P<kind>[\w-]{1,40}) is not "
            r"supported"
        ),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(18, None),
        causes=(
            OptionCause(
                "libvirt",
                "file_backed_memory",
                "0 keeps memory out of files",
                rules=("file-backed-memory-needs-kvm",),
                harm=Harm.RELATIVE,
            ),
            OptionCause(
                "libvirt", "virt_type", "kvm or qemu", rules=("file-backed-memory-needs-kvm",)
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/host.py:1855",
            "18 nova/virt/libvirt/driver.py:599",
        ),
        samples=(
            "nova.exception.InternalError: Running Nova with file_backed_memory and "
            "virt_type lxc is not supported. file_backed_memory is only supported with qemu "
            "and kvm types.",
        ),
    ),
    Signature(
        "file-backed-memory-reserved-too",
        says="Memory is reserved for the host although it is in files.",
        anchors=("is not compatible with file-backed memory",),
        pattern=r"reserved_host_memory_mb' is not compatible with file-backed memory",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(21, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "reserved_host_memory_mb",
                "0 with memory in files",
                rules=("file-backed-memory-with-reserve",),
                harm=Harm.RELATIVE,
            ),
            OptionCause(
                "libvirt",
                "file_backed_memory",
                "the MiB that files hold",
                rules=("file-backed-memory-with-reserve",),
                harm=Harm.RELATIVE,
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/host.py:1875",
            "21 nova/virt/libvirt/driver.py:882",
        ),
        samples=(
            "nova.exception.InternalError: Reserving memory via '[DEFAULT] "
            "reserved_host_memory_mb' is not compatible with file-backed memory. Set "
            "'[DEFAULT] reserved_host_memory_mb' to 0.",
        ),
    ),
    Signature(
        "mediated-devices-refused",
        says="Types of mediated devices are not described as Nova reads them.",
        anchors=(
            "Invalid configuration for mdev-capable devices",
            "Invalid configuration for GPU devices",
        ),
        pattern=(
            r"Invalid configuration for (?:mdev-capable|GPU) devices: (?P<error>[\w "
            r":.'/\[\]-]{1,160})"
        ),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(21, None),
        causes=(
            OptionCause(
                "devices",
                "enabled_mdev_types",
                "a group for each type says which devices offer it",
                rules=("mdev-address-invalid", "mdev-address-listed-twice"),
            ),
        ),
        elsewhere=("The host has no device at such an address.",),
        sources=(
            "34 nova/exception.py:2567",
            "24 nova/exception.py:2397",
            "21 nova/exception.py:2338",
        ),
        samples=(
            "nova.exception.InvalidLibvirtMdevConfig: Invalid configuration for mdev-capable "
            "devices: incorrect device address: 85:00.1",
            "nova.exception.InvalidLibvirtGPUConfig: Invalid configuration for GPU devices: "
            "duplicate types for PCI ID 0000:84:00.0",
        ),
    ),
    Signature(
        "huge-pages-option-refused",
        says="Reserved huge pages are not written as Nova reads them.",
        anchors=("The format of the option 'reserved_huge_pages' is invalid",),
        pattern=r"The format of the option 'reserved_huge_pages' is invalid",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "reserved_huge_pages",
                "node:0,size:2048,count:64",
                rules=("reserved-huge-pages-malformed",),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/exception.py:2173",
            "15 nova/exception.py:2104",
        ),
        samples=(
            "nova.exception.InvalidReservedMemoryPagesOption: The format of the option "
            "'reserved_huge_pages' is invalid. (found '[{'node': '0', 'size': '2048'}]')",
        ),
    ),
    Signature(
        "pci-device-named-twice",
        says="A PCI device is given by its name and by its address.",
        anchors=("whitelist can specify devname or address",),
        pattern=r"The PCI whitelist can specify devname or address,? but not both",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "pci",
                "device_spec",
                "devname or address, not both",
                rules=("pci-device-by-name-and-address",),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/exception.py:1668",
            "15 nova/exception.py:1703",
        ),
        samples=(
            "nova.exception.PciDeviceInvalidDeviceName: Invalid PCI Whitelist: The PCI "
            "whitelist can specify devname or address, but not both",
        ),
    ),
    Signature(
        "pci-placement-by-name",
        says="PCI devices given by name cannot be reported to placement.",
        anchors=("does not support 'devname' based device",),
        pattern=r"PCI Placement reporting does not support 'devname' based device",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(26, None),
        causes=(
            OptionCause(
                "pci",
                "device_spec",
                "an address instead of devname",
                rules=("pci-placement-with-device-name",),
            ),
            OptionCause(
                "pci",
                "report_in_placement",
                "true needs addresses",
                rules=("pci-placement-with-device-name",),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/compute/pci_placement_translator.py:689",
            "26 nova/compute/pci_placement_translator.py:499",
        ),
        samples=(
            "nova.exception.PlacementPciException: Failed to gather or report PCI resources "
            "to Placement: Invalid [pci]device_spec configuration. PCI Placement reporting "
            "does not support 'devname' based device specification but we got {'devname': "
            "'eth2'}",
        ),
    ),
    Signature(
        "pci-alias-incomplete",
        says="A PCI alias is refused as a whole.",
        anchors=("The PCI alias(es) ",),
        pattern=(
            r"The PCI alias\(es\) (?P<name>[\w.,-]{1,120}) (?:have multiple specs|does not have "
            r"vendor_id)"
        ),
        level="",
        logger="",
        services=(
            "nova-api",
            "nova-compute",
        ),
        stage=Stage.CAUSE,
        releases=(31, None),
        causes=(
            OptionCause(
                "pci",
                "alias",
                "vendor_id and product_id, or one resource_class where pci_in_placement is true",
                rules=("pci-alias-without-ids", "pci-alias-repeated-with-placement"),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/pci/request.py:130",
            "31 nova/pci/request.py:130",
        ),
        samples=(
            "nova.exception.PciInvalidAlias: The PCI alias(es) gpu does not have vendor_id "
            "and product_id fields set.",
            "nova.exception.PciInvalidAlias: The PCI alias(es) gpu have multiple specs but "
            "[filter_scheduler]pci_in_placement is True.",
        ),
    ),
)
