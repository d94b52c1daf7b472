"""Lines about PCI devices."""

from __future__ import annotations

from novalint.logs.signature import ERROR, NAME, OptionCause, Signature, Stage

_ALIAS = OptionCause(
    "pci",
    "alias",
    "names of devices that flavors ask for",
    rules=(
        "pci-alias-invalid",
        "pci-alias-mismatch",
        "pci-alias-without-ids",
    ),
)
_DEVICE_SPEC = OptionCause(
    "pci",
    "device_spec",
    "devices of the host that guests may have",
    rules=(
        "pci-device-spec-invalid",
        "pci-device-by-name-and-address",
    ),
)

SIGNATURES = (
    Signature(
        "pci-alias-refused",
        says="`[pci] alias` is invalid.",
        anchors=("Invalid PCI alias definition",),
        pattern=rf"Invalid PCI alias definition: {ERROR}",
        level="",
        logger="nova",
        services=(
            "nova-api",
            "nova-compute",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(_ALIAS,),
        elsewhere=(),
        sources=(
            "34 nova/exception.py:1717",
            "15 nova/exception.py:1752",
        ),
        samples=(
            (
                "nova.exception.PciInvalidAlias: Invalid PCI alias definition: "
                "Device type mismatch for alias 'a'"
            ),
        ),
        translations=(
            "Definición de alias PCI inválido",
            "Definição de alias de PCI inválida",
            "Définition d'un alias PCI invalide",
            "Geçersiz PCI rumuzu tanımı",
            "Neplatné určení přezdívky PCI",
            "PCI エイリアス定義が無効です",
            "Ungültige PCI-Aliasdefinition",
            "Недопустимое определение псевдонима PCI",
            "无效PCI别名定义",
            "無效的 PCI 別名定義",
            "올바르지 않은 PCI 별명 정의",
        ),
    ),
    Signature(
        "pci-alias-undefined",
        says="A flavor asks for a PCI alias that this node does not know.",
        anchors=("PCI alias ",),
        pattern=rf"PCI alias {NAME} is not defined",
        level="",
        logger="nova",
        services=(
            "nova-api",
            "nova-compute",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "pci",
                "alias",
                "must be the same on the API and on the computes",
                rules=(
                    "pci-devices-without-alias",
                    "pci-alias-mismatch",
                ),
            ),
        ),
        elsewhere=("The flavor's `pci_passthrough:alias` is misspelt.",),
        sources=(
            "34 nova/exception.py:1717",
            "15 nova/exception.py:1752",
        ),
        samples=("nova.exception.PciRequestAliasNotDefined: PCI alias gpu is not defined",),
    ),
    Signature(
        "pci-claim-failed",
        says="A host has no free PCI device for a server.",
        anchors=("Claim pci failed",),
        pattern=r"Claim pci failed",
        level="",
        logger="nova.compute.claims",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "filter_scheduler",
                "enabled_filters",
                "without PciPassthroughFilter hosts without devices are chosen too",
                rules=("pci-filter-missing",),
            ),
            _DEVICE_SPEC,
            _ALIAS,
        ),
        elsewhere=(
            ("Two builds took the last device at the same time; another host is then tried."),
        ),
        sources=(
            "34 nova/compute/claims.py:135",
            "15 nova/compute/claims.py:197",
        ),
        samples=("Claim pci failed",),
    ),
    Signature(
        "pci-device-spec-refused",
        says="`[pci] device_spec` is invalid.",
        anchors=("Invalid [pci]device_spec config",),
        pattern=rf"Invalid \[pci\]device_spec config: {ERROR}",
        level="",
        logger="nova",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(26, None),
        causes=(_DEVICE_SPEC,),
        elsewhere=(),
        sources=(
            "34 nova/exception.py:1725",
            "26 nova/exception.py:1593",
        ),
        samples=(("nova.exception.PciConfigInvalidSpec: Invalid [pci]device_spec config: x"),),
    ),
    Signature(
        "pci-device-still-owned",
        says="A device was removed from `[pci] device_spec` while a server uses it.",
        anchors=("Unable to remove device with ",),
        pattern=r"Unable to remove device with (?:status|(?P<state>\w{1,20}) ownership)",
        level="WARNING",
        logger="nova.pci.manager",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(16, None),
        causes=(_DEVICE_SPEC,),
        elsewhere=("The host no longer has the device, or has it at another address.",),
        sources=(
            "34 nova/pci/manager.py:232",
            "16 nova/pci/manager.py:174",
        ),
        samples=(
            (
                "Unable to remove device with allocated ownership "
                "7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 because of x. Check your "
                "[pci]passthrough_whitelist configuration to make sure this allocated device is "
                "whitelisted."
            ),
            (
                "Unable to remove device with status 'allocated' and ownership "
                "7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 because of x. Check your "
                "[pci]device_spec configuration to make sure this allocated device "
                "is whitelisted. If you have removed the device from the whitelist "
                "intentionally or the device is no longer available on the host "
                "you will need to delete the server or migrate it to another host "
                "to silence this warning."
            ),
        ),
    ),
    Signature(
        "pci-request-device-missing",
        says="The PCI device of a port is not among those of the server.",
        anchors=("Unable to find PCI device using PCI request ID",),
        pattern=r"Unable to find PCI device using PCI request ID",
        level="ERROR",
        logger="nova.network.neutron",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(16, None),
        causes=(_DEVICE_SPEC,),
        elsewhere=(),
        sources=(
            "34 nova/network/neutron.py:1699",
            "16 nova/network/neutronv2/api.py:1074",
        ),
        samples=(
            (
                "Unable to find PCI device using PCI request ID in list of claimed "
                "instance PCI devices: x. Is the [pci]device_spec configuration "
                "correct?"
            ),
        ),
    ),
)
