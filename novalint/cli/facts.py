"""`novalint facts`: the deployment facts, or one of them."""

from __future__ import annotations

import json

from novalint.annotations import TYPE_CHECKING
from novalint.cli.context import plugins_of
from novalint.cli.output import put
from novalint.deployment import fact_names
from novalint.errors import DeploymentError
from novalint.pages.facts import fact_page, fact_rows, fact_table
from novalint.tables import unknown

if TYPE_CHECKING:
    from argparse import Namespace


def run(arguments: Namespace) -> int:
    """Print the facts; raises DeploymentError for a name that none has."""
    plugins = plugins_of(arguments)
    name = arguments.name
    if arguments.format == "json":
        rows = [row for row in fact_rows(plugins) if name in (None, row["fact"])]
        text = json.dumps(rows, indent=1) + "\n" if rows else ""
    else:
        text = fact_table(plugins) if name is None else fact_page(name, plugins)
    if not text:
        raise DeploymentError(unknown("fact", name, fact_names()))
    put(text, arguments.format)
    return 0
