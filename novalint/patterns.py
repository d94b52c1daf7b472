"""Regular expressions that are compiled when they are first used.

Compiling takes up to a millisecond for each, and of those in the modules that a check imports the
larger part meets nothing to look at in most files.
"""

from __future__ import annotations

import re

from novalint.annotations import TYPE_CHECKING, Any


class LazyPattern:
    """What `re.compile` gives, compiled when it is first asked for anything."""

    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def compiled(self) -> re.Pattern[str]:
        """Return the pattern itself."""
        return re.compile(self._text, self._flags)

    def __getattr__(self, name: str) -> Any:
        """Take over what is asked for, so that it is asked for once."""
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(self.compiled(), name)
        setattr(self, name, value)
        return value


if TYPE_CHECKING:

    def lazy_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
        """Return a pattern as `re.compile` does."""
else:

    def lazy_pattern(text, flags=0):
        """Return a pattern as `re.compile` does; it is compiled when it is first used."""
        return LazyPattern(text, flags)
