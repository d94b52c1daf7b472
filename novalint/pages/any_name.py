"""The page of a name, whatever has it: what `explain` prints."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.arguments import checked
from novalint.errors import OptionError
from novalint.findings import FAILURE
from novalint.pages.explain import FAILED, option_page, rule_page
from novalint.rules.catalogue import NO_PLUGINS, THEMES, find_rule
from novalint.schema.releases import find_release, full_version, newest

if TYPE_CHECKING:
    from novalint.rules.catalogue import Plugins
    from novalint.schema.releases import Release, Version


@checked
def explain(name: str, *, release: str | None = None) -> str:
    """Return what `novalint explain` prints of a rule, an option, a value, a fact or a log line.

    An option is written `GROUP.OPTION` or alone, a value `OPTION=VALUE`. The release is the newest
    where none is named. Raises OptionError for a name that nothing has, ReleaseError for a release
    that does not exist.
    """
    return page_of(name, release, NO_PLUGINS)


def page_of(name: str, release: str | None, plugins: Plugins) -> str:
    """Return the page of a name; raises OptionError for one that nothing has."""
    rule = find_rule(name, plugins)
    found = None if release is None else find_release(release)
    return rule_page(rule) if rule else _page(name, found, full_version(release), plugins)


def _page(name: str, release: Release | None, version: Version | None, plugins: Plugins) -> str:
    """Return the page of an option or a group, else of what else may have such a name."""
    try:
        return option_page(name, release or newest(), version) + _besides(name)
    except OptionError:
        page = _other_page(name, release, plugins)
        if not page:
            raise
        return page


def _other_page(name: str, release: Release | None, plugins: Plugins) -> str:
    from novalint.pages.facts import fact_page
    from novalint.pages.symptoms import page_of_exception, page_of_line, page_of_symptom
    from novalint.pages.themes import theme_page

    if name == FAILURE:
        return FAILED
    page = theme_page(name, plugins) or fact_page(name, plugins) or page_of_symptom(name)
    if not page and "=" in name:
        from novalint.pages.values import value_page

        option, _, value = name.partition("=")
        try:
            return value_page(option.strip(), value.strip(), release)
        except OptionError:
            return page_of_line(name)
    return page or page_of_line(name) or page_of_exception(name)


def _besides(name: str) -> str:
    """Return what else has the name of a group or an option."""
    from novalint.deployment import fact_names

    themes = f"\nalso a theme of rules: novalint rules --select {name}\n"
    facts = f"\nalso a deployment fact: novalint facts {name}\n"
    return themes * (name in THEMES) + facts * (name in fact_names())
