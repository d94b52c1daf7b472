"""Who may do what: the defaults of oslo.policy and the file that overrides them."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.common.absence import known_first
from novalint.rules.common.places import finding, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

SWITCHES = {
    "enforce_new_defaults": "lets users with the role reader change servers of their project",
    "enforce_scope": "lets system-scoped tokens act in projects",
}
"""What each of them permits where it is false."""


@rule(
    "old-policy-defaults",
    theme="api",
    severity=Severity.WARNING,
    options=tuple(f"oslo_policy.{switch}" for switch in SWITCHES),
    releases=(27, None),
    since="both are true by default since 2023.1 (nova/policy.py)",
    roles=("api",),
)
def old_policy_defaults(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The API accepts the old policy defaults, which allow users more than they should.

    ## What it checks

    `[oslo_policy] enforce_new_defaults = false` or `enforce_scope = false`. Both are true by
    default since 2023.1; the second left in 2026.2, where unknown-option reports it.

    ## Why it matters

    With the old defaults a reader of a project may change and delete its servers, as each role
    could, and a token of the system scope may be used in projects. The old rules are deprecated.

    ## Example

        [oslo_policy]
        enforce_new_defaults = false

    ## Fix safety

    Unsafe: the option is commented out. Users who have neither `member` nor `reader` in their
    project lose access: give them a role first.

    ## Sources

    Nova 27.5.1: nova/policy.py (`opts.set_defaults`); oslo.policy 6.0.1: oslo_policy/opts.py.
    """
    for _, name in known_first(config, [("oslo_policy", switch) for switch in SWITCHES]):
        if config.boolean("oslo_policy", name) is not False:
            continue
        if not config.setting("oslo_policy", name).is_default:
            yield finding(
                config,
                "oslo_policy",
                name,
                f"`[oslo_policy] {name}` false {SWITCHES[name]}; remove it, or set it to true",
                unset_fix(config, "oslo_policy", name, f"Comment out {name}"),
            )


@rule(
    "policy-file-is-json",
    theme="api",
    severity=Severity.INFO,
    options=("oslo_policy.policy_file",),
    releases=(22, None),
    since="policy.yaml is the default since victoria (nova/policy.py)",
    roles=("api",),
)
def policy_file_is_json(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The policy file is in JSON, a deprecated format.

    ## What it checks

    `[oslo_policy] policy_file` with a name that ends in `.json`, even where the rest is only filled
    in later, as in `$state_path/policy.json`.

    ## Why it matters

    `nova-status upgrade check` fails on such a file. JSON files were mostly written out in full,
    and so they hold back every rule that has changed since.

    ## Example

        [oslo_policy]
        policy_file = policy.json

    ## Fix safety

    There is no fix: first convert the file (`oslopolicy-convert-json-to-yaml --namespace nova`),
    which leaves out what is the default anyway.

    ## Sources

    Nova 34.0.0: nova/cmd/status.py; oslo.upgradecheck: oslo_upgradecheck/common_checks.py
    (`check_policy_json`). The default has been policy.yaml since victoria.
    """
    if str(config.setting("oslo_policy", "policy_file").partial).endswith(".json"):
        yield finding(
            config,
            "oslo_policy",
            "policy_file",
            "`[oslo_policy] policy_file` names a JSON file, a format that is deprecated; convert it"
            " with oslopolicy-convert-json-to-yaml and set `policy_file` to policy.yaml",
        )
