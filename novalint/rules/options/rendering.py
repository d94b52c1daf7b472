"""What a tool left in the place of a value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import Reason, placeholder_of
from novalint.findings import Finding, Severity
from novalint.patterns import lazy_pattern
from novalint.rules.common.places import at
from novalint.rules.declaration import rule
from novalint.wording import option_name, shown

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

_VARIABLE = lazy_pattern("[A-Z][A-Z0-9_]*")
_EXPRESSIONS = {"{{": "{{ }}", "{%": "{% %}", "<%": "<% %>"}
_URL_PART = r"(?<=[/:@,])\${}(?=[/:@,?]|$)"
"""A variable that is all of a user, a password, a host, a port or a name in a URL."""
_HIDDEN_IN_QUOTES = frozenset("@!#")
"""Signs with which a quotation may be a part of a secret, so that reports would show `***`."""
_HIDDEN = "***"
"""What stands where somebody has hidden a secret: the file is a copy to be shown around."""


@rule("value-not-rendered", theme="options", severity=Severity.ERROR, sign="fault")
def value_not_rendered(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A template placeholder was left in place of a value.

    ## What it checks

    The values of all options, in a finished file, for `{{ x }}`, `{% %}`, `<% %>`, `<no value>`,
    `%!s(<nil>)`, `<SERVICE DEFAULT>`, `CHANGEME`, `${X:-y}`, and `%X%`, `@X@` or `__X__` as the
    whole value; for `CHANGEME` within the JSON of an option such as `[pci] device_spec`; and for
    `$X` or `${X}` in capitals where no option has that name (in a secret only `${X}`, or `$X` as
    the whole value or a whole part of a URL, such as its user, password or host, as a password may
    have a `$` in it). An option that takes a URL holds none where all that it has is a name between
    signs: `@x`, `%x%`, `%(x)s`, `{x}`, `<x>`, `[[x]]`, `#{x}`, `$(x)`, or a name that ends with
    `_placeholder`, even with a path after it, or where its host is `CHANGEME`, `<host>`, `__X__`,
    `%X%` or a name in capitals with an underscore, as `GLANCE_HOST`. A file that is a template by
    its settings may hold all of them. Other rules do not judge such a value.

    ## Why it matters

    Nova takes the text for the value: the service does not start, or it looks for a host of that
    name. Go's templates write `<no value>` for a variable that is missing, Puppet
    `<SERVICE DEFAULT>` for one that it was told to leave alone, and a shell's here-document in
    quotes leaves `${X}`.

    ## Example

        [keystone_authtoken]
        auth_url = <no value>

    ## Fix safety

    There is no fix: only the tool's variables know the value.

    ## Sources

    Go: text/template (`missingkey`); puppetlabs-openstacklib: `$::os_service_default`;
    oslo.config 10.7.0: oslo_config/cfg.py (`_substitute`), which refuses `$X` only.
    """
    for setting in config.settings:
        for place in setting.places:
            left = _left(setting, place)
            if left:
                hidden = setting.secret or not _HIDDEN_IN_QUOTES.isdisjoint(left)
                what = "a placeholder" if hidden else shown(left)
                yield Finding(
                    f"{option_name(setting.group, setting.name)} contains {what}, which a tool"
                    " should have replaced; write the value, or render the file again",
                    at(place),
                    setting.group,
                    setting.name,
                )


def is_left(setting: Setting) -> bool:
    """Return whether this rule tells of a setting, so that others need not."""
    return any(_left(setting, place) for place in setting.places)


def _left(setting: Setting, place: Place) -> str:
    """Return what a tool left in an assignment; empty where it left nothing."""
    if setting.unknown and setting.unknown.reason is Reason.PLACEHOLDER:
        sign = placeholder_of(setting.name, place.assignment.value) or ""
        return "" if sign == _HIDDEN else _EXPRESSIONS.get(sign, sign)
    fault = setting.fault
    name = fault.reference if fault and fault.place == place else None
    if not name or not _VARIABLE.fullmatch(name):
        return ""
    text = place.assignment.value
    kept = f"${{{name}}}" in text or text == f"${name}" or _is_url_part(name, text)
    return f"${name}" if kept or not setting.secret else ""


def _is_url_part(name: str, text: str) -> bool:
    """Return whether a variable is all that stands at its place in a URL."""
    return "://" in text and re.search(_URL_PART.format(name), text) is not None
