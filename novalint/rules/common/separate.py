"""Options of one rule that have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import UnknownValue

if TYPE_CHECKING:
    from typing import TypeVar

    from novalint.findings import Finding

    T = TypeVar("T")


def each(items: Iterable[T], find: Callable[[T], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield what is found about each item, also behind one whose value a line leaves open.

    Raises the first UnknownValue at the end, for the engine to tell what was not looked at; at once
    where no line sets an option, as the engine tries then what it may say (engine/supposing.py).
    """
    first = None
    for item in items:
        try:
            yield from find(item)
        except UnknownValue as unknown:
            first = first or unknown
            if not unknown.places:
                break
    if first:
        raise first
