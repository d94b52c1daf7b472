"""`novalint explain`: what a rule, an option, a value, a fact or a log line is."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.cli.context import plugins_of
from novalint.cli.output import put
from novalint.pages.any_name import page_of

if TYPE_CHECKING:
    from argparse import Namespace


def run(arguments: Namespace) -> int:
    """Print the explanation; raises OptionError for a name that nothing has."""
    name = " ".join(arguments.words)
    put(page_of(name, arguments.release, plugins_of(arguments)))
    return 0
