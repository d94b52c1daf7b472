"""The order of the site's pages: a table of contents behind each page that has others below it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from novalint.logs.catalogue import signatures
from novalint.rules.catalogue import rules

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FRONT = "README"
RULES = "docs/rules/README"
THEMES = "docs/themes/"
SYMPTOMS = "docs/symptoms/"
SYMPTOM_INDEX = f"{SYMPTOMS}README"
CHANGES = "CHANGELOG"
PARTS = {
    "Use": [
        "docs/guide",
        "docs/adopt",
        "docs/cli",
        "docs/settings",
        "docs/pipelines",
        "docs/editors",
        "docs/hosts",
        "docs/overrides",
        "docs/fleet",
        "docs/diagnose",
        "docs/upgrade",
        "docs/upgrade-notes",
        "docs/python",
    ],
    "Look up": [
        RULES,
        "docs/severities",
        SYMPTOM_INDEX,
        "docs/options",
        "docs/comparison",
        "docs/stability",
        "docs/security",
        "docs/performance",
    ],
    "中文": ["README.zh-CN", "docs/zh/diagnose"],
    "Contribute": [
        "CONTRIBUTING",
        "docs/writing-a-rule",
        "docs/architecture",
        "docs/testing",
        "schemas/README",
    ],
}


def contents(page: str, known: Iterable[str]) -> str:
    """Give the tables of contents of a page, in MyST; empty for one that has nothing below it.

    `known` are all pages. Those that are listed nowhere stand on the front page behind the others.
    """
    if page == FRONT:
        return "".join(_tree(name, pages) for name, pages in (*PARTS.items(), _rest(known)))
    if page == RULES:
        themes = dict.fromkeys(rule.theme for rule in rules())
        return _tree("", [*(THEMES + theme for theme in themes), "docs/rules/rule-failure"])
    if page == SYMPTOM_INDEX:
        return _tree("", [SYMPTOMS + one.name for one in signatures()])
    if page.startswith(THEMES):
        own = [rule.name for rule in rules() if THEMES + rule.theme == page]
        return _tree("", [f"docs/rules/{name}" for name in own])
    return ""


def _rest(known: Iterable[str]) -> tuple[str, list[str]]:
    listed = {FRONT, CHANGES, *(page for pages in PARTS.values() for page in pages)}
    free = [page for page in known if not page.startswith(("docs/rules/", THEMES, SYMPTOMS))]
    return "More", [*sorted(set(free) - listed), CHANGES]


def _tree(caption: str, pages: list[str]) -> str:
    options = [":hidden:", *([f":caption: {caption}"] if caption else [])]
    lines = ["", "```{toctree}", *options, "", *(f"/{page}" for page in pages), "```", ""]
    return "\n".join(lines)


def _add_contents(app: Sphinx, page: str, source: list[str]) -> None:
    source[0] += contents(page, app.env.found_docs)


def _close_other_themes(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any
) -> None:
    """Show in the sidebar what is below the page's own theme only, before the theme makes it.

    All rules on each page would be most of the site, and of the time that it takes to build.
    """
    if "toctree" in context:
        whole = context["toctree"]
        context["toctree"] = lambda **wishes: whole(**{**wishes, "collapse": True})


def _copy_front_page(app: Sphinx, failure: Exception | None) -> None:
    """Give the front page the name under which browsers and servers look for one."""
    if failure is None and app.builder.format == "html":
        folder = Path(app.outdir)
        shutil.copyfile(folder / f"{FRONT}.html", folder / "index.html")


def setup(app: Sphinx) -> dict[str, bool]:
    """Take part in the build, as Sphinx asks of its extensions."""
    app.connect("source-read", _add_contents)
    app.connect("html-page-context", _close_other_themes, priority=400)
    app.connect("build-finished", _copy_front_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
