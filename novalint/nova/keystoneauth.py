"""What keystoneauth's plugins, the values of `auth_type`, need before they can log in to Keystone.

Read in keystoneauth1/loading/ (what a plugin requires, and its `load_from_options`) and run with
keystoneauth 5.17.0; the domains in keystone/auth/core.py and keystone/auth/plugins/core.py: from
rocky on there is no Keystone left that takes a name without its domain.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from novalint.annotations import TYPE_CHECKING
from novalint.records import NamedTuple

if TYPE_CHECKING:
    from novalint.schema.options import Schema

ONLY_V3 = 18
"""The major version since which Keystone has no version 2.0 beside Nova."""

_USER = ("username", "user_id")
_DOMAINS = ("user_domain_name", "user_domain_id")
_DEFAULT_DOMAINS = ("default_domain_name", "default_domain_id")
_PROJECT_DOMAINS = ("project_domain_name", "project_domain_id")

WITHOUT_URL = frozenset(("none", "noauth", "http_basic", "admin_token"))
"""Plugins that do not ask Keystone, and so need no auth_url."""

_ALWAYS = ("password", "token", "v2password", "v2token", "v3password", "v3token")

_EXTRAS = ("v3kerberos", "v3fedkerb", "v3oauth1", "v3samlpassword")
"""Plugins that come with an extra package of keystoneauth."""

_WITHOUT_OPTIONS = ("none", "noauth")
_NONE_SINCE = 16
"""Plugins without an option of their own, and the major version whose keystoneauth and cinderclient
brought them."""


class RequiredOptions(NamedTuple):
    """Options of which one must be set, the usual one first; only beside `beside`, if given.

    `instead` is what does without them all the same, and is not what to name.
    """

    options: tuple[str, ...]
    beside: str = ""
    instead: str = ""


_NAMED = RequiredOptions(_DOMAINS, "username")
_SCOPED = RequiredOptions(_PROJECT_DOMAINS, "project_name")

_NEEDS: dict[str, tuple[RequiredOptions, ...]] = {
    "v3password": (RequiredOptions(_USER), RequiredOptions(("password",)), _NAMED, _SCOPED),
    "v3token": (RequiredOptions(("token",)), _SCOPED),
    "v3totp": (RequiredOptions(_USER), RequiredOptions(("passcode",)), _NAMED, _SCOPED),
    "v3applicationcredential": (
        RequiredOptions(("application_credential_id", "application_credential_name")),
        RequiredOptions(("application_credential_secret",)),
        RequiredOptions(_USER, "application_credential_name"),
        _NAMED,
        _SCOPED,
    ),
    "v2password": (RequiredOptions(_USER), RequiredOptions(("password",))),
    "v2token": (RequiredOptions(("token",)),),
    "password": (RequiredOptions(_USER), RequiredOptions(("password",))),
    "token": (RequiredOptions(("token",)),),
}
"""What a log-in surely fails without, beside auth_url.

The generic plugins need domains too where Keystone has version 3 alone.
"""

_GENERIC: dict[str, tuple[RequiredOptions, ...]] = {
    "password": (
        RequiredOptions((*_DOMAINS, *_DEFAULT_DOMAINS), "username", "user_id"),
        RequiredOptions((*_PROJECT_DOMAINS, *_DEFAULT_DOMAINS), "project_name", "project_id"),
    ),
    "token": (
        RequiredOptions((*_PROJECT_DOMAINS, *_DEFAULT_DOMAINS), "project_name", "project_id"),
    ),
}
"""The domains of names. An ID stands over the name beside it (identity/v3/base.py, password.py),
but for the plugins of version 3 alone, which refuse a name without its domain whatever else is set.
"""

_FORMER_NAMES = {"tenant_name": "project_name", "tenant_id": "project_id"}
"""What the generic plugins take for a project too (loading/identity.py, `BaseGenericLoader`)."""


_PROJECTS = frozenset(("project_name", "project_id", *_FORMER_NAMES))
_SCOPES = _PROJECTS | {"domain_name", "domain_id", "system_scope", "trust_id"}
"""Options that say what a token is for; without any it is for the user's default project, if the
user has one, else for none (keystone/api/_shared/authentication.py)."""


def names_project(options: Collection[str]) -> bool:
    """Return whether a log-in names the project that its tokens are for."""
    return not _PROJECTS.isdisjoint(options)


def project_option(plugin: str) -> str:
    """Return the option by which a log-in names its project."""
    return "tenant_name" if plugin.startswith("v2") else "project_name"


def lacks_scope(plugin: str, options: Collection[str]) -> bool:
    """Return whether a log-in names nothing that its tokens are for."""
    return plugin in _NEEDS and plugin != "v3applicationcredential" and _SCOPES.isdisjoint(options)


def lacking(plugin: str, options: Collection[str], major: int) -> list[str]:
    """Return the options, but for auth_url, that a log-in lacks beside those that are given.

    Of several that would do, the usual one is named.

    Empty for a plugin whose needs are not known here.
    """
    needs = _NEEDS.get(plugin, ())
    if major >= ONLY_V3 and plugin in _GENERIC:
        needs += _GENERIC[plugin]
        options = {_FORMER_NAMES.get(name, name) for name in options}
    return [
        need.options[0]
        for need in needs
        if (not need.beside or need.beside in options)
        and not any(o in options for o in (*need.options, need.instead))
    ]


@lru_cache(maxsize=256)
def plugins(schema: Schema, group: str) -> frozenset[str]:
    """Return the plugins that a release has for a group, those of extra packages included."""
    named = (name for _, names in schema.having(group, "plugins") for name in names)
    bare = _WITHOUT_OPTIONS if schema.release.major >= _NONE_SINCE else ()
    return frozenset((*named, *_ALWAYS, *_EXTRAS, *bare))
