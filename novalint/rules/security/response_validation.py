"""What the API does with a response that is not as its schema says."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.places import finding, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "api-answers-fail-validation",
    theme="security",
    severity=Severity.INFO,
    options=("api.response_validation",),
    releases=(30, None),
    since="the option came in dalmatian (nova/conf/api.py)",
    roles=("api",),
)
def api_answers_fail_validation(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A response that does not match its schema becomes an error for the user.

    ## What it checks

    `[api] response_validation = error`.

    ## Why it matters

    The schemas of answers are young. Where one is too narrow, a request that has done its work ends
    in a 400 Bad Request, as if the client had asked for something wrong: what was made is there all
    the same. The default, warn, writes the same to the log and answers.

    ## Example

        [api]
        response_validation = error

    ## Fix safety

    Unsafe: the option is commented out, so that warn applies.

    ## Sources

    Nova 34.0.0: nova/conf/api.py, nova/api/validation/__init__.py (`response_body_schema` and what
    it builds), nova/api/openstack/wsgi.py (`ResourceExceptionHandler`: 400, where the help says
    500); 30.3.0 too. The option is not in 29.4.0.
    """
    if config.value("api", "response_validation") == "error":
        yield finding(
            config,
            "api",
            "response_validation",
            "`[api] response_validation` error answers successful requests with 400 Bad Request "
            "if the response does not match its schema; remove it",
            unset_fix(config, "api", "response_validation"),
        )
