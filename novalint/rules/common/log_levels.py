"""The levels that loggers of libraries are set to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from novalint.config.setting import Setting

LEVELS = "default_log_levels"


def levels(setting: Setting) -> dict[str, str]:
    """Return the level of each logger that the list names, in capitals."""
    items = setting.value if isinstance(setting.value, list) else []
    pairs = (str(one).partition("=") for one in items)
    return {name.strip(): level.strip().upper() for name, _, level in pairs}
