"""`novalint diagnose`: from log lines to the options behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.cli.context import project_of
from novalint.cli.output import diff_place, put_diff, put_report, say
from novalint.cli.writer import keep_read
from novalint.errors import FileError, ForeignFileError, SettingsError
from novalint.logs.diagnosis import diagnose_files
from novalint.project.discovery import InputSpec, is_nova_document
from novalint.redaction import Redaction
from novalint.schema.releases import find_release

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from novalint.config.model import Config
    from novalint.findings import Fix
    from novalint.logs.diagnosis import Diagnosis
    from novalint.settings import Settings
    from novalint.text.document import Document


def run(arguments: Namespace) -> int:
    """Report what logs show; 0 whatever that is, with --diff 1 where there is one."""
    from novalint.pages.diagnosis import as_json, as_text

    if arguments.diff and not (arguments.config or arguments.configuration):
        raise FileError("--diff has no configuration to change; name its files with --config")
    place = diff_place(arguments) if arguments.diff else arguments.output
    config, settings = _configuration(arguments)
    if not arguments.logs:
        raise FileError("no LOG is given; name a file, or - for standard input")
    keep_read(arguments, [*arguments.logs, *(config.by_path if config else ())], [place])
    diagnosis = diagnose_files(arguments.logs, config, settings)
    if not diagnosis.symptoms:
        _refuse_no_logs(arguments.logs)
    if arguments.diff and config is not None:
        return _put_diff(diagnosis, config, arguments.reveal, place)
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
    logs = [document for document in source.documents if _is_like_a_log(document)]
    if logs or not any(map(is_nova_document, source.documents)):
        raise ForeignFileError((logs or source.documents)[0].path)
    return project.config(source), project.settings_for(source)


def _is_like_a_log(document: Document) -> bool:
    """Whether a file has lines that Nova refuses, and no group: it may name Nova all the same."""
    return bool(document.problems) and not document.groups


def _differ(config: Config | None, reveal: bool) -> Callable[[Fix], str]:
    if config is None or reveal:
        return lambda fix: fix.patch.unified_diff()
    from novalint.engine.report import masked_diff

    redaction = Redaction(config)
    return lambda fix: masked_diff(fix.patch, redaction)


def _refuse_no_logs(paths: Sequence[str]) -> None:
    """Raise FileError for a file that looks like a configuration."""
    for path in paths:
        if path.endswith((".conf", ".ini")):
            raise FileError(
                f"`{path}` looks like a configuration, not a log; check it with `novalint check`"
            )


def _put_diff(diagnosis: Diagnosis, config: Config, reveal: bool, place: str | None) -> int:
    from novalint.engine.report import masked_diff

    patch = diagnosis.patch
    if not patch:
        say("nothing in this configuration would remedy the symptoms in this log")
    put_diff(patch, masked_diff(patch, Redaction(config)), reveal, place)
    return 1 if patch else 0
