"""What a name that no release reads in a group was meant to be within that very group."""

from __future__ import annotations

from functools import lru_cache

from novalint.annotations import TYPE_CHECKING
from novalint.nearest import SLIPS, nearest, slips

if TYPE_CHECKING:
    from collections.abc import Iterable

    from novalint.schema.options import Name, Schema

_SYNONYMS = {
    "region_name": "os_region_name region",
    "os_region_name": "region_name region",
    "valid_interfaces": "interface endpoint_type os_endpoint_type os_interface",
    "barbican_endpoint_type": "interface valid_interfaces",
    "endpoint_override": "url endpoint api_endpoint endpoint_url api_url",
    "auth_url": "auth_uri auth_endpoint identity_uri admin_auth_url admin_url os_auth_url"
    " keystone_url",
    "auth_type": "auth_plugin",
    "username": "admin_user admin_username user user_name os_username",
    "password": "admin_password os_password passwd",
    "project_name": "admin_tenant_name tenant_name tenant project os_tenant_name os_project_name",
    "insecure": "api_insecure",
    "cafile": "ca_file ca_cert ca_certificates_file",
    "timeout": "url_timeout http_timeout",
    "use_syslog": "syslog",
    "http_retries": "num_retries retries",
    "connection": "url connection_url connection_string database_url db_url",
    "lock_path": "lock_dir lock_directory lockdir",
    "memcache_servers": "memcached_servers",
    "memcached_servers": "memcache_servers",
}
"""Options by the words that other groups, other services and older releases have for them."""

_BEGINNINGS = {"oslo_messaging_rabbit": ("rabbit_", "amqp_", "kombu_")}
"""How names of a group begin, where that is not with the group's own name."""

MOST_LONGER = 3
"""How many options may begin with a name that could be any of them."""

_CINDER = ("endpoint_type", "interface", "service_name", "service_type", "valid_interfaces")
_OTHERWISE = {
    ("cinder", name): "write it into `catalog_info` as `type:name:interface`" for name in _CINDER
}
"""What no option of a group has a value of its own for, and how it is said there."""


def otherwise(group: str, name: str) -> str:
    """Return how a group says what a name was to say, an imperative; empty where that is unknown.

    nova/volume/cinder.py takes the service and its interface from `[cinder] catalog_info`.
    """
    return _OTHERWISE.get((group, name), "")


def own_name(group: str, name: str, schema: Schema) -> str:
    """Return the option of a group that a name stands for; empty where none is sure enough.

    That is a name with a slip of one or two letters, unless it is as near to another option; one
    with a blank, another word for the same thing, the name with the group before it or without it,
    the same words in another order, or a name that the option once had elsewhere, or its end:
    `default_filters` in `[filter_scheduler]`, once `scheduler_default_filters` of `[DEFAULT]`.
    """
    options = schema.options(group) or {}
    plain = name.lower().replace(" ", "").replace("-", "_")
    for option, words in _SYNONYMS.items():
        if name in words.split() and option in options:
            return option
    near = _mistyped(plain, options)
    if len(near) == 1:
        return near[0]
    rest = plain.removeprefix(f"{group}_")
    if rest != plain and rest in options:
        return rest
    for beginning in _BEGINNINGS.get(group, (f"{group}_",)):
        if beginning + plain in options:
            return beginning + plain
    own = sorted(plain.split("_"))
    turned = [option for option in options if sorted(option.split("_")) == own]
    if len(turned) == 1:
        return turned[0]
    return _once_called(group, plain, schema) if "_" in plain else ""


def alike(group: str, name: str, schema: Schema) -> list[str]:
    """Return the options of a group that a name may mean: those most like it, else longer ones.

    These are named where a few alone go on behind the words of the name, as `cross_az_attach`.
    """
    options = schema.options(group) or {}
    longer = [option for option in options if option.startswith(f"{name.lower()}_")]
    return nearest(name, options) or (longer if len(longer) <= MOST_LONGER else [])


def _mistyped(name: str, options: Iterable[str]) -> list[str]:
    """Return the options that a name is with the fewest slips: `cpu_modes` is as near to two."""
    counts = {option: slips(name, option) for option in nearest(name, options)}
    fewest = min(counts.values(), default=SLIPS + 1)
    return [option for option, count in counts.items() if count == fewest <= SLIPS]


def _once_called(group: str, name: str, schema: Schema) -> str:
    """Return the one option of a group with an old name that is a name, or else ends in it."""
    olds = _old_names(group, schema)
    options = {option for option, old in olds if old == name}
    options = options or {option for option, old in olds if old.endswith(f"_{name}")}
    return options.pop() if len(options) == 1 else ""


@lru_cache(maxsize=128)
def _old_names(group: str, schema: Schema) -> tuple[tuple[str, str], ...]:
    """Return the options of a group, each with each of the old names it had in any release."""
    from novalint.schema.history import life

    lives = [(option, life(group, option)) for option in schema.options(group) or ()]
    return tuple(
        (name, old.name)
        for name, option_life in lives
        if option_life
        for old in option_life.old_names
    )


def within_name(group: str, name: str, schema: Schema) -> Name | None:
    """Return the option of another group whose group a name starts with.

    In `[DEFAULT]` only, where `vnc_server_listen` and `conductor workers` mean options of `[vnc]`
    and `[conductor]`.
    """
    plain = name.lower().replace(" ", "_")
    for other in schema.groups if group == "DEFAULT" else ():
        rest = plain.removeprefix(f"{other}_")
        if rest != plain and rest in (schema.options(other) or {}):
            return other, rest
    return None
