"""Names that nobody reads: oslo.config ignores them without a word."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Finding, Note, Severity
from novalint.nova.drivers import GROUPS, package
from novalint.nova.own_names import alike, otherwise, own_name, within_name
from novalint.records import replace
from novalint.rules.common.logins import is_needless
from novalint.rules.common.places import at, is_of_others
from novalint.rules.common.values_there import can_take
from novalint.rules.declaration import is_read_on_node, rule
from novalint.rules.options.unread import (
    Unread,
    dashed,
    fixes,
    is_shapeless_group,
    loss,
    overriding,
    shapeless,
    unread,
    useless_database,
    without,
)
from novalint.wording import listed, option_name, visible

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Fix
    from novalint.schema.options import Name

TOO_COMMON = 3
"""A name that more groups have, such as `auth_url`, does not say where it belongs."""

_GENERAL = (
    "api_servers",
    "auth_endpoint",
    "auth_uri",
    "auth_version",
    "catalog_info",
    "endpoint_override",
    "endpoint_template",
    "num_retries",
    "project_id",
    "region_name",
    "user_id",
)
"""Names of several words that many a service could have, though one group alone has them."""


NAMESAKES = {
    ("oslo_messaging_rabbit", "transport_url"): "DEFAULT",
    ("notifications", "transport_url"): "oslo_messaging_notifications",
}
"""Which of several options of one name a group means: that of the same broker or notifications."""


@rule("unknown-option", theme="options", severity=Severity.WARNING, sign="other name")
def unknown_option(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An option is set that nothing in Nova reads.

    ## What it checks

    Names in known groups that are no current and no old name of an option of the release, that no
    other group has either (see misplaced-option), and that are no dashed spelling of one (see
    dashed-option). Where another release reads the very name in the very group, even one from
    before ocata or a later stable update, the finding says when it was removed or when it will
    arrive, and what replaced it, or what applies now that it is ignored, as far as that is known.
    Otherwise the name may be one of the group's own with a typo, a blank or the group before it,
    the first words of one, another word for one, as `memcached_servers` is for `memcache_servers`,
    or a name that it once had in another group, as `[api] osapi_max_limit`.

    How bad it is follows from what is lost. Without a broker, a database or credentials that the
    line was to name, it is an error; where an effect is lost, a warning. It is info where nothing
    is: the value is what holds without the line, the option is set under its present name as well,
    what read it is gone, it is one that credentials do not need, or roles are given and no service
    of the node reads the option that was meant, or would use the database that it names.

    ## Why it matters

    oslo.config ignores names that no code asks for, without a message: a misspelt option leaves the
    default in force, and the file looks right.

    ## Example

        [DEFAULT]
        vif_plugging_if_fatal = false

    The option is called `vif_plugging_is_fatal`.

    ## Fix safety

    Unsafe: the line gets the name that was meant, or that the option has today, so that the value
    comes into effect; one that nothing takes the place of is commented out, which changes nothing
    that Nova reads, but perhaps what another program or an older release does. There is no fix
    where that name is set already, where Nova would refuse the value, where filters are listed that
    are gone, where the node would get the credentials of a database that none of its services uses
    or an option of another group that none of them reads, and for a name that is merely alike: it
    may be another option's.

    ## Sources

    The schemas of all releases, made from the real packages, and the tags of Nova and its libraries
    before ocata: see schemas/README.md. What took the place of options without an alias was read in
    Nova, oslo.messaging, oslo.db, oslo.middleware, oslo.policy, keystonemiddleware and os-vif: in
    the last release with the option and in the first one without it. That unknown names pass in
    silence was tried with oslo.config 10.7.0.
    """
    for known in (True, False):
        for lost in unread(config, of_known_groups=known):
            if lost.story:
                names = lost.story.names
                to = names[0] if len(names) == 1 else None
                yield from _told(config, deployment, lost, to, lost.story.fact, lost.story.way)
            elif known and not dashed(config, lost.group, lost.name):
                yield from _never_known(config, deployment, lost)


def _never_known(config: Config, deployment: Deployment, lost: Unread) -> Iterator[Finding]:
    """Tell of a name that no release reads in its group, unless it is misplaced."""
    if is_shapeless_group(config, lost):
        yield from _told(config, deployment, lost, None, *shapeless(lost))
        return
    own = own_name(lost.group, lost.name, config.schema)
    if not own and _elsewhere(config, lost):
        return  # misplaced-option tells of it
    name = option_name(lost.group, lost.name)
    near = [] if own else alike(lost.group, lost.name, config.schema)
    way = f"rename it to `{own}`" if own else otherwise(lost.group, lost.name)
    if own and _refuses(config, lost, own):
        way += " with another value, as that refuses this one"
    if not way and near:
        way = f"use {listed(near)} if that is meant"
    way = way or _without_likeness(config, lost)
    fact = f"{name} is not an option of Nova {config.release}"
    yield from _told(config, deployment, lost, (lost.group, own) if own else None, fact, way)


def _without_likeness(config: Config, lost: Unread) -> str:
    """Return what to do with a name that is like none of its group's.

    One that many groups have most likely lost its header: `#[keystone_authtoken]`.
    """
    if is_needless(config, lost.group, lost.name):
        return "remove it"
    if len(config.schema.groups_with(lost.name)) > TOO_COMMON:
        return "move it to the group that it is meant for, or remove it"
    return "remove it unless something other than Nova reads it"


def _told(
    config: Config, deployment: Deployment, lost: Unread, to: Name | None, fact: str, way: str
) -> Iterator[Finding]:
    """Yield a finding about a line, but for one that says no more than that nothing here needs it.

    Where others read the file too, they may need the line, and are told of it.
    """
    found = _finding(config, deployment, lost, to, fact, way)
    if found.fixes:
        yield found
    elif not is_of_others(config, lost.place):
        yield replace(found, fixes=without(lost.place, found.message.partition("; ")[2]))
    elif found.override is not Severity.INFO:
        yield found


def _finding(
    config: Config, deployment: Deployment, lost: Unread, to: Name | None, fact: str, way: str
) -> Finding:
    """Make a finding about a line; `to` is the option that was meant, or stands in its place."""
    set_at, severity = _already_set(config, to), loss(config, deployment, lost, to)
    again = overriding(config, lost, to)
    useless = useless_database(config, deployment, lost, to)
    if not useless and not again and not set_at:
        useless = _unread_there(config, deployment, lost, to)
    if useless:
        way, severity = useless, Severity.INFO
    elif again:
        way, severity, set_at = "remove it, since a later line sets it again", Severity.INFO, again
    elif to and set_at:
        way = f"remove it, since {option_name(*to)} is set"
    elif _is_for_others(config, deployment, lost, to):
        way += ", although no service of this node reads that"
        severity = Severity.INFO
    return Finding(
        f"{fact}; {way}",
        at(lost.place),
        lost.group,
        lost.name,
        () if useless or again else _written_as(config, lost, to),
        (Note("that option is set here", at(set_at)),) if set_at else (),
        severity,
    )


def _unread_there(config: Config, deployment: Deployment, lost: Unread, to: Name | None) -> str:
    """Say that a line which belongs into another group is not read there either; else empty."""
    if not to or to[0] == lost.group or not _is_for_others(config, deployment, lost, to):
        return ""
    return f"remove it, as no service of this node reads {option_name(*to)} either"


def _is_for_others(config: Config, deployment: Deployment, lost: Unread, to: Name | None) -> bool:
    """Return whether no service of the node reads what was meant, as far as roles are told."""
    meant = (to,) if to else lost.story.names if lost.story else ()
    return bool(meant) and not any(is_read_on_node(config, deployment, *name) for name in meant)


def _written_as(config: Config, lost: Unread, to: Name | None) -> tuple[Fix, ...]:
    return tuple(fixes(config, lost.place, to)) if to else ()


def _refuses(config: Config, lost: Unread, own: str) -> bool:
    """Return whether an option cannot take the value of a line that was meant for it."""
    option, text = config.schema.option(lost.group, own), lost.place.assignment.value
    is_plain = not (option is None or option.secret or "$" in text or placeholder(text))
    return is_plain and option is not None and not can_take(option, lost.place, config)


def _already_set(config: Config, to: Name | None) -> Place | None:
    """Return where the option that is meant is set, if it takes one value."""
    option = config.schema.option(*to) if to else None
    places = config.setting(*to).places if to and option and not option.multi else ()
    return places[-1] if places else None


@rule("misplaced-option", theme="options", severity=Severity.WARNING, sign="other name")
def misplaced_option(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An option is set in a group that does not have it, although another group does.

    ## What it checks

    Names that the group does not know in any release, and that are no typo or other word for one of
    its own (see unknown-option), but that one to three other groups have in this release, or more
    with `[DEFAULT]` among them, as `debug`. In `[DEFAULT]` also names that begin with their group,
    such as `vnc_server_listen`. It is an error where it is sure which option is meant, and services
    have no broker, database or credentials for want of it; info where that option, or a later line
    of the same name, is set.

    ## Why it matters

    oslo.config looks for an option in its own group only. In the wrong one it is ignored without a
    message, and the default stays in force.

    ## Example

        [libvirt]
        vif_plugging_is_fatal = false

    The option belongs in `[DEFAULT]`.

    ## Fix safety

    Unsafe: where one group alone has a name of several words, and that group or the one it is in is
    `[DEFAULT]`, the line moves there with the comment lines touching it, so the value comes into
    effect. An option of one service is never moved to another service's group: a namesake is
    another option; nor is one where roles are given of which none reads it, or whose group is that
    of another driver than `compute_driver` (libvirt, if none is named). Of several lines of one
    name the last moves, as it would count; those of an option that takes several values all do.

    ## Sources

    The release schemas, made from the real packages: see schemas/README.md.
    """
    for lost in unread(config):
        if lost.story or dashed(config, lost.group, lost.name):
            continue
        groups = _elsewhere(config, lost)
        if not groups or own_name(lost.group, lost.name, config.schema):
            continue
        to = within_name(lost.group, lost.name, config.schema) or (groups[0], lost.name)
        sure = len(groups) == 1 and _is_sure(lost, to) and _may_be_read(config, to[0])
        where = " or ".join(f"`[{group}]`" for group in groups)
        target = f"`[{to[0]}]`" if to[1] == lost.name else option_name(*to)
        way = f"move it to {target}" if sure else f"check whether {where} is meant"
        fact = f"{option_name(lost.group, visible(lost.name))} belongs to another group"
        yield from _told(config, deployment, lost, to if sure else None, fact, way)


def _is_sure(lost: Unread, to: Name) -> bool:
    """Return whether a name of one other group is that option, and not a namesake's."""
    if to[1] != lost.name:
        return True  # the name itself says the group
    return "DEFAULT" in (lost.group, to[0]) and "_" in lost.name and lost.name not in _GENERAL


def _may_be_read(config: Config, group: str) -> bool:
    """Return whether a group is not that of another driver than the one that files choose."""
    return GROUPS.get(group) in (None, package(config) or "libvirt")


def _elsewhere(config: Config, lost: Unread) -> tuple[str, ...]:
    """Return the other groups that a name may be meant for; none where it is too common."""
    within = within_name(lost.group, lost.name, config.schema)
    if within:
        return (within[0],)
    if is_needless(config, lost.group, lost.name) or otherwise(lost.group, lost.name):
        return ()
    groups = tuple(group for group in config.schema.groups_with(lost.name) if group != lost.group)
    if (namesake := NAMESAKES.get((lost.group, lost.name))) in groups:
        return (namesake,)
    if len(groups) > TOO_COMMON:  # such as `debug`, put below whatever header is the last one
        return ("DEFAULT",) if "DEFAULT" in groups else ()
    return groups


@rule("dashed-option", theme="options", severity=Severity.WARNING, sign="other name")
def dashed_option(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An option is written with dashes instead of underscores, so nothing reads it.

    ## What it checks

    Names with `-` that the group knows with `_`. It is an error where services have no broker,
    database or credentials for want of it.

    ## Why it matters

    Dashes belong to the command line. In a file oslo.config looks for the name with underscores
    only and ignores the other one without a message. (The exception are old names of credential
    options, which keystoneauth itself declares with a dash, `user-name`: those are read.)

    ## Example

        [DEFAULT]
        log-dir = /var/log/nova

    ## Fix safety

    Unsafe: the name gets its underscores, or is moved where the option stands today, and the value
    comes into effect. There is no fix where Nova would refuse the value, or the option is set.

    ## Sources

    oslo.config 10.7.0, oslo_config/cfg.py (`Opt._get_from_namespace` asks for `dest`);
    keystoneauth1 5.17.0, keystoneauth1/loading/opts.py (`Opt`: deprecated names as declared).
    """
    for lost in unread(config):
        right = dashed(config, lost.group, lost.name)
        if right:
            fact = f"{option_name(lost.group, lost.name)} is not read with dashes in a file"
            here = right[0] == lost.group
            way = f"rename it to `{right[1]}`" if here else f"move it to {option_name(*right)}"
            yield from _told(config, deployment, lost, right, fact, way)
