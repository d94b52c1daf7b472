"""What settings say about hosts: where in which files a nova.conf stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from novalint.annotations import TYPE_CHECKING, Any
from novalint.records import NamedTuple
from novalint.settings.path_patterns import PathNames

if TYPE_CHECKING:
    from novalint.hosts.declared import Declared


class EmbeddedSettings(NamedTuple):
    """One table of `[[embedded]]`: patterns of paths, and what stands in these files."""

    paths: tuple[str, ...]
    declared: Declared


def embedded_of(tables: Sequence[Mapping[str, Any]]) -> tuple[EmbeddedSettings, ...]:
    """Return what a settings file says, whose shape was judged before."""
    if not tables:
        return ()
    from novalint.hosts.declared import Declared

    return tuple(
        EmbeddedSettings(
            tuple(table["paths"]),
            Declared(
                table.get("key", ""),
                table.get("form", "text" if "template" in table else "mapping"),
                table.get("template"),
                table.get("role"),
                table.get("release"),
            ),
        )
        for table in tables
    )


def declared_for(
    path: str, embedded: Iterable[EmbeddedSettings], folder: str
) -> tuple[Declared, ...]:
    """Return what is said about a file; patterns count from the folder of the settings."""
    place = PathNames.of(path, folder)
    return tuple(
        entry.declared for entry in embedded if any(place.matches(glob) for glob in entry.paths)
    )
