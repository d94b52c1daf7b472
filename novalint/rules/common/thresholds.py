"""The way out of a finding where settings move the threshold of its rule beyond the default."""

from __future__ import annotations

from math import ceil, floor

from novalint.annotations import TYPE_CHECKING
from novalint.records import NamedTuple
from novalint.rules.common.places import set_fix

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.findings import Fix
    from novalint.schema.options import Name


class Way(NamedTuple):
    """What to do, an imperative, and the fixes that do it."""

    words: str
    fixes: tuple[Fix, ...]


def way_out(
    config: Config,
    name: Name,
    back: Way,
    *,
    least: float | None = None,
    most: float | None = None,
    settable: bool = True,
) -> Way:
    """Return the way back to the default, or to the limit where the default is beyond it.

    `least` and `most` are the limits that a threshold sets. A limit has no fix unless `settable`.
    """
    option = config.schema.option(*name)
    default = option.entry.get("default") if option else None
    if not isinstance(default, (int, float)):
        return back
    if least is not None and default < least:
        verb, limit = "raise", ceil(least)
    elif most is not None and default > most:
        verb, limit = "lower", floor(most)
    else:
        return back
    fixes = (set_fix(config, *name, str(limit)),) if settable else ()
    return Way(f"{verb} it to {limit}", fixes)
