"""`novalint explain`: what a rule, an option, a group or a log line is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.cli.context import plugins_of
from novalint.cli.output import put
from novalint.errors import OptionError
from novalint.pages.explain import option_page, rule_page
from novalint.rules.catalogue import find_rule
from novalint.schema.releases import find_release, newest

if TYPE_CHECKING:
    from argparse import Namespace


def run(arguments: Namespace) -> int:
    """Print the explanation; raises OptionError for a name that nothing has."""
    rule = find_rule(arguments.name, plugins_of(arguments))
    if rule:
        put(rule_page(rule))
        return 0
    release = newest() if arguments.release is None else find_release(arguments.release)
    try:
        put(option_page(arguments.name, release))
    except OptionError:
        from novalint.pages.symptoms import page_of_line, page_of_symptom

        page = page_of_symptom(arguments.name) or page_of_line(arguments.name)
        if not page:
            raise
        put(page)
    return 0
