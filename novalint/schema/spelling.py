"""How a nova.conf writes what a schema has as a default."""

from __future__ import annotations

from novalint.annotations import Any
from novalint.schema.options import Option


def default_texts(option: Option, default: Any) -> tuple[str, ...]:
    """Return the texts that stand for a default, one for each line that sets the option."""
    if option.multi:
        return tuple(map(_text, default if isinstance(default, list) else [default]))
    return (_joined(option, default),)


def _joined(option: Option, default: Any) -> str:
    if isinstance(default, dict):
        sign = option.facts.get("separator", ":")
        text = ",".join(f"{key}{sign}{_text(value)}" for key, value in default.items())
        return f"{{{text}}}" if option.facts.get("bounds") else text
    if isinstance(default, list):
        text = ",".join(map(_text, default))
        return f"[{text}]" if option.facts.get("bounds") else text
    return _text(default)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
