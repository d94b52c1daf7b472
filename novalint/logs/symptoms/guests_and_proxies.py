"""Lines about consoles' ways to guests, metadata by address, devices and disks of guests."""

from __future__ import annotations

from novalint.logs.signature import Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "console-login-not-offered",
        says="A console proxy and QEMU have no VNC authentication scheme in common.",
        anchors=("No matching auth scheme: ",),
        pattern=r"No matching auth scheme: (?P<error>.{1,200})",
        level="",
        logger="nova.console.websocketproxy, nova.console.securityproxy.rfb",
        services=("nova-novncproxy",),
        stage=Stage.CAUSE,
        releases=(17, None),
        causes=(
            OptionCause(
                "vnc",
                "auth_schemes",
                "vencrypt where QEMU has TLS, none where it has not; both are taken in this order",
                rules=("vencrypt-certificates-missing",),
            ),
        ),
        elsewhere=("`vnc_tls` and `vnc_password` of qemu.conf on the compute node.",),
        sources=("34 nova/exception.py:1795", "17 nova/exception.py:1832"),
        samples=("No matching auth scheme: allowed types: '[19]', desired types: '[2]'",),
    ),
    Signature(
        "console-tls-failed",
        says="A console proxy and QEMU could not establish TLS.",
        anchors=("Error establishing TLS connection to server",),
        pattern=r"Error establishing TLS connection to server(?:: (?P<error>.{1,200}))?",
        level="",
        logger="nova.console.rfb.authvencrypt",
        services=("nova-novncproxy",),
        stage=Stage.CAUSE,
        releases=(17, None),
        causes=tuple(
            OptionCause("vnc", option, why, rules=("vencrypt-certificates-missing",))
            for option, why in (
                ("vencrypt_ca_certs", "who signed QEMU's certificate"),
                ("vencrypt_client_cert", "the certificate that QEMU asks of the proxy"),
                ("vencrypt_client_key", "its key"),
            )
        ),
        elsewhere=("`vnc_tls_x509_cert_dir` of qemu.conf: QEMU's own certificate.",),
        sources=(
            "34 nova/console/rfb/authvencrypt.py:161",
            "17 nova/console/rfb/authvencrypt.py:149",
        ),
        samples=(
            (
                "Error establishing TLS connection to server: [SSL: TLSV1_ALERT_UNKNOWN_CA] tlsv1"
                " alert unknown ca"
            ),
        ),
    ),
    Signature(
        "console-scheme-refused",
        says="A browser opened a console by http although its URL has https, or the reverse.",
        anchors=("Origin header protocol does not match this host",),
        pattern=r"Origin header protocol does not match this host",
        level="INFO",
        logger="nova.console.websocketproxy",
        services=("nova-novncproxy", "nova-spicehtml5proxy", "nova-serialproxy"),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "vnc",
                "novncproxy_base_url",
                "its scheme is what the browser must use; the compute node's value counts",
                rules=("console-scheme-against-proxy-tls", "console-url-plain-for-tls-proxy"),
            ),
            OptionCause("spice", "html5proxy_base_url", "the same, for SPICE"),
            OptionCause("serial_console", "base_url", "the same, for serial consoles"),
        ),
        elsewhere=(
            "A proxy that ends TLS does not tell so: it has to set `X-Forwarded-Proto`.",
            "A console that was asked for before the address was changed.",
        ),
        sources=(
            "34 nova/console/websocketproxy.py:227",
            "15 nova/console/websocketproxy.py:134",
        ),
        samples=(
            (
                "handler exception: Invalid Console Connection: Origin header protocol does not"
                " match this host."
            ),
        ),
    ),
    Signature(
        "metadata-by-address-not-found",
        says="A metadata request comes from an address that no server has.",
        anchors=("Failed to get metadata for IP",),
        pattern=r"Failed to get metadata for IP:? (?P<host>[\w.:]{0,60}\w)",
        level="ERROR",
        logger="nova.api.metadata.handler",
        services=("nova-api", "nova-api-metadata"),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "neutron",
                "service_metadata_proxy",
                "false looks servers up by the address that asks; with neutron's metadata agent"
                " that is the agent's, and true is needed",
                rules=("metadata-secret-without-proxy",),
                ruled_out_by=(True,),
            ),
            OptionCause(
                "api",
                "use_forwarded_for",
                "true takes the address from a header that a proxy sets",
            ),
        ),
        elsewhere=("Something else than a server asks, such as a check of a load balancer.",),
        sources=("34 nova/api/metadata/handler.py:147", "15 nova/api/metadata/handler.py:139"),
        samples=("Failed to get metadata for IP 10.0.0.5: no metadata",),
    ),
    Signature(
        "pci-request-failed",
        says="The scheduler chose a host whose PCI devices are not suitable for a server.",
        anchors=("PCI device request ",),
        pattern=r"PCI device request (?P<error>[\[(<I].{0,199}?)(?: failed|$)",
        level="",
        logger="nova.exception",
        services=("nova-compute", "nova-scheduler"),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause("pci", "device_spec", "the devices of the host that servers may have"),
            OptionCause(
                "pci",
                "alias",
                "what a flavor asks for; the same on API and compute nodes",
                rules=("pci-devices-without-alias",),
            ),
            OptionCause(
                "filter_scheduler",
                "enabled_filters",
                "without PciPassthroughFilter hosts without devices are chosen",
                rules=("pci-filter-missing",),
            ),
        ),
        elsewhere=(
            "Several servers are built at once, and another one took the device: a retry fixes it.",
            "The devices that are free have another NUMA node or physical network.",
        ),
        sources=("34 nova/exception.py:1707", "15 nova/exception.py:1742"),
        samples=(
            (
                "nova.exception.PciDeviceRequestFailed: PCI device request"
                " [InstancePCIRequest(alias_name='gpu',count=1)] failed"
            ),
        ),
        outside=True,
    ),
    Signature(
        "volume-group-full",
        says="The volume group for disks of servers has no free space.",
        anchors=("Insufficient Space on Volume Group",),
        pattern=r"Insufficient Space on Volume Group(?: (?P<name>[\w.-]{1,120}?)\.(?:\s|$))?",
        level="",
        logger="nova.virt.libvirt.storage.lvm",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause("libvirt", "images_volume_group", "where disks of servers lie"),
            OptionCause(
                "libvirt",
                "sparse_logical_volumes",
                "true gives volumes out that take their room later",
            ),
            OptionCause(
                "DEFAULT", "disk_allocation_ratio", "above 1 more is promised than is there"
            ),
        ),
        elsewhere=("Other things lie in this volume group: `lvs`.",),
        sources=(
            "34 nova/virt/libvirt/storage/lvm.py:53",
            "15 nova/virt/libvirt/storage/lvm.py:52",
        ),
        samples=(
            (
                "RuntimeError: Insufficient Space on Volume Group nova-vg. Only 1073741824b"
                " available, but 21474836480 bytes required by volume a_disk."
            ),
        ),
    ),
    Signature(
        "injection-left-out",
        says="A password, a key or files were not injected into the disk of a server.",
        anchors=("Ignoring error injecting ",),
        pattern=(
            r"Ignoring error injecting (?:data|(?P<name>\w{1,20})) into image"
            r"(?: (?P<path>[\w/.:@=<>-]{1,160}))?(?: \((?P<error>.{1,200}))?"
        ),
        level="WARNING",
        logger="nova.virt.disk.api",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "libvirt",
                "inject_partition",
                "-2 writes nothing into disks, and a config drive does the same in a better way",
                rules=("guest-disk-injection",),
                harm=Harm.RELATIVE,
                ruled_out_by=(-2,),
            ),
            OptionCause(
                "libvirt",
                "inject_password",
                "true writes the password into the disk",
                rules=("guest-disk-injection", "injection-without-partition"),
            ),
            OptionCause(
                "libvirt",
                "inject_key",
                "true writes the key into the disk",
                rules=("guest-disk-injection", "injection-without-partition"),
            ),
        ),
        elsewhere=("libguestfs does not run on this host: `libguestfs-test-tool` says why.",),
        sources=("34 nova/virt/disk/api.py:375", "15 nova/virt/disk/api.py:420"),
        samples=(
            "Ignoring error injecting key into image (No mount points found)",
            (
                "Ignoring error injecting data into image"
                " /var/lib/nova/instances/7f0c/disk (libguestfs installed but not usable)"
            ),
        ),
    ),
)
