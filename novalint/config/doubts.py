"""Options that branches of templates set, of which nobody knows which one is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.schema.options import Name, Option


def doubtful_settings(config: Config) -> Iterator[Setting]:
    """Yield every option that branches alone set: none of them is known to count."""
    seen = {(setting.group, setting.name) for setting in config.settings}
    names = dict.fromkeys(name for layer in config.layers for name in layer.doubtful)
    for option in (option for name in names for option in _read_from(config, name)):
        key = (option.group, option.name)
        if key not in seen:
            seen.add(key)
            yield config.setting(*key)


def _read_from(config: Config, name: Name) -> Iterator[Option]:
    own = config.schema.option(*name)
    yield from () if own is None else (own,)
    yield from config.schema.renamed(*name)
