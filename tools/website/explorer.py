"""The explorer's data: each name that any release reads, its life, its readers and its rules.

All of it is written as a script, so that the page works from a folder too, where browsers let no
page read other files. The shape, kept small since phones load it:

    releases: [series, Nova's major version]
    texts: what options say, each text once; numbers below are places in this list
    rules: [name, severity, theme]
    options: [group, name, states, changes, facts, events, related, rules]
        states: a letter for each release, see STATES; changes: the same, see CHANGES
        facts: pairs of texts; events: number of the release and text, in turn
        related: names of options as the page's address has them; rules: places in `rules`
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from novalint.pages.option_life import events, facts, headline, related, written_runs
from novalint.rules.catalogue import rules
from novalint.schema.history import Life, every_option, life, names_ever
from novalint.schema.options import Name
from novalint.schema.releases import Release, newest, releases

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STATES = {"absent": ".", "option": "o", "deprecated": "d", "old name": "a"}
CHANGES = {"nothing": ".", "default": "d", "type": "t", "both": "b"}
PAGE = "docs/options"
HERE = Path(__file__).parent
_START = "<!-- The site has the explorer in place of what stands up to the next comment. -->\n"
_END = "<!-- The explorer ends here. -->\n"


class Texts:
    """A list of texts in which each stands once."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def place(self, text: str) -> int:
        """Give the place of a text, after it was added if it is new."""
        return self.places.setdefault(text, len(self.places))


def names() -> list[Name]:
    """Give each name that any release reads; spellings with dashes that stand beside are left out.

    keystoneauth declares its options with dashes; files have underscores.
    """
    known = {*every_option(), *names_ever()}
    return sorted(
        (group, name)
        for group, name in known
        if "-" not in name or (group, name.replace("-", "_")) not in known
    )


def data() -> dict[str, Any]:
    """Give all that the page knows, in the shape that stands above."""
    texts = Texts()
    read_by = _rules_by_option()
    found = ((name, life(*name)) for name in names())
    return {
        "releases": [[one.series, one.major] for one in releases()],
        "rules": [[one.name, one.severity.value, one.theme] for one in rules()],
        "options": [_line(one, read_by.get(name, []), texts) for name, one in found if one],
        "texts": list(texts.places),
    }


def states(of: Life) -> str:
    """Give a letter for each release: what the name is to it."""
    return "".join(STATES[_state(of, release)] for release in releases())


def changes(of: Life) -> str:
    """Give a letter for each release: whether the default or the type differ from the last one."""
    new_default = {one.release for one in of.defaults[1:]}
    new_type = {one.release for one in of.types[1:]}
    kinds = {(False, False): "nothing", (True, False): "default", (False, True): "type"}
    seen = ((one in new_default, one in new_type) for one in releases())
    return "".join(CHANGES[kinds.get(one, "both")] for one in seen)


def _state(of: Life, release: Release) -> str:
    if of.option is None or release not in of.option.releases:
        return "old name" if release in of.releases else "absent"
    gone = any(one.first <= release <= one.last for one in of.deprecated)
    return "deprecated" if gone else "option"


def _line(of: Life, read_by: list[int], texts: Texts) -> list[Any]:
    said = [*_today(of), ("in", written_runs(of)), *facts(of, newest())]
    order = {release: number for number, release in enumerate(releases())}
    told = ((order[when], texts.place(what)) for when, what in events(of))
    links = [f"{group}.{name}" for group, name in related(of, newest())]
    return [
        of.group,
        of.name,
        states(of),
        changes(of),
        [texts.place(word) for row in said for word in row],
        [number for event in told for number in event],
        links,
        read_by,
    ]


def _today(of: Life) -> Iterator[tuple[str, str]]:
    """Say what is the matter with a name that is no option of the newest release."""
    _, _, matter = headline(of, newest()).partition(": ")
    if matter:
        yield "status", matter


def _rules_by_option() -> dict[Name, list[int]]:
    """Give the rules that read an option, as places in the list of rules."""
    found: dict[Name, list[int]] = {}
    for number, rule in enumerate(rules()):
        for option in dict.fromkeys(rule.options):
            group, _, name = option.partition(".")
            found.setdefault((group, name), []).append(number)
    return found


def script() -> str:
    """Give the script that hands the data to the page."""
    text = json.dumps(data(), ensure_ascii=False, separators=(",", ":"))
    return f"window.novalintOptions = {text};\n"


def with_field(text: str) -> str:
    """Give the page with the explorer in the place that its comments mark."""
    before, _, rest = text.partition(_START)
    _, _, after = rest.partition(_END)
    return f"{before}{(HERE / 'explorer.html').read_text(encoding='utf-8')}{after}"


def setup(app: Sphinx) -> dict[str, bool]:
    """Take part in the build, as Sphinx asks of its extensions."""
    from interactive import InteractivePage

    page = InteractivePage(PAGE, with_field, script, "options.js", ("search.js", "explorer.js"))
    return page.setup(app)
