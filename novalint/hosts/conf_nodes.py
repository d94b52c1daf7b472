"""What is nova's in a YAML file: a node, and how it stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from novalint.hosts.pieces import HIDDEN
from novalint.hosts.yaml_tree import Mapping, Scalar
from novalint.text.source_map import Misplaced, RepeatedKey, Stray

_HIDDEN = re.compile(f"{HIDDEN}+")
ConfShape = str
"""How a nova.conf stands in a node: text, groups (of options), names (group/option), flags.

A node of the shape nothing has another form than its tool takes.
"""


@dataclass(frozen=True)
class ConfNode:
    """A node that holds a nova.conf: its name, form and shape; whether nothing else uses it.

    `form` names the tool, `language` that of a text that is a template, where settings tell.
    `unread` are keys that lead to it, or to what it takes the place of, and stand again below.
    `vacant` says that its key has no value: the node is what `{}` would be there. `path` are the
    keys that lead to it. `base` is what it is put over, as `node` then is; `apart` is the node as
    it is without that. `misplaced` says that its key is none of the tool's, `strays` are
    keys beside it or in it that reach no option.
    """

    name: str
    node: Scalar | Mapping
    form: str
    shape: ConfShape
    own: bool = True
    role: str | None = None
    release: str | None = None
    language: str | None = None
    unread: tuple[RepeatedKey, ...] = ()
    vacant: bool = False
    path: tuple[str, ...] = ()
    base: ConfNode | None = None
    apart: Mapping | None = None
    misplaced: tuple[Misplaced, ...] = ()
    strays: tuple[Stray, ...] = ()


def told_apart(founds: list[ConfNode]) -> list[ConfNode]:
    """Return names with a number behind each further one, as in several documents of a file."""
    seen: dict[str, int] = {}
    result = []
    for candidate in founds:
        plain = _HIDDEN.sub("{{}}", candidate.name)
        seen[plain] = number = seen.get(plain, 0) + 1
        result.append(replace(candidate, name=plain if number == 1 else f"{plain}#{number}"))
    return result
