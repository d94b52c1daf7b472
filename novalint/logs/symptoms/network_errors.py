"""Lines about what neutron refuses."""

from __future__ import annotations

from novalint.logs.signature import HOST, INSTANCE, NAME, UUID, Harm, OptionCause, Signature, Stage
from novalint.logs.symptoms.network import HTTP_RETRIES

SIGNATURES = (
    Signature(
        "port-quota-exceeded",
        says="The port quota of a tenant in neutron is exceeded.",
        anchors=("Neutron error: Port quota exceeded in tenant",),
        pattern=r"Neutron error: Port quota exceeded in tenant: (?P<name>[\w-]{1,64})",
        level="WARNING",
        logger="nova.network.neutron",
        services=(
            "nova-compute",
            "nova-api",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=(("`openstack quota set --ports` for that tenant, or delete unused ports."),),
        sources=(
            "34 nova/network/neutron.py:551",
            "15 nova/network/neutronv2/api.py:425",
        ),
        samples=(
            ("Neutron error: Port quota exceeded in tenant: 4b0e1f0cbd6d4f80a1a1c8a6cfb9e1b2"),
        ),
        outside=True,
    ),
    Signature(
        "fixed-ips-exhausted",
        says="A network has no free address.",
        anchors=("Neutron error: No more fixed IPs in network",),
        pattern=rf"Neutron error: No more fixed IPs in network: {UUID}",
        level="WARNING",
        logger="nova.network.neutron",
        services=(
            "nova-compute",
            "nova-api",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=(("The subnet is full: ports of servers that are gone, or a larger subnet."),),
        sources=(
            "34 nova/network/neutron.py:555",
            "15 nova/network/neutronv2/api.py:429",
        ),
        samples=(
            ("Neutron error: No more fixed IPs in network: 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10"),
        ),
        outside=True,
    ),
    Signature(
        "fixed-ip-taken",
        says="A requested address is already in use.",
        anchors=("is already in use",),
        pattern=rf"Neutron error: Fixed IP {HOST} is already in use",
        level="WARNING",
        logger="nova.network.neutron",
        services=(
            "nova-compute",
            "nova-api",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=("Another port has it: `openstack port list --fixed-ip ip-address=…`.",),
        sources=(
            "34 nova/network/neutron.py:545",
            "15 nova/network/neutronv2/api.py:419",
        ),
        samples=("Neutron error: Fixed IP 10.0.0.5 is already in use.",),
        outside=True,
    ),
    Signature(
        "port-not-created",
        says="neutron refused to create a port.",
        anchors=("Neutron error creating port on network",),
        pattern=rf"Neutron error creating port on network {UUID}",
        level="ERROR",
        logger="nova.network.neutron",
        services=(
            "nova-compute",
            "nova-api",
        ),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "neutron",
                "timeout",
                "how long a request may take",
                rules=("client-timeout-not-positive",),
                harm=Harm.LOW,
            ),
        ),
        elsewhere=("The traceback below: quota, policy, or neutron itself.",),
        sources=(
            "34 nova/network/neutron.py:560",
            "15 nova/network/neutronv2/api.py:434",
        ),
        samples=(("Neutron error creating port on network 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10"),),
        outside=True,
    ),
    Signature(
        "physnet-without-group",
        says="A physical network is listed without a group of its own.",
        anchors=("but no corresponding '[neutron_physnet_",),
        pattern=(
            rf"the physnet '{NAME}' was listed in '\[neutron\] physnets' but "
            rf"no corresponding"
        ),
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(18, None),
        causes=(
            OptionCause(
                "neutron",
                "physnets",
                "networks for which a group must be there",
                rules=(
                    "physnet-group-not-listed",
                    "physnet-without-numa-nodes",
                ),
                ruled_out_by=(None,),
            ),
        ),
        elsewhere=(),
        sources=(
            "34 nova/virt/libvirt/driver.py:9645",
            "18 nova/virt/libvirt/driver.py:6330",
        ),
        samples=(
            (
                "the physnet 'foo' was listed in '[neutron] physnets' but no "
                "corresponding '[neutron_physnet_foo] numa_nodes' option was "
                "defined."
            ),
        ),
    ),
    Signature(
        "ports-not-cleaned-up",
        says="The ports of a failed server could not be removed.",
        anchors=("Failed to deallocate network for instance",),
        pattern=r"Failed to deallocate network for instance",
        level="",
        logger="nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(HTTP_RETRIES,),
        elsewhere=("neutron is slow or answers with errors.",),
        sources=(
            "34 nova/compute/manager.py:3151",
            "15 nova/compute/manager.py:2187",
        ),
        samples=("Failed to deallocate network for instance; retrying. Error: x",),
        outside=True,
    ),
    Signature(
        "migration-port-binding-refused",
        says="neutron cannot bind a port on a host.",
        anchors=("Binding failed for port ",),
        pattern=rf"Binding failed for port {UUID} and host {HOST}",
        level="ERROR",
        logger="nova.network.neutron",
        services=(
            "nova-compute",
            "nova-conductor",
        ),
        stage=Stage.CAUSE,
        releases=(18, None),
        causes=(),
        elsewhere=("The mechanism driver or the agent of that host: neutron-server's log.",),
        sources=(
            "34 nova/network/neutron.py:1584",
            "18 nova/network/neutronv2/api.py:1318",
        ),
        samples=(("Binding failed for port 0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11 and host cmp2."),),
        outside=True,
    ),
    Signature(
        "port-not-usable",
        says="A server was to have a port that it may not use.",
        anchors=(" not usable for instance ",),
        pattern=(rf"Port (?P<uuid>[0-9a-f-]{{1,36}}) not usable for instance {INSTANCE}"),
        level="",
        logger="",
        services=("nova-api", "nova-compute"),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=(
            "The port belongs to another project than the server.",
            "With `dns_name`: the port has a name that is not that of the server.",
        ),
        sources=("34 nova/exception.py:960", "15 nova/exception.py:792"),
        samples=(
            (
                "nova.exception.PortNotUsable: Port 0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11 "
                "not usable for instance 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10."
            ),
        ),
        outside=True,
    ),
    Signature(
        "port-device-not-cleared",
        says="A port in neutron could not be detached from its server.",
        anchors=("Unable to clear device ID for port",),
        pattern=(r"Unable to clear device ID for port '(?P<uuid>[\w-]{1,36})'"),
        level="ERROR",
        logger="nova.network.neutron",
        services=("nova-compute", "nova-api"),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause("neutron", "password", "Nova needs its own credentials for this"),
            OptionCause(
                "neutron",
                "timeout",
                "seconds that it waits for neutron",
                rules=("client-timeout-not-positive",),
                harm=Harm.LOW,
            ),
        ),
        elsewhere=("neutron did not answer or no longer has the port: the traceback says which.",),
        sources=("34 nova/network/neutron.py:705", "15 nova/network/neutronv2/api.py:520"),
        samples=("Unable to clear device ID for port '0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11'",),
        outside=True,
    ),
)
