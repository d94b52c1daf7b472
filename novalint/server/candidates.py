"""What can be written: options as lines, and the values that an option takes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from novalint.nova import drivers, filters
from novalint.schema.spelling import default_texts

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.options import Name, Option

LONGEST = 60
"""Characters of a default that a list shows beside a name."""


class CompletionCandidate(NamedTuple):
    """Something that can be written.

    `kind` is group, option, value, reference or rule. `insert` is the text (that of the label where
    it is empty), `snippet` the same with places to fill in, as editors that know them take it.
    `option` is the option that it names, whose page explains it; `first` puts it before others.
    """

    label: str
    kind: str
    insert: str = ""
    snippet: str = ""
    detail: str = ""
    deprecated: bool = False
    option: Name | None = None
    first: bool = False


def option_candidate(option: Option, separator: str, whole: bool) -> CompletionCandidate:
    """Return the line of an option: its name and what follows it.

    With an empty separator it is the name alone; `whole` writes the default too, as a template has
    it.
    """
    default = _default(option)
    line = f"{option.name}{separator}{default if whole else ''}".rstrip("\n") if separator else ""
    return CompletionCandidate(
        option.name,
        "option",
        insert=line,
        snippet=_snippet(option, separator, default) if separator else "",
        detail=_signature(option),
        deprecated=option.deprecated,
        option=(option.group, option.name),
    )


def value_candidates(config: Config, option: Option) -> Iterator[CompletionCandidate]:
    """Yield the values that an option is known to take, its default first."""
    default = option.entry.get("default")
    defaults = default if isinstance(default, list) else [default]
    for value in dict.fromkeys(_choices(config, option)):
        is_default = value in map(_spelt, defaults)
        yield CompletionCandidate(
            value or '""',
            "value",
            insert=value,
            detail="default" if is_default else "",
            first=is_default,
        )


def _choices(config: Config, option: Option) -> Iterator[str]:
    """Yield booleans, choices of the release, and names that Nova itself holds."""
    name = (option.group, option.name)
    item: Mapping[str, Any] = option.entry.get("items", option.entry)
    if item["x-oslo"]["type"] == "Boolean":
        yield from ("true", "false")
    chosen = item["x-oslo"].get("choices") or item.get("enum") or ()
    yield from (_spelt(value) for value in chosen if value not in (None, ""))
    if name == ("DEFAULT", "compute_driver"):
        yield from drivers.in_tree(config.release.major)
    if name == (filters.GROUP, filters.ENABLED):
        yield from _filters(config)
    text = _default(option)
    if text and not isinstance(option.entry.get("default"), (list, dict)):
        yield text


def _filters(config: Config) -> Iterator[str]:
    offered = filters.available(config)
    yield from sorted(offered.names if offered else filters.in_tree(config.release.major))


def _default(option: Option) -> str:
    """Return a default as a line has it; empty where there is none, or the host decides."""
    value = option.entry.get("default")
    if value is None or option.secret or option.machine:
        return ""
    texts = default_texts(option, value)
    return texts[0] if texts and "\n" not in texts[0] else ""


def _spelt(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _signature(option: Option) -> str:
    """Return in a few words what an option is: its type, its default, that it is to go."""
    parts = [str(option.facts["type"]).lower()]
    if option.multi:
        parts.append("may be repeated")
    if option.entry.get("default") is not None:
        parts.append(f"default {json.dumps(option.entry['default'])}"[:LONGEST])
    if option.deprecated:
        parts.append("deprecated")
    return ", ".join(parts)


def _snippet(option: Option, separator: str, default: str) -> str:
    """Return the line with the value to fill in: one of the choices, or the default to begin with.

    Editors take `$`, `}`, a backslash, a comma and `|` for their own there.
    """
    choices = option.entry.get("enum") or ()
    texts = [_spelt(value) for value in choices if value not in (None, "")]
    if option.facts["type"] == "Boolean":
        texts = ["true", "false"]
    if texts:
        texts.sort(key=lambda text: text != default)
        return f"{option.name}{separator}${{1|{','.join(map(_escaped_choice, texts))}|}}"
    return f"{option.name}{separator}${{1:{_escaped(default)}}}"


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\$}" else sign for sign in text)


def _escaped_choice(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\,|$}" else sign for sign in text)
