"""What a release reads where a node sets nothing, and which roles read it."""

from __future__ import annotations

from functools import cache, lru_cache

from novalint.annotations import TYPE_CHECKING
from novalint.config.model import Config
from novalint.rules.common.database_urls import CONNECTIONS
from novalint.rules.fleet.values import Reading, frozen, split
from novalint.schema.options import load_schema

if TYPE_CHECKING:
    from novalint.schema.releases import Release

BROKERS = ("DEFAULT.transport_url", "oslo_messaging_notifications.transport_url")
"""The options whose value is the URL of a broker."""


@lru_cache(maxsize=64)
def following(release: Release, options: frozenset[str]) -> tuple[str, ...]:
    """Return the options whose default is put together from others."""
    schema = load_schema(release)
    known = ((name, schema.option(*split(name))) for name in sorted(options))
    return tuple(
        name for name, option in known if option and "$" in str(option.entry.get("default"))
    )


@cache
def default_reading(release: Release, option: str) -> Reading | None:
    """Return what a release reads where nothing is set; None where it lacks the option."""
    group, name = split(option)
    if load_schema(release).option(group, name) is None:
        return None
    setting = _nothing(release).setting(group, name)
    known = setting.unknown is None and setting.fault is None
    if not known or option in (*BROKERS, *CONNECTIONS):  # nobody means what these are by default
        return Reading(None, known)
    if setting.secret and not setting.value:  # no secret is one whether somebody writes it or not
        return Reading(None)
    return Reading(frozen(setting.value))


@cache
def _nothing(release: Release) -> Config:
    return Config(load_schema(release), ())


@cache
def reading_roles(release: Release, option: str) -> frozenset[str]:
    """Return the roles that read an option in a release."""
    declared = load_schema(release).option(*split(option))
    return frozenset(declared.facts.get("read_by", ())) - {"manage"} if declared else frozenset()
