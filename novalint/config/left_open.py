"""Whether a file leaves an option open: a tool has yet to write it, or a branch decides."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from novalint.config.model import Config


def is_left_open(config: Config, group: str, option: str) -> bool:
    """Return whether a line sets an option to what is not known here.

    What no line sets is another matter: the engine tries what it may be (engine/supposing.py).
    """
    if config.schema.option(group, option) is None:
        return False
    setting = config.setting(group, option)
    return setting.unknown is not None and bool(setting.places)
