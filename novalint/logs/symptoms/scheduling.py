"""Lines about hosts that are looked for."""

from __future__ import annotations

from novalint.logs.signature import ERROR, Harm, OptionCause, Signature, Stage

_ENABLED_FILTERS = OptionCause(
    "filter_scheduler",
    "enabled_filters",
    "the filters that a host must pass",
    rules=(
        "scheduler-filter-unknown",
        "scheduler-filter-removed",
        "scheduler-filter-not-available",
        "pci-filter-missing",
        "numa-filter-missing",
    ),
)
_SERVICE_DOWN_TIME = OptionCause(
    "DEFAULT",
    "service_down_time",
    "after how many seconds without a report a service counts as down",
    rules=("service-down-time-below-report-interval", "service-down-time-tight"),
    harm=Harm.RELATIVE,
)

SIGNATURES = (
    Signature(
        "no-valid-host",
        says="No host was found for a server.",
        anchors=("No valid host was found",),
        pattern=rf"No valid host was found(?:\. {ERROR})?",
        level="",
        logger="nova.exception",
        services=(
            "nova-scheduler",
            "nova-conductor",
        ),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(
            _ENABLED_FILTERS,
            OptionCause(
                "scheduler",
                "max_placement_results",
                "how many candidates placement gives",
                rules=("candidates-fewer-than-hosts",),
                harm=Harm.RELATIVE,
            ),
            OptionCause(
                "scheduler",
                "limit_tenants_to_placement_aggregate",
                "tenants may be kept to aggregates that have no room",
                ruled_out_by=(False,),
            ),
            _SERVICE_DOWN_TIME,
            OptionCause(
                "DEFAULT",
                "allow_resize_to_same_host",
                "with one host a resize has nowhere to go",
                rules=("resize-needs-another-host",),
                ruled_out_by=(True,),
            ),
        ),
        elsewhere=(
            (
                "The hosts are full, or none has what the flavor asks for: "
                "`openstack allocation candidate list` tells."
            ),
            "The computes are down or disabled: `openstack compute service list`.",
            ("A new host is not mapped to its cell: `nova-manage cell_v2 discover_hosts`."),
        ),
        sources=(
            "34 nova/exception.py:1361",
            "15 nova/exception.py:1359",
        ),
        samples=("No valid host was found. There are not enough hosts available.",),
        outside=True,
        follows=(
            "filter-returned-none",
            "hosts-all-filtered-out",
            "allocation-candidates-none",
            "allocation-candidates-not-read",
            "compute-not-heard-from",
            "placement-login-refused",
            "placement-not-answering",
            "rpc-reply-timeout",
        ),
        translations=(
            "Es wurde kein gültiger Host gefunden",
            "Geçerli bir sunucu bulunamadı",
            "Hôte non valide trouvé",
            "No se ha encontrado ningún host válido",
            "Non è stato trovato alcun host valido",
            "Допустимый узел не найден",
            "找不到有效主机",
            "有効なホストが見つかりませんでした",
            "유효한 호스트가 없습니다",
        ),
    ),
    Signature(
        "filter-returned-none",
        says="A scheduler filter left no host over.",
        anchors=("returned 0 hosts",),
        pattern=r"Filter (?P<filter>\w{1,60}) returned 0 hosts",
        level="INFO",
        logger="nova.filters",
        services=("nova-scheduler",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _ENABLED_FILTERS,
            _SERVICE_DOWN_TIME,
            OptionCause(
                "filter_scheduler",
                "max_io_ops_per_host",
                "the limit of IoOpsFilter",
                rules=("filter-limit-of-zero",),
                harm=Harm.LOW,
            ),
            OptionCause(
                "filter_scheduler",
                "max_instances_per_host",
                "the limit of NumInstancesFilter",
                rules=("filter-limit-of-zero", "server-limit-below-density"),
                harm=Harm.RELATIVE,
            ),
        ),
        elsewhere=(
            ("With ComputeFilter: the computes are down or disabled, or their clocks differ."),
            "With others: what flavor, image or aggregate ask for, no host has.",
        ),
        sources=(
            "34 nova/filters.py:99",
            "15 nova/filters.py:99",
        ),
        samples=("Filter NUMATopologyFilter returned 0 hosts",),
        outside=True,
    ),
    Signature(
        "retries-exhausted",
        says="All hosts that may be tried for a build were tried.",
        anchors=("Exceeded maximum number of retries",),
        pattern=rf"Exceeded maximum number of retries\. {ERROR}",
        level="",
        logger="nova.exception",
        services=("nova-conductor",),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(
            OptionCause(
                "scheduler",
                "max_attempts",
                "how many hosts are tried",
                rules=("no-second-host-tried",),
                harm=Harm.LOW,
            ),
            OptionCause(
                "filter_scheduler",
                "host_subset_size",
                "1 sends all schedulers to the same best host",
                rules=("schedulers-pick-same-host",),
                harm=Harm.LOW,
            ),
        ),
        elsewhere=("The log of its nova-compute says why each host refused.",),
        sources=(
            "34 nova/exception.py:1374",
            "15 nova/exception.py:1363",
        ),
        samples=(
            (
                "Exceeded maximum number of retries. Exhausted all hosts available "
                "for retrying build failures for instance "
                "7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10."
            ),
        ),
        outside=True,
        follows=("build-rescheduled",),
        translations=(
            "Foi excedido o número máximo de tentativas",
            "Maximale Anzahl der WIederholungen überschritten",
            "Nombre maximum d'essai dépassé",
            "Se ha excedido el número máximo de intentos",
            "Превышено максимальное количество попыток",
            "再試行の最大回数を超えました",
            "已超出重試次數上限",
            "超过最大尝试次数",
            "최대 재시도 횟수를 초과했습니다",
        ),
    ),
)
