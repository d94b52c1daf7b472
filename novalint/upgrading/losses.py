"""Lines whose end leaves a service without what it cannot do without: its broker above all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Location
from novalint.upgrading.changes import Change, Effect

if TYPE_CHECKING:
    from novalint.schema.releases import Release
    from novalint.upgrading.broker import Broker
    from novalint.upgrading.dispositions import Dispositions


def losses(dispositions: Dispositions) -> Iterator[Change]:
    """Yield what breaks since a line goes, whatever is said of the line itself."""
    found = dispositions.broker
    if found:
        yield _without_broker(found, dispositions.target.release)


def _without_broker(found: Broker, release: Release) -> Change:
    document, assignment = found.place
    names = ", ".join(f"`{name}`" for _, name in found.names)
    effect = "every service looks for the broker on its own machine"
    if [name for _, name in found.names] == ["rabbit_virtual_host"]:
        effect = "every service uses the virtual host `/`"
    way = "`transport_url` takes their place"
    if found.fault:
        way = f"set `transport_url` yourself: {found.fault}"
    return Change(
        Effect.BREAKS,
        "DEFAULT",
        "transport_url",
        f"nothing reads {names} any more, so {effect}; {way}",
        Location.of(document, assignment.span),
        _gone(found, release),
        found.settings[0].option.readers,
        mended=bool(found.url),
    )


def _gone(found: Broker, release: Release) -> tuple[Release, ...]:
    from novalint.schema.history import life

    known = life(*found.names[0])
    when = known.gone_in(release) if known else None
    return (when,) if when else ()
