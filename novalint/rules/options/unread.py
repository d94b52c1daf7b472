"""Assignments that nothing reads: what they were meant to be, what is lost, where they may go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import UnknownValue
from novalint.findings import Fix, Safety, Severity
from novalint.nova.drivers import groups_elsewhere, package
from novalint.nova.lifetimes import Fate, Story, option_story
from novalint.nova.successors import essential
from novalint.records import NamedTuple
from novalint.rules.common.consoles import PROXIES
from novalint.rules.common.database_urls import GROUPS, has_password
from novalint.rules.common.logins import has_login, is_needless
from novalint.rules.common.networks import calls, is_called_on
from novalint.rules.common.places import is_live
from novalint.rules.common.reading import below_swallowed_headers, is_read
from novalint.rules.common.transport import RABBIT
from novalint.rules.common.values_there import can_take, is_default
from novalint.schema.options import load_schema
from novalint.schema.types.boolean import WORDS
from novalint.text.document import normalize_group
from novalint.text.writing import comment_out, move, rename

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.schema.options import Name, Option

VITAL = (
    "auth_type",
    "auth_url",
    "connection",
    "password",
    "project_name",
    "transport_url",
    "username",
)
"""Options without which a service has no broker, no database or no log-in."""
URLS = ("connection", "slave_connection")
"""Options that name a database, in one of its groups."""
BROKER = ("rabbit_host", "rabbit_hosts", "rabbit_password", "rabbit_userid")
"""Options without which it has no broker up to rocky, where no `transport_url` names one."""
NOTIFICATIONS = "oslo_messaging_notifications"
"""The group whose `transport_url` is that of RPC where nothing sets it (oslo.messaging,
notify/notifier.py, `get_notification_transport`).
"""
OPTIONAL_LOGINS = (
    "barbican",
    "barbican_service_user",
    "cinder",
    "cyborg",
    "glance",
    "keystone",
    "manila",
    "oslo_limit",
    "service_user",
    "vendordata_dynamic_auth",
)
"""Groups whose log-in services do without: they use the user's token, or the feature is off."""
GUARDED: Mapping[Name, Name] = {
    ("neutron", "service_metadata_proxy"): ("neutron", "metadata_proxy_shared_secret"),
}
"""Options that rely on another one: the metadata of any server is for whoever asks without it."""


class Unread(NamedTuple):
    """An assignment that nothing reads, its normalized group, and what other releases say.

    In groups that are unknown as well only a name with a present one has a story of its own.
    """

    place: Place
    group: str
    story: Story | None

    @property
    def name(self) -> str:
        """The option's name as written."""
        return self.place.assignment.option


def unread(config: Config, *, of_known_groups: bool = True) -> Iterator[Unread]:
    """Yield the assignments that nothing reads, either in known groups or in all others.

    What a group holds that a value such as `auth_section` names, nobody here can tell.
    """
    usages = [(normalize_group(u.place.assignment.group), u) for u in config.usages]
    unread = [(group, u.place) for group, u in usages if u.option is None and not u.renamed]
    astray = below_swallowed_headers(config) if unread else ()
    unread = [pair for pair in unread if not astray or pair[1] not in astray]
    alive = {group for group, u in usages if u.option is not None or u.renamed} if unread else ()
    for group, place in unread:
        known = group in alive or is_known(config, group)
        hidden = not known and (group in config.named_groups or group in groups_elsewhere(config))
        if known == of_known_groups and not hidden:
            story = _story(group, place.assignment.option, config)
            yield Unread(place, group, story if known or (story and story.names) else None)


def meant_by_unread(config: Config) -> frozenset[Name]:
    """Return the options that lines say under a name which nothing reads any more."""
    lost = (each.story for each in unread(config) if each.story)
    return frozenset(name for story in lost for name in story.names)


def _story(group: str, name: str, config: Config) -> Story | None:
    """Return what became of a name, or of what stands behind the group's name in it."""
    story = option_story(group, name, config.release, config.version)
    if story and story.fate is Fate.OTHERS and not _is_set(config, group, "auth_type"):
        story = story._replace(way="set `auth_type` to one of them, or remove it")
    rest = name.removeprefix(f"{group}_")
    if story or rest == name or is_read(config.schema, group, rest):
        return story
    behind = option_story(group, rest, config.release, config.version)
    return behind._replace(name=name) if behind else None


def is_known(config: Config, group: str) -> bool:
    """Return whether the release reads anything from a group, be it by old names alone."""
    from novalint.schema.history import group_presence

    if config.schema.options(group) is not None:
        return True
    presence = group_presence(group)
    return presence is not None and config.release in presence.releases


def dashed(config: Config, group: str, name: str) -> Name | None:
    """Return the option with underscores, where that is read and the one with dashes never is.

    Of an old name that is the present one. Old names of a log-in's options are read with their
    dashes, once `auth_type` is there.
    """
    right = name.replace("-", "_")
    if right == name or config.schema.renamed(group, name):
        return None
    present = config.schema.renamed(group, right)
    if len(present) == 1 and not config.schema.option(group, right):
        return present[0].group, present[0].name
    return (group, right) if is_read(config.schema, group, right) else None


def useless_database(config: Config, deployment: Deployment, lost: Unread, to: Name | None) -> str:
    """Return what to do with a line that names a database no service of the node uses; else empty.

    nova-compute never uses any, a console proxy not that of the API. Under its right name the line
    would be database-credentials-on-compute.
    """
    needed = essential(lost.group, lost.name) if lost.story else ()
    meant = (*needed, *((to,) if to else ()))
    groups = {group for group, name in meant if group in GROUPS and name in URLS}
    roles = deployment.roles
    if groups and roles == {"compute"}:
        value = lost.place.assignment.value
        leaked = has_password(value, config.release.major)
        change = " and change the password" if leaked else ""
        return f"remove it{change}, since nova-compute uses no database"
    if groups == {"api_database"} and roles and roles <= {"compute", *PROXIES}:
        return "remove it, since no service of this node uses that database"
    return ""


def loss(config: Config, deployment: Deployment, lost: Unread, to: Name | None) -> Severity:
    """Return how bad it is that an assignment is not read; `to` is the option that was meant.

    Where a service has no broker, database or log-in for want of it, that is an error; where an
    effect is lost, a warning. It is info where nothing is lost: the option is set under its present
    name, what read it is gone, or its value is what holds without it (of a name that was one once:
    one that never was is a slip, whatever its value).
    """
    needed = essential(lost.group, lost.name) if lost.story else ()
    if needed:
        former = _former_broker(lost)
        if former and is_default(former, lost.place):
            return Severity.INFO
        return Severity.INFO if any(_is_set(config, *name) for name in needed) else Severity.ERROR
    if is_needless(config, lost.group, lost.name) or (lost.story and lost.story.harmless):
        return Severity.INFO
    option = config.schema.option(*to) if to else _gone_option(lost)
    several = to is not None and option is not None and option.multi
    if to and not several and _is_set(config, *to):
        return Severity.INFO
    if lost.story and option and is_default(option, lost.place):
        return Severity.INFO
    vital = to and _is_vital(config, *to) and _is_asked(config, deployment, to[0])
    return Severity.ERROR if vital else Severity.WARNING


def _is_vital(config: Config, group: str, name: str) -> bool:
    """Return whether a service is without a broker, a database or a log-in that it needs."""
    if name in BROKER:
        return not _is_set(config, "DEFAULT", "transport_url")
    if name not in VITAL or group == NOTIFICATIONS:
        return False
    if group == "ironic":  # the log-in of one driver; where none is set another file may set it
        return package(config) in ("", "ironic")
    used = has_login(config, group) or group in config.named_groups
    return group not in OPTIONAL_LOGINS or used


def _is_asked(config: Config, deployment: Deployment, group: str) -> bool:
    """Return whether the node may ask what a group is about, which no proxy of consoles does.

    A tool may have yet to say which network there is: then it may ask neutron.
    """
    if group in ("DEFAULT", RABBIT, *GROUPS):
        return True
    try:
        called = calls(config, group)
    except UnknownValue:
        called = True
    return called and is_called_on(config, deployment, group)


def _former_broker(lost: Unread) -> Option | None:
    """Return the last option that named a part of the RabbitMQ broker; None for other names.

    Its default still holds where no `transport_url` is set (oslo.messaging, impl_rabbit.py).
    """
    from novalint.schema.history import life

    if not lost.name.startswith(("rabbit_", "rpc_backend")):
        return None
    group = "DEFAULT" if lost.name == "rpc_backend" else "oslo_messaging_rabbit"
    former = life(group, lost.name)
    last = former.option.last if former and former.option else None
    return load_schema(last).option(group, lost.name) if last else None


def _gone_option(lost: Unread) -> Option | None:
    """Return an option as the last release had it that knew it."""
    from novalint.schema.history import life

    option_life = life(lost.group, lost.name)
    if (
        not lost.story
        or lost.story.fate is not Fate.GONE
        or not option_life
        or not option_life.option
    ):
        return None
    return load_schema(option_life.option.last).option(lost.group, lost.name)


def _is_set(config: Config, group: str, name: str) -> bool:
    return config.schema.option(group, name) is not None and bool(
        config.setting(group, name).places
    )


def fixes(config: Config, place: Place, to: Name) -> Iterator[Fix]:
    """Offer to write an assignment under the name that was meant, where that can take its value.

    Never where the option is set already, or where Nova would refuse the value there.
    """
    group, name = to
    document, assignment = place
    option = config.schema.option(group, name)
    if (
        option is None
        or not can_take(option, place, config)
        or _names_itself(assignment.value, name)
        or _opens(config, assignment.value, to)
    ):
        return
    if is_live(document, group, name) and not option.multi:
        return
    if not option.multi and config.setting(group, name).places:
        return
    if normalize_group(assignment.group) == group:
        patch, title = rename(document, assignment, name), f"Rename it to {name}"
    else:
        patch, title = move(document, assignment, group, name), f"Move it to [{group}] {name}"
    yield Fix(title, patch, Safety.UNSAFE)


def without(place: Place, way: str) -> tuple[Fix, ...]:
    """Offer to comment an assignment out where that is all the `way` out asks for."""
    is_all = way == "remove it" or way.startswith(("remove it, since", "remove it, as"))
    if not is_all or "no service of this node" in way:  # a node may get another role
        return ()
    patch = comment_out(place.document, [place.assignment])
    return (Fix(f"Comment out {place.assignment.option}", patch, Safety.UNSAFE),) if patch else ()


def _opens(config: Config, value: str, to: Name) -> bool:
    """Return whether an option would let anybody in, since what guards it is not set yet."""
    guard = GUARDED.get(to)
    is_on = WORDS.get(value.lower(), True)
    return guard is not None and is_on and not _is_set(config, *guard)


def _names_itself(value: str, name: str) -> bool:
    """Return whether a value refers to the very option that it would be that of."""
    return f"${name}" in value or f".{name}}}" in value or f"${{{name}}}" in value


def overriding(config: Config, lost: Unread, to: Name | None) -> Place | None:
    """Return the last line of the same name that nothing reads, if that is another one.

    It is what would count under the right name, of an option that takes one value.
    """
    option = config.schema.option(*to) if to else None
    if option is None or option.multi:
        return None
    last = config.derived(_last_unread).get((lost.group, lost.name))
    return None if last == lost.place else last


def _last_unread(config: Config) -> dict[Name, Place]:
    """Return the last line of each name that nothing reads."""
    usages = (usage for usage in config.usages if usage.option is None)
    assignments = ((usage.place, usage.place.assignment) for usage in usages)
    return {(normalize_group(one.group), one.option): place for place, one in assignments}


def is_shapeless_group(config: Config, lost: Unread) -> bool:
    """Whether a name is a group's, below which OpenStack-Ansible finds no options: no mapping.

    It then takes the group for an option of `[DEFAULT]` (openstack.config_template,
    `return_config_overrides_ini`).
    """
    host = lost.place.document.host
    if host is None or host.embedded.form != "openstack-ansible" or lost.group != "DEFAULT":
        return False
    return lost.name == "DEFAULT" or config.schema.options(lost.name) is not None


def shapeless(lost: Unread) -> tuple[str, str]:
    """Return the fact and the way out of such a group."""
    return (
        f"`{lost.name}` is a group without options below it, so nothing in it is set",
        f"write `{lost.name}:` and each option below it as `NAME: VALUE`",
    )
