"""Which templates Ansible renders with its own settings for blanks, so far as files show it."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

from novalint.hosts.paths import kolla_place
from novalint.hosts.signs import whole

_MOST = 1_000_000
"""Characters of a file of tasks that are searched."""
_MERGING = "merge_configs"
"""The action of kolla-ansible that renders and merges files."""
_STRIPS = 33
"""The version of Nova (2026.1) whose kolla-ansible begins to strip blanks, with its 22.2.0."""


def keeps_blanks(path: str) -> bool:
    """Whether Ansible keeps the blanks in front of statements of a template.

    It does in overrides of kolla-ansible, which its merge_configs renders, and in the templates of
    a role none of whose tasks has the option `lstrip_blocks`.
    """
    if kolla_place(path) is not None:
        return True
    texts = _tasks_of(path)
    renders = any("template" in text for text in texts)
    return renders and not any("lstrip_blocks" in text for text in texts)


def strips_blanks_since(path: str) -> int | None:
    """Return the version of Nova whose kolla-ansible no longer keeps these blanks in a template.

    In that release it did so in its first versions. None where another action renders the template.
    """
    merged = kolla_place(path) is not None or any(_MERGING in text for text in _tasks_of(path))
    return _STRIPS if merged else None


def _tasks_of(path: str) -> list[str]:
    """Return the tasks of the role that a template belongs to; empty where it has none."""
    parts = PurePath(whole(path)).parts
    if "templates" not in parts[:-1]:
        return []
    at = len(parts) - 1 - parts[:-1][::-1].index("templates") - 1
    return _texts(os.path.join(*parts[:at], "tasks"))  # noqa: PTH118


def _texts(folder: str) -> list[str]:
    """Return the files of tasks below a folder; empty where there are none to be read."""
    try:
        paths = [
            PurePath(place, name)
            for place, _, names in os.walk(folder)
            for name in names
            if name.endswith((".yml", ".yaml"))
        ]
        return [Path(path).read_text("utf-8", "replace")[:_MOST] for path in paths]
    except OSError:
        return []
