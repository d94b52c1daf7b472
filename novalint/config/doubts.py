"""Branches of templates, of which nobody knows which ones are chosen, and options in them."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.text.document import normalize_group

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.schema.options import Name, Option
    from novalint.text.source_map import Arm


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


def branches_of(config: Config) -> tuple[tuple[Arm, ...], ...]:
    """Return the branches of templates in which options are set, each with those around it."""
    arms = (
        document.arms(assignment.span.start)
        for document in config.documents
        if document.host
        for assignment in document.assignments
    )
    return tuple(arm for arm in dict.fromkeys(arms) if arm)


def options_decided(config: Config, arms: tuple[Arm, ...]) -> frozenset[str]:
    """Return the options, as `group.name`, whose values depend on whether branches are chosen.

    That are those which some branch of their conditionals sets, and those that substitute others.
    """
    decided = {arm.conditional for arm in arms}
    names = {
        (normalize_group(line.group), line.option)
        for document in config.documents
        if document.host
        for line in document.assignments
        if "$" in line.value
        or any(arm.conditional in decided for arm in document.arms(line.span.start))
    }
    read = (option for name in names for option in _read_from(config, name))
    known = {(option.group, option.name) for option in read}
    return frozenset(f"{group}.{name}" for group, name in names | known)
