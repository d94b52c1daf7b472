"""TLS to the other services of the cloud: certificates unchecked, URLs without it."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import host_placeholder
from novalint.findings import Finding, Note, Severity
from novalint.nova.drivers import GROUPS, package
from novalint.rules.api.unified_limits import UNIFIED
from novalint.rules.api.vendordata_lists import DYNAMIC, PROVIDERS
from novalint.rules.common.absence import knows
from novalint.rules.common.hosts import SCHEME_ADDED, url_host
from novalint.rules.common.logins import partial
from novalint.rules.common.networks import TOKENS, calls, is_called_on
from novalint.rules.common.own_addresses import is_own
from novalint.rules.common.places import at, finding, spelt, unset_fix
from novalint.rules.declaration import is_read_on_node, rule
from novalint.wording import option_name

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

_URLS = (
    "auth_url",
    "endpoint_override",
    "www_authenticate_uri",
    "auth_uri",
    "identity_uri",
    "api_servers",
    "api_endpoint",
    "auth_endpoint",
    "barbican_endpoint",
    "vault_url",
    "endpoint_template",
)
_DRIVERS = {**GROUPS, "ironic": "ironic"}
"""Groups that only one compute driver reads, and its package in nova/virt."""
_SWITCHES = {
    "oslo_limit": (("quota", "driver"), UNIFIED),
    "vendordata_dynamic_auth": (("api", PROVIDERS), DYNAMIC),
}
"""Groups by which Nova makes a session only where an option is, or holds, a value."""
_TPM = ("libvirt", "swtpm_enabled")
_SESSIONS = {**_SWITCHES, "service_user": (_TPM, True)}
"""The same, but for sessions alone: the log-in of [service_user] goes along with any other."""
_AUTHORITIES = {"barbican": "verify_ssl_path", "vmware": "ca_file"}
_EXPORTERS = ("oslo_messaging_tracing", "oslo_middleware_tracing")
"""Groups in which `insecure` means something else: an exporter of traces without TLS."""
_NO_SESSION = ("barbican", "barbican_service_user", "vault")
"""Groups whose `insecure` nothing reads: castellan goes by `verify_ssl`, and `ssl_ca_crt_file`."""
_EXTERNAL = "ext_oauth2_auth"
"""Group of a filter of keystonemiddleware that Nova's api-paste.ini does not have (34.0.0)."""
_KEY_STORES = ("barbican", "vault")
_BACKEND = 17
"""The first major version in which `[key_manager] api_class` is called `backend`."""
SERVICE_SESSION = 33
"""The first major version that makes a session from [service_user]; before, it takes a log-in."""


@rule(
    "certificate-not-verified",
    theme="security",
    severity=Severity.ERROR,
)
def certificate_not_verified(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Nova does not verify the certificate of another service.

    ## What it checks

    `insecure = true` in the group of any service (with its old names, such as glance's
    `api_insecure`), and `[barbican] verify_ssl = false`. For `[vmware] insecure` it is a warning,
    as deployment tools set it for vCenter; `ca_file` overrides it. Not reported where no session is
    made by it: in `[oslo_limit]` unless `[quota] driver` is that of unified limits, in
    `[vendordata_dynamic_auth]` unless `[api] vendordata_providers` has DynamicJSON (where another
    file may say so it is info), in `[barbican]`, `[barbican_service_user]` and `[vault]`, in
    `[neutron]` with nova-network, in `[keystone_authtoken]` with `[api] auth_strategy = noauth2`
    (until 2025.1), in groups of another compute driver or key manager than the one that is set, and
    of services that no program of the node calls. In `[ext_oauth2_auth]` it is info: Nova's
    api-paste.ini does not have that filter. `[service_user]` has no session up to 2025.2, and from
    then on one for the key of a guest's TPM alone: on a compute node with libvirt and
    `swtpm_enabled` (info where another file may set that).

    ## Why it matters

    TLS that is not checked protects from nothing: any machine on the way can show a certificate of
    its own and read the service's password and the tokens of all users. It is often set in haste
    because the certificate comes from an authority of the site; `cafile` is what helps then.

    ## Example

        [neutron]
        auth_url = https://identity.example.org:5000
        insecure = true

    ## Fix safety

    Unsafe: the option is commented out, so that certificates are checked again. Where the authority
    is not known to the host, set `cafile` to its certificate in the same change, or Nova cannot
    connect.

    ## Sources

    Nova 34.0.0: nova/conf/glance.py, nova/conf/utils.py, nova/conf/vmware.py; oslo.vmware 4.10.1:
    oslo_vmware/service.py (`RequestsTransport`);
    keystoneauth1/loading/session.py; castellan/key_manager/barbican_key_manager.py and
    vault_key_manager.py (2023.1: `_verify_server`); the same in 17.0.13, and but for
    castellan's option in 15.1.5; nova/context.py of 33.0.2
    (`get_nova_service_user_context`, which nova/vtpm.py of 33 and 34 alone calls), absent in
    32.2.1; nova/service_auth.py of 34.0.0; nova/limit/utils.py (`use_unified_limits`)
    and nova/api/metadata/base.py (`_vendor_data2`) of 34.0.0. Security Guide, Check-Compute-04 and
    05.
    """
    unverified = [one for one in config.known_settings if _unverified(one, config.release.major)]
    for setting in sorted(unverified, key=_is_conditional):  # what is not known there hides no more
        if _makes_session(config, deployment, setting.group):
            authority = _AUTHORITIES.get(setting.group, "cafile")
            off = setting.group == _EXTERNAL or _is_off(config, setting.group)
            harmless = Severity.INFO if off else None
            also = f", and set `{authority}` if the CA is your own"
            if partial(config, setting.group, authority):
                also = f", as `{authority}` names the CA"
            yield finding(
                config,
                setting.group,
                setting.name,
                f"`[{setting.group}] {spelt(setting)}` {str(setting.value).lower()} accepts any "
                "certificate, so anyone who is on the network path can read passwords and tokens;"
                f" remove it{also}",
                unset_fix(config, setting.group, setting.name),
                override=Severity.WARNING if setting.group == "vmware" else harmless,
            )


def _is_conditional(setting: Setting) -> bool:
    """Return whether another option decides whether Nova makes sessions by a group."""
    return setting.group in (*_DRIVERS, *_KEY_STORES, *_SESSIONS, "neutron", TOKENS)


def _makes_session(config: Config, deployment: Deployment, group: str) -> bool:
    """Return whether Nova makes sessions by a group; by [service_user] for a guest's TPM alone."""
    if group != "service_user":
        return is_called_on(config, deployment, group) and _is_used(config, group)
    if deployment.plays("compute") is False or package(config) not in ("", "libvirt"):
        return False
    return not (_is_off(config, group) and knows(config, _TPM))


def _is_used(config: Config, group: str) -> bool:
    """Return whether Nova makes sessions by a group, as far as its files tell."""
    if group in _KEY_STORES:
        backend = "backend" if config.release.major >= _BACKEND else "api_class"
        return group in (config.text("key_manager", backend) or "")
    if group in _SWITCHES and _is_off(config, group) and knows(config, _SWITCHES[group][0]):
        return False
    driver = _DRIVERS.get(group)
    if driver and package(config) not in ("", driver):
        return False
    return calls(config, group) and not (group == "vmware" and config.text(group, "ca_file"))


def _is_off(config: Config, group: str) -> bool:
    """Return whether no session is made by a group as the files are; another one may differ."""
    if group not in _SESSIONS:
        return False
    name, wanted = _SESSIONS[group]
    value = config.value(*name)
    return wanted not in value if isinstance(value, list) else value != wanted


def _unverified(setting: Setting, major: int) -> bool:
    """Return whether a setting switches the check of certificates off in a session."""
    if setting.group == "service_user" and major < SERVICE_SESSION:
        return False
    if setting.name in ("insecure", "api_insecure"):  # the latter is glance's in ocata
        return setting.value is True and setting.group not in (*_EXPORTERS, *_NO_SESSION)
    name = (setting.group, setting.name)
    return name == ("barbican", "verify_ssl") and setting.value is False


@rule(
    "plain-http-endpoint",
    theme="security",
    severity=Severity.INFO,
)
def plain_http_endpoint(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Another service is accessed without TLS.

    ## What it checks

    The URLs of other services (`auth_url`, `endpoint_override`, `www_authenticate_uri`,
    `api_servers` and the like) that begin with `http://` and lead to another machine, neither a
    loopback address nor the one that is `my_ip`; not those of
    groups that belong to another compute driver or key manager, or by which Nova makes no session
    (see certificate-not-verified). There is one finding for each host
    and port, however many options name it. Targets of dynamic vendordata are not looked at.

    ## Why it matters

    The password of the service user and the tokens of all users go over that connection, for anyone
    on that network to read. Many clouds have it so on an internal network, with TLS for users at
    the edge, and the installation guide does; hence only info. It is a hole as soon as guests or
    other parties share that network.

    ## Example

        [keystone_authtoken]
        auth_url = http://controller:5000

    ## Fix safety

    There is no fix: the other side must speak TLS first. Then https here, and `cafile` where the
    authority is your own.

    ## Sources

    OpenStack Security Guide, Check-Compute-04 and 05. Nova's installation guide.
    """
    by_group: dict[str, dict[Place, Setting]] = {}
    for setting in config.settings:
        hosts = dict.fromkeys(_plain_hosts(config, setting))
        for host in hosts if hosts and _is_called(config, deployment, setting) else ():
            by_group.setdefault(host, {}).setdefault(setting.places[-1], setting)
    for host, settings in by_group.items():
        (place, first), *others = settings.items()
        more = "1 more option points" if len(others) == 1 else f"{len(others)} more options point"
        also = f", and {more} there" if others else ""
        yield Finding(
            f"{option_name(first.group, spelt(first))} points to `http://{host}` without TLS{also},"
            " so anyone who shares that network can read passwords and tokens; use https",
            at(place),
            first.group,
            first.name,
            related=tuple(Note("the same host", at(other)) for other, _ in others),
        )


def _is_called(config: Config, deployment: Deployment, setting: Setting) -> bool:
    """Return whether a service of the node calls what an option leads to."""
    read = is_read_on_node(config, deployment, setting.group, setting.name)
    called = is_called_on(config, deployment, setting.group)
    return read and called and _is_used(config, setting.group)


def _plain_hosts(config: Config, setting: Setting) -> Iterator[str]:
    """Yield the `host:port` of the plain URLs of an option that lead to another machine."""
    if setting.name not in _URLS and (setting.group, setting.name) != ("neutron", "url"):
        return
    values = setting.partial if isinstance(setting.partial, list) else [setting.partial]
    adds = setting.name == "api_servers" and config.release.major <= SCHEME_ADDED
    for value in values:
        added = adds and "//" not in str(value)
        scheme, host, place = url_host(f"http://{value}" if added else str(value))
        if scheme == "http" and not is_own(config, host) and not host_placeholder(str(value)):
            yield place
