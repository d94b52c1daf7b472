"""How images are fetched from glance and whether their signatures are verified."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.places import finding, removal, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

VERIFY = "verify_glance_signatures"
VALIDATE = "enable_certificate_validation"
TRUSTED = "default_trusted_certificate_ids"


@rule(
    "certificate-validation-incomplete",
    theme="storage",
    severity=Severity.WARNING,
    options=(f"glance.{VERIFY}", f"glance.{VALIDATE}", f"glance.{TRUSTED}"),
    releases=(18, None),
    since="Nova reads the options from rocky on (nova/image/glance.py, nova/compute/api.py)",
    roles=("api", "compute"),
)
def certificate_validation_incomplete(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Image certificate validation is enabled without the options that it depends on.

    ## What it checks

    `[glance] enable_certificate_validation = true`

    - without `verify_glance_signatures = true`, on which it depends; on a node whose role is not
      api only where `default_trusted_certificate_ids` is not set; or
    - with it, but without `default_trusted_certificate_ids`.

    Where the role is api and not compute, only defaults that nova-api does not keep are told of:
    it is nova-compute that verifies, by its own file.

    Where a single file does not set what is missing and does not look like a whole configuration,
    it is info: another file may set it. In the first case default certificates may be there too,
    with which signatures are verified all the same.

    ## Why it matters

    In the first case nova-compute verifies no signature for a request that names no certificates,
    unless there are default ones; and those nova-api then does not keep with the server, so that
    they may be others when it is rebuilt or moved. In the second case each request that names no
    certificates ends in ERROR where the image has to be downloaded, as there is nothing to validate
    against.

    Without `verify_glance_signatures` signed images are used unverified. That is the default, and
    right where images are not signed: with it, images that are not signed are refused.

    ## Example

        [glance]
        enable_certificate_validation = true

    becomes

        [glance]
        verify_glance_signatures = true
        enable_certificate_validation = true
        default_trusted_certificate_ids = 79a6ad17-3298-4e55-8b3a-1672dd93c40f

    ## Fix safety

    There is no fix: it is for the operator to say whether images must be signed, and by whom.

    ## Sources

    Nova 34.0.0: nova/image/glance.py (`_get_verifier`), nova/compute/api.py
    (`_retrieve_trusted_certs_object`), nova/conf/glance.py; the same in 18.3.0 and 20.6.1. 17.0.13
    has the options and does not look at them.
    """
    trusted = config.setting("glance", TRUSTED).partial
    if trusted is None or not config.boolean("glance", VALIDATE):
        return
    if deployment.plays("compute") is False and not trusted:
        return  # of nova-api alone: it keeps certificates, and the file of nova-compute decides
    hanging = not trusted and is_left_open(config, "glance", VERIFY)
    verify = None if hanging else config.boolean("glance", VERIFY)
    if (verify is None and not hanging) or (verify and trusted):
        return
    if trusted and deployment.plays("api") is False:
        return
    lacking = (TRUSTED,) if verify or hanging else (VERIFY,) if trusted else (VERIFY, TRUSTED)
    yield finding(
        config,
        "glance",
        VALIDATE,
        f"`[glance] {VALIDATE}` {_incomplete(verify, bool(trusted))}",
        override=severity_unless_set(config, *(("glance", name) for name in lacking)),
    )


def _incomplete(verify: bool | None, trusted: bool) -> str:
    """Return what is wrong and the way out; `verify` is None where a template leaves it open."""
    if verify is None or verify:
        fails = "fail" if verify else "fail or are not validated"
        fact = f"is true without `{TRUSTED}`, so requests that name no certificates {fails}"
        return f"{fact}; set that to the certificates to trust by default"
    if trusted:
        fact = f"needs `{VERIFY}` true for nova-api to keep `{TRUSTED}` with the servers"
        return f"{fact}; set `{VERIFY}` to true"
    fact = f"validates nothing for requests that name no certificates while `{VERIFY}` is false"
    return f"{fact}; set `{VERIFY}` to true if images must be signed, or remove `{VALIDATE}`"


@rule(
    "glance-retries-off",
    theme="storage",
    severity=Severity.INFO,
    options=("glance.num_retries",),
    releases=(20, None),
    since="the default is 3 from train on, and was 0 before (nova/conf/glance.py)",
    roles=("api", "compute", "conductor"),
)
def glance_retries_off(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """One failed request to glance makes a build, a snapshot or an unshelve fail.

    ## What it checks

    `[glance] num_retries = 0`.

    ## Why it matters

    A load balancer that reloads, or one of several glance servers that restarts, drops requests.
    With retries Nova sends it again, and with several `api_servers` to the next one. Up to stein
    the default was 0.

    ## Example

        [glance]
        num_retries = 0

    ## Fix safety

    Unsafe: the line is commented out, so that the overridden value or the default of 3 applies.

    ## Sources

    Nova 34.0.0: nova/conf/glance.py, nova/image/glance.py (`GlanceClientWrapper.call`),
    nova/conductor/manager.py (`unshelve_instance`); the default is 3 in 20.6.1 and 0 in 19.3.2.
    """
    if config.integer("glance", "num_retries") == 0:
        way = removal(config.setting("glance", "num_retries"), "for the default of 3")
        yield finding(
            config,
            "glance",
            "num_retries",
            "`[glance] num_retries` 0 lets builds, snapshots and unshelving fail at the first"
            f" request that glance drops; {way}",
            unset_fix(config, "glance", "num_retries"),
        )
