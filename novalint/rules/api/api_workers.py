"""How many processes serve the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.places import at_option, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "single-api-worker",
    theme="api",
    severity=Severity.INFO,
    options=("DEFAULT.osapi_compute_workers", "DEFAULT.metadata_workers"),
    releases=(15, 31),
    roles=("api", "metadata"),
    needs=("tenants",),
    thresholds={"tenants": 10},
)
def single_api_worker(config: Config, deployment: Deployment, tenants: float) -> Iterator[Finding]:
    """One process serves all tenants.

    ## What it checks

    `osapi_compute_workers = 1` or `metadata_workers = 1` in a cloud of 10 tenants (a threshold) or
    more, unless the API is told to run in a web server, which does not look at these options.

    ## Why it matters

    A process works on one processor. One slow request, such as a long list, holds up everybody
    else.

    ## Example

        [DEFAULT]
        osapi_compute_workers = 1

    ## Fix safety

    Unsafe: the option is commented out, so that there is one worker for each processor. On a node
    with very many processors name a number instead.

    ## Sources

    Nova 31.3.1: nova/conf/service.py, nova/service.py (`WSGIService`). The
    threshold is our own.
    """
    if deployment.wsgi is True or (deployment.tenants or 0) < tenants:
        return
    for name, role in (("osapi_compute_workers", "api"), ("metadata_workers", "metadata")):
        if config.value("DEFAULT", name) == 1 and deployment.plays(role) is not False:
            yield Finding(
                f"one process serves {deployment.tenants} tenants; drop `{name}` for one for each"
                " processor",
                at_option(config, "DEFAULT", name),
                "DEFAULT",
                name,
                (unset_fix(config, "DEFAULT", name, "Run one worker for each processor"),),
            )
