"""A transport_url of which a part is not known: what a tool has yet to fill in becomes a word."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import EXPRESSION, EXPRESSION_TEXT
from novalint.patterns import lazy_pattern
from novalint.rules.common.transport import NOTIFICATIONS, RPC, Unreadable, parse

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.rules.common.transport import Transport

FILLED_IN = "x"
"""The word that stands for it in a URL that `parsed_in_part` takes apart."""
_WHOLE_LOGIN = lazy_pattern(rf"(?<=[/,]){EXPRESSION_TEXT}(?=@)")
"""An expression that may give a user with a password."""
_LOGIN_BEFORE = lazy_pattern(rf"(?<=[/,]){EXPRESSION_TEXT}(?=[^@:,/?#][^@,/?#]*(?:[,/?#]|$))")
"""An expression right before a host, which may give a user with a password and an `@`."""
_PORT = lazy_pattern(rf"(@(?:[^@:,/?#{{<]|{EXPRESSION_TEXT})+:){EXPRESSION_TEXT}(?=[,/?#]|$)")
"""A host behind a log-in, and an expression that gives its port."""
_STATEMENT = lazy_pattern(r"\{\{|\{%|<%")
"""What may leave nothing of the text around it."""


def parsed_in_part(config: Config) -> Iterator[tuple[Setting, Transport]]:
    """Yield the transport URLs that the files set, with a word for each part that is not known.

    Only what stands literally in such a URL may be judged. Left out are those that are unreadable,
    and those of which a template makes the driver, or any part by statements.
    """
    for setting, text in filled_in(config):
        try:
            yield setting, parse(text, config.release.major)
        except Unreadable:
            continue


def filled_in(config: Config) -> Iterator[tuple[Setting, str]]:
    """Yield the texts of the same URLs, the unreadable ones too."""
    for name in (RPC, NOTIFICATIONS):
        setting = config.setting(*name) if config.schema.option(*name) else None
        text = setting.partial if setting and setting.places else None
        text = _filled(text) if isinstance(text, str) else ""
        if setting and text and not _STATEMENT.search(text) and _has_driver(setting):
            yield setting, text


def _has_driver(setting: Setting) -> bool:
    """Return whether the driver of a URL stands there, and no expression."""
    return not EXPRESSION.search(str(setting.partial).partition("://")[0])


def _filled(text: str) -> str:
    login = f"{FILLED_IN}:{FILLED_IN}"
    whole = _LOGIN_BEFORE.sub(f"{login}@{FILLED_IN}", _WHOLE_LOGIN.sub(login, text))
    return EXPRESSION.sub(FILLED_IN, _PORT.sub(r"\g<1>5672", whole))


def is_written_host(name: str) -> bool:
    """Return whether a host of a URL that is known in part stands there, and no word for it."""
    return name != FILLED_IN and name == name.lower() and "<" not in name
