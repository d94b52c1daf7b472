"""What the metadata service remembers."""

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
    "metadata-not-cached",
    theme="api",
    severity=Severity.WARNING,
    options=("api.metadata_cache_expiration",),
    releases=(15, None),
    roles=("metadata", "api"),
)
def metadata_not_cached(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The metadata of a server is put together anew for each of its questions.

    ## What it checks

    `[api] metadata_cache_expiration = 0`.

    ## Why it matters

    A guest asks some dozens of times while it boots, within seconds. Each time Nova reads the
    database and asks neutron, so a burst of boots turns into a flood for both.

    ## Example

        [api]
        metadata_cache_expiration = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 15 seconds applies.

    ## Sources

    Nova 34.0.0 and 17.0.13: nova/api/metadata/handler.py (`get_metadata_by_instance_id`).
    """
    name = "metadata_cache_expiration"
    if config.value("api", name) == 0:
        yield Finding(
            f"with `{name}` 0 each question of a booting guest goes to the database and to neutron;"
            " drop it",
            at_option(config, "api", name),
            "api",
            name,
            (unset_fix(config, "api", name, "Let the default of 15 seconds apply"),),
        )
