"""Values of options as a diagnosis quotes them: what `show` hides is hidden here too."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from novalint.wording import MASK, mask_urls

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.logs.symptom import PlainValue
    from novalint.redaction import Redaction


def redaction_of(config: Config | None) -> Redaction | None:
    """Return what masks the secrets of a configuration, if there is one."""
    if config is None:
        return None
    from novalint.redaction import Redaction

    return Redaction(config)


def plain_value(setting: Setting, redaction: Redaction | None) -> PlainValue:
    """Return a value as JSON has it, secrets masked; what is not known here as it is written.

    That is also what looks like a secret where none belongs, such as a key in place of a UUID.
    """
    if setting.secret and not setting.is_plain_default:
        return None if setting.partial is None else MASK
    is_default = setting.is_plain_default
    value = redaction.value(setting) if redaction and not is_default else setting.partial
    if value is None and setting.places and not (setting.fault or setting.unknown):
        return ""  # a number with nothing behind its `=`
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else str(value)
    if isinstance(value, (list, tuple)):
        return tuple(mask_urls(str(item)) for item in value)
    return mask_urls(str(value))
