"""Names of options that were gone before the first release with a schema.

What is known of them is the last series that read them and, where they were only an old name of
another option then, that option: see schemas/generator/earlier.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from novalint.annotations import Any
from novalint.records import NamedTuple
from novalint.schema.options import Name
from novalint.schema.store import read_json

SERIES = (
    "essex",
    "folsom",
    "grizzly",
    "havana",
    "icehouse",
    "juno",
    "kilo",
    "liberty",
    "mitaka",
    "newton",
)


class Earlier(NamedTuple):
    """What became of a name: the last series that read it, and the option it stood for then.

    `option` is None where it was an option of its own to the end. It may have been renamed since,
    or be gone as well.
    """

    series: str
    option: Name | None


def earlier(group: str, name: str) -> Earlier | None:
    """Return what became of a name; None where no series before ocata read it, or a later one does.

    The group is named as oslo.config normalizes it.
    """
    entry = _index().get(group, {}).get(name)
    if entry is None:
        return None
    if isinstance(entry, str):
        return Earlier(entry, None)
    series, *option = entry
    return Earlier(series, (option[0], option[1]))


def present_name(group: str, name: str) -> Name | None:
    """Return the name under which ocata or a later release knew what a name stood for, if any."""
    earlier_option = earlier(group, name)
    while earlier_option and earlier_option.option:
        further = earlier(*earlier_option.option)
        if further is None:
            return earlier_option.option
        earlier_option = further
    return None


def chain(group: str, name: str) -> Iterator[Name]:
    """Yield a name and the options that it stood for one after the other, all gone before ocata."""
    earlier_option = earlier(group, name)
    while earlier_option:
        yield group, name
        group, name = earlier_option.option or ("", "")
        earlier_option = earlier(group, name)


def last_series(group: str) -> str:
    """Return the last series before ocata that read anything from a group; empty where none did."""
    series = [
        entry if isinstance(entry, str) else entry[0] for entry in _index().get(group, {}).values()
    ]
    return max(series, key=SERIES.index, default="")


def earlier_names() -> Iterator[Name]:
    """Yield all the names."""
    for group, names in _index().items():
        yield from ((group, name) for name in names)


@cache
def _index() -> Mapping[str, Mapping[str, Any]]:
    index: Mapping[str, Mapping[str, Any]] = read_json("earlier.json")
    return index
