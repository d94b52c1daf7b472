"""Log-ins to Keystone that keystoneauth cannot load, or that Keystone refuses."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Finding, Severity
from novalint.nearest import is_slip, nearest
from novalint.nova.keystoneauth import (
    WITHOUT_URL,
    lacking,
    lacks_scope,
    names_project,
    plugins,
    project_option,
)
from novalint.rules.api.service_logins import (
    KINDS,
    OPTIONS,
    SECTIONS,
    FiledLogin,
    filed_logins,
    logins,
    programs,
    set_options,
    without,
)
from novalint.rules.api.untyped_logins import untyped
from novalint.rules.common.logins import elsewhere, partial
from novalint.rules.common.places import as_set, at_option, finding, lacking_names, set_fix
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

ANYHOW = "vendordata_dynamic_auth"
"""The group whose tokens are for a service of the operator's own, which may ask for no project."""


@rule("login-incomplete", theme="api", severity=Severity.ERROR, options=OPTIONS)
def login_incomplete(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Credentials for Keystone are incomplete.

    ## What it checks

    Each group with credentials (`[placement]`, `[neutron]`, `[keystone_authtoken]`, `[cinder]` and
    the like), or the group that its `auth_section` names, where a service of the node uses it:

    | `auth_type` | needs |
    | --- | --- |
    | all that ask Keystone | `auth_url` |
    | `password`, `v3password` | `username` or `user_id`, `password`; beside `username` its domain |
    | `v3applicationcredential` | `application_credential_secret`; its ID, or its name and user |
    | `token`, `v3token` | `token` |
    | `v3totp` | `username` or `user_id`, `passcode` |

    And a group whose `auth_type` is missing itself: one that an `auth_section` names, or one with
    `auth_url` and a user that no rule of its own tells of, such as `[keystone_authtoken]`.

    `project_name` also needs the domain of the project. Up to queens `password` and `token` work
    without domains, since version 2.0 of Keystone's API has none. Credentials without a project or
    another scope are a note if other credentials name a project, since the user may have a default
    one.

    It is an error if the role is given and the files contain other, complete credentials, so that a
    part of a configuration is not taken for the whole; else a note. What is missing in all of
    several groups, such as the passwords, is assumed to be in another file. For `[cinder]`,
    `[manila]`, `[vendordata_dynamic_auth]` and `[barbican_service_user]` it is a warning: Nova
    works without them for users that bring their own token. So it is for `[ironic]` on nova-api
    from 2024.1 on, which uses it to list nodes.

    ## Why it matters

    keystoneauth does not load credentials without `auth_url` (MissingRequiredOptions); if something
    else is missing, they are loaded and Keystone refuses each request for a token. nova-api does
    not start without those in `[keystone_authtoken]`, nor, from train on, do nova-scheduler,
    nova-conductor and nova-compute without those in `[placement]`; with an incomplete `[neutron]`
    servers fail to build. Without `auth_type` there are no credentials: nova-api starts then, and
    fails to check every token.

    ## Example

        [neutron]
        auth_type = password
        username = neutron
        password = kR7vQ2mX9tLw4Zp

        [placement]
        auth_type = password
        auth_url = https://keystone.example.org:5000/v3
        username = placement
        user_domain_name = Default
        password = kR7vQ2mX9tLw4Zp

    ## Fix safety

    There is no fix: complete the credentials yourself.

    ## Sources

    keystoneauth 5.17.0: keystoneauth1/loading/conf.py, loading/base.py, loading/identity.py,
    loading/_plugins/identity/, run for each `auth_type`; keystonemiddleware:
    auth_token/__init__.py (`_create_auth_plugin`, without `auth_type` run in 11.0.0 and 13.0.1);
    Nova 15.1.5, 17.0.13 and 34.0.0: the callers of
    `load_auth_from_conf_options`.
    """
    if elsewhere(config):
        return
    lacks = {
        group: _lacking(config, group) for group in filed_logins(config) if _is_known(config, group)
    }
    is_expected = bool(deployment.roles) and not all(lacks.values())
    apart = frozenset[str]().union(*lacks.values()).intersection(*lacks.values())
    seen: set[str] = set()
    for filed, lacked in lacks.items():
        names = [name for name in lacked if name not in apart or len(lacks) == 1]
        if names and filed.section not in seen and filed.login.concerns(deployment):
            seen.add(filed.section)
            severity = None if filed.login.vital else Severity.WARNING
            yield Finding(
                _incomplete(config, filed, names, deployment),
                at_option(config, filed.section, "auth_type"),
                filed.section,
                names[0],
                override=severity if is_expected else Severity.INFO,
            )
    yield from untyped(config, deployment)
    whole = [filed for filed, lacked in lacks.items() if not lacked]
    yield from _unscoped(config, [each for each in whole if each.login.concerns(deployment)])


def _unscoped(config: Config, filed: list[FiledLogin]) -> Iterator[Finding]:
    """Find log-ins that name no project although others of the files do."""
    plugin_of = {each.section: each.plugin for each in filed if each.group != ANYHOW}
    options = {section: set_options(config, section) for section in plugin_of}
    if not any(map(names_project, options.values())):
        return
    for section, plugin in plugin_of.items():
        if lacks_scope(plugin, options[section]):
            name = project_option(plugin)
            yield Finding(
                f"`[{section}] {name}` {lacking_names(config, [(section, name)])} although other"
                " credentials name a project, so its tokens are for none unless the user has a"
                " default project; set it",
                at_option(config, section, "auth_type"),
                section,
                name,
                override=Severity.INFO,
            )


def _is_known(config: Config, login: FiledLogin) -> bool:
    """Return whether it is known what a log-in needs: its plugin exists, and asks Keystone."""
    known = plugins(config.schema, login.section)
    return login.plugin in known and login.plugin not in WITHOUT_URL


def _lacking(config: Config, login: FiledLogin) -> list[str]:
    """Return the options that a log-in lacks."""
    options = set_options(config, login.section)
    url = (
        [] if partial(config, login.section, "auth_url") or "auth_url" in options else ["auth_url"]
    )
    return url + lacking(login.plugin, options, config.release.major)


def _incomplete(config: Config, login: FiledLogin, names: list[str], deployment: Deployment) -> str:
    *most, last = (f"[{login.section}] {names[0]}", *names[1:])
    which = f"`{'`, `'.join(most)}` and `{last}`" if most else f"`{last}`"
    which += f" {lacking_names(config, [(login.section, name) for name in names])}"
    why = f"`auth_type` is {login.plugin}"
    if login.section != login.group:
        why += f" and `[{login.group}] auth_section` names this group"
    who = programs(deployment, login.login.roles)
    return (
        f"{which} although {why}, so {who} cannot log in to Keystone;"
        f" set {'them' if most else 'it'}"
    )


@rule("login-type-unknown", theme="api", severity=Severity.ERROR, options=KINDS)
def login_type_unknown(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An `auth_type` is not the name of a keystoneauth plugin.

    ## What it checks

    `auth_type` of each group that holds credentials which the node uses, for names that no plugin
    of this release's keystoneauth has: typos such as `passwort`, and capital letters, which count.
    A name that is not like any other is a warning: a package may bring a plugin of that name. So
    are `[cinder]`, `[manila]`, `[vendordata_dynamic_auth]` and `[barbican_service_user]`, as Nova
    works without these for users that bring their own token, and from 2024.1 on `[ironic]` for
    nova-api, which lists nodes by it.

    ## Why it matters

    keystoneauth looks the name up among its plugins when the service logs in, and fails with
    NoMatchingPlugin: at the start of nova-api, nova-scheduler and nova-compute, or at each request
    to the other service.

    ## Example

        [neutron]
        auth_type = passwort

    ## Fix safety

    Unsafe: a typo becomes the name that was meant.

    ## Sources

    keystoneauth 5.17.0: keystoneauth1/loading/base.py (`get_plugin_loader`), loading/conf.py, run;
    the plugins of the keystoneauth of each release.
    """
    seen: set[str] = set()
    for group in filed_logins(config):
        known = plugins(config.schema, group.section)
        if group.plugin in known or group.section in seen or placeholder(group.plugin):
            continue
        if not group.login.concerns(deployment):
            continue
        seen.add(group.section)
        right = _meant(group.plugin, known)
        name = as_set(config.setting(group.section, "auth_type"))
        fact, way = _unlike(group, name, right)
        yield finding(
            config,
            group.section,
            "auth_type",
            f"{fact}, so {programs(deployment, group.login.roles)} cannot log in to Keystone;"
            f" {way}",
            *([set_fix(config, group.section, "auth_type", right)] if right else []),
            override=None if right and group.login.vital else Severity.WARNING,
        )


def _meant(plugin: str, known: Collection[str]) -> str:
    """Return the plugin of which a name is a slip, else nothing.

    One that asks no Keystone is meant only by its own name, as `oauth2` is no slip of `noauth`.
    """
    right = next(iter(nearest(plugin, sorted(known), 1)), "")
    alike = plugin.lower() == right or right not in WITHOUT_URL
    return right if right and alike and is_slip(plugin, right) else ""


def _unlike(login: FiledLogin, name: str, right: str) -> tuple[str, str]:
    """Return what is wrong with a plugin, and what to do; `name`: its option, `right`: the meant.

    A name with capital letters is not repeated: with its digit it looks like a password.
    """
    if right and login.plugin.lower() == right:
        fact = "has capital letters, but names of keystoneauth plugins have none"
        return f"{name} {fact}", "write it in lower case"
    fact = f"{name} {shown(login.plugin)} is not a keystoneauth plugin"
    return fact, f"use `{right}`" if right else "correct it unless a package provides this plugin"


@rule("login-section-unknown", theme="api", severity=Severity.ERROR, options=SECTIONS)
def login_section_unknown(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """`auth_section` names a group whose credentials the service cannot read.

    ## What it checks

    `auth_section` of each group with credentials, if the service does not know the `auth_type` of
    the group that it names: names of your own, other spellings, and `keystone_authtoken` on nodes
    with services other than nova-api, the only one that loads keystonemiddleware. `auth_section` in
    `[keystone_authtoken]` itself may name any group, since keystonemiddleware declares it. It is a
    warning in `[cinder]`, `[manila]`, `[vendordata_dynamic_auth]` and `[barbican_service_user]`,
    since Nova works without these for users that bring their own token.

    ## Why it matters

    keystoneauth reads `auth_type` from the group that `auth_section` names, but only a group that
    the service has declared can be read: any other one causes a NoSuchOptError when the service
    authenticates.

    ## Example

        [neutron]
        auth_section = openstack

        [openstack]
        auth_type = password

    ## Fix safety

    Unsafe: a group in upper case that the service knows in lower case is corrected. There is no fix
    for others: remove `auth_section`, which overrides the `auth_type` next to it, and write the
    credentials into the group itself, or name a group with suitable credentials, such as `neutron`.

    ## Sources

    keystoneauth 5.17.0: keystoneauth1/loading/conf.py (`load_from_conf_options`), run with
    nova-compute, nova-scheduler and nova-conductor of 34.0.0, which do not know
    `[keystone_authtoken]`; nova/conf/ of 15.1.5, 17.0.13 and 34.0.0. keystonemiddleware 13.0.1, run
    with a group of another name: keystonemiddleware/auth_token/_opts.py, which is imported once the
    files are read.
    """
    for group, login in logins(config):
        section = partial(config, group, "auth_section")
        if not section or placeholder(section) or group == "keystone_authtoken":
            continue
        lost = without(config, str(section), deployment, login)
        if lost:
            small = str(section).lower()
            meant = "" if without(config, small, deployment, login) else small
            way = f"set it to `{meant}`" if meant else _moved(group)
            yield finding(
                config,
                group,
                "auth_section",
                f"`[{group}] auth_section` names {shown(section)}, a group from which"
                f" {programs(deployment, lost)} cannot read credentials, so logging in to"
                f" Keystone fails; {way}",
                *((set_fix(config, group, "auth_section", meant),) if meant else ()),
                override=None if login.vital else Severity.WARNING,
            )


def _moved(group: str) -> str:
    """Return what to do where a group takes its log-in from one that cannot be read."""
    return f"remove it, and set `auth_type` and the rest of the credentials in `[{group}]`"
