"""What settings add to a release: options of other packages, libraries of other versions."""

from __future__ import annotations

from collections.abc import Mapping

from novalint.annotations import Any
from novalint.schema.additions import AddedOption, Additions, libraries
from novalint.tables import unknown
from novalint.text.document import normalize_group
from novalint.wording import shown

PYTHON: Mapping[str, tuple[type, ...]] = {
    "boolean": (bool,),
    "integer": (int,),
    "port": (int,),
    "float": (int, float),
    "list": (list,),
}
"""What a default is in TOML, by the type of the option; a text for all others."""


class AdditionFault(Exception):  # noqa: N818 (becomes a SettingsError)
    """What is wrong, and where: the names and numbers that lead there in the settings."""


def additions_of(table: Mapping[str, Any]) -> Additions:
    """Return the additions of settings whose form is right already; raises AdditionFault."""
    options = [_option(row, number) for number, row in enumerate(table.get("options", ()))]
    for name in table.get("libraries", {}):
        if name not in libraries():
            message = unknown("library", name, tuple(sorted(libraries())))
            raise AdditionFault(message, ("libraries", name))
    return Additions(tuple(options), tuple(sorted(table.get("libraries", {}).items())))


def _option(row: Mapping[str, Any], number: int) -> AddedOption:
    kind, default = row.get("type"), row.get("default")
    expected = PYTHON.get(kind or "string", (str,))
    if default is not None and type(default) not in expected:
        message = (
            f"`default` of `{row['name']}` is {shown(str(default))}, which is not of type "
            f"{kind or 'string'}"
        )
        raise AdditionFault(
            f"{message}; write it as TOML writes one", ("options", number, "default")
        )
    return AddedOption(
        normalize_group(row["group"]),
        row["name"].replace("-", "_"),
        kind,
        tuple(default) if isinstance(default, list) else default,
        tuple(row.get("choices", ())),
        row.get("multi", False),
        row.get("secret", False),
        tuple(_name(old) for old in row.get("old-names", ())),
        tuple(row.get("read-by", ())),
    )


def _name(text: str) -> tuple[str, str]:
    group, _, name = text.partition(".")
    return group, name
