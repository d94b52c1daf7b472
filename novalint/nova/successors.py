"""What stands in the place of names that went, or are to go, without a successor in the schemas."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from novalint.annotations import TYPE_CHECKING
from novalint.nova.advice import (
    ADVICE,
    AMQP1,
    APIS,
    BAREMETAL,
    CELLS,
    CLOUDPIPE,
    EXTENSIONS,
    FROM_FILES,
    HARMLESS,
    HYPERV,
    LOGIN,
    NOVA_NETWORK,
    PATCHED,
    PING,
    QUOTAS,
    TOPIC,
    TORRENT,
    XEN,
)
from novalint.nova.advice_before_ocata import BEFORE_OCATA
from novalint.schema.earlier import chain

if TYPE_CHECKING:
    from novalint.schema.options import Name, Schema

GROUPS = {"vif_plug_ovs": "os_vif_ovs", "vif_plug_linux_bridge": "os_vif_linux_bridge"}
"""Groups that never were one, and the one that is meant.

os-vif reads a plugin's options from `os_vif_` and the plugin's name (os_vif/plugin.py, `__init__`);
`vif_plug_ovs` is the name of the Python package, which some deployment tools wrote.
"""

NEEDLESS_GROUPS = {
    "privsep_entrypoint": "remove it, since Nova starts its privileged helper by itself",
    "cell0_database": "remove it, since cell0 is mapped with `nova-manage cell_v2`",
    "paste_deploy": "remove it, since the pipeline is chosen in api-paste.ini",
}
"""Groups that never were one and that deployment tools write all the same, with the way out.

Nova sets the command of its helper itself (nova/cmd/compute.py, `priv_context.init`); the database
of cell0 is in its mapping (nova/cmd/manage.py); `[paste_deploy]` is Glance's.
"""

_HEARTBEATS = ("oslo_messaging_rabbit", "heartbeat_in_pthread")
"""Deprecated in wallaby and xena, where it is true by default (oslo.messaging 12.7.3, 12.9.4)."""
HEARTBEATS_STAY = "set it to false until then, as true, the default, can hang services on eventlet"

MOVED: Mapping[Name, Name] = {
    ("neutron", "url"): ("neutron", "endpoint_override"),
    ("DEFAULT", "default_floating_pool"): ("neutron", "default_floating_pool"),
    ("DEFAULT", "rpc_conn_pool_size"): ("oslo_messaging_rabbit", "rpc_conn_pool_size"),
    ("DEFAULT", "conn_pool_min_size"): ("oslo_messaging_rabbit", "conn_pool_min_size"),
    ("DEFAULT", "conn_pool_ttl"): ("oslo_messaging_rabbit", "conn_pool_ttl"),
    ("placement", "os_region_name"): ("placement", "region_name"),
    ("ironic", "api_endpoint"): ("ironic", "endpoint_override"),
    ("keystone_authtoken", "auth_uri"): ("keystone_authtoken", "www_authenticate_uri"),
    ("neutron", "api_insecure"): ("neutron", "insecure"),
    ("neutron", "ca_certificates_file"): ("neutron", "cafile"),
    ("neutron", "url_timeout"): ("neutron", "timeout"),
    ("cinder", "api_insecure"): ("cinder", "insecure"),
    ("cinder", "ca_certificates_file"): ("cinder", "cafile"),
    ("cinder", "http_timeout"): ("cinder", "timeout"),
    ("DEFAULT", "rabbit_retry_interval"): ("oslo_messaging_rabbit", "rabbit_retry_interval"),
    ("DEFAULT", "fatal_exception_format_errors"): (
        "oslo_versionedobjects",
        "fatal_exception_format_errors",
    ),
}
"""Options whose value another one takes as it is, though in some release no alias says so."""

MOVED_FOR_DRIVER: Mapping[tuple[str, Name], Name] = {
    ("vmwareapi", ("vnc", "keymap")): ("vmware", "vnc_keymap"),
}
"""Options that only one compute driver still reads, under a name of its own: by package and option
(nova/virt/vmwareapi/vm_util.py, 18.3.0 and 22.4.0).
"""

NEUTRON = "move to Neutron, or remove it if the cloud uses Neutron already"
TO_GO: Mapping[str, str] = {
    AMQP1: "remove it, since it is meant for servers",
    APIS: "remove it once the APIs run under a WSGI server",
    BAREMETAL: "choose bare metal by its resource class",
    CELLS: "move to cells v2 with `nova-manage cell_v2`",
    CLOUDPIPE: "do without it, as cloudpipe goes too",
    EXTENSIONS: "do without it, as every extension of the API will be loaded",
    FROM_FILES: "do without it, as images will no longer be copied from Glance's file systems",
    HYPERV: "do without it",
    NOVA_NETWORK: NEUTRON,
    PATCHED: "do without it, as nothing will patch modules of one's choice",
    PING: "do without it, as the API os-fping goes too",
    QUOTAS: NEUTRON,
    TOPIC: "remove it, since every service will have a fixed topic",
    TORRENT: "do without it, as images will always come from Glance",
    XEN: "do without it",
}
"""What to do while a release still has the option, by the phrase for one that went.

What was read in the reasons that Nova and its libraries give there (nova/conf/ of 15.1.5 to
21.2.4; oslo_messaging/_drivers/amqp1_driver/opts.py of ocata).
"""

TO_GO_BY_NAME: Mapping[Name, str] = {
    ("DEFAULT", "default_floating_pool"): NEUTRON,
    ("DEFAULT", "dhcp_domain"): "keep it until train, when it moves to `[api]`",
    ("DEFAULT", "firewall_driver"): NEUTRON,
    ("DEFAULT", "ovs_vsctl_timeout"): NEUTRON,
    ("DEFAULT", "use_neutron"): "remove it once the cloud uses Neutron, as later releases have "
    "nothing else",
    ("api", "auth_strategy"): "remove it, since Keystone will be the only strategy",
    ("api", "hide_server_address_states"): "do without it, as addresses will be shown in any state",
    ("oslo_policy", "enforce_scope"): "remove it, and grant the roles that are missing then, as "
    "scope will always be enforced",
    ("hyperv", "force_volumeutils_v1"): "do without it, as os-win will always use WMI for iSCSI",
    ("matchmaker_redis", "*"): "write it into `[DEFAULT] transport_url`",
    ("scheduler", "query_placement_for_availability_zone"): "do without it: placement is asked by "
    "default, and always from 2023.2 on",
    ("placement", "os_interface"): "set `[placement] valid_interfaces` instead",
    ("trusted_computing", "*"): "do without the TrustedFilter",
    ("upgrade_levels", "consoleauth"): "remove it together with nova-consoleauth",
    ("upgrade_levels", "network"): "remove it together with nova-network",
    ("vnc", "xvpvncproxy_base_url"): "do without nova-xvpvncproxy",
    ("vnc", "xvpvncproxy_host"): "do without nova-xvpvncproxy",
    ("vnc", "xvpvncproxy_port"): "do without nova-xvpvncproxy",
    ("xenserver", "vif_driver"): "remove it once the cloud uses Neutron, as later releases plug "
    "every port into Open vSwitch",
    ("xenserver", "image_upload_handler"): "choose it with `[xenserver] image_handler`",
}
"""The same by option, `*` for a group."""

BROKER = (
    "rabbit_host",
    "rabbit_hosts",
    "rabbit_port",
    "rabbit_userid",
    "rabbit_password",
    "rabbit_virtual_host",
    "rpc_backend",
    "qpid_hostname",
    "qpid_hosts",
    "qpid_port",
    "qpid_username",
    "qpid_password",
    "rpc_zmq_host",
)
DATABASE = ("sql_connection",)
"""Names that told Nova its broker and its database: see `essential`."""


def moved_to(group: str, name: str, schema: Schema) -> Name | None:
    """Return the option that takes the value of another one as it is, where a release has it."""
    to = MOVED.get((group, name))
    return to if to and schema.option(*to) else None


def moved_for_driver(driver: str, group: str, name: str, schema: Schema) -> Name | None:
    """Return the option that takes a value with one compute driver, where a release has it."""
    to = MOVED_FOR_DRIVER.get((driver, (group, name)))
    return to if to and schema.option(*to) else None


def essential(group: str, name: str) -> tuple[Name, ...]:
    """Return the options of which one must be set, where a name that went told Nova as much.

    Without any of them services have no broker, no database or no log-in. Empty for other names.
    """
    if name in BROKER and group in ("DEFAULT", "oslo_messaging_rabbit", "oslo_messaging_qpid"):
        return (("DEFAULT", "transport_url"),)
    if name in DATABASE or (group, name) == ("sql", "connection"):
        return (("database", "connection"),)
    for home, option in ((group, name), *chain(group, name)):
        if phrases().get((home, option), "") == LOGIN:
            return ((home, "auth_url"), (home, "auth_section"))
    return ()


def advice(group: str, name: str, schema: Schema) -> str:
    """Return what to do without an option in a release, an imperative; empty where nobody knows.

    What is not there yet in that release is no advice.
    """
    from novalint.schema.index import place, starred

    option = schema.option(group, name)
    goes = schema.options(group) is None or (option is not None and option.deprecated)
    home = starred(place(group)[0])
    whole = phrases().get((home, "*"), "") if goes else ""
    phrase = phrases().get((home, name), whole)
    if option is not None:
        phrase = _while_there(home, name, phrase)
        if (home, name) == _HEARTBEATS and option.entry.get("default") is True:
            phrase = HEARTBEATS_STAY
    known = all(schema.option(*option) for option in named(phrase))
    return phrase.replace("[DEFAULT] ", "").replace("[{}]", f"[{group}]") if known else ""


def _while_there(group: str, name: str, phrase: str) -> str:
    """Return what to do about an option that a release has and that is to go."""
    by_name = TO_GO_BY_NAME.get((group, name)) or TO_GO_BY_NAME.get((group, "*"))
    return by_name or TO_GO.get(phrase, phrase)


def is_harmless(phrase: str) -> bool:
    """Return whether advice says that nothing is lost without the option."""
    return phrase.startswith("remove it, since") or phrase in HARMLESS


def named(phrase: str) -> list[Name]:
    """Return the options that a phrase names, written `[group] option`."""
    import re

    return re.findall(r"\[(\S+)\] (\w+)", phrase)


@cache
def phrases() -> Mapping[Name, str]:
    """Return all phrases by group and name."""
    return {
        (group, name): phrase
        for table in (BEFORE_OCATA, ADVICE)
        for group, by_names in table.items()
        for names, phrase in by_names.items()
        for name in names.split()
    }
