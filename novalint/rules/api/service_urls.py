"""URLs of other services that no request can follow."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import Reason, placeholder
from novalint.findings import Fix, Safety, Severity
from novalint.records import NamedTuple
from novalint.rules.api.service_logins import KINDS, is_asked, users
from novalint.rules.api.url_faults import SEVERAL, UrlFault, harmless, has_token, url_fault
from novalint.rules.api.vendordata_lists import DYNAMIC, PROVIDERS, TARGETS, vendordata
from novalint.rules.common.hosts import SCHEME_ADDED
from novalint.rules.common.networks import CHOICE, calls
from novalint.rules.common.places import finding
from novalint.rules.declaration import rule
from novalint.text.edits import Edit, Patch

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.findings import Finding

_LOGINS = (
    "barbican_service_user cinder ironic key_manager keystone keystone_authtoken manila neutron"
    " oslo_limit placement service_user vendordata_dynamic_auth"
)
_SERVICES = "cyborg glance ironic keystone manila neutron oslo_limit placement"
URLS = (
    *((group, "auth_url") for group in _LOGINS.split(" ")),
    *((group, "endpoint_override") for group in _SERVICES.split(" ")),
    ("glance", "api_servers"),
    ("cinder", "endpoint_template"),
    ("neutron", "url"),
    ("ironic", "api_endpoint"),
    ("keystone_authtoken", "identity_uri"),
    ("keystone_authtoken", "auth_uri"),
    ("keystone_authtoken", "www_authenticate_uri"),
    ("barbican", "auth_endpoint"),
    ("barbican", "barbican_endpoint"),
    ("vault", "vault_url"),
    ("api", "vendordata_dynamic_targets"),
)
"""The options that hold URLs which Nova, or what it is built on, sends requests to or hands on."""

READ = tuple(
    dict.fromkeys((CHOICE, *KINDS, *(f"{group}.auth_type" for group in _LOGINS.split(" "))))
)
"""What tells who logs in with a group, and how."""

_OPTIONAL = frozenset(
    (
        ("keystone_authtoken", "auth_uri"),
        ("keystone_authtoken", "www_authenticate_uri"),
        ("barbican", "auth_endpoint"),
        ("barbican", "barbican_endpoint"),
        ("vault", "vault_url"),
        ("api", "vendordata_dynamic_targets"),
    )
)
"""Those without which most of what users ask for still works."""

_EFFECTS = {
    "auth_uri": "but clients are sent there for a token",
    "www_authenticate_uri": "but clients are sent there for a token",
    "auth_url": "so logging in to Keystone fails",
}


class BadUrl(NamedTuple):
    """A URL as an option has it, and what is wrong with it."""

    setting: Setting
    url: str
    fault: UrlFault


@rule(
    "service-url-invalid",
    theme="api",
    severity=Severity.ERROR,
    options=(*READ, f"api.{PROVIDERS}", *(f"{group}.{name}" for group, name in URLS)),
)
def service_url_invalid(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The URL of another service is invalid.

    ## What it checks

    `auth_url`, `endpoint_override`, `[glance] api_servers`, `[cinder] endpoint_template` and the
    other options with the URL of a service: the scheme must be http or https, and there must be a
    host and, if any, a port that is a number. Found are `192.0.2.18:9292`, `htp://`, `http//`,
    `http:/`, `https://:5000`, an IPv6 address without brackets, anything else within them, a host
    that begins with `*`, has two dots in a row or more than 63 characters without one, and the
    like.

    A warning for `www_authenticate_uri`, which is only handed on to clients, for the URLs of
    `[barbican]` and `[vault]`, for `vendordata_dynamic_targets`, and for the `auth_url` of
    `[cinder]`, `[manila]`, `[vendordata_dynamic_auth]` and `[barbican_service_user]`, without which
    Nova works for users that bring their own token; so for that of `[ironic]` where nova-api alone
    uses it, as since 2024.1 for `os-baremetal-nodes`. Info for an `auth_url` that nothing uses on
    the node, such as that of `[keystone]`, or of `[service_user]` while no service token is sent (a
    part of a configuration cannot show that none is); so for the URLs of services that nothing on
    the node asks, such as that of Glance on a node with nova-scheduler or console proxies alone, or
    of Ironic where its driver is not in use, and for the targets of vendordata while
    `vendordata_providers` lacks DynamicJSON. In ocata and pike an item of `api_servers`
    without `//` is info: Nova puts `http://` before it.

    ## Why it matters

    The library that sends the request refuses the URL ("No connection adapters were found", "No
    scheme supplied", "No host supplied"), so every request to that service fails; with an
    `auth_url` that is logging in to Keystone, without which requests to the service of the group
    fail.

    ## Example

        [glance]
        api_servers = 192.0.2.18:9292

    ## Fix safety

    Unsafe: a typo becomes what was meant. Where the scheme is missing, that of all other URLs in
    the files is written, or http where they hold none; there is no fix where they differ, nor for a
    URL that nothing uses, or for what looks like a token, which no message shows.

    ## Sources

    requests 2.32 and urllib3 2.5, run with each kind of URL, with hosts of two dots and of long
    names 2.27 and 2.34 too (before, the name is looked for and not found); Nova 34.0.0, 17.0.13 and
    15.1.5: nova/image/glance.py (`get_api_servers`, which adds a scheme up to pike),
    nova/volume/cinder.py, nova/utils.py (`get_ksa_adapter`); keystonemiddleware:
    auth_token/__init__.py.
    """
    for group, name in URLS:
        if config.schema.option(group, name) is None or not calls(config, group):
            continue
        setting = config.setting(group, name)
        for url in _urls(setting):
            fault = url_fault(url)
            if fault and (_is_known(setting, url) or fault.what.startswith("has the scheme")):
                yield _finding(config, deployment, BadUrl(setting, url, fault))


def _is_known(setting: Setting, url: str) -> bool:
    """Whether all of a URL is known, if need be beside others that a template has yet to give."""
    unknown = setting.unknown
    return unknown is None or (unknown.reason is Reason.TEMPLATE and not placeholder(url))


def _urls(setting: Setting) -> Iterator[str]:
    value = setting.partial
    for item in value if isinstance(value, list) else [value]:
        text = str(item) if item else ""
        if setting.name == "vendordata_dynamic_targets":
            text = text.partition("@")[2]
        if text and not setting.is_default:
            yield text


def _way(fault: UrlFault, takes_several: bool) -> str:
    if fault.what == SEVERAL:
        return "separate them with commas" if takes_several else "keep one of them"
    return "write it as http://HOST:PORT or https://HOST:PORT"


def _finding(config: Config, deployment: Deployment, bad: BadUrl) -> Finding:
    setting, url, fault = bad
    added = setting.name == "api_servers" and config.release.major <= SCHEME_ADDED
    added = added and "//" not in url
    scheme = "http" if added else _scheme(config)
    is_host = fault.scheme_lacks and bool(scheme) and not has_token(url)
    meant = fault.meant or (f"{scheme}://{url}" if is_host else "")
    value = f" {url}" if harmless(url) else ""
    severity = Severity.INFO if added else _severity(config, deployment, setting)
    shown = meant if meant and harmless(meant) else ""
    way = f"set it to {shown}" if shown else _way(fault, isinstance(setting.partial, list))
    return finding(
        config,
        setting.group,
        setting.name,
        f"`[{setting.group}] {setting.name}`{value} {fault.what},"
        f" {_effect(setting, added, severity)}; {way}",
        *(_fix(setting, url, meant) if meant and (added or severity is not Severity.INFO) else ()),
        override=severity,
    )


def _effect(setting: Setting, added: bool, severity: Severity | None) -> str:
    """Return what follows from a URL that cannot be followed."""
    if added:
        return "so Nova assumes http"
    if severity is Severity.INFO:
        lost = "logging in to Keystone" if setting.name == "auth_url" else "every request"
        return f"so {lost} would fail, although nothing on this node uses it now"
    return _EFFECTS.get(setting.name, "so every request fails")


def _severity(config: Config, deployment: Deployment, setting: Setting) -> Severity | None:
    """Return the override for a URL without which little fails, or nothing does."""
    if setting.name != "auth_url":
        unasked = setting.name == TARGETS and DYNAMIC not in vendordata(config)[0]
        if unasked or not is_asked(config, setting.group, deployment):
            return Severity.INFO
        return Severity.WARNING if (setting.group, setting.name) in _OPTIONAL else None
    logins = users(config, setting.group, deployment)
    if not logins:
        return Severity.INFO
    return None if any(login.vital for login in logins) else Severity.WARNING


def _scheme(config: Config) -> str:
    """Return the scheme of all other URLs that the files hold, http where there are none."""
    schemes = set()
    for group, name in URLS:
        if config.schema.option(group, name) is not None:
            for url in _urls(config.setting(group, name)):
                if url_fault(url) is None:
                    schemes.add(url.lstrip().partition("://")[0].lower())
    return schemes.pop() if len(schemes) == 1 else "" if schemes else "http"


def _fix(setting: Setting, url: str, meant: str) -> tuple[Fix, ...]:
    """Offer to write a URL otherwise where it stands just once in the assignment that counts."""
    document, assignment = setting.places[-1]
    text = document.text[slice(*assignment.raw)]
    if text.count(url) != 1:
        return ()
    start = assignment.raw.start + text.index(url)
    patch = Patch.of(document.source, [Edit(start, start + len(url), meant)])
    title = f"Use {meant}" if harmless(meant) else "Write the URL with its scheme"
    return (Fix(title, patch, Safety.UNSAFE),)
