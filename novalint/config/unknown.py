"""Values that are not known here: the host decides, or a tool has yet to fill something in."""

from __future__ import annotations

from enum import Enum

from novalint.annotations import TYPE_CHECKING
from novalint.patterns import lazy_pattern
from novalint.records import NamedTuple

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.schema.types import Value

EXPRESSION_TEXT = r"(?:\{\{(?!-)[^{}]*(?<!-)\}\}|<%=[^%]*%>)"
EXPRESSION = lazy_pattern(EXPRESSION_TEXT)
"""What Jinja, Go's templates or ERB replace by a text and nothing around it."""
_PLACEHOLDER = lazy_pattern(
    r"\{\{|\{%|<%|<SERVICE DEFAULT>|<no value>|%!s\(<nil>\)|\*\*\*"
    r"|\$\{[A-Z_][A-Z0-9_]*:?[-?=][^{}]*\}"
    r"|^%[A-Za-z_][A-Za-z0-9_]*%$|^@[A-Z_][A-Z0-9_]*@$|^__[A-Z][A-Z0-9_]*__$|^CHANGE_?ME$"
)
_IN_JSON = lazy_pattern(r"(?<![A-Za-z0-9_])CHANGE_?ME(?![A-Za-z0-9_])")
_WHOLE = lazy_pattern(
    r"(?:@\w+@?|@@\w+@@|%\w+%|%\(\w+\)s|<[\w -]+>|\{\w+\}|\$\(\w+\)"
    r"|\[{1,2}\w+\]{1,2}|#\{\w+\}#?|__\w+__|\w+_(?i:placeholder))(?:[:/][\w./-]*)?"
)
"""A whole value that is a name between signs, as autoconf, sed and guides write one, or that says
of itself that it is none; a path may follow."""
_URL_HOST = lazy_pattern(
    r"(?:://(?![^/?#]*@)|@)"
    r"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|CHANGE_?ME|<[A-Za-z][\w .-]*>|__[A-Z]\w*__|%[A-Z_]\w+%)"
    r"(?=[:/,?#]|$)"
)
"""What stands for a host in a URL: none has such signs, or a name in capitals with an underscore.
"""
_URLS = ("_url", "_uri", "connection", "endpoint_override", "endpoint_template", "api_servers")
"""How the names of options end that take a URL."""
_PAIRS = ("{{", "}}"), ("{%", "%}"), ("<%", "%>"), ("${", "}")
"""How a placeholder of Jinja, Go, ERB or a shell begins and ends."""
_FIRST, _WITHIN = ("@", "_", "C"), ("{", "<", "%", "*")
"""What a text starts with, or has in it, where the pattern can match: few have, and need it."""


class Reason(str, Enum):
    """Why a value is not known.

    host: it depends on the machine, `what` says on what of it. placeholder: `what` stands where a
    tool has yet to write the value, or has hidden it. template: an expression computes it. branch:
    it is not known whether a line counts that sets it, of this file or of one that it includes.
    """

    HOST = "host"
    PLACEHOLDER = "placeholder"
    TEMPLATE = "template"
    BRANCH = "branch"

    def __str__(self) -> str:
        return self.value


BY_TOOL = "what the tool writes that reads the file"


class Unknown(NamedTuple):
    """That a value is not known here, and why."""

    reason: Reason
    what: str

    @property
    def of_template(self) -> bool:
        """Whether a template decides, and not what reads the file."""
        return self.reason in (Reason.TEMPLATE, Reason.BRANCH)

    @property
    def of_tool(self) -> bool:
        """Whether the tool that reads an override decides, in the nova.conf that it writes."""
        return self.what == BY_TOOL


class UnknownValue(Exception):  # noqa: N818 (an outcome, not an error)
    """Raised where a rule touches a value that is not known here; the engine catches it.

    `places` are the assignments that give the option its value; none where no file sets it.
    """

    def __init__(self, group: str, option: str, places: tuple[Place, ...]) -> None:
        super().__init__(group, option, places)
        self.group, self.option, self.places = group, option, places


def placeholder(text: object) -> str | None:
    """Return the sign of a placeholder in a text as a file has it; None where there is none.

    These are what Jinja, ERB, Go, Puppet and shell scripts leave or put in a finished file:
    `{{ x }}`, `{% if %}`, `<%= x %>`, `<SERVICE DEFAULT>`, `<no value>`, `%X%`, `@X@`, `__X__`,
    `${X:-y}`, which envsubst and oslo.config leave as it is, the word CHANGEME, also within JSON,
    and the `***` of those who hide a secret.
    """
    written = str(text)
    if written[:1] not in _FIRST and not any(sign in written for sign in _WITHIN):
        return None
    match = _PLACEHOLDER.search(written)
    if match is None and written[:1] in ("{", "["):
        match = _IN_JSON.search(written)
    return match[0] if match else None


def whole_items(items: list[Value]) -> list[Value]:
    """Return the items of a list, a placeholder with commas in it as one: `{{ x | join(',') }}`."""
    whole: list[Value] = []
    for item in items:
        if whole and _is_open(str(whole[-1])):
            whole[-1] = f"{whole[-1]},{item}"
        else:
            whole.append(item)
    return whole


def _is_open(item: str) -> bool:
    """Return whether a placeholder begins in an item that does not end there."""
    return any(item.rfind(first) > item.rfind(last) for first, last in _PAIRS)


def placeholder_of(option: str, text: object) -> str | None:
    """Return the sign of a placeholder in a text of an option; None where there is none.

    What is a name between signs, such as `@transport_url` or `{AUTH_URL}`, may be a password, but
    is no URL: where one is to be, a tool has yet to write it. So with `x_placeholder`, and with
    `GLANCE_HOST` or `<host>` in a URL, since no host has such a name.
    """
    written = str(text)
    if option.endswith(_URLS) and written and not written.isalnum():
        if _WHOLE.fullmatch(written):
            return written
        if host := host_placeholder(written):
            return host
    return placeholder(written)


def host_placeholder(url: str) -> str | None:
    """Return the word that stands for a host in a URL; None where there is none."""
    match = _URL_HOST.search(url) if "://" in url else None
    return match[1] if match else None
