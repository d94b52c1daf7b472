"""What --select asks a check for, and what was not done of it: said even with --quiet."""

from __future__ import annotations

import os

from novalint.annotations import TYPE_CHECKING
from novalint.cli.context import names_in
from novalint.rules.catalogue import rules
from novalint.settings import Settings
from novalint.wording import listed

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Collection

    from novalint.findings import NotRun
    from novalint.project.model import Project

_SAID = 3
"""Rules that are named with what they lack."""


def not_compared(arguments: Namespace, project: Project, files: int) -> str:
    """Say that nodes are not compared where somebody may expect it; or nothing.

    That is where a rule that does so is selected by name, or a folder with nodes of a fleet is
    given: a hook, which names single files, does not expect it.
    """
    asked = set(names_in(arguments.select))
    if asked and not any(rule.scope and {rule.name, rule.theme} & asked for rule in rules()):
        return ""
    folder = not arguments.quiet and any(map(os.path.isdir, arguments.paths))
    if not asked and not (files > 1 and folder):
        return ""
    if not asked and not _describe_fleet(_settings(arguments, project)):
        return ""
    count = "1 file is" if files == 1 else f"{files} files are"
    return f"{count} not compared: {_way_to_compare(arguments, project)}; see docs/fleet.md"


def _settings(arguments: Namespace, project: Project) -> Settings:
    decided = arguments.settings is not None or arguments.isolated
    return project.settings if decided else Settings.find()


def _describe_fleet(settings: Settings) -> bool:
    from novalint.project.inventory import describes_fleet

    return describes_fleet(settings)


def _way_to_compare(arguments: Namespace, project: Project) -> str:
    settings = _settings(arguments, project)
    if not _describe_fleet(settings):
        where = settings.path or "novalint.toml"
        then = ", then run `novalint check` without a PATH" if arguments.paths else ""
        return f"say in {where} which files are the nodes of one cloud{then}"
    return f"run `novalint check` without {'a PATH' if arguments.paths else '--configuration'}"


def not_run(arguments: Namespace, skipped: Collection[NotRun]) -> str:
    """Return which of the rules that are selected one by one were not run; or nothing."""
    asked = set(names_in(getattr(arguments, "select", None)))
    lacking = {rule.rule: rule.why for rule in skipped if rule.rule in asked}
    if not lacking:
        return ""
    if len(lacking) > _SAID:
        return f"{listed(lacking)} were not run; --verbose says what they need"
    return "not run: " + "; ".join(f"`{rule}` {why}" for rule, why in lacking.items())
