"""The filter of the page of rules: by theme, severity, release and words.

The rows are those of the page; what it does not say of a rule, the releases, comes as a script, so
that the page works from a folder too: `{rule: [first release, last release]}` by their places.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from novalint.rules.catalogue import rules
from novalint.schema.releases import releases

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGE = "docs/rules/README"
HERE = Path(__file__).parent
_FIRST_THEME = "\n## "


def data() -> dict[str, Any]:
    """Return the releases, and the first and last one of every rule as places in that list."""
    known = releases()
    majors = [release.major for release in known]
    spans = {
        rule.name: [
            majors.index(rule.releases[0] or majors[0]),
            majors.index(rule.releases[1] or majors[-1]),
        ]
        for rule in rules()
    }
    return {"releases": [release.series for release in known], "rules": spans}


def script() -> str:
    """Return the script that hands the data to the page."""
    return f"window.novalintRules = {json.dumps(data(), separators=(',', ':'))};\n"


def with_filter(text: str) -> str:
    """Return the page with the filter above its first theme."""
    before, mark, after = text.partition(_FIRST_THEME)
    return f"{before}\n{(HERE / 'rule_list.html').read_text(encoding='utf-8')}{mark}{after}"


def _add_filter(app: Sphinx, page: str, source: list[str]) -> None:
    if page == PAGE:
        source[0] = with_filter(source[0])


def _write_data(app: Sphinx, failure: Exception | None) -> None:
    if failure is None and app.builder.format == "html":
        (Path(app.outdir) / "_static" / "rules.js").write_text(script(), encoding="utf-8")


def _add_scripts(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any
) -> None:
    if page == PAGE:
        for name in ("rules.js", "rule_list.js"):
            app.add_js_file(name, loading_method="defer")
        app.add_css_file("explorer.css")


def setup(app: Sphinx) -> dict[str, bool]:
    """Take part in the build, as Sphinx asks of its extensions."""
    app.connect("source-read", _add_filter)
    app.connect("html-page-context", _add_scripts)
    app.connect("build-finished", _write_data)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
