"""Lines about PCI devices that nova-compute reports to Placement."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "pci-address-malformed",
        says="The address of a PCI device is malformed.",
        anchors=("The PCI address ",),
        pattern=r"The PCI address (?P<device>[\w:.-]{1,40}) has an incorrect format",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "pci",
                "device_spec",
                "as in 0000:81:00.1; * stands for a part that may be anything",
                rules=("pci-device-spec-invalid",),
            ),
            OptionCause(
                "pci",
                "passthrough_whitelist",
                "as in 0000:81:00.1; * stands for a part that may be anything",
                rules=("pci-device-spec-invalid",),
            ),
        ),
        elsewhere=(
            (
                "libvirt names a device that is no PCI device, where the log has it while a "
                "server is built."
            ),
        ),
        sources=(
            "34 nova/exception.py:1663",
            "15 nova/exception.py:1693",
        ),
        samples=(
            (
                "nova.exception.PciDeviceWrongAddressFormat: The PCI address 0000:81:00 has "
                "an incorrect format."
            ),
        ),
    ),
    Signature(
        "pci-device-spec-gone",
        says="A PCI device that Nova tracks no longer matches any entry of the configuration.",
        anchors=("Device spec is not found for device ",),
        pattern=r"Device spec is not found for device (?P<device>[\w:.]{1,40})",
        level="WARNING",
        logger="nova.compute.pci_placement_translator",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(26, None),
        causes=(
            OptionCause("pci", "device_spec", "restore the entry while a server has the device"),
        ),
        elsewhere=("The address of the device changed, as it may with a new card or firmware.",),
        sources=(
            "34 nova/compute/pci_placement_translator.py:582",
            "26 nova/compute/pci_placement_translator.py:439",
        ),
        samples=(
            (
                "Device spec is not found for device 0000:81:00.1 in [pci]device_spec. The "
                "device is allocated by 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10. We are keeping "
                "this device in the Placement view. You should not remove an allocated "
                "device from the configuration."
            ),
        ),
    ),
    Signature(
        "pci-parent-and-children",
        says="A network card and its virtual functions are both offered to guests.",
        anchors=("in [pci]device_spec is not supported. Either the parent PF",),
        pattern=r"in \[pci\]device_spec is not supported\. Either the parent PF",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(26, None),
        causes=(
            OptionCause(
                "pci",
                "device_spec",
                "an entry matches the card, another its functions; let only one of both match",
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/exception.py:2611",
            "26 nova/exception.py:2480",
        ),
        samples=(
            (
                "nova.exception.PlacementPciDependentDeviceException: Configuring both "
                "0000:81:00.0 and 0000:81:00.1 in [pci]device_spec is not supported. Either "
                "the parent PF or its children VFs can be configured."
            ),
        ),
    ),
    Signature(
        "pci-placement-turned-off",
        says="PCI devices were reported to Placement, and reporting has been disabled.",
        anchors=("report_in_placement is False but it was enabled before",),
        pattern=r"report_in_placement is False but it was enabled before",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(26, None),
        causes=(
            OptionCause(
                "pci",
                "report_in_placement",
                "true once means true forever: nova-compute refuses to start without it",
            ),
        ),
        elsewhere=(
            (
                "A file of this host that sets it is no longer read: a snippet in "
                "nova.conf.d that was lost."
            ),
        ),
        sources=(
            "34 nova/compute/pci_placement_translator.py:709",
            "26 nova/compute/pci_placement_translator.py:519",
        ),
        samples=(
            (
                "nova.exception.PlacementPciException: Failed to gather or report PCI "
                "resources to Placement: The [pci]report_in_placement is False but it was "
                "enabled before on this compute. Nova does not support disabling it after it "
                "is enabled."
            ),
        ),
    ),
    Signature(
        "pci-siblings-differ",
        says="Virtual functions of one card have different resource classes or traits.",
        anchors=("VFs from the same PF cannot be configured with different",),
        pattern=(
            r"VFs from the same PF cannot be configured with different "
            r"(?P<kind>'resource_class' values|set of 'traits')"
        ),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(26, None),
        causes=(
            OptionCause(
                "pci",
                "device_spec",
                "all functions of a card need the same resource_class and the same traits",
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/exception.py:2618",
            "26 nova/exception.py:2487",
        ),
        samples=(
            (
                "nova.exception.PlacementPciMixedResourceClassException: VFs from the same "
                "PF cannot be configured with different 'resource_class' values in "
                "[pci]device_spec. We got CUSTOM_B for 0000:81:00.2 and CUSTOM_A for "
                "0000:81:00.1."
            ),
        ),
    ),
)
