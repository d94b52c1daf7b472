"""Defaults that were written down otherwise and mean the same to Nova, and those of its code."""

from __future__ import annotations

from collections.abc import Mapping

from novalint.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from novalint.schema.options import Name

SAME: Mapping[Name, tuple[object, ...]] = {
    ("DEFAULT", "cpu_allocation_ratio"): (None, 0.0),
    ("DEFAULT", "disk_allocation_ratio"): (None, 0.0),
    ("DEFAULT", "ram_allocation_ratio"): (None, 0.0),
    ("DEFAULT", "transport_url"): (None, "rabbit://"),
    ("api_database", "max_pool_size"): (None, 5),
    ("api", "vendordata_providers"): ((), ("StaticJSON",)),
    ("cache", "memcache_password"): (None, ""),
    ("cache", "memcache_username"): (None, ""),
    ("cache", "password"): (None, ""),
    ("cache", "username"): (None, ""),
    ("key_manager", "backend"): (
        "castellan.key_manager.barbican_key_manager.BarbicanKeyManager",
        "barbican",
    ),
    ("keystone_authtoken", "memcache_password"): (None, ""),
    ("keystone_authtoken", "memcache_username"): (None, ""),
    ("libvirt", "cpu_models"): (None, ()),
    ("oslo_limit", "endpoint_interface"): ("publicURL", "public"),
    ("oslo_messaging_rabbit", "ssl"): (None, False),
    ("xenserver", "image_upload_handler"): ("nova.virt.xenapi.image.glance.GlanceStore", ""),
}
"""Values of an option that Nova takes for the same thing.

Read in nova/api/metadata/base.py (16.1.8, 17.0.13: the static file was served by
`vendordata_driver` before), nova/compute/resource_tracker.py and nova/objects/compute_node.py
(18.3.0, 19.3.2: 0.0 and none both mean the initial ratio), oslo_messaging/transport.py (8.1.4,
9.5.2: `rpc_backend` is `rabbit`), oslo_db/sqlalchemy/engines.py (11.0.0: without a number
SQLAlchemy keeps its 5), oslo_cache/_opts.py and backends (3.5.0, 3.7.1), the entry points of
castellan 0.17.0,
nova/virt/libvirt/driver.py (19.3.2, 20.6.1: only `custom` asks for models),
nova/virt/xenapi/image/utils.py (18.3.0: `image_handler` is GlanceStore by default), and
keystoneauth1/access/service_catalog.py (5.13.1: the ending `URL` is cut off).
"""

IMPLIED: Mapping[Name, object] = {
    ("api_database", "max_overflow"): 10,
    ("libvirt", "rng_dev_path"): "/dev/random",
    ("placement", "valid_interfaces"): ["public"],
}
"""What holds where an older release declares no default: under that value all is as before.

Without `max_overflow` SQLAlchemy allows its own 10 more connections (oslo_db/sqlalchemy/engines.py,
8.5.1, and `QueuePool` of SQLAlchemy 1.3 and 1.4); a random number generator without a path reads
/dev/random (libvirt's documentation of domains; nova/virt/libvirt/config.py, 17.0.13); without
`os_interface`, as `valid_interfaces` was called up to pike, keystoneauth takes the public endpoint
(nova/scheduler/client/report.py of 15.1.5 and 16.1.8; keystoneauth1/identity/base.py,
`get_endpoint_data`).
"""

MEANINGLESS: Mapping[Name, frozenset[str]] = {
    ("DEFAULT", "default_log_levels"): frozenset({"amqplib=WARN", "qpid=WARN"}),
    ("DEFAULT", "non_inheritable_image_properties"): frozenset(
        {
            "img_signature",
            "img_signature_hash_method",
            "img_signature_key_type",
            "img_signature_certificate_uuid",
        }
    ),
}
"""Items of a list that may go and change nothing: logs of libraries that nothing loads, and
properties that the code leaves out by itself since ussuri (nova/compute/utils.py, 21.2.4).
"""

RATIOS: Mapping[str, str] = {
    "cpu_allocation_ratio": "16.0",
    "disk_allocation_ratio": "1.0",
    "ram_allocation_ratio": "1.5",
}
"""What 0.0 stands for up to rocky (nova/objects/compute_node.py, `_from_db_object` of 17.0.13)."""
INITIAL = 19
"""The major version since which the `initial_` options say so instead."""

OF_THE_CODE = frozenset({"capabilities", "logger_name"})
"""Options of the privileged helpers whose default goes with the code that needs it: a user who
sets the old one takes from it what it needs (`PrivContext` of os-brick, os-vif and Nova).
"""

NO_TENANT = 25
"""The major version since which the context of a request has no `tenant` to log, only `project`
(oslo_context/context.py, 3.4.0 and 4.1.0); a hyphen is logged in its place. Both are the same ID.
"""
NAME_CHECKED = 34
"""The major version since which nothing asks whether to check the name in a broker's certificate
(oslo_messaging/_drivers/impl_rabbit.py of 2026.1 and 2026.2).
"""
NAME_OF_BROKER = ("oslo_messaging_rabbit", "ssl_enforce_hostname_verification")
REGION = ("neutron", "region_name")
USER_FORMAT = ("DEFAULT", "logging_user_identity_format")


def is_of_the_code(name: Name) -> bool:
    """Whether an option is one of a privileged helper, whose default is nobody's choice."""
    group, option = name
    return option in OF_THE_CODE and ("priv" in group or group.startswith("vif_plug_"))


def mean_the_same(name: Name, old: object, new: object) -> bool:
    """Whether two defaults of an option, typed or as declared, are one and the same to Nova."""
    same = SAME.get(name, ())
    if _plain(old) in same and _plain(new) in same:
        return True
    if name == USER_FORMAT:
        old, new = (str(default).replace("%(tenant)s", "%(project)s") for default in (old, new))
        return old == new
    less = MEANINGLESS.get(name, frozenset())
    if not less or not isinstance(old, list) or not isinstance(new, list):
        return False
    return [item for item in old if item in new or item not in less] == new


def unset_means(name: Name, major: int) -> str:
    """Return what Nova goes by where an option has no value, or 0.0; empty where nothing does."""
    group, option = name
    if group != "DEFAULT" or option not in RATIOS:
        return ""
    if major < INITIAL:
        return f"0.0 stands for {RATIOS[option]}"
    return f"none and 0.0 stand for the value of initial_{option}"


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def outlived(name: Name, default: object, major: int) -> str:
    """Return why an old default no longer does in a release what it did; empty where it does."""
    if name == REGION:
        return "up to pike `[neutron] url` said where Neutron is, whatever the region"
    if name == NAME_OF_BROKER and major >= NAME_CHECKED:
        return "the name of the broker is checked whatever it says"
    return ""


def as_written(name: Name, default: object, major: int) -> object:
    """Return an old default as it is written in a release, where it does the same."""
    if name == USER_FORMAT and isinstance(default, str) and major >= NO_TENANT:
        return default.replace("%(tenant)s", "%(project)s")
    return default
