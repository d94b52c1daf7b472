"""Lines about the way to placement."""

from __future__ import annotations

from novalint.logs.signature import ERROR, OptionCause, Signature, Stage

_REGION_NAME = OptionCause(
    "placement",
    "region_name",
    "the region whose endpoint is taken",
    rules=("placement-region-missing",),
)
_VALID_INTERFACES = OptionCause(
    "placement", "valid_interfaces", "which of its endpoints, internal as a rule"
)
_AUTH_URL = OptionCause("placement", "auth_url", "where Keystone is")

SIGNATURES = (
    Signature(
        "placement-endpoint-missing",
        says="Placement has no endpoint in the catalog.",
        anchors=("The placement API endpoint was not found",),
        pattern=r"The placement API endpoint was not found",
        level="ERROR",
        logger="nova.scheduler.client.report",
        services=(
            "nova-scheduler",
            "nova-compute",
        ),
        stage=Stage.CAUSE,
        releases=(18, None),
        causes=(
            _REGION_NAME,
            _VALID_INTERFACES,
            _AUTH_URL,
        ),
        elsewhere=(
            (
                "The endpoint is not in Keystone's catalogue: `openstack endpoint "
                "list --service placement`."
            ),
            "Keystone is down.",
        ),
        sources=(
            "34 nova/scheduler/client/report.py:92",
            "18 nova/scheduler/client/report.py:77",
        ),
        samples=("The placement API endpoint was not found.",),
    ),
    Signature(
        "placement-url-not-found",
        says="No usable address of placement was found.",
        anchors=("Discovering suitable URL for placement API failed",),
        pattern=r"Discovering suitable URL for placement API failed",
        level="ERROR",
        logger="nova.scheduler.client.report",
        services=(
            "nova-scheduler",
            "nova-compute",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _REGION_NAME,
            _VALID_INTERFACES,
            _AUTH_URL,
        ),
        elsewhere=(
            (
                "The endpoint is not in Keystone's catalogue: `openstack endpoint "
                "list --service placement`."
            ),
            "Keystone is down.",
        ),
        sources=(
            "34 nova/scheduler/client/report.py:101",
            "15 nova/scheduler/client/report.py:81",
        ),
        samples=("Discovering suitable URL for placement API failed.",),
    ),
    Signature(
        "placement-client-failed",
        says="The placement client could not be set up.",
        anchors=("Failed to initialize placement client (is keystone available?)",),
        pattern=r"Failed to initialize placement client \(is keystone available\?\)",
        level="ERROR",
        logger="nova.scheduler.client.report",
        services=(
            "nova-scheduler",
            "nova-compute",
        ),
        stage=Stage.CAUSE,
        releases=(25, None),
        causes=(_AUTH_URL,),
        elsewhere=("Keystone is down or cannot be reached from this node.",),
        sources=(
            "34 nova/scheduler/client/report.py:109",
            "25 nova/scheduler/client/report.py:110",
        ),
        samples=("Failed to initialize placement client (is keystone available?)",),
    ),
    Signature(
        "scheduler-starts-without-placement",
        says=("nova-scheduler starts, but cannot place anything: placement does not answer."),
        anchors=("Unable to initialize placement client",),
        pattern=(
            rf"Unable to initialize placement client \({ERROR}\); Continuing "
            rf"with startup"
        ),
        level="WARNING",
        logger="nova.scheduler.manager",
        services=("nova-scheduler",),
        stage=Stage.CAUSE,
        releases=(25, None),
        causes=(_AUTH_URL,),
        elsewhere=("Keystone or placement is down; the scheduler goes on once they are up.",),
        sources=(
            "34 nova/scheduler/manager.py:86",
            "25 nova/conductor/manager.py:263",
        ),
        samples=(
            (
                "Unable to initialize placement client (x); Continuing with "
                "startup, but scheduling will not be possible."
            ),
        ),
    ),
    Signature(
        "scheduler-ends-without-placement",
        says=("nova-scheduler does not start: its configuration for placement is wrong."),
        anchors=("Fatal error initializing placement client",),
        pattern=r"Fatal error initializing placement client",
        level="ERROR",
        logger="nova.scheduler.manager",
        services=("nova-scheduler",),
        stage=Stage.CAUSE,
        releases=(25, None),
        causes=(
            OptionCause(
                "placement",
                "auth_type",
                "how to log in",
                rules=(
                    "placement-login-missing",
                    "login-incomplete",
                    "login-type-unknown",
                ),
            ),
            _AUTH_URL,
        ),
        elsewhere=(),
        sources=(
            "34 nova/scheduler/manager.py:94",
            "25 nova/conductor/manager.py:271",
        ),
        samples=(
            ("Fatal error initializing placement client; config is incorrect or incomplete: x"),
        ),
    ),
    Signature(
        "tenant-without-aggregate",
        says="A tenant has no aggregate, although servers may only be placed in the tenant's own.",
        anchors=("has no available aggregates",),
        pattern=r"Tenant (?P<name>[\w-]{1,64}) has no available aggregates",
        level="WARNING",
        logger="nova.scheduler.request_filter",
        services=("nova-scheduler",),
        stage=Stage.CAUSE,
        releases=(18, None),
        causes=(
            OptionCause(
                "scheduler",
                "placement_aggregate_required_for_tenants",
                "whether a tenant without aggregates gets no host",
                ruled_out_by=(False,),
            ),
            OptionCause(
                "scheduler",
                "limit_tenants_to_placement_aggregate",
                "whether aggregates are looked at",
                ruled_out_by=(False,),
            ),
        ),
        elsewhere=(
            (
                "The aggregate of the tenant was not made, or its metadata "
                "`filter_tenant_id` names another."
            ),
        ),
        sources=(
            "34 nova/scheduler/request_filter.py:135",
            "18 nova/scheduler/request_filter.py:57",
        ),
        samples=("Tenant 4b0e1f0cbd6d4f80a1a1c8a6cfb9e1b2 has no available aggregates",),
    ),
)
