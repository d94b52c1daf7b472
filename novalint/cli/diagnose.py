"""`novalint diagnose`: from log lines to the options behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.cli.context import project_of
from novalint.cli.output import put_diff, put_report, say
from novalint.errors import FileError, SettingsError
from novalint.logs.diagnosis import diagnose_files
from novalint.project.discovery import InputSpec
from novalint.redaction import Redaction
from novalint.schema.releases import find_release

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from novalint.config.model import Config
    from novalint.findings import Fix
    from novalint.logs.diagnosis import Diagnosis
    from novalint.settings import Settings


def run(arguments: Namespace) -> int:
    """Report what logs show; 0 whatever that is."""
    from novalint.pages.diagnosis import as_json, as_text

    config, settings = _configuration(arguments)
    if not arguments.logs:
        raise FileError("no LOG is given; name a file, or - for standard input")
    diagnosis = diagnose_files(arguments.logs, config, settings)
    if arguments.diff:
        _put_diff(diagnosis, config, arguments.reveal)
        return 0
    write = as_json if arguments.format == "json" else as_text
    put_report(write(diagnosis, _differ(config, arguments.reveal)), arguments.output)
    return 0


def _configuration(arguments: Namespace) -> tuple[Config | None, Settings | None]:
    """Return the configuration that is named, with what holds for it; None where none is."""
    arguments.paths = arguments.config or ()
    project = project_of(arguments)
    if arguments.configuration and arguments.config:
        raise SettingsError("name a --configuration or files with --config, not both")
    if arguments.configuration:
        (spec,) = project.inputs(arguments.configuration)
    elif arguments.config:
        spec = InputSpec(tuple(arguments.config), None, True, "")
    else:
        if arguments.release is not None:
            find_release(arguments.release)
        return None, None
    source = spec.read()
    return project.config(source), project.settings_for(source)


def _differ(config: Config | None, reveal: bool) -> Callable[[Fix], str]:
    if config is None or reveal:
        return lambda fix: fix.patch.unified_diff()
    from novalint.engine.report import masked_diff

    redaction = Redaction(config)
    return lambda fix: masked_diff(fix.patch, redaction)


def _put_diff(diagnosis: Diagnosis, config: Config | None, reveal: bool) -> None:
    if config is None:
        say("there is no configuration to change; name its files with --config")
        return
    from novalint.engine.report import masked_diff

    patch = diagnosis.patch
    if not patch:
        say("nothing in this configuration would remedy the symptoms in this log")
    put_diff(patch, masked_diff(patch, Redaction(config)), reveal)
