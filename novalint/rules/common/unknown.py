"""What is not known here of one option, where a rule tells of several."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from novalint.config.model import Config
    from novalint.schema.options import Name


def known_first(config: Config, names: Iterable[Name]) -> list[Name]:
    """Return the options that the release has, those last whose values are not known here.

    A rule ends where it touches one of these: what it finds out about the others is told before.
    """
    there = [name for name in names if config.schema.option(*name)]
    return sorted(there, key=lambda name: config.setting(*name).unknown is not None)
