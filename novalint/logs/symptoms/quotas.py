"""Lines about quotas."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "quota-exceeded",
        says="A tenant has reached a quota.",
        anchors=("Quota exceeded for ",),
        pattern=r"Quota exceeded for (?P<name>[\w, ]{1,80}): Requested",
        level="",
        logger="nova",
        services=(
            "nova-api",
            "nova-conductor",
        ),
        stage=Stage.EFFECT,
        releases=(15, None),
        causes=(
            OptionCause("quota", "instances", "servers of a tenant"),
            OptionCause("quota", "cores", "vCPUs of a tenant"),
            OptionCause("quota", "ram", "memory of a tenant, MiB"),
            OptionCause("quota", "driver", "whether and how quotas count", rules=("quotas-off",)),
        ),
        elsewhere=("The tenant has its own numbers: `openstack quota show`.",),
        sources=(
            "34 nova/exception.py:1378",
            "15 nova/exception.py:1028",
        ),
        samples=(
            ("Quota exceeded for instances: Requested 1, but already used 10 of 10 instances"),
        ),
        outside=True,
        translations=(
            "ale již je použito",
            "ma già utilizzato",
            "überschritten, schon",
            "Превышена квота для",
            "がリクエストされましたが、既に",
            "但已經使用了",
            "但是已经使用",
            "을(를) 요청했지만 이미",
        ),
    ),
    Signature(
        "quota-counting-old",
        says="Quotas are counted in the cells: some servers have no mapping yet.",
        anchors=("Falling back to legacy quota counting method for instances",),
        pattern=r"Falling back to legacy quota counting method for instances",
        level="WARNING",
        logger="nova.quota",
        services=(
            "nova-api",
            "nova-conductor",
        ),
        stage=Stage.CAUSE,
        releases=(20, None),
        causes=(
            OptionCause(
                "quota",
                "count_usage_from_placement",
                "count in placement instead",
                ruled_out_by=(False,),
            ),
        ),
        elsewhere=("Run `nova-manage db online_data_migrations` until nothing is left.",),
        sources=(
            "34 nova/quota.py:1399",
            "20 nova/quota.py:1319",
        ),
        samples=(("Falling back to legacy quota counting method for instances, cores, and ram"),),
        outside=True,
    ),
)
