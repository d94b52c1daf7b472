"""Leads from each option that a page names, as `[group] name`, to its life in the explorer."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes

from novalint.schema.history import life

if TYPE_CHECKING:
    from sphinx.application import Sphinx

EXPLORER = "docs/options"
_OPTION = re.compile(r"\[([^\]\s]+)\] ([a-z0-9_]+)")


def anchor(group: str, name: str) -> str:
    """Give what stands behind `#` in the explorer's address for an option."""
    return quote(f"{group}.{name}")


def option_in(text: str) -> str:
    """Give the anchor of the option that a piece of code names; empty for anything else.

    >>> option_in("[DEFAULT] my_ip")
    'DEFAULT.my_ip'
    """
    found = _OPTION.fullmatch(text)
    return anchor(*found.groups()) if found and life(*found.groups()) else ""


def _link_options(app: Sphinx, doctree: nodes.document, page: str) -> None:
    way = posixpath.relpath(app.builder.get_target_uri(EXPLORER), posixpath.dirname(page) or ".")
    for code in list(doctree.findall(nodes.literal)):
        option = option_in(code.astext())
        if option and not isinstance(code.parent, nodes.reference):
            link = nodes.reference("", "", internal=True, refuri=f"{way}#{option}")
            code.replace_self(link)
            link += code


def setup(app: Sphinx) -> dict[str, bool]:
    """Take part in the build, as Sphinx asks of its extensions."""
    app.connect("doctree-resolved", _link_options)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
