"""What to check with: the settings of a file, and what the command line says over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from novalint.cli.inputs import start
from novalint.config.model import Config, check_paths
from novalint.deployment import Deployment
from novalint.engine.report import Report, Selection, examine
from novalint.errors import DeploymentError
from novalint.rules.catalogue import NO_PLUGINS, Plugins
from novalint.schema.options import load_schema
from novalint.schema.releases import find_release, newest
from novalint.settings import Override, Settings

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from novalint.baseline import Baseline
    from novalint.cli.inputs import Given
    from novalint.text.document import Document


@dataclass(frozen=True)
class Context:
    """Settings, and what the command line says of the same things, which stands over them."""

    settings: Settings
    told: Override
    fail_on: str

    @classmethod
    def of(cls, arguments: Namespace) -> Context:
        """Put together what the command line and the files it names say.

        Where the command runs rules, raises SettingsError for a name in the settings that no rule
        has, whether it would count here or not.
        """
        settings = settings_of(arguments)
        if "select" in arguments:
            from novalint.engine.naming import check_names

            check_names(settings)
        return cls(settings, _told(arguments), _fail_on(arguments, settings))

    def settings_for(self, given: Given) -> Settings:
        """Give what holds for one configuration."""
        chosen = self.settings.effective(*given.paths, configuration=given.name)
        return chosen.over(self.told)

    def config(self, given: Given) -> Config:
        """Read documents as one configuration of the release that holds for them."""
        return config_of(given.documents, self.settings_for(given).release)

    def report(self, given: Given, baseline: Baseline | None = None) -> Report:
        """Check one configuration."""
        chosen = self.settings_for(given)
        config = config_of(given.documents, chosen.release)
        return examine(config, chosen.deployment, Selection.of(chosen), baseline)

    def fails(self, severities: Sequence[str]) -> bool:
        """Tell whether one of the severities is bad enough to fail."""
        order = ("error", "warning", "info")
        if self.fail_on == "never":
            return False
        return any(order.index(one) <= order.index(self.fail_on) for one in severities)


def config_of(documents: Sequence[Document], release: str | None) -> Config:
    """Read documents as one configuration of a release, the newest where None is named."""
    chosen = newest() if release is None else find_release(release)
    check_paths(documents)
    return Config(load_schema(chosen), tuple(documents), release is not None)


def settings_of(arguments: Namespace) -> Settings:
    """Give the settings of the file that is named, else of the one nearest to the first PATH."""
    if arguments.settings is not None:
        return Settings.read(arguments.settings)
    return Settings() if arguments.isolated else Settings.find(start(arguments))


def plugins_of(arguments: Namespace) -> Plugins:
    """Give the rules of the plugins that the settings name, and say why a plugin gave none."""
    names = settings_of(arguments).plugins
    if not names:
        return NO_PLUGINS
    from novalint.cli.output import say
    from novalint.rules.plugins import load

    plugins = load(names)
    for fault in plugins.faults:
        say(fault)
    return plugins


def baseline_of(arguments: Namespace) -> Baseline | None:
    """Give the findings that the file named by --baseline accepts."""
    if arguments.baseline is None:
        return None
    from novalint.baseline import Baseline

    return Baseline.read(arguments.baseline)


def _told(arguments: Namespace) -> Override:
    """Give what the command line says; a command that lacks an option says nothing of it."""
    return Override(
        release=arguments.release,
        deployment=_facts(arguments),
        select=_names(getattr(arguments, "select", None)) or None,
        ignore=_names(getattr(arguments, "ignore", None)),
    )


def _fail_on(arguments: Namespace, settings: Settings) -> str:
    return getattr(arguments, "fail_on", None) or settings.fail_on


def _facts(arguments: Namespace) -> Deployment:
    named = arguments.deployment
    told = Deployment() if named is None else Deployment.read(named)
    texts: dict[str, str] = {}
    for fact in getattr(arguments, "fact", None) or ():
        name, sign, text = fact.partition("=")
        if not sign:
            raise DeploymentError(f"`{fact}` is no fact; write NAME=VALUE")
        texts[name.strip()] = text
    if texts:
        told = told.merged(Deployment.from_texts(texts))
    given = getattr(arguments, "role", None)
    if given:
        roles = [role.strip() for one in given for role in one.split(",")]
        told = told.merged(Deployment(role=roles if len(roles) > 1 else roles[0]))
    return told


def _names(given: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(name.strip() for one in given or () for name in one.split(",") if name.strip())
