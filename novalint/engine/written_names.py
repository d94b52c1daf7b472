"""Messages name an option as the file does, be it by an old name."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.text.document import normalize_group
from novalint.wording import option_name

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.findings import Location
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
    if known is None or not known.old_names:
        return None
    names = config.derived(_names_by_line).get((where.path, where.start.line), ())
    return next((name for name in names if name in (option, *known.old_names)), None)


def _names_by_line(config: Config) -> dict[tuple[str, int], list[Name]]:
    """Return the options that each line sets, as it names them: asked for once a finding."""
    lines: dict[tuple[str, int], list[Name]] = {}
    for path, document in config.by_path.items():
        for line in document.assignments:
            at = path, document.position(line.span.start).line
            lines.setdefault(at, []).append((normalize_group(line.group), line.option))
    return lines
