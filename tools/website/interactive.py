"""A page of the site on which scripts work: it gets a field, and its data as a script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STYLE = "explorer.css"


class InteractivePage(NamedTuple):
    """What such a page is made of."""

    page: str
    """The page's name, as Sphinx has it."""
    with_field: Callable[[str], str]
    """Gives the page's source with its field in place."""
    script: Callable[[], str]
    """Gives the script that hands the data to the page."""
    data_file: str
    """The file that this script is written to."""
    scripts: tuple[str, ...]
    """The files that work with the data, in order."""

    def setup(self, app: Sphinx) -> dict[str, bool]:
        """Take part in the build, as Sphinx asks of its extensions."""
        app.connect("source-read", self._add_field)
        app.connect("html-page-context", self._add_scripts)
        app.connect("build-finished", self._write_data)
        return {"parallel_read_safe": True, "parallel_write_safe": True}

    def _add_field(self, app: Sphinx, page: str, source: list[str]) -> None:
        if page == self.page:
            source[0] = self.with_field(source[0])

    def _add_scripts(
        self, app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any
    ) -> None:
        if page == self.page:
            for name in (self.data_file, *self.scripts):
                app.add_js_file(name, loading_method="defer")
            app.add_css_file(STYLE)

    def _write_data(self, app: Sphinx, failure: Exception | None) -> None:
        if failure is None and app.builder.format == "html":
            target = Path(app.outdir) / "_static" / self.data_file
            target.write_text(self.script(), encoding="utf-8")
