"""`novalint set --add` for an option that is one list in one line: items behind those it has."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.cli.names import meant
from novalint.errors import OptionError
from novalint.text.branches import counting

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.options import Name, Option
    from novalint.text.document import Document

_INSEPARABLE = frozenset("\"'[{")
"""Signs of a value in which a comma need not separate two items: quotes, brackets, templates."""


def list_option(config: Config, name: Name) -> Option | None:
    """Return the option that a name stands for, where its one line holds a list."""
    options = meant(config.schema, name)
    option = options[0] if len(options) == 1 else None
    is_list = option is not None and option.entry.get("type") == "array" and not option.multi
    return option if is_list else None


def with_items(document: Document, option: Option, name: Name, values: list[str]) -> str:
    """Return a list as it is written with the items of `values` behind it that it has not yet.

    What is added to an option that the file does not set comes behind the default of the release,
    which one line with the new items alone would replace. Raises OptionError where the items
    cannot be told apart, or where a template has several lines of which one counts.
    """
    lines = counting(document, *name)
    text = lines[-1].value if lines else _default(option)
    raw = document.text[slice(*lines[-1].raw)] if lines else ""
    if text is None or len(lines) > 1 or not _INSEPARABLE.isdisjoint(raw):
        raise OptionError(
            f"[{name[0]}] {name[1]} is a list in one line that --add cannot read here; leave out"
            f" --add and write the whole list, such as `{name[0]}.{name[1]}=ITEM,ITEM`"
        )
    present = [item.strip() for item in text.replace("\n", ",").split(",") if item.strip()]
    wanted = (item.strip() for value in values for item in value.split(","))
    new = [item for item in dict.fromkeys(wanted) if item and item not in present]
    if not new:
        return text
    comma = ", " if ", " in text else ","
    return comma.join([text.rstrip(" ,"), *new]) if present else comma.join(new)


def _default(option: Option) -> str | None:
    """Return the default as one line; None where it is of the host and not known here."""
    default = option.entry.get("default")
    if option.machine:
        return None
    return ",".join(map(str, default)) if isinstance(default, list) else ""
