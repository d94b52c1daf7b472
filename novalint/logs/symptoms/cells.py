"""Lines about cells."""

from __future__ import annotations

from novalint.logs.signature import NAME, UUID, Harm, OptionCause, Signature, Stage

_MAX_RETRIES = OptionCause(
    "database",
    "max_retries",
    "how often a database that does not answer is tried",
    rules=("database-retries-outlast-cell-timeout",),
    harm=Harm.RELATIVE,
)

SIGNATURES = (
    Signature(
        "cell-computes-missing",
        says="The computes of a cell could not be listed.",
        anchors=(
            "Timeout getting computes for cell",
            "Failed to get computes for cell",
        ),
        pattern=rf"(?P<action>Timeout getting|Failed to get) computes for cell {UUID}",
        level="WARNING",
        logger="nova.scheduler.host_manager",
        services=("nova-scheduler",),
        stage=Stage.CAUSE,
        releases=(17, None),
        causes=(_MAX_RETRIES,),
        elsewhere=(
            (
                "The cell's database is slow or down, or the cell mapping names "
                "another: `nova-manage cell_v2 list_cells --verbose`."
            ),
        ),
        sources=(
            "34 nova/scheduler/host_manager.py:656",
            "17 nova/scheduler/host_manager.py:636",
        ),
        samples=("Timeout getting computes for cell 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10",),
        outside=True,
    ),
    Signature(
        "cell-not-answering",
        says="A cell did not answer in time.",
        anchors=("Timed out waiting for response from cell",),
        pattern=rf"Timed out waiting for response from cell {UUID}",
        level="WARNING",
        logger="nova.context",
        services=(
            "nova-api",
            "nova-scheduler",
            "nova-conductor",
        ),
        stage=Stage.CAUSE,
        releases=(16, None),
        causes=(
            _MAX_RETRIES,
            OptionCause(
                "DEFAULT",
                "cell_worker_thread_pool_size",
                "how many cells are asked at a time where native threads run",
                rules=("cell-threads-fewer-than-cells",),
                harm=Harm.RELATIVE,
            ),
        ),
        elsewhere=("The cell's database is slow or down.",),
        sources=(
            "34 nova/context.py:507",
            "16 nova/context.py:494",
        ),
        samples=(
            ("Timed out waiting for response from cell 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10"),
        ),
        outside=True,
    ),
    Signature(
        "cell-omitted",
        says="A list of servers lacks those of a cell.",
        anchors=("is not responding and hence is being omitted from the results",),
        pattern=(
            rf"Cell {NAME} is not responding and hence is being omitted from "
            rf"the results"
        ),
        level="WARNING",
        logger="nova.compute.multi_cell_list",
        services=("nova-api",),
        stage=Stage.EFFECT,
        releases=(19, None),
        causes=(
            OptionCause(
                "api", "list_records_by_skipping_down_cells", "false makes such a request an error"
            ),
        ),
        elsewhere=("The cell's database is slow or down.",),
        sources=(
            "34 nova/compute/multi_cell_list.py:435",
            "19 nova/compute/multi_cell_list.py:429",
        ),
        samples=(
            (
                "Cell 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 is not responding and "
                "hence is being omitted from the results"
            ),
        ),
        outside=True,
        follows=("cell-not-answering",),
    ),
    Signature(
        "host-not-mapped",
        says="A compute host is not mapped to a cell.",
        anchors=("is not mapped to any cell",),
        pattern=r"Host '?(?P<host>[\w.-]{0,120})'? is not mapped to any cell",
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
                "scheduler",
                "discover_hosts_in_cells_interval",
                "so often new hosts are looked for; -1 is never",
            ),
        ),
        elsewhere=(
            "Run `nova-manage cell_v2 discover_hosts` after each new compute.",
            "The host has reported to another cell's database.",
        ),
        sources=(
            "34 nova/exception.py:2075",
            "15 nova/exception.py:2046",
        ),
        samples=(("nova.exception.HostMappingNotFound: Host 'cmp7' is not mapped to any cell"),),
        outside=True,
        translations=(
            "n'est mappé à aucune cellule",
            "není namapován k žádné buňce",
            "non è associato a una cella",
            "não mapeado para qualquer célula",
            "не привязан ни к одной ячейке",
            "がどのセルにもマッピングされません",
            "未對映至任何 Cell",
            "没有映射到任何单元",
            "호스트가 셀에 맵핑되지 않음",
        ),
    ),
    Signature(
        "discovery-on-several-schedulers",
        says=("Hosts are discovered by a periodic task that runs in more than one place."),
        anchors=("This periodic task should only be enabled if discover hosts is not run",),
        pattern=(
            r"This periodic task should only be enabled if discover hosts is "
            r"not run"
        ),
        level="WARNING",
        logger="nova.scheduler.manager",
        services=("nova-scheduler",),
        stage=Stage.CAUSE,
        releases=(31, None),
        causes=(
            OptionCause(
                "scheduler",
                "discover_hosts_in_cells_interval",
                "on for one scheduler at most",
                rules=("host-discovery-on-every-scheduler", "host-discovery-in-large-cloud"),
                harm=Harm.RELATIVE,
                ruled_out_by=(-1,),
            ),
        ),
        elsewhere=("Somebody runs `nova-manage cell_v2 discover_hosts` at the same time.",),
        sources=(
            "34 nova/scheduler/manager.py:140",
            "31 nova/scheduler/manager.py:140",
        ),
        samples=(
            (
                "This periodic task should only be enabled if discover hosts is "
                "not run via nova-manage, schedulers: ['a', 'b']"
            ),
        ),
    ),
    Signature(
        "cell-result-failed",
        says="A cell failed when it was asked, so its servers or hosts are missing.",
        anchors=("Error gathering result from cell ",),
        pattern=rf"Error gathering result from cell {UUID}",
        level="ERROR",
        logger="nova.context",
        services=(
            "nova-api",
            "nova-scheduler",
            "nova-conductor",
        ),
        stage=Stage.STEP,
        releases=(16, None),
        causes=(
            _MAX_RETRIES,
            OptionCause(
                "database",
                "connection_recycle_time",
                (
                    "after how many seconds a connection is made anew: less than the "
                    "database or a proxy keeps an idle one"
                ),
            ),
            OptionCause(
                "api",
                "list_records_by_skipping_down_cells",
                "whether a list leaves the servers of such a cell out or fails",
            ),
        ),
        elsewhere=(
            (
                "The exception below the line says why, mostly that the cell's database "
                "cannot be reached."
            ),
            (
                "The mapping of the cell has a wrong URL or password: `nova-manage cell_v2 "
                "list_cells --verbose`, then `update_cell`."
            ),
        ),
        sources=(
            "34 nova/context.py:485",
            "16 nova/context.py:468",
        ),
        samples=(
            (
                "Error gathering result from cell 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10: "
                "oslo_db.exception.DBConnectionError"
            ),
        ),
        outside=True,
        follows=(
            "database-not-connected",
            "database-connection-lost",
        ),
    ),
)
