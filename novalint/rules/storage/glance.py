"""How images are fetched from glance and whether their signatures are verified."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.places import at_option, unset_fix
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
)
def certificate_validation_incomplete(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Certificates of images are to be validated, but what that rests on is missing.

    ## What it checks

    `[glance] enable_certificate_validation = true`

    - without `verify_glance_signatures = true`, on which it depends; or
    - with it, but without `default_trusted_certificate_ids`.

    ## Why it matters

    In the first case no signature is verified for a request that names no certificates, unless
    there are default ones; and those are then not kept with the server, so that they may be others
    when it is rebuilt or moved. In the second case each request that names no certificates ends in
    ERROR, as there is nothing to validate against.

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
    if config.value("glance", VALIDATE) is not True:
        return
    verify, trusted = config.value("glance", VERIFY), config.value("glance", TRUSTED)
    if verify is False:
        what = (
            "certificates are not validated for lack of signatures to verify"
            if not trusted
            else "the default certificates are not kept with the servers that they were used for"
        )
        way = f"set `{VERIFY}` to true, or drop `{VALIDATE}`"
    elif verify is True and trusted == []:
        what = "each server whose request names no certificates fails"
        way = f"set `{TRUSTED}`"
    else:
        return
    yield Finding(
        f"{what}; {way}",
        at_option(config, "glance", VALIDATE),
        "glance",
        VALIDATE,
    )


@rule(
    "glance-retries-off",
    theme="storage",
    severity=Severity.INFO,
    options=("glance.num_retries",),
    releases=(20, None),
)
def glance_retries_off(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """One dropped connection to glance makes a build or a snapshot fail.

    ## What it checks

    `[glance] num_retries = 0`.

    ## Why it matters

    A load balancer that reloads, or one of several glance servers that restarts, drops requests.
    With retries Nova asks again, and with several `api_servers` asks the next one. Up to stein the
    default was 0.

    ## Example

        [glance]
        num_retries = 0

    ## Fix safety

    Unsafe: the line is commented out, so that the default of 3 applies.

    ## Sources

    Nova 34.0.0: nova/conf/glance.py, nova/image/glance.py (`GlanceClientWrapper.call`); the default
    is 3 in 20.6.1 and 0 in 19.3.2.
    """
    setting = config.setting("glance", "num_retries")
    if not setting.is_default and setting.value == 0:
        yield Finding(
            "a request to glance that is dropped once fails for good; drop `num_retries` for the"
            " default of 3",
            at_option(config, "glance", "num_retries"),
            "glance",
            "num_retries",
            (unset_fix(config, "glance", "num_retries", "Let the default of 3 apply"),),
        )
