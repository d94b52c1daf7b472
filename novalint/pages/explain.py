"""The pages of `explain`: a rule, an option in a group, a group, an option in any group."""

from __future__ import annotations

import re
from collections.abc import Iterable

from novalint.annotations import TYPE_CHECKING
from novalint.errors import OptionError
from novalint.nova.lifetimes import group_story, option_story
from novalint.pages.concerns import concerns
from novalint.pages.option_life import body, headline, related, state, written_runs
from novalint.rules.declaration import SCOPES
from novalint.schema.earlier import earlier_names
from novalint.schema.history import group_presence, groups_ever, life, names_ever
from novalint.schema.options import load_schema
from novalint.schema.releases import Release, releases
from novalint.text.document import normalize_group
from novalint.wording import listed, visible

if TYPE_CHECKING:
    from novalint.rules.declaration import Rule
    from novalint.schema.history import Life
    from novalint.schema.releases import Version

_BEFORE_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def option_page(name: str, release: Release, version: Version | None = None) -> str:
    """Return the page of an option in a group, of a group, or of an option in any group.

    `version` is that of Nova where it is known in full. Raises OptionError for a name that nothing
    has.
    """
    group, option = _split(name)
    if group and life(normalize_group(group), option):
        return _option_pages([normalize_group(group)], option, release, version)
    page = _group_page(name, release)
    groups = groups_ever(name)
    return (
        page
        or ("" if groups else _earlier_pages(name, release))
        or _option_pages(groups, name, release, version)
    )


def _earlier_pages(name: str, release: Release) -> str:
    """Return the page of a name, or a group, that was gone before ocata; empty where it was not."""
    group, option = _split(name)
    every = [home for home, alias in earlier_names() if alias == name]
    homes = [normalize_group(group)] if group else every
    stories = [option_story(home, option or name, release) for home in homes]
    if not any(stories):
        stories = [group_story(normalize_group(name.strip("[]")), release)]
    paragraphs = [story for story in stories if story]
    linked = dict.fromkeys(to for story in paragraphs for to in story.names)
    pages = [_option_pages([home], alias, release) for home, alias in linked]
    return "\n".join([*(f"{visible(story.message)}\n" for story in paragraphs), *pages])


FAILED = """rule-failure

A rule stopped with an error of its own, or a plugin gave no rules, so what they would have found is
missing from the report. All other rules have run. The message names the rule and the kind of error.

Where a plugin or one of its rules is named, ask who wrote it, or take it out of the settings.
Otherwise report it with the smallest file that shows it, with secrets replaced, and the command
line. Until it is fixed, --ignore RULE leaves that rule out.
"""
"""What the engine reports, which is no rule."""


def rule_page(rule: Rule) -> str:
    """Return the page of a rule: what its declaration says, then its documentation."""
    first, last = rule.releases
    facts = [need if isinstance(need, str) else " or ".join(need) for need in rule.needs]
    rows = {
        "plugin": rule.plugin,
        "theme": rule.theme,
        "compares": SCOPES.get(rule.scope, ""),
        "severity": rule.severity.value,
        "releases": f"Nova {first or releases()[0].major} to {last or releases()[-1].major}",
        "since": rule.since,
        "until": rule.until,
        "roles": ", ".join(rule.roles),
        "drivers": ", ".join(rule.drivers),
        "virt types": ", ".join(rule.virt_types),
        "network": "neutron" if rule.neutron else "",
        "options": ", ".join(rule.options),
        "besides": ", ".join(rule.companions),
        "facts": ", ".join(facts),
        "thresholds": ", ".join(f"{k} = {v}" for k, v in (rule.thresholds or {}).items()),
    }
    head = "".join(f"{key + ':':<12}{value}\n" for key, value in rows.items() if value)
    return f"{rule.name}\n\n{head}\n{rule.documentation}\n"


def _group_page(name: str, release: Release) -> str:
    """List a group's options in a release, or in the one nearest to it that has the group."""
    group = normalize_group(name.removeprefix("[").removesuffix("]"))
    presence = group_presence(group)
    if presence is None:
        return ""
    head = f"[{group}]{state(presence, release)}\n\n  in: {written_runs(presence)}\n\n"
    older = [earlier for earlier in presence.releases if earlier <= release]
    for at in [*reversed(older), *presence.releases]:
        options = load_schema(at).options(group)
        if options is not None:
            return _list(f"{head}options in {at}:", options)
    return _list(f"{head}old names:", sorted({alias for at, alias in names_ever() if at == group}))


def _list(head: str, names: Iterable[str]) -> str:
    return "".join([f"{head}\n", *(f"  {name}\n" for name in names)])


def _option_pages(
    groups: Iterable[str], name: str, release: Release, version: Version | None = None
) -> str:
    """Return a page for each of the groups that have an option, equal ones together.

    Options that stand in its place follow. Raises OptionError where there is nothing to tell.
    """
    lives = [option_life for option_life in (life(group, name) for group in groups) if option_life]
    if not lives:
        raise OptionError(_unknown(name))
    asked = [(life.group, life.name) for life in lives]
    linked = dict.fromkeys(to for life in lives for to in related(life, release) if to not in asked)
    lives += [option_life for option_life in (life(*to) for to in linked) if option_life]
    alike: dict[str, list[Life]] = {}
    for live in lives:
        alike.setdefault(body(live, release), []).append(live)
    return "\n".join(_page_of_all(each, release, version) for each in alike.values())


def _page_of_all(lives: list[Life], release: Release, version: Version | None) -> str:
    """Return the page of options of one body, with what looks at any of them."""
    heads = "".join(f"{headline(life, release, version)}\n" for life in lives)
    return f"{heads}\n{body(lives[0], release, concerns(lives, release))}"


def _split(name: str) -> tuple[str, str]:
    """Take `GROUP.OPTION`, `[GROUP] OPTION` or `GROUP OPTION` apart; the group may be empty."""
    if name.startswith("[") and "]" in name:
        group, _, option = name[1:].partition("]")
        return group, option.strip()
    group, _, option = name.rpartition(".") if "." in name else name.rpartition(" ")
    return group, option


_LOG = ", or look into the log with `novalint diagnose`"
"""What somebody whose cloud fails has better than words about it."""


def _unknown(name: str) -> str:
    from novalint.deployment import fact_names
    from novalint.nearest import nearest
    from novalint.rules.catalogue import THEMES, rules
    from novalint.wording import nearest_are

    names = {part for known in names_ever() for part in known} | {rule.name for rule in rules()}
    names |= {*THEMES, *fact_names()}
    is_line = len(name.split()) > 2
    near = nearest(_split(name)[1], sorted(names))
    slip = nearest_are(near) if near else ""
    hint = _near(name) or slip if len(name.split()) > 1 else slip or _near(name)
    hint = _nearest_exception(name) or hint
    nor = ", nor a log line that is known" if is_line else ""
    if not name.strip():
        return "nothing is named; name a rule, an option, a group or a log line"
    hint = hint or f"see `novalint rules` for the rules{_LOG * is_line}"
    return f"`{name}` is not a rule, an option or a group of any release{nor}; {hint}"


def _nearest_exception(name: str) -> str:
    """Say which exception that log lines have was meant by the name of a class."""
    from novalint.logs.exceptions import nearest_exceptions

    near = nearest_exceptions(name)
    if not near:
        return ""
    which = f"exceptions are {listed(near)}" if len(near) > 1 else f"exception is `{near[0]}`"
    it = "the first" if len(near) > 1 else "it"
    return f"the nearest {which}; see {it} with `novalint explain {near[0]}`"


def _near(text: str) -> str:
    """Return what has the words of a text, or whose lines have them; empty where nothing has.

    The name of a class is as many words as it has capitals.
    """
    from novalint.logs.exceptions import class_in
    from novalint.logs.further import further
    from novalint.logs.resembling import nearest_of
    from novalint.pages.by_words import hint

    lines = nearest_of(text, further(text.encode("utf-8", "replace"), ()).perhaps)
    return hint(_BEFORE_CAPITAL.sub(" ", class_in(text)) or text, lines)
