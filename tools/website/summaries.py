"""What search shows below a result: the first paragraph of the page.

Sphinx's own search loads each page that it has found to show a part of it, which browsers refuse
where the site is opened from a folder. These are all there in one script.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGE = "search"
LONGEST = 240
"""Characters of a paragraph that are shown."""


def summary(doctree: nodes.document) -> str:
    """Return the first paragraph of a page that stands in no table, cut; empty without one."""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section):
            text = " ".join(paragraph.astext().split())
            return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
    return ""


def _write_data(app: Sphinx, failure: Exception | None) -> None:
    if failure is None and app.builder.format == "html":
        told = {page: summary(app.env.get_doctree(page)) for page in sorted(app.env.found_docs)}
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        script = f"window.novalintSummaries = {text};\n"
        (Path(app.outdir) / "_static" / "summaries.js").write_text(script, encoding="utf-8")


def _add_scripts(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any
) -> None:
    if page == PAGE:
        for name in ("summaries.js", "results.js"):
            app.add_js_file(name, loading_method="defer")


def setup(app: Sphinx) -> dict[str, bool]:
    """Take part in the build, as Sphinx asks of its extensions."""
    app.connect("html-page-context", _add_scripts)
    app.connect("build-finished", _write_data)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
