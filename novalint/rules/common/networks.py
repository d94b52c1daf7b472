"""Which other services Nova calls, and from where: neutron not beside a network of its own."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.rules.common.logins import partial
from novalint.rules.declaration import NOVA_NETWORK

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

CHOICE = "DEFAULT.use_neutron"
"""What chooses, as a rule declares it."""
TOKENS = "keystone_authtoken"
STRATEGY = ("api", "auth_strategy")
_SERVICES = ("api", "metadata", "compute", "conductor", "scheduler")
_OF_SERVERS = ("api", "compute", "conductor")
_CALLERS = {
    **dict.fromkeys(("cinder", "cyborg", "glance", "manila"), _OF_SERVERS),
    "keystone": ("api",),
    "oslo_limit": _OF_SERVERS,
    "placement": (*_OF_SERVERS, "scheduler"),
    "vendordata_dynamic_auth": ("api", "metadata", "compute"),
}
"""The services that call another one by a group, where not all but the proxies of consoles do.

Others may import its client (nova/volume/cinder.py, nova/image/glance.py, nova/share/manila.py,
nova/accelerator/cyborg.py and nova/scheduler/client/report.py of 31.3.1) and never use it. By
[keystone] nothing but the API checks projects (nova/api/openstack/identity.py, 16.1.8 to 34.0.0).
"""

_ROUTED = 23
"""The first major version whose scheduler asks neutron (nova/scheduler/request_filter.py)."""


def is_called_on(config: Config, deployment: Deployment, group: str) -> bool:
    """Return whether a service of the node may call the one that a group is about."""
    roles = callers(group, config.release.major)
    return any(deployment.plays(role) is not False for role in roles)


def callers(group: str, major: int) -> tuple[str, ...]:
    """Return the roles whose services may call the one that a group is about."""
    if group == "neutron" and major < _ROUTED:
        return tuple(role for role in _SERVICES if role != "scheduler")
    return _CALLERS.get(group, _SERVICES)


def calls(config: Config, group: str) -> bool:
    """Return whether Nova calls the service that a group is about: not always, for some.

    With noauth2 (up to 2025.1) the pipeline of the API has no filter that checks tokens
    (`pipeline_factory_v21` in nova/api/auth.py); where a tool fills the strategy in, it is none for
    tests. Raises UnknownValue where it is not known here whether there is a nova-network.
    """
    if group == TOKENS:
        return partial(config, *STRATEGY) != "noauth2"
    if group != "neutron" or config.release.major > NOVA_NETWORK:
        return True
    return config.value("DEFAULT", "use_neutron") is not False
