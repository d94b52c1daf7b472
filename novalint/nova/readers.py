"""Whom the defaults of options concern, where the schemas name more services than use them.

A schema names whoever loads the code that reads an option, be that code run or not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from novalint.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from novalint.schema.options import Name, Option

ONLY: Mapping[Name, tuple[str, ...]] = {
    ("DEFAULT", "graceful_shutdown_timeout"): ("compute", "conductor", "scheduler"),
    ("scheduler", "max_placement_results"): ("scheduler",),
}
"""The roles that an option is for. Others make such a request as well, and ask placement for no
hosts by it (nova/scheduler/utils.py of 17.0.13 and on). A web server stops the APIs by itself,
where they only read how long a service has (nova/api/openstack/wsgi_app.py, 33.0.2).
"""
PROXIES = frozenset({"novncproxy", "spicehtml5proxy", "serialproxy"})
CLIENTS = frozenset(
    {"barbican", "cinder", "cyborg", "glance", "ironic", "key_manager", "neutron", "placement"}
)
"""Groups for the clients of other services. A console proxy asks nova-compute, nova-consoleauth or
the database, and no other service (nova/console/websocketproxy.py of 15.1.5 to 34.0.0).
"""


def concerned(option: Option) -> Sequence[str] | None:
    """Return the roles that an option concerns; nothing where nobody knows."""
    readers: Sequence[str] | None = option.facts.get("read_by")
    readers = ONLY.get((option.group, option.name), readers)
    if readers is None or option.group not in CLIENTS:
        return readers
    return tuple(role for role in readers if role not in PROXIES)


def services(option: Option) -> tuple[str, ...]:
    """Return the services that an option concerns, as `Option.readers` names them."""
    told = ONLY.get((option.group, option.name))
    return option.readers if told is None else tuple(f"nova-{role}" for role in told)
