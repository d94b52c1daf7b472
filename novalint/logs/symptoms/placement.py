"""Lines about placement."""

from __future__ import annotations

from novalint.logs.signature import Harm, OptionCause, Signature, Stage

_AUTH_URL = OptionCause("placement", "auth_url", "where Keystone is", rules=("login-incomplete",))
_USERNAME = OptionCause("placement", "username", "the user of Nova in Keystone")
_PASSWORD = OptionCause(
    "placement", "password", "that user's password", rules=("placeholder-secret",)
)
_PROJECT_NAME = OptionCause(
    "placement", "project_name", "the project of that user, `service` as a rule"
)
_AUTH_TYPE = OptionCause(
    "placement",
    "auth_type",
    "how to log in",
    rules=(
        "login-type-unknown",
        "placement-login-missing",
    ),
)

SIGNATURES = (
    Signature(
        "placement-not-answering",
        says="Placement does not answer.",
        anchors=("Placement API service is not responding",),
        pattern=r"Placement API service is not responding",
        level="",
        logger="nova.scheduler.client.report",
        services=(
            "nova-scheduler",
            "nova-compute",
            "nova-conductor",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "placement",
                "region_name",
                "the region whose endpoint is taken",
                rules=("placement-region-missing",),
            ),
            OptionCause(
                "placement",
                "endpoint_override",
                "an address that overrides the catalog",
                rules=("service-url-invalid",),
            ),
            OptionCause(
                "placement",
                "timeout",
                "how long a request may take",
                rules=("client-timeout-not-positive",),
                harm=Harm.LOW,
            ),
        ),
        elsewhere=("Placement is down, overloaded, or its proxy is.",),
        sources=(
            "34 nova/scheduler/client/report.py:106",
            "15 nova/scheduler/client/report.py:84",
        ),
        samples=("Placement API service is not responding.",),
        outside=True,
    ),
    Signature(
        "placement-not-reached",
        says="nova-api or nova-manage could not reach placement, so its request failed.",
        anchors=("Unable to communicate with the Placement API",),
        pattern=r"Unable to communicate with the Placement API",
        level="",
        logger="nova.exception",
        services=("nova-api",),
        stage=Stage.STEP,
        releases=(18, None),
        causes=(
            _AUTH_URL,
            OptionCause(
                "placement",
                "region_name",
                "the region whose endpoint is taken",
                rules=("placement-region-missing",),
            ),
            OptionCause(
                "placement",
                "valid_interfaces",
                "which of its endpoints: one that this host reaches",
            ),
            OptionCause(
                "placement",
                "endpoint_override",
                "an address that overrides the catalog",
                rules=("service-url-invalid",),
                ruled_out_by=(None,),
            ),
            OptionCause(
                "placement",
                "timeout",
                "how long a request may take",
                rules=("client-timeout-not-positive",),
                harm=Harm.LOW,
            ),
        ),
        elsewhere=(
            (
                "Placement, or the proxy before it, is down or slow; or the login at Keystone "
                "fails. The line before says which."
            ),
        ),
        sources=(
            "34 nova/exception.py:2221",
            "18 nova/exception.py:2190",
        ),
        samples=(
            (
                "nova.exception.PlacementAPIConnectFailure: Unable to communicate with the "
                "Placement API."
            ),
        ),
        outside=True,
        follows=(
            "placement-not-answering",
            "placement-login-refused",
            "placement-endpoint-missing",
            "placement-url-not-found",
            "service-not-connected",
            "keystone-versions-not-read",
        ),
    ),
    Signature(
        "placement-retries-exhausted",
        says="A claim in placement failed after several tries.",
        anchors=("out of retries",),
        pattern=(
            r"Failed scheduler client operation (?P<action>\w{1,60}): out of "
            r"retries"
        ),
        level="ERROR",
        logger="nova.scheduler.client.report",
        services=(
            "nova-scheduler",
            "nova-compute",
        ),
        stage=Stage.STEP,
        releases=(17, None),
        causes=(
            OptionCause(
                "filter_scheduler",
                "host_subset_size",
                "1 sends all schedulers to the same best host",
                rules=("schedulers-pick-same-host",),
                harm=Harm.LOW,
            ),
            OptionCause(
                "filter_scheduler",
                "shuffle_best_same_weighed_hosts",
                "whether hosts of equal weight are taken in turn",
            ),
        ),
        elsewhere=("Many builds at the same moment claim the same hosts.",),
        sources=(
            "34 nova/scheduler/client/report.py:166",
            "17 nova/scheduler/client/report.py:120",
        ),
        samples=("Failed scheduler client operation claim_resources: out of retries",),
    ),
    Signature(
        "placement-login-refused",
        says="Nova's credentials for placement are refused.",
        anchors=("Placement service credentials do not work",),
        pattern=r"Placement service credentials do not work",
        level="",
        logger="nova.scheduler.client.report",
        services=(
            "nova-scheduler",
            "nova-compute",
            "nova-conductor",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _AUTH_URL,
            _USERNAME,
            _PASSWORD,
            _PROJECT_NAME,
            _AUTH_TYPE,
        ),
        elsewhere=("The user, its role or its password in Keystone was changed.",),
        sources=(
            "34 nova/scheduler/client/report.py:98",
            "15 nova/scheduler/client/report.py:72",
        ),
        samples=("Placement service credentials do not work.",),
    ),
    Signature(
        "placement-login-absent",
        says="Nova has no credentials for placement.",
        anchors=("No authentication information found for placement API",),
        pattern=r"No authentication information found for placement API",
        level="",
        logger="nova.scheduler.client.report",
        services=(
            "nova-scheduler",
            "nova-compute",
            "nova-conductor",
        ),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _AUTH_URL,
            _USERNAME,
            _PASSWORD,
            _PROJECT_NAME,
            _AUTH_TYPE,
        ),
        elsewhere=(),
        sources=(
            "34 nova/scheduler/client/report.py:95",
            "15 nova/scheduler/client/report.py:65",
        ),
        samples=("No authentication information found for placement API.",),
    ),
)
