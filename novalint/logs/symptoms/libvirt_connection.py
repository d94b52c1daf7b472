"""Lines about libvirt, and how nova-compute finds its host."""

from __future__ import annotations

from novalint.logs.signature import ERROR, HOST, NAME, NUMBER, UUID, OptionCause, Signature, Stage

_CONNECTION_URI = OptionCause(
    "libvirt", "connection_uri", "where libvirt listens; empty is the place that fits the virt type"
)

SIGNATURES = (
    Signature(
        "libvirt-connection-lost",
        says="The connection to libvirt was lost.",
        anchors=("Connection to libvirt lost",),
        pattern=rf"Connection to libvirt lost: {NUMBER}",
        level="WARNING",
        logger="nova.virt.libvirt.host",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(_CONNECTION_URI,),
        elsewhere=(
            "libvirtd was restarted or ended: its log.",
            "A dense host reaches `max_clients` of libvirtd.",
        ),
        sources=(
            "34 nova/virt/libvirt/host.py:235",
            "15 nova/virt/libvirt/host.py:283",
        ),
        samples=("Connection to libvirt lost: 1",),
        outside=True,
    ),
    Signature(
        "libvirt-connection-failed",
        says="libvirt cannot be reached.",
        anchors=("Connection to libvirt failed",),
        pattern=rf"Connection to libvirt failed: {ERROR}",
        level="ERROR",
        logger="nova.virt.libvirt.host",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _CONNECTION_URI,
            OptionCause("libvirt", "virt_type", "the kind of guests decides which daemon is asked"),
        ),
        elsewhere=(
            "libvirtd, or virtqemud with modular daemons, does not run.",
            "nova-compute's user may not use its socket.",
        ),
        sources=(
            "34 nova/virt/libvirt/host.py:652",
            "15 nova/virt/libvirt/host.py:454",
        ),
        samples=("Connection to libvirt failed: x",),
        outside=True,
    ),
    Signature(
        "hypervisor-not-connected",
        says="An operation needs libvirt, which cannot be reached.",
        anchors=("Connection to the hypervisor is broken on host",),
        pattern=r"Connection to the hypervisor is broken on host",
        level="",
        logger="nova",
        services=("nova-compute",),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(_CONNECTION_URI,),
        elsewhere=("libvirtd does not run or was restarted.",),
        sources=(
            "34 nova/exception.py:583",
            "15 nova/exception.py:443",
        ),
        samples=(
            (
                "nova.exception.HypervisorUnavailable: Connection to the "
                "hypervisor is broken on host"
            ),
        ),
        outside=True,
        follows=(
            "libvirt-connection-failed",
            "libvirt-connection-lost",
        ),
        translations=(
            "A conexão com o hypervisor for interrompida no host",
            "Hipervizör bağlantısı istemci üzerinde bozuk",
            "Hypervisor 連線在主機",
            "La conexión al hipervisor está perdida en el anfitrión",
            "La connessione all'hypervisor è interrotta sull'host",
            "La connexion à l'hyperviseur est cassée sur l'hôte",
            "Připojení k hypervizoru je rozbité na hostiteli",
            "Соединение с гипервизором разорвано на хосте",
            "でハイパーバイザーへの接続がおかしくなっています",
            "监测器的连接断开",
            "하이퍼바이저 연결이 호스트에서 끊겼습니다",
        ),
    ),
    Signature(
        "host-name-changed",
        says="The host has another name than when nova-compute first started.",
        anchors=("A restart is required to take effect",),
        pattern=rf"Hostname has changed from {NAME} to {HOST}\. A restart is required",
        level="ERROR",
        logger="nova.virt.libvirt.host",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "host",
                "the name under which the host is known; unset, it follows the machine",
                rules=("host-named-localhost",),
            ),
        ),
        elsewhere=(
            (
                "The machine was renamed, or its DNS answers otherwise: put the "
                "old name back, else the servers are lost to it."
            ),
        ),
        sources=(
            "34 nova/virt/libvirt/host.py:1140",
            "15 nova/virt/libvirt/host.py:687",
        ),
        samples=(("Hostname has changed from a to b. A restart is required to take effect."),),
        outside=True,
    ),
    Signature(
        "my-ip-not-on-host",
        says="`my_ip` is not an address of this host.",
        anchors=("was not found on any of the interfaces",),
        pattern=rf"my_ip address \({HOST}\) was not found on any of the interfaces",
        level="WARNING",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause("DEFAULT", "my_ip", "the host's address; migration and consoles use it"),
        ),
        elsewhere=("The file was copied from another host.",),
        sources=(
            "34 nova/virt/libvirt/driver.py:1375",
            "15 nova/virt/libvirt/driver.py:2912",
        ),
        samples=(("my_ip address (10.0.0.9) was not found on any of the interfaces: 10.0.0.8"),),
    ),
    Signature(
        "node-renamed",
        says="nova-compute refuses to start: its node belongs to another host name.",
        anchors=("Possible rename detected, refusing to start",),
        pattern=(
            rf"My node {UUID} has host '(?P<name>[\w.-]{{1,120}})' but my host "
            rf"is '{HOST}'; Possible rename detected"
        ),
        level="",
        logger="nova",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(27, None),
        causes=(
            OptionCause(
                "DEFAULT", "host", "must stay what it was", rules=("host-named-localhost",)
            ),
        ),
        elsewhere=("The machine was renamed, or its disk was copied to another.",),
        sources=(
            "34 nova/compute/manager.py:1473",
            "27 nova/compute/manager.py:1499",
        ),
        samples=(
            (
                "nova.exception.InvalidConfiguration: My node "
                "7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 has host 'a' but my host is "
                "'b'; Possible rename detected, refusing to start!"
            ),
        ),
    ),
    Signature(
        "node-uuid-not-written",
        says="nova-compute cannot store the identity of its node.",
        anchors=("Unable to write uuid to",),
        pattern=r"Unable to write uuid to (?P<path>[\w/.-]{1,160})",
        level="",
        logger="nova",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(27, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "state_path",
                "the directory that it is written to",
                rules=("state-path-in-python-folder",),
            ),
        ),
        elsewhere=("The directory is full, read-only or not owned by nova.",),
        sources=(
            "34 nova/virt/node.py:48",
            "27 nova/virt/node.py:48",
        ),
        samples=(
            (
                "nova.exception.InvalidNodeConfiguration: Invalid node identity "
                "configuration: Unable to write uuid to /var/lib/nova/compute_id: x"
            ),
        ),
    ),
    Signature(
        "compute-driver-not-named",
        says="No compute driver is set.",
        anchors=("Compute driver option required, but not specified",),
        pattern=r"Compute driver option required, but not specified",
        level="ERROR",
        logger="nova.virt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "compute_driver",
                "the driver, `libvirt.LibvirtDriver` as a rule",
                rules=("compute-driver-unset",),
                ruled_out_by=("libvirt.LibvirtDriver",),
            ),
        ),
        elsewhere=("The service reads another file than you think.",),
        sources=(
            "34 nova/virt/driver.py:2100",
            "15 nova/virt/driver.py:1616",
        ),
        samples=("Compute driver option required, but not specified",),
    ),
    Signature(
        "domain-not-found",
        says="libvirt does not know the guest.",
        anchors=(
            "no domain with matching uuid",
            "no domain with matching name",
        ),
        pattern=r"no domain with matching (?P<kind>uuid|name) '(?P<name>[\w.-]{1,120})'",
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(OptionCause("libvirt", "connection_uri", "another daemon has other guests"),),
        elsewhere=(
            (
                "The guest was never made, or is gone already: while a server is "
                "being deleted, that is normal."
            ),
            (
                "It was undefined by hand, or it runs on another host after a "
                "migration that failed half-way."
            ),
        ),
        sources=(
            "libvirt-11.3.0 src/qemu/qemu_driver.c:1389",
            "libvirt-11.3.0 src/qemu/qemu_driver.c:1414",
            "libvirt-7.0.0 src/qemu/qemu_driver.c:1593",
        ),
        samples=(
            (
                "libvirt.libvirtError: Domain not found: no domain with matching "
                "uuid '7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10' (instance-0000002a)"
            ),
        ),
        outside=True,
    ),
    Signature(
        "domain-name-taken",
        says="A guest of that name exists with another UUID.",
        anchors=("already exists with uuid",),
        pattern=(
            r"domain '(?P<name>[\w.-]{1,120})' (?:is )?already "
            r"(?:exists|defined) with uuid"
        ),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "instance_name_template",
                (
                    "the name of guests: the number alone is not unique where hosts of "
                    "several clouds or cells meet, and a guest that was live migrated has "
                    "the name that its first host gave it"
                ),
                rules=("instance-name-template-differs",),
            ),
        ),
        elsewhere=(
            (
                "A guest of a deleted server, or of a cloud before this one, was "
                "left on the host: `virsh list --all`."
            ),
        ),
        sources=(
            "libvirt-11.3.0 src/conf/virdomainobjlist.c:326",
            "libvirt-7.0.0 src/conf/virdomainobjlist.c:331",
        ),
        samples=(
            (
                "libvirt.libvirtError: operation failed: domain "
                "'instance-0000002a' already exists with uuid "
                "7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10"
            ),
        ),
        outside=True,
    ),
)
