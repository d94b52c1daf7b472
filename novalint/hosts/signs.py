"""What a file that may be a host shows at once.

Every file is searched for it, so this imports next to nothing.
"""

from __future__ import annotations

import os

_ENDINGS = (
    ".yaml", ".yml", ".eyaml", ".sls", ".j2", ".jinja", ".jinja2", ".erb", ".tpl", ".tmpl",
    ".gotmpl",
)  # fmt: skip
_SIGNS = ("{{", "{%", "{#", "<%", "[[post-config|", "#jinja2:")
_FOLDERS = ("kolla/config/", "kolla/files/overlays/")


def whole(path: str) -> str:
    """Return a path with the folders that lead to it, so that what it says holds from anywhere.

    The sign for standard input, and a name in angles, stay as they are.
    """
    return path if path[:1] in ("-", "<", "/", "") else os.path.abspath(path)  # noqa: PTH100


def real(path: str) -> str:
    """Return the whole path of the file that links lead to: a file of many names has one of it."""
    return path if path[:1] in ("-", "<", "") else os.path.realpath(path)


def has_globals(folder: str) -> bool:
    """Whether kolla-ansible is run from a folder: then its overrides stand in `config` below it."""
    return os.path.exists(os.path.join(folder, "globals.yml"))  # noqa: PTH110, PTH118


def may_be_host(path: str, text: str) -> bool:
    """Whether a file may hold a nova.conf, or be the template of one, or replace values of one."""
    path = whole(path)
    lower = path.lower()
    if lower.endswith(_ENDINGS) or any(folder in lower for folder in _FOLDERS):
        return True
    if "config/" in lower and any(map(has_globals, _above_config(path))):
        return True
    return any(sign in text for sign in _SIGNS)


def _above_config(path: str) -> list[str]:
    """Return what stands in front of each `config` on a path."""
    parts = path.split("/")
    folders = parts[:-1]
    return [
        "".join(f"{part}/" for part in parts[:at])
        for at, name in enumerate(folders)
        if name == "config"
    ]
