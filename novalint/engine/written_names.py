"""Messages name an option as the file does, be it by an old name."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Location
from novalint.text.document import normalize_group
from novalint.wording import option_name

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.options import Name


def as_written(message: str, option: Name, config: Config, where: Location | None = None) -> str:
    """Return a message that begins with the name which a file has for the option at fault.

    Rules know an option by its name in the release; who reads a message looks for what is there.
    """
    name = normalize_group(option[0]), option[1]
    if not message.startswith(option_name(*name)) or config.schema.option(*name) is None:
        return message
    written = (where and _name_in_line(name, config, where)) or config.setting(*name).via
    return option_name(*written) + message.removeprefix(option_name(*name)) if written else message


def _name_in_line(option: Name, config: Config, where: Location) -> Name | None:
    """Return the name by which a line sets an option: of a list each line may have another one."""
    known = config.schema.option(*option)
    names = {option, *(known.old_names if known else ())}
    document = config.by_path[where.path]
    for line in document.assignments:
        written = normalize_group(line.group), line.option
        if written in names and Location.of(document, line.span).start.line == where.start.line:
            return written
    return None
