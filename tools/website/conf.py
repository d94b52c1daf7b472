"""Sphinx's settings for the documentation site; `make site` builds it.

The pages are those of the checkout, at the same places: every link that works between the files
works on the site. What only the site has is added while it is built: the navigation, links from
options to the explorer, and the explorer's data.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import novalint  # noqa: E402

project = "novalint"
release = novalint.__version__
author = "The novalint developers"
language = "en"
extensions = [
    "myst_parser",
    "navigation",
    "links",
    "explorer",
    "symptoms",
    "console",
    "rule_list",
    "summaries",
    "terminal",
]

# Sphinx reads from the root of the checkout, so all else there is kept out.
root_doc = "README"
include_patterns = [
    "README.md",
    "README.zh-CN.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "docs/*.md",
    "docs/*/*.md",
    "schemas/README.md",
    "examples/*/*.md",
]
exclude_patterns = [".*", "build", "dist", "site", "novalint", "tests", "tools", "schemas/*/**"]

# Pages are plain Markdown: what MyST adds to it would read roles and comments into prose.
myst_disable_syntax = ["myst_role", "myst_target", "myst_line_comment", "myst_block_break"]
myst_heading_anchors = 4
smartquotes = False

html_theme = "furo"
html_title = f"novalint {release}"
html_static_path = [str(HERE / "static")]
html_css_files = ["site.css"]
html_favicon = "static/favicon.svg"
html_show_search_summary = False  # it loads pages, which a site in a folder may not
html_copy_source = False
html_use_index = False
html_show_sphinx = False
html_show_copyright = False
