"""The services that add to the metadata of servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    """Return both lists, empty where Nova could not read one."""
    return Vendordata(_items(config, PROVIDERS), _items(config, TARGETS))


def _items(config: Config, name: str) -> list[str]:
    value = config.value("api", name)
    return [str(item) for item in value] if isinstance(value, list) else []
