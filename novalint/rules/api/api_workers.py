"""How many processes serve the API."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.api.metadata_readers import APIS, READS_APIS, serves_metadata
from novalint.rules.common.absence import known_first
from novalint.rules.common.places import finding, removal, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

WORKERS = "osapi_compute_workers"
METADATA_WORKERS = "metadata_workers"


@rule(
    "single-api-worker",
    theme="api",
    severity=Severity.INFO,
    options=(f"DEFAULT.{WORKERS}", f"DEFAULT.{METADATA_WORKERS}", READS_APIS),
    releases=(None, 31),
    until="nova-api without a web server, and the options, left in 2025.2 (nova/cmd/api.py)",
    roles=("api", "metadata"),
    needs=("tenants",),
    thresholds={"tenants": 10},
)
def single_api_worker(config: Config, deployment: Deployment, tenants: float) -> Iterator[Finding]:
    """One process serves all tenants.

    ## What it checks

    `osapi_compute_workers = 1` or `metadata_workers = 1` in a cloud of 10 tenants (a threshold) or
    more. nova-api serves what `enabled_apis` lists, so metadata too. Nothing is reported if the
    fact wsgi is true: a web server that runs the API does not read these options.

    ## Why it matters

    A process uses one processor. One slow request, such as a long list, delays all others.

    ## Example

        [DEFAULT]
        osapi_compute_workers = 1

    ## Fix safety

    Unsafe: the option is commented out, so that there is one worker for each processor. On a node
    with many processors set a number instead.

    ## Sources

    Nova 31.3.1: nova/conf/service.py, nova/service.py (`WSGIService`); the same in 15.1.5. The
    threshold is our own.
    """
    if deployment.wsgi is True or (deployment.tenants or 0) < tenants:
        return
    metadata = serves_metadata(config, deployment)
    started = config.items("DEFAULT", APIS) or ()
    api = deployment.plays("api") is not False and "osapi_compute" in started
    serving = {WORKERS: api, METADATA_WORKERS: metadata}
    for _, name in known_first(config, (("DEFAULT", name) for name in serving)):
        if config.integer("DEFAULT", name) == 1 and serving[name] is not False:
            yield finding(
                config,
                "DEFAULT",
                name,
                f"`{name}` 1 lets one process serve all {deployment.tenants} tenants;"
                f" {removal(config.setting('DEFAULT', name), 'for one worker per processor')}",
                unset_fix(config, "DEFAULT", name, f"Comment out {name}"),
            )
