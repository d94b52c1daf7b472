"""Names of rules, themes and thresholds in settings: told on their line where they do not exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from novalint.annotations import TYPE_CHECKING, Any
from novalint.errors import SettingsError
from novalint.rules.catalogue import (
    NO_PLUGINS,
    Plugins,
    check_thresholds,
    choose,
    graded,
    refuse_empty,
)
from novalint.tables import TableFault
from novalint.wording import relative

if TYPE_CHECKING:
    from novalint.settings import Override, Settings

    At = tuple[str | int, ...]


@lru_cache(maxsize=64)
def check_names(settings: Settings) -> None:
    """Raise SettingsError for a name that no rule, theme or threshold has, wherever it stands."""
    layers: list[tuple[At, Settings | Override]] = [((), settings)]
    layers += [
        (("overrides", number), override) for number, override in enumerate(settings.overrides)
    ]
    layers += [
        (("configurations", name), override) for name, override in settings.configurations.items()
    ]
    if not any(
        override.select or override.ignore or override.severity or override.thresholds
        for _, override in layers
    ):
        return
    plugins = _plugins(settings)
    for at, layer in layers:
        for place, check in _checks(layer, plugins):
            _checked(settings, (*at, *place), check)


def _checks(layer: Settings | Override, plugins: Plugins) -> Iterator[tuple[At, Callable[[], Any]]]:
    """Yield each name with its place and what raises SettingsError where it does not exist."""
    for key, names in (("select", layer.select or ()), ("ignore", layer.ignore)):
        for number, name in enumerate(names):
            yield (key, number), partial(choose, (name,), (), plugins)
    yield ("ignore",), partial(refuse_empty, tuple(layer.select or ()), layer.ignore, plugins)
    for rule, severity in layer.severity.items():
        yield ("severity", rule), partial(graded, (), {rule: severity}, plugins)
    for rule, numbers in layer.thresholds.items():
        yield ("thresholds", rule), partial(check_thresholds, {rule: ()}, plugins)
        for name in numbers:
            yield ("thresholds", rule, name), partial(check_thresholds, {rule: (name,)}, plugins)


def _checked(settings: Settings, at: At, check: Callable[[], Any]) -> None:
    try:
        check()
    except SettingsError as error:
        if settings.path is None:
            raise
        from novalint.settings.file import told_at

        raise SettingsError(told_at(relative(settings.path), TableFault(str(error), at))) from None


def _plugins(settings: Settings) -> Plugins:
    if not settings.plugins:
        return NO_PLUGINS
    from novalint.rules.plugins import load

    return load(settings.plugins)
