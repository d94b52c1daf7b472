"""The services that add to the metadata of servers."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.records import NamedTuple

if TYPE_CHECKING:
    from novalint.config.model import Config

TARGETS = "vendordata_dynamic_targets"
PROVIDERS = "vendordata_providers"
DYNAMIC = "DynamicJSON"
"""The provider that asks the targets."""


class Vendordata(NamedTuple):
    """The providers of data, and the targets (`name@url`) that the dynamic one asks."""

    providers: list[str]
    targets: list[str]


def vendordata(config: Config) -> Vendordata:
    """Return both lists as far as they are known, empty where Nova could not read one."""
    return Vendordata(*(list(config.items("api", name) or ()) for name in (PROVIDERS, TARGETS)))


def names_targets(config: Config) -> bool:
    """Return whether there is a target, the host of which a tool may have yet to write."""
    return has_named_target(config) or bool(items(config, TARGETS))


def has_named_target(config: Config) -> bool:
    """Return whether there is a target with a name, which is asked, whatever its host may be."""
    known = config.setting("api", TARGETS).partial
    named = (str(item).partition("@") for item in known) if isinstance(known, list) else ()
    return any(at and not placeholder(name) for name, at, _ in named)


def items(config: Config, name: str) -> list[str]:
    """Return one of the lists, all of which has to be known; empty where Nova could not read it."""
    value = config.value("api", name)
    return [str(item) for item in value] if isinstance(value, list) else []
