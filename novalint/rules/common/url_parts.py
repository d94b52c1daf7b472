"""What a tool may add to a URL: parts that it fills in, and that may bring parameters along."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_VARIABLE = lazy_pattern(r"\{\{(?!if(?:_\d+)?\}\})[^{}]*\}\}|<%[^<>]*%>|%\w+%|@\w+@|__\w+__")
"""A variable of a tool, from its first sign to its last; no `{{if}}`, which stands for branches."""


def may_have_parameters(url: str) -> bool:
    """Return whether a tool may bring parameters along that do not stand in a URL.

    A variable that is the whole path, or the whole value of a parameter, is that and nothing more.

    >>> may_have_parameters("rabbit://h/nova{{ x }}"), may_have_parameters("rabbit://h/{{ x }}")
    (True, False)
    """
    return any(map(placeholder, _open_parts(url)))


def _open_parts(url: str) -> Iterator[str]:
    path, _, query = url.partition("://")[2].rpartition("@")[2].partition("/")[2].partition("?")
    yield _VARIABLE.sub("", path, count=1) if _VARIABLE.match(path) else path
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        yield name
        yield "" if _VARIABLE.fullmatch(value) else value
