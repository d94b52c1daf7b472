"""What only the site has, without the site: the picture, the filter's data, colours of examples."""

from __future__ import annotations

import json

import pages
import pytest
from website.test_data import tool

from novalint.rules.catalogue import rules
from novalint.schema.releases import releases


def test_the_picture_is_what_the_example_of_the_readme_shows() -> None:
    shown = tool("terminal").with_picture(pages.text(pages.ROOT / "README.md"))
    html = shown[shown.index('<div class="terminal">') : shown.index("</div>")]
    assert "\n\n" not in html
    assert html.splitlines()[0].endswith("deployment.toml</span>")
    assert '<span class="removed">-#vif_plugging_is_fatal = true</span>' in html
    assert "```console\n$ novalint check" not in shown.partition("## Two commands")[0]


def test_a_page_without_an_example_stays() -> None:
    assert tool("terminal").with_picture("# Nothing\n") == "# Nothing\n"


def test_the_filter_knows_the_releases_of_each_rule() -> None:
    data = json.loads(tool("rule_list").script().partition(" = ")[2].rstrip(";\n"))
    known = releases()
    assert data["releases"] == [release.series for release in known]
    for rule in rules():
        first, last = data["rules"][rule.name]
        places = [place for place, release in enumerate(known) if rule.holds_in(release.major)]
        assert (first, last) == (places[0], places[-1])


def test_the_filter_stands_above_the_first_theme() -> None:
    page = tool("rule_list").with_filter("# Rules\n\nWords.\n\n## api\n\n## compute\n")
    assert page.index("Words.") < page.index('id="rule-filter"') < page.index("## api")


def test_lines_of_diffs_have_colours() -> None:
    pytest.importorskip("pygments", reason="pygments is not installed")
    lexer = tool("console").Console()
    text = "$ novalint fix --diff a\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x = 1\n     +x = 2\nplain\n"
    kinds = {value.strip(): str(kind) for kind, value in lexer.get_tokens(text)}
    assert kinds["--- a/a"] == kinds["+++ b/a"] == "Token.Generic.Heading"
    assert kinds["-x = 1"] == "Token.Generic.Deleted"
    assert kinds["+x = 2"] == "Token.Generic.Inserted"
    assert kinds["@@ -1 +1 @@"] == "Token.Generic.Subheading"
    assert kinds["plain"] == "Token.Text"
