"""How long Nova waits for neutron and the other services that it asks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Severity
from novalint.rules.common.networks import CHOICE, STRATEGY, calls, is_called_on
from novalint.rules.common.places import (
    each,
    finding,
    lacking_names,
    named,
    surely,
    unset_fix,
)
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

ASKED = ("neutron", "glance", "cinder", "placement")
"""The services that every build, deletion and migration asks."""
WITHOUT_LOGIN = ("glance", "cinder")
"""Groups that need no log-in: these services are asked with the user's own token."""
VENDORDATA = "vendordata_dynamic_auth"
CLIENTS = (
    *ASKED,
    "ironic",
    "keystone",
    "cyborg",
    "manila",
    VENDORDATA,
)
"""Groups from which Nova makes a session of keystoneauth."""
TIMEOUTS = (
    *((group, "timeout") for group in CLIENTS),
    ("keystone_authtoken", "http_connect_timeout"),
    ("oslo_limit", "timeout"),
    ("service_user", "timeout"),
)
"""The timeouts of all sessions of keystoneauth, those of two libraries among them."""
TARGETS = ("api", "vendordata_dynamic_targets")
COMPUTE_DRIVER = ("DEFAULT", "compute_driver")
BY_REQUEST = ("cyborg", "manila", "service_user")
"""Groups that only servers with an accelerator, a share or a TPM of the deployment's need."""
TPM = ("libvirt", "swtpm_enabled")
OWN_CONTEXT = 33
"""The first version that logs in as the service user for itself (nova/vtpm.py)."""
DRIVER = ("quota", "driver")
VENDORDATA_LOGIN = ((VENDORDATA, "auth_type"), (VENDORDATA, "auth_section"))
DECIDING = (DRIVER, STRATEGY, TARGETS, COMPUTE_DRIVER, *VENDORDATA_LOGIN, TPM)
"""What decides whether a session is made, and used."""


@rule(
    "client-without-timeout",
    theme="networking",
    severity=Severity.INFO,
    options=(
        CHOICE,
        *(
            f"{group}.{name}"
            for group in ASKED
            for name in ("timeout", "auth_type", "auth_section")
            if name == "timeout" or group not in WITHOUT_LOGIN
        ),
    ),
    needs=("role", "compute_hosts"),
    thresholds={"compute_hosts": 100},
)
def client_without_timeout(
    config: Config, deployment: Deployment, compute_hosts: float
) -> Iterator[Finding]:
    """Nova waits forever for a service that does not answer.

    ## What it checks

    Which of the groups `[neutron]`, `[glance]`, `[cinder]` and `[placement]` have no `timeout`, on
    a compute, conductor or API node of a cloud with 100 compute hosts or more (a threshold). Of
    `[neutron]` and `[placement]` those with credentials are looked at: `auth_type` or
    `auth_section`. The timeout counts in the group itself, also where `auth_section` names another
    for the credentials. Files that set nothing in any of the four are taken for a part of a
    configuration.

    ## Why it matters

    There is no default. A load balancer that drops connections silently, or a service that hangs,
    leaves a thread waiting forever, with its build slot and its lock.

    Asking again is another matter: `[placement] connect_retries` and `status_code_retries` (from
    train on, unset by default) do so while placement is restarted; for the others there are
    `http_retries` and glance's `num_retries`.

    ## Example

        [neutron]
        auth_type = password
        #timeout = <None>

    ## Fix safety

    There is no fix: 60 to 300 seconds are usual, above what the load balancer itself allows.

    ## Sources

    Nova 34.0.0: nova/conf/*.py (`register_session_conf_options`), keystoneauth1: session.py. The
    number of hosts is experience; hence a note only.
    """
    hosts = deployment.compute_hosts or 0
    plays = any(deployment.plays(role) for role in ("compute", "conductor", "api"))
    sets_any = any(setting.group in ASKED for setting in config.settings)
    if hosts < compute_hosts or not plays or not sets_any:
        return
    endless = surely(ASKED, lambda group: _is_used(config, group) and _endless(config, group))
    if endless:
        names = ", ".join(named(group, "timeout") for group in endless)
        state = lacking_names(config, [(group, "timeout") for group in endless])
        yield finding(
            config,
            endless[0],
            "timeout",
            f"{names} {state}, so a call that is never answered blocks its thread forever;"
            f" set {'it' if len(endless) == 1 else 'them'} to a value such as 120 seconds",
        )


def _is_used(config: Config, group: str) -> bool:
    return group in WITHOUT_LOGIN or (
        calls(config, group)
        and bool(config.value(group, "auth_type") or config.value(group, "auth_section"))
    )


def _endless(config: Config, group: str) -> bool:
    if config.schema.option(group, "timeout") is None:
        return False
    setting = config.setting(group, "timeout")
    return setting.value is None and setting.fault is None


@rule(
    "client-timeout-not-positive",
    theme="networking",
    severity=Severity.ERROR,
    options=(
        CHOICE,
        *(".".join(name) for name in (*TIMEOUTS, *DECIDING)),
    ),
)
def client_timeout_not_positive(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A timeout of 0 makes every call to a service fail; it does not mean no limit.

    ## What it checks

    `timeout` of 0 or less in the groups with which Nova configures its HTTP sessions: `[neutron]`,
    `[glance]`, `[cinder]`, `[placement]`, `[ironic]`, `[keystone]`, `[cyborg]`, `[manila]` and
    `[vendordata_dynamic_auth]` if that has credentials; with `[quota] driver =
    nova.quota.UnifiedLimitsDriver` also in `[oslo_limit]`; from 2026.1 on, with `[libvirt]
    swtpm_enabled`, in `[service_user]`. Also `[keystone_authtoken] http_connect_timeout`, for the
    requests that validate tokens, unless `[api] auth_strategy` is noauth2.

    It is a note if it is not certain that any call is made: in `[ironic]` unless `compute_driver`
    is that of Ironic (the API asks Ironic only for its deprecated list of bare metal nodes), in
    `[vendordata_dynamic_auth]` without `[api] vendordata_dynamic_targets`, and in `[cyborg]`,
    `[manila]` and `[service_user]`, as only servers with accelerators, with shares or with a TPM
    whose secret belongs to the deployment need them.

    ## Why it matters

    keystoneauth passes the number to requests, which refuses 0 and less: each call fails with a
    ValueError before anything is sent. Calls for vendordata have timeouts of their own: there the
    authentication before them fails.

    ## Example

        [neutron]
        timeout = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file applies, or the
    default, which waits without limit (see client-without-timeout).

    ## Sources

    keystoneauth1 5.17.0: session.py (`Session.__init__`, `request`), loading/session.py; tried with
    requests 2.34. Nova 34.0.0 and 15.1.5: `load_session_from_conf_options` in nova/utils.py,
    nova/service_auth.py, nova/network/neutronv2/api.py, nova/volume/cinder.py. keystonemiddleware
    of both: auth_token/__init__.py (`_create_session`); oslo.limit of 34.0.0: limit.py. Nova
    34.0.0: nova/api/openstack/compute/baremetal_nodes.py, nova/api/metadata/vendordata_dynamic.py,
    nova/accelerator/cyborg.py, nova/share/manila.py, nova/vtpm.py, and nova/context.py
    (`get_nova_service_user_context`).
    """
    read = (one for one in TIMEOUTS if is_called_on(config, deployment, one[0]))
    yield from each(read, partial(_not_positive, config))


def _not_positive(config: Config, one: tuple[str, str]) -> Iterator[Finding]:
    group, name = one
    timeout = config.number(group, name)
    if timeout is not None and timeout <= 0 and _asks(config, group):
        calling = _surely_calls(config, group)
        fails = "makes every call fail" if calling else "would make every call fail"
        yield finding(
            config,
            group,
            name,
            f"{named(group, name)} {timeout:g} {fails} with a ValueError, as only"
            " timeouts above 0 are valid; remove it, or set it to a value such as 120",
            unset_fix(config, group, name),
            override=None if calling else Severity.INFO,
        )


def _asks(config: Config, group: str) -> bool:
    """Return whether Nova or a library makes a session from a group.

    keystonemiddleware does while tokens are validated, oslo.limit for unified limits. Vendordata
    has timeouts of its own but for the log-in.
    """
    if group == VENDORDATA:
        return any(config.value(*name) for name in VENDORDATA_LOGIN)
    if group == "service_user":
        return config.release.major >= OWN_CONTEXT and config.boolean(*TPM) is True
    if group == "oslo_limit":
        return config.text(*DRIVER) == "nova.quota.UnifiedLimitsDriver"
    return calls(config, group)


def _surely_calls(config: Config, group: str) -> bool:
    """Return whether Nova is sure to call a service that it has a session for.

    Not where a tool has yet to name the driver or the targets.
    """
    decides = {"ironic": COMPUTE_DRIVER, VENDORDATA: TARGETS}.get(group)
    if decides and is_left_open(config, *decides):
        return False
    if group == "ironic":
        return "ironic" in (config.text(*COMPUTE_DRIVER) or "").lower()
    if group == VENDORDATA:
        return bool(config.value(*TARGETS))
    return group not in BY_REQUEST
