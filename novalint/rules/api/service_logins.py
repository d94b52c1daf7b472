"""The groups that hold a log-in to Keystone: who uses them, and what the files set in them."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.nova.keystoneauth import WITHOUT_URL
from novalint.records import NamedTuple
from novalint.rules.common.absence import knows
from novalint.rules.common.logins import partial
from novalint.rules.common.networks import is_called_on
from novalint.wording import in_turn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.config.model import Config
    from novalint.deployment import Deployment


class ServiceLogin(NamedTuple):
    """Who logs in with a group, and whether a service fails at its work without.

    `asked` is an option that must have one of the values `when` for the group to be used at all.
    """

    roles: tuple[str, ...]
    vital: bool = True
    asked: tuple[str, str] | None = None
    when: tuple[object, ...] = (True,)

    def concerns(self, deployment: Deployment) -> bool:
        """Return whether a node has a service that logs in with the group, as far as is told."""
        return any(deployment.plays(role) is not False for role in self.roles)

    def is_used(self, config: Config) -> bool:
        """Return whether the files make a service log in with the group at all."""
        if self.asked is None or config.schema.option(*self.asked) is None:
            return True
        return partial(config, *self.asked) in self.when

    def may_be_used(self, config: Config) -> bool:
        """Return whether that is so, or may be by what another file says or a tool fills in."""
        if self.asked is None or self.is_used(config):
            return True
        setting = config.setting(*self.asked)
        return setting.unknown is not None or not knows(config, self.asked)


ROUTED = ("scheduler", "query_placement_for_routed_network_aggregates")
"""What makes nova-scheduler ask neutron for the segments of networks."""

LOGINS = {
    "keystone_authtoken": ServiceLogin(
        ("api",), asked=("api", "auth_strategy"), when=("keystone",)
    ),
    "placement": ServiceLogin(("compute", "scheduler", "conductor", "api")),
    "neutron": ServiceLogin(
        ("compute", "api", "conductor", "metadata"), asked=("DEFAULT", "use_neutron")
    ),
    "service_user": ServiceLogin(
        ("compute", "api", "conductor"), asked=("service_user", "send_service_user_token")
    ),
    "oslo_limit": ServiceLogin(
        ("api", "conductor"), asked=("quota", "driver"), when=("nova.quota.UnifiedLimitsDriver",)
    ),
    "ironic": ServiceLogin(
        ("compute",),
        asked=("DEFAULT", "compute_driver"),
        when=("ironic.IronicDriver", "ironic.driver.IronicDriver"),
    ),
    "cinder": ServiceLogin(("compute",), vital=False),
    "manila": ServiceLogin(("compute",), vital=False),
    "vendordata_dynamic_auth": ServiceLogin(("metadata", "compute"), vital=False),
    "barbican_service_user": ServiceLogin(
        ("compute", "api"), vital=False, asked=("barbican", "send_service_user_token")
    ),
}
"""The groups whose log-in is loaded by keystoneauth, with the services that use it.

Read in nova 15.1.5, 17.0.13 and 34.0.0: `load_auth_from_conf_options` and its callers. [cinder] and
[manila] are for tasks without a user's token, and `key_manager` has an auth_type of another kind.
"""

PROXYING = 29
"""The major version since which nova-api too logs in by [ironic], to list its nodes as of old
(nova/api/openstack/compute/baremetal_nodes.py of 28.3.1 and 29.4.0)."""
PROXY = ServiceLogin(("api",), vital=False)

_ASKED = tuple(".".join(login.asked) for login in LOGINS.values() if login.asked)

SECTIONS = (*(f"{group}.auth_section" for group in LOGINS), *_ASKED, ".".join(ROUTED))
KINDS = (*SECTIONS, *(f"{group}.auth_type" for group in LOGINS))
OPTIONS = (*KINDS, *(f"{group}.auth_url" for group in LOGINS))
"""What is read of the groups, beside what a log-in of its kind needs."""

NOT_LOADED = {"keystone_authtoken": ("api",)}
"""Groups whose auth_type only these services know: keystonemiddleware declares it, not Nova."""


_SERVICES = {"metadata": "the metadata service"}


class FiledLogin(NamedTuple):
    """A log-in that the files hold: the group that uses it, and the one in which it stands.

    `plugin` is its auth_type.
    """

    group: str
    section: str
    plugin: str
    login: ServiceLogin


def logins(config: Config) -> Iterator[tuple[str, ServiceLogin]]:
    """Return the groups with log-ins that services use, as the files say."""
    return ((group, login) for group, login in _every(config) if login.is_used(config))


def _every(config: Config) -> Iterator[tuple[str, ServiceLogin]]:
    """Yield each group of LOGINS, with nova-scheduler among neutron's users where it is one."""
    for group, login in LOGINS.items():
        asks = group == "neutron" and partial(config, *ROUTED) is True
        yield group, login._replace(roles=(*login.roles, "scheduler")) if asks else login


def filed_logins(config: Config) -> Iterator[FiledLogin]:
    """Yield the log-ins that the files hold, but for those that no service uses.

    Where two use one group, the one that fails without comes first.
    """
    for group, login in (*logins(config), *_proxies(config)):
        section = str(partial(config, group, "auth_section") or group)
        plugin = partial(config, section, "auth_type")
        if plugin:
            yield FiledLogin(group, section, str(plugin), login)


def _proxies(config: Config) -> list[tuple[str, ServiceLogin]]:
    """Return the log-in by which nova-api lists the nodes of Ironic, if its release has one."""
    return [("ironic", PROXY)] if config.release.major >= PROXYING else []


def users(config: Config, section: str, deployment: Deployment) -> list[ServiceLogin]:
    """Return the log-ins of the node that ask Keystone by what stands in a group, or may do so.

    None where its auth_type is one that does not ask Keystone.
    """
    if partial(config, section, "auth_type") in WITHOUT_URL:
        return []
    return [
        login
        for group, login in (*_every(config), *_proxies(config))
        if section == (partial(config, group, "auth_section") or group)
        and login.may_be_used(config)
        and login.concerns(deployment)
    ]


def is_asked(config: Config, group: str, deployment: Deployment) -> bool:
    """Return whether a service of the node may send requests to the service of a group.

    Whoever asks Ironic, limits, neutron and placement logs in by their group. nova-api asks Ironic
    for its nodes whatever the driver.
    """
    if group not in ("ironic", "oslo_limit", "neutron", "placement"):
        return is_called_on(config, deployment, group)
    login = dict(_every(config))[group]
    proxied = group == "ironic" and deployment.plays("api") is not False
    return proxied or (login.concerns(deployment) and login.may_be_used(config))


def set_options(config: Config, section: str) -> frozenset[str]:
    """Return the options of a group that the files set to anything, known here or not.

    With them are those whose values cannot be read, of which another rule tells, and those of
    branches that a template may choose beside the chosen ones.
    """
    settings = (
        each for each in config.settings if each.group == section and (each.partial or each.fault)
    )
    doubtful = (
        name for layer in config.layers for group, name in layer.doubtful if group == section
    )
    return frozenset((*(setting.name for setting in settings), *doubtful))


def programs(deployment: Deployment, roles: tuple[str, ...]) -> str:
    """Return the services of roles that a node plays in words; all of them where none is told."""
    played = [role for role in roles if deployment.plays(role) is not False]
    return in_turn(_SERVICES.get(role, f"nova-{role}") for role in played)


def without(
    config: Config, section: str, deployment: Deployment, login: ServiceLogin
) -> tuple[str, ...]:
    """Return the roles of the node whose services do not know a group as one with a log-in.

    All roles where no service does; where the node's are not told, none can be said to lack it.
    """
    concerned = [role for role in login.roles if deployment.plays(role) is not False]
    if section.lower() != section or config.schema.option(section, "auth_type") is None:
        return tuple(concerned)
    only = NOT_LOADED.get(section, login.roles)
    return tuple(role for role in concerned if deployment.plays(role) and role not in only)
