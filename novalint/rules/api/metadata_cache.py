"""What the metadata service remembers."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.api.metadata_readers import READS_APIS, serves_metadata
from novalint.rules.common.places import as_set, finding, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding


@rule(
    "metadata-not-cached",
    theme="api",
    severity=Severity.WARNING,
    options=("api.metadata_cache_expiration", READS_APIS),
    roles=("metadata", "api"),
)
def metadata_not_cached(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The metadata of a server is rebuilt for every request.

    ## What it checks

    `[api] metadata_cache_expiration = 0` on nodes that serve metadata: those with the metadata
    service, up to 2025.1 also those whose nova-api does.

    ## Why it matters

    A guest asks some dozens of times while it boots, within seconds. Each time Nova reads the
    database and asks neutron for the security groups (with nova-network, the database as well), so
    a burst of boots turns into a flood for both.

    ## Example

        [api]
        metadata_cache_expiration = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 15 seconds applies.

    ## Sources

    Nova 34.0.0, 17.0.13 and 15.1.5: nova/api/metadata/handler.py (`get_metadata_by_instance_id`).
    """
    name = "metadata_cache_expiration"
    if serves_metadata(config, deployment) is not False and config.integer("api", name) == 0:
        yield finding(
            config,
            "api",
            name,
            f"{as_set(config.setting('api', name))} 0 makes Nova build a server's metadata again"
            " for each request of its guest; remove it or set it to 15",
            unset_fix(config, "api", name, f"Comment out {name}"),
        )
