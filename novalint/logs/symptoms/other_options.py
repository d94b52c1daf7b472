"""Lines about options that are read no more, or not as they are set."""

from __future__ import annotations

from novalint.logs.signature import Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "datastore-regex-not-used",
        says="Datastores are chosen by a storage policy instead of their names.",
        anchors=("datastore_regex is ignored when PBM is enabled",),
        pattern=r"datastore_regex is ignored when PBM is enabled",
        level="WARNING",
        logger="nova.virt.vmwareapi.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "vmware",
                "datastore_regex",
                "unset it, or turn policies off",
                rules=("vmware-datastore-regex-ignored",),
            ),
            OptionCause(
                "vmware",
                "pbm_enabled",
                "with false the names count",
                rules=("vmware-datastore-regex-ignored",),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/vmwareapi/driver.py:191",
            "15 nova/virt/vmwareapi/driver.py:169",
        ),
        samples=("datastore_regex is ignored when PBM is enabled",),
    ),
    Signature(
        "file-backed-memory-too-small",
        says="Less memory is file-backed than is reserved for the host.",
        anchors=("must be greater than reserved memory configured via",),
        pattern=r"must be greater than reserved memory configured via",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(21, 33),
        causes=(
            OptionCause(
                "libvirt",
                "file_backed_memory",
                "all of the memory that guests may have, in MiB",
                rules=("file-backed-memory-with-reserve",),
                harm=Harm.RELATIVE,
            ),
            OptionCause(
                "DEFAULT",
                "reserved_host_memory_mb",
                "0 with memory in files",
                rules=("file-backed-memory-with-reserve",),
                harm=Harm.RELATIVE,
            ),
        ),
        elsewhere=(),
        sources=(
            "33 nova/virt/libvirt/host.py:1871",
            "21 nova/virt/libvirt/driver.py:874",
        ),
        samples=(
            (
                "'[libvirt] file_backed_memory', which represents total memory reported to "
                "placement, must be greater than reserved memory configured via '[DEFAULT] "
                "reserved_host_memory_mb'"
            ),
        ),
    ),
    Signature(
        "floating-pool-in-old-place",
        says=("The pool of floating IPs is set by an option that a later release does not read."),
        anchors=("Config option 'default_floating_pool' is set to",),
        pattern=r"Config option 'default_floating_pool' is set to",
        level="WARNING",
        logger="nova.network.neutronv2.api",
        services=("nova-api",),
        stage=Stage.CAUSE,
        releases=(16, 20),
        causes=(
            OptionCause("DEFAULT", "default_floating_pool", "move it to [neutron]"),
            OptionCause("neutron", "default_floating_pool", "the same pool"),
        ),
        elsewhere=(),
        sources=(
            "20 nova/network/neutronv2/api.py:2641",
            "16 nova/network/neutronv2/api.py:2014",
        ),
        samples=(
            (
                "Config option 'default_floating_pool' is set to a non-default value. "
                "Falling back to this value for now but this behavior will change in a "
                "future release. You should unset this value and set the '[neutron] "
                "default_floating_pool' option instead."
            ),
        ),
    ),
    Signature(
        "keymap-deprecated",
        says="A keyboard layout is set for consoles, which is deprecated.",
        anchors=(" has been deprecated in favor of configuration within the guest",),
        pattern=r" has been deprecated in favor of configuration within the guest",
        level="WARNING",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(18, 21),
        causes=(
            OptionCause("vnc", "keymap", "unset it; the guest has its own layout"),
            OptionCause("spice", "keymap", "unset it; the guest has its own layout"),
        ),
        elsewhere=(),
        sources=(
            "21 nova/virt/libvirt/driver.py:632",
            "18 nova/virt/libvirt/driver.py:464",
        ),
        samples=(
            (
                'The option "[vnc] keymap" has been deprecated in favor of configuration '
                "within the guest. Update nova.conf to address this change and refer to bug "
                "#1682020 for more information."
            ),
        ),
    ),
    Signature(
        "serial-log-folder-not-set",
        says="The console log of a guest on vSphere was requested, but none is kept.",
        anchors=("The 'serial_log_dir' config option is not set",),
        pattern=r"The 'serial_log_dir' config option is not set",
        level="ERROR",
        logger="nova.virt.vmwareapi.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(17, None),
        causes=(
            OptionCause(
                "vmware",
                "serial_log_dir",
                "the directory in which the serial port concentrator writes",
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/vmwareapi/driver.py:363",
            "17 nova/virt/vmwareapi/driver.py:279",
        ),
        samples=("The 'serial_log_dir' config option is not set!",),
    ),
)
