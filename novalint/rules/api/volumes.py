"""Which version of Cinder's API Nova is sent to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Fix, Safety, Severity
from novalint.rules.common.places import at, set_fix
from novalint.rules.declaration import rule
from novalint.text.edits import Edit, Patch

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

_VERSION = re.compile(r"/v([12])(?=/|$)")


@rule(
    "cinder-endpoint-not-v3",
    theme="api",
    severity=Severity.ERROR,
    options=("cinder.catalog_info", "cinder.endpoint_template"),
    releases=(17, None),
)
def cinder_endpoint_not_v3(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Nova is sent to a version of Cinder's API that it does not speak.

    ## What it checks

    `[cinder] catalog_info` with the service type `volumev2`, or an `endpoint_template` with `/v1`
    or `/v2` in its path. Where there is a template the catalog is not asked.

    ## Why it matters

    Nova looks for the version in the URL and gives up on anything but 3: attaching, detaching and
    booting from volumes fail (UnsupportedCinderAPIVersion). Cinder itself dropped version 2 in
    xena.

    ## Example

        [cinder]
        catalog_info = volumev2:cinderv2:internalURL

    ## Fix safety

    Unsafe: `volumev2:...` becomes `volumev3:` with the same interface and no service name, which
    need not be `cinderv3`; `/v2` in the template becomes `/v3`.

    ## Sources

    Nova 34.0.0 and 17.0.13: nova/volume/cinder.py (`cinderclient`); python-cinderclient:
    cinderclient/client.py (`get_volume_api_from_url`). Pike still took version 2.
    """
    template = config.setting("cinder", "endpoint_template")
    catalog = config.setting("cinder", "catalog_info")
    if template.value:
        hits = _VERSION.findall(str(template.value))
        if hits and "/v3" not in str(template.value):
            yield _not_v3(
                template, f"the template leads to version {hits[0]}", _template_fix(template)
            )
    elif str(catalog.value).startswith("volumev2:") and not catalog.is_default:
        interface = str(catalog.value).split(":")[-1]
        name = "" if config.release.major >= 19 else "cinderv3"
        fix = set_fix(config, "cinder", "catalog_info", f"volumev3:{name}:{interface}")
        yield _not_v3(catalog, "the service type `volumev2` leads to version 2", (fix,))


def _not_v3(setting: Setting, what: str, fixes: tuple[Fix, ...]) -> Finding:
    return Finding(
        f"{what} of Cinder's API, and Nova speaks only 3; name version 3",
        at(setting.places[-1]),
        setting.group,
        setting.name,
        fixes,
    )


def _template_fix(setting: Setting) -> tuple[Fix, ...]:
    document, assignment = setting.places[-1]
    hit = _VERSION.search(document.text, *assignment.raw)
    if hit is None:
        return ()
    patch = Patch.of(document.source, [Edit(hit.start(1), hit.end(1), "3")])
    return (Fix("Name version 3 in the template", patch, Safety.UNSAFE),)
