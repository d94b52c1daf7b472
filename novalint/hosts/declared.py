"""What settings say about YAML files that no tool known here reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DeclaredForm = Literal["text", "mapping"]


@dataclass(frozen=True)
class Declared:
    """Where nova's options stand in a YAML file.

    `key` is the path of keys from the root, joined by dots; `*` in it stands for any characters.
    `form` is whether the text of a nova.conf stands there or a mapping of groups. `template` names
    the language of a text that is a template: jinja, erb or go.
    """

    key: str
    form: DeclaredForm = "mapping"
    template: str | None = None
    role: str | None = None
    release: str | None = None
