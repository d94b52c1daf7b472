"""What a file that may be a host shows at once.

Every file is searched for it, so this imports nothing.
"""

from __future__ import annotations

_ENDINGS = (
    ".yaml", ".yml", ".eyaml", ".sls", ".j2", ".jinja", ".jinja2", ".erb", ".tpl", ".tmpl",
    ".gotmpl",
)  # fmt: skip
_SIGNS = ("{{", "{%", "{#", "<%", "[[post-config|", "#jinja2:")
_FOLDERS = ("kolla/config/", "kolla/files/overlays/")


def may_be_host(path: str, text: str) -> bool:
    """Whether a file may hold a nova.conf, or be the template of one, or replace values of one."""
    lower = path.lower()
    if lower.endswith(_ENDINGS) or any(folder in lower for folder in _FOLDERS):
        return True
    return any(sign in text for sign in _SIGNS)
