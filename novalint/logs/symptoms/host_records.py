"""Lines about hosts, services and cells as the rest of the cloud sees them."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "service-status-not-reported",
        says="A service could not report its heartbeat.",
        anchors=("Unexpected error while reporting service status",),
        pattern=r"Unexpected error while reporting service status",
        level="ERROR",
        logger="nova.servicegroup.drivers.db",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause("DEFAULT", "report_interval", "seconds between two reports"),
            OptionCause("DEFAULT", "transport_url", "nova-compute reports through nova-conductor"),
            OptionCause(
                "database",
                "connection",
                "the other services write to the database directly",
                rules=("database-url-unreadable",),
            ),
        ),
        elsewhere=(
            "The database fails: the exception after the line says how.",
            "nova-conductor fails or does not answer: its log.",
        ),
        sources=(
            "34 nova/servicegroup/drivers/db.py:122",
            "15 nova/servicegroup/drivers/db.py:107",
        ),
        samples=("Unexpected error while reporting service status: OperationalError",),
        outside=True,
        follows=(
            "database-not-connected",
            "database-connection-lost",
            "rpc-reply-timeout",
        ),
    ),
    Signature(
        "node-identity-lost",
        says="nova-compute does not start: its identity file is missing.",
        anchors=("No local node identity found, but this is not our first startup",),
        pattern=r"No local node identity found, but this is not our first startup",
        level="",
        logger="nova.compute.manager",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(27, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "state_path",
                "the file `compute_id` is there, or next to the configuration",
                rules=("state-path-in-python-folder",),
            ),
            OptionCause(
                "DEFAULT",
                "host",
                "with another name it is another service",
                rules=("host-named-localhost",),
            ),
        ),
        elsewhere=(
            (
                "The host was reinstalled, or a container's volume for the "
                "state was not kept: put the UUID of its compute node back into "
                "`compute_id`."
            ),
        ),
        sources=(
            "34 nova/compute/manager.py:1496",
            "27 nova/compute/manager.py:1522",
        ),
        samples=(
            (
                "nova.exception.InvalidConfiguration: No local node identity "
                "found, but this is not our first startup on this host. Refusing "
                "to start after potentially having lost that state!"
            ),
        ),
    ),
    Signature(
        "compute-host-not-found",
        says="The database has no compute node of that name.",
        anchors=("Compute host ",),
        pattern=r"Compute host (?P<host>[\w.-]{1,120}) could not be found",
        level="",
        logger="nova.exception",
        services=(
            "nova-compute",
            "nova-conductor",
            "nova-api",
        ),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "host",
                "the name of the service; with another one it is another host",
                rules=(
                    "host-named-localhost",
                    "host-repeated",
                ),
            ),
            OptionCause("DEFAULT", "compute_driver", "which names the nodes"),
        ),
        elsewhere=(
            "At the first start that is normal: the record is being made.",
            "The record was deleted while nova-compute ran: restart nova-compute.",
            "The host's name has changed.",
        ),
        sources=(
            "34 nova/exception.py:1085",
            "15 nova/exception.py:962",
        ),
        samples=("nova.exception.ComputeHostNotFound: Compute host cmp1 could not be found.",),
        outside=True,
    ),
    Signature(
        "compute-node-absent",
        says="nova-compute has no record of its host yet.",
        anchors=("No compute node record for",),
        pattern=r"No compute node record for (?:host )?(?P<host>[\w.:-]{1,120})",
        level="WARNING",
        logger="nova.compute.resource_tracker",
        services=("nova-compute",),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "host",
                "the name of the service; with another one it is another host",
                rules=(
                    "host-named-localhost",
                    "host-repeated",
                ),
            ),
        ),
        elsewhere=(
            "At the first start that is normal: the record is made right after.",
            "Later: the host's name has changed, or its record was deleted.",
        ),
        sources=(
            "34 nova/compute/resource_tracker.py:1110",
            "15 nova/compute/resource_tracker.py:686",
        ),
        samples=("No compute node record for cmp1:cmp1",),
        outside=True,
    ),
    Signature(
        "provider-not-created",
        says=(
            "placement refused to create a provider for the host: mostly another one has its name."
        ),
        anchors=(
            "Failed to create resource provider record in placement API",
            "Conflicting resource provider name",
            "ResourceProviderCreationFailed: ",
        ),
        pattern=(
            r"Failed to create resource provider record in placement API"
            r"|ResourceProviderCreationFailed: "
            r"|Conflicting resource provider name: (?P<name>[\w.-]{1,120})"
        ),
        level="ERROR",
        logger="nova.scheduler.client.report",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "host",
                "two hosts of one name, or a host that was renamed",
                rules=(
                    "host-repeated",
                    "host-named-localhost",
                ),
            ),
        ),
        elsewhere=(
            (
                "The compute service was deleted and created again, and its provider "
                "was left: `openstack resource provider list --name`, and delete "
                "it once it has no allocations."
            ),
            "Two hosts have the same host name in libvirt.",
        ),
        sources=(
            "34 nova/scheduler/client/report.py:629",
            "15 nova/scheduler/client/report.py:367",
        ),
        samples=(
            (
                "[req-1] Failed to create resource provider record in placement "
                "API for UUID 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10. Got 409: "
                "Conflict"
            ),
        ),
        outside=True,
    ),
    Signature(
        "cell-list-timed-out",
        says="A cell did not answer in time while servers were listed.",
        anchors=("Timeout waiting for response from cell",),
        pattern=r"Timeout waiting for response from cell",
        level="",
        logger="nova.exception",
        services=(
            "nova-api",
            "nova-conductor",
            "nova-scheduler",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "api",
                "list_records_by_skipping_down_cells",
                "whether such a cell is left out or the request fails",
            ),
            OptionCause("database", "max_retries", "how often a connection is tried"),
        ),
        elsewhere=("The cell's database is slow or down.",),
        sources=(
            "34 nova/exception.py:1226",
            "15 nova/exception.py:1187",
        ),
        samples=("nova.exception.CellTimeout: Timeout waiting for response from cell",),
        outside=True,
    ),
    Signature(
        "cell-zero-missing",
        says="There is no cell0, where servers without a host are recorded.",
        anchors=("No cell mapping found for cell0",),
        pattern=r"No cell mapping found for cell0",
        level="ERROR",
        logger="nova.conductor.manager",
        services=("nova-conductor",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "api_database",
                "connection",
                "where cells are listed",
                rules=(
                    "api-database-missing",
                    "api-database-differs",
                ),
            ),
        ),
        elsewhere=("`nova-manage cell_v2 map_cell0` was not run.",),
        sources=(
            "34 nova/conductor/manager.py:1599",
            "15 nova/conductor/manager.py:862",
        ),
        samples=(
            (
                "No cell mapping found for cell0 while trying to record scheduling "
                "failure. Setup is incomplete."
            ),
        ),
        outside=True,
    ),
    Signature(
        "metrics-not-read",
        says="A monitor of the host gives no numbers, so metrics weigh nothing.",
        anchors=("Cannot get the metrics from ",),
        pattern=r"Cannot get the metrics from (?P<name>.{1,120}?);",
        level="WARNING",
        logger="nova.compute.resource_tracker",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(OptionCause("DEFAULT", "compute_monitors", "the monitors that are asked"),),
        elsewhere=("libvirt did not answer, or does not count the time of its processors.",),
        sources=(
            "34 nova/compute/resource_tracker.py:905",
            "15 nova/compute/resource_tracker.py:555",
        ),
        samples=(
            (
                "Cannot get the metrics from <nova.compute.monitors.cpu.virt_driver.Monitor "
                "object at 0x7f>; error: Unable to get CPU info"
            ),
        ),
    ),
)
