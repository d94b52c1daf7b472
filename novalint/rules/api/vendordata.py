"""Whether the services that add to metadata are asked at all."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.api.vendordata_lists import (
    DYNAMIC,
    PROVIDERS,
    TARGETS,
    items,
    names_targets,
    vendordata,
)
from novalint.rules.common.absence import severity_unless_set, sure_fixes
from novalint.rules.common.lists import drop_items_fix, written_items
from novalint.rules.common.places import as_set, finding, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding, Fix


@rule(
    "vendordata-targets-unused",
    theme="api",
    severity=Severity.WARNING,
    options=(f"api.{PROVIDERS}", f"api.{TARGETS}"),
)
def vendordata_targets_unused(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Dynamic vendordata targets are set, but the DynamicJSON provider is not enabled.

    ## What it checks

    `[api] vendordata_dynamic_targets` while `vendordata_providers` does not have `DynamicJSON`.
    Where a single file does not set the providers and does not look like a whole configuration, it
    is info: another file may set them.

    ## Why it matters

    Only the provider DynamicJSON asks the targets. Servers come up without what they were to be
    told, and nothing is logged. Compute nodes need both options too, for config drives.

    ## Example

        [api]
        vendordata_dynamic_targets = join@https://join.example.org/v1

    ## Fix safety

    Unsafe: `DynamicJSON` is added to the providers, in place of the same word in other letters: in
    ocata and pike Nova takes that, and every request for vendor_data2.json fails.

    ## Sources

    Nova 34.0.0, 17.0.13 and 15.1.5: nova/api/metadata/base.py (`_vendor_data2`), nova/conf/api.py.
    """
    providers = items(config, PROVIDERS)
    if DYNAMIC in providers or config.setting("api", PROVIDERS).fault is not None:
        return
    if names_targets(config):
        kept = [name for name in providers if name.lower() != DYNAMIC.lower()]
        value = ",".join((*kept, DYNAMIC))
        elsewhere = severity_unless_set(config, ("api", PROVIDERS))
        fix = set_fix(config, "api", PROVIDERS, value, f"Add {DYNAMIC} to {PROVIDERS}")
        yield finding(
            config,
            "api",
            TARGETS,
            f"{as_set(config.setting('api', TARGETS))} has no effect, as `{PROVIDERS}` lacks"
            f" {DYNAMIC}; add it there",
            *(() if elsewhere else (fix,)),
            override=elsewhere,
        )


@rule(
    "vendordata-without-targets",
    theme="api",
    severity=Severity.INFO,
    options=(f"api.{PROVIDERS}", f"api.{TARGETS}"),
)
def vendordata_without_targets(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The DynamicJSON vendordata provider is enabled, but no target is set.

    ## What it checks

    `DynamicJSON` among `[api] vendordata_providers` without `vendordata_dynamic_targets`.

    ## Why it matters

    It has no effect: either the targets are missing here, or the provider is no longer needed.

    ## Example

        [api]
        vendordata_providers = StaticJSON,DynamicJSON

    ## Fix safety

    Unsafe: `DynamicJSON` is removed from the list, unless another file may set the targets. A list
    without anything else is left empty: from queens on its default is `StaticJSON`, which would
    hand out the file of `vendordata_jsonfile_path`.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/api/metadata/vendordata_dynamic.py (`get`); nova/conf/api.py of
    15.1.5, 17.0.13 and 34.0.0.
    """
    providers, targets = vendordata(config)
    unset = config.value("api", TARGETS) == []
    if DYNAMIC in providers and not targets and unset:
        yield finding(
            config,
            "api",
            PROVIDERS,
            f"{as_set(config.setting('api', PROVIDERS))} has {DYNAMIC}, which has no effect as"
            f" `{TARGETS}` is empty; add targets or remove {DYNAMIC}",
            *sure_fixes(config, [("api", TARGETS)], *_without_dynamic(config)),
        )


def _without_dynamic(config: Config) -> tuple[Fix, ...]:
    """Offer to take the provider out, and nothing else in: without the line a default applies."""
    if set(written_items(config.setting("api", PROVIDERS))) == {DYNAMIC}:
        title = f"Set {PROVIDERS} to an empty list"
        return (set_fix(config, "api", PROVIDERS, "", title),)
    return drop_items_fix(config.setting("api", PROVIDERS), [DYNAMIC])
