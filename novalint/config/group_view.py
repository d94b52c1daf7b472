"""The values of one group as a mapping, each typed when it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from novalint.annotations import TYPE_CHECKING
from novalint.config.misnamed import no_group, no_option
from novalint.errors import UnknownNameError
from novalint.schema.types import Value
from novalint.text.document import normalize_group

if TYPE_CHECKING:
    from novalint.schema.options import Schema


class GroupView(Mapping[str, Value]):
    """The typed values of a group by the names of its options."""

    def __init__(
        self,
        names: tuple[str, ...],
        value: Callable[[str], Value],
        missing: Callable[[str], str] = str,
    ) -> None:
        """Take the names, what gives the value of one, and what is said of one that is none."""
        self._names = names
        self._value = value
        self._missing = missing

    def __getitem__(self, option: str) -> Value:
        if option not in self._names:
            raise UnknownNameError(self._missing(option))
        from copy import deepcopy

        return deepcopy(self._value(option))

    def __contains__(self, option: object) -> bool:
        return option in self._names  # without looking for the nearest name, as an error does

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def view_of(schema: Schema, group: str, value: Callable[[str, str], Value]) -> GroupView:
    """Return the values of a group, of which `value` gives one.

    Raises UnknownNameError, which is a KeyError, for a group that the release does not know.
    """
    name = normalize_group(group)
    if (options := schema.options(name)) is None:
        raise UnknownNameError(no_group(schema, group))
    missing = partial(no_option, schema, name)
    return GroupView(tuple(options), partial(value, name), missing)
