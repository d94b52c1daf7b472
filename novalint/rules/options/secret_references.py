"""Secrets in which a `$` brings in the value of an option."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.substitution import references
from novalint.findings import Finding, Fix, Safety, Severity
from novalint.rules.common.places import at
from novalint.rules.common.secrets import refers_to_plain
from novalint.rules.declaration import rule
from novalint.rules.options.passwords import holds, passwords
from novalint.rules.options.rendering import is_left
from novalint.text.edits import Edit, Patch
from novalint.wording import option_name

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.text.source import Span

_MIXED = ("backend_argument",)
"""Options that are secret since they may hold a password among other things."""


@rule("secret-with-reference", theme="options", severity=Severity.WARNING)
def secret_with_reference(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A `$` in a password is taken for a reference, so Nova uses another password.

    ## What it checks

    Options that are secret, and the passwords within `transport_url` and `connection`, for `$name`
    among other characters where an option of that name exists and is no secret itself. Not reported
    for a value that is a reference and no more, of one in braces, `${name}`, and of references in
    other parts of a URL or in `[cache] backend_argument`. A `$` before what names no option is an
    error of its own, undefined-substitution.

    ## Why it matters

    oslo.config puts the value of the option in, and nothing says so: where `host` is ctl1 the
    password `abc$host` becomes abcctl1. Authentication fails although the file seems to hold the
    right password.

    ## Example

        [keystone_authtoken]
        auth_type = password
        password = abc$host

    ## Fix safety

    Unsafe: the `$` is doubled, which means one `$`. Where the reference is meant, write it in
    braces.

    ## Sources

    oslo.config 3.22.2 (ocata) and 10.7.0, oslo_config/cfg.py (`ConfigOpts._substitute`,
    `StrSubWrapper`).
    """
    for setting in config.settings:
        if not setting.option.secret or setting.name in _MIXED:
            continue
        if setting.fault or is_left(setting):
            continue
        for place in setting.places:
            signs = _taken(config, setting, place.assignment.value)
            if signs:
                written = setting.via or (setting.group, setting.name)
                yield Finding(
                    f"{option_name(*written)} has a `$` followed by the name of an option, so"
                    " Nova uses the value of that option as part of the secret;"
                    " write `$$` for a plain `$`, or the name in braces if it is meant",
                    at(place),
                    setting.group,
                    setting.name,
                    _doubled(place, signs),
                )


def _taken(config: Config, setting: Setting, text: str) -> list[int]:
    """Return where in a value a `$` begins a reference that was hardly meant."""
    spans = passwords(setting, text, config.release.major)
    return [
        start
        for name, start, end in references(text)
        if text[start + 1] != "{"
        and any(holds(span, start, end) and span != (start, end) for span in spans)
        and refers_to_plain(config, setting, name)
    ]


def _doubled(place: Place, signs: list[int]) -> tuple[Fix, ...]:
    """Offer to double these signs, where the value stands in the file as it is read."""
    document, value, raw = place.document, place.assignment.value, place.assignment.raw
    start = _first(document.text, raw)
    if document.text[start : start + len(value)] != value or "\\$" in value:
        return ()
    edits = [Edit(start + sign, start + sign, "$") for sign in signs]
    return (Fix("Double the $", Patch.of(document.source, edits), Safety.UNSAFE),)


def _first(text: str, raw: Span) -> int:
    """Return where a value begins behind its quote, if it has one."""
    return raw.start + (text[raw.start : raw.start + 1] in ("'", '"'))
