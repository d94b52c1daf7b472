"""Where Jinja refuses a template, so that nothing is rendered from it."""

from __future__ import annotations

from novalint.nearest import is_slip
from novalint.patterns import lazy_pattern
from novalint.templates.jinja import settings_of
from novalint.text.source_map import TemplateRefusal

_TAGS = (
    *("if", "elif", "else", "for", "set", "raw", "block", "macro", "call", "filter", "include"),
    *("import", "from", "extends", "with", "autoescape", "do", "break", "continue", "trans"),
)
_UNKNOWN = lazy_pattern(r"Encountered unknown tag '(\w+)'")
_EXTENSIONS = ("jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n")


def refusal_of(text: str) -> TemplateRefusal | None:
    """Return the line (from 1) that Jinja refuses, and why in words that quote nothing of it.

    None where it takes the template, and where a tag may be that of an extension, as Salt has some.
    """
    from jinja2 import Environment, TemplateSyntaxError

    settings = settings_of(text)
    try:
        environment = Environment(extensions=_EXTENSIONS, **dict(settings.signs))  # type: ignore[arg-type]
        environment.parse(text[settings.length :])
    except TemplateSyntaxError as error:
        line = error.lineno + text.count("\n", 0, settings.length)
        return _refusal(line, error.message or "")
    except (AssertionError, RecursionError, OverflowError, ValueError):
        return (
            None  # signs that Ansible would refuse, or nesting that only this process cannot take
        )
    return None


def _refusal(line: int, message: str) -> TemplateRefusal | None:
    tag = _UNKNOWN.match(message)
    if tag is None:
        is_open = message.startswith("Unexpected end of template")
        return TemplateRefusal(line, "a block that begins above has no end" if is_open else "")
    name = tag[1]
    if name.startswith("end"):
        return TemplateRefusal(line, "it ends a block that is not open")
    known = name in _TAGS or any(is_slip(name, other) and len(name) > 2 for other in _TAGS)
    reason = "" if name in _TAGS else "there is no such statement"
    return TemplateRefusal(line, reason) if known else None
