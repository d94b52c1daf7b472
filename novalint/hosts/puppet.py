"""Which options puppet-nova sets by itself, for which TripleO may declare no resource of its own.

Puppet refuses a second resource of the same name, and with it the whole deployment: what a class
of puppet-nova declares is changed by the parameter of that class.

Sources of puppet.json: the classes of puppet-nova (wallaby, 18.6.0, and zed, 21.3.0) that the
profiles of puppet-tripleo (wallaby and zed) include, and what they hand on to puppet-oslo. A
parameter is named where both releases write its value as it is, under no condition.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path


def parameter(group: str, option: str) -> str | None:
    """Return the parameter by which puppet-nova sets an option, as hieradata names it.

    Empty where it sets the option in another way; None where a resource may.
    """
    return _declared().get(group, {}).get(option)


def is_declared(group: str, option: str) -> bool:
    """Whether puppet-nova sets an option by itself."""
    return parameter(group, option) is not None


@cache
def _declared() -> dict[str, dict[str, str]]:
    text = Path(__file__).with_name("puppet.json").read_text("utf-8")
    declared: dict[str, dict[str, str]] = json.loads(text)
    return declared
