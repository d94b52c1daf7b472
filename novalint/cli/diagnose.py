"""`novalint diagnose`: from log lines to the options behind them."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.cli.diagnosed import compared, split_logs
from novalint.cli.output import diff_place, put_diffs, put_report, say
from novalint.cli.writer import keep_read
from novalint.errors import FileError
from novalint.logs.diagnosis import concluded, counted
from novalint.logs.streams import named

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator, Sequence

    from novalint.cli.diagnosed import ComparedConfiguration
    from novalint.findings import Fix
    from novalint.logs.diagnosis import Diagnosis
    from novalint.logs.tally import Count
    from novalint.redaction import Redaction
    from novalint.text.edits import Patch

MOST_CHECKED = 8
"""Configurations that are checked for errors; of a whole cloud that would take long."""
CUT_OFF = 2
"""The status where not all of a log could be read."""


def run(arguments: Namespace) -> int:
    """Report what logs show; 0 whatever that is, with --diff and --as 1 where there is a change.

    2 where an archive ends too early: what stands before its end is reported all the same.
    """
    asked = "--diff" if arguments.diff else "--as" if arguments.tool else ""
    if asked and not (arguments.config or arguments.configuration):
        raise FileError(f"{asked} has no configuration to change; name its files with --config")
    place = diff_place(arguments) if arguments.diff else arguments.output
    logs = arguments.logs = split_logs(arguments)
    configurations = compared(arguments)
    if not logs:
        raise FileError("no LOG is given; name a file, or - for standard input")
    files = [path for configuration in configurations for path in configuration.config.by_path]
    keep_read(arguments, [*logs, *files], [place])
    count = counted(logs)
    if not count.tallies:
        _refuse_no_logs(logs)
    _say_cut_off(count)
    _say_errors(configurations)
    status = _put(count, configurations, arguments, place)
    return CUT_OFF if count.cut_off else status


def _put(
    count: Count,
    configurations: Sequence[ComparedConfiguration],
    arguments: Namespace,
    place: str | None,
) -> int:
    diagnoses = [
        concluded(count, configuration.config, configuration.settings)
        for configuration in configurations
    ]
    if len(configurations) > 1:
        from novalint.logs.shared import without_parts

        configs = [configuration.config for configuration in configurations]
        diagnoses = without_parts(diagnoses, configs)
    if arguments.tool:
        return _put_overrides(diagnoses, configurations, arguments)
    if any(diagnosis.patch for diagnosis in diagnoses):
        from novalint.cli.overrides import tell_rendered

        tell_rendered(
            (configuration.config, diagnosis.patch)
            for configuration, diagnosis in zip(configurations, diagnoses, strict=True)
        )
    if arguments.diff:
        return _put_diff(diagnoses, configurations, arguments.reveal, place)
    text = _report(diagnoses or [concluded(count)], configurations, arguments)
    put_report(text, arguments.output)
    return 0


def _say_errors(configurations: Sequence[ComparedConfiguration]) -> None:
    """Say of a configuration with errors that a service may not run with it at all."""
    if not configurations:
        return
    from novalint.engine.report import examine
    from novalint.findings import Severity

    for name, config, settings in configurations[:MOST_CHECKED]:
        found = examine(config, settings).findings
        errors = sum(finding.severity is Severity.ERROR for finding in found)
        if errors:
            many = "1 error" if errors == 1 else f"{errors} errors"
            say(f"`{name}` has {many}, with which a service may not start; see novalint check")


def _say_cut_off(count: Count) -> None:
    for path, lines in count.cut_off.items():
        after = f"{lines} {'line' if lines == 1 else 'lines'}"
        say(f"{named(path)} is cut off after {after}; only these were read")


def _report(
    diagnoses: Sequence[Diagnosis],
    configurations: Sequence[ComparedConfiguration],
    arguments: Namespace,
) -> str:
    """Write what was found: with several configurations, where these differ."""
    from novalint.pages import diagnoses as several
    from novalint.pages import diagnosis as single

    is_json = arguments.format == "json"
    diff = _differ(configurations, arguments.reveal)
    if len(diagnoses) == 1:
        return (single.as_json if is_json else single.as_text)(diagnoses[0], diff)
    each = [
        several.Diagnosed(configuration.name, tuple(configuration.config.by_path), diagnosis, diff)
        for configuration, diagnosis in zip(configurations, diagnoses, strict=True)
    ]
    return (several.as_json if is_json else several.as_text)(each)


def _differ(configurations: Sequence[ComparedConfiguration], reveal: bool) -> Callable[[Fix], str]:
    if reveal or not configurations:
        return lambda fix: fix.patch.unified_diff()
    return lambda fix: _masked(fix.patch, configurations)


def _masked(patch: Patch, configurations: Sequence[ComparedConfiguration]) -> str:
    """Return a diff with what is secret in any of the texts of its files masked."""
    from novalint.engine.masked import masked_diff
    from novalint.text.edits import Patch

    return "".join(
        masked_diff(Patch((file,)), _redaction(file.path, configurations)) for file in patch.files
    )


def _redaction(path: str, configurations: Sequence[ComparedConfiguration]) -> Redaction:
    from novalint.records import replace
    from novalint.redaction import Redaction

    configs = [
        configuration.config
        for configuration in configurations
        if path in configuration.config.by_path
    ]
    documents = tuple(document for config in configs for document in config.documents)
    if len(configs) == 1:
        return Redaction(configs[0])
    return Redaction(replace(configs[0], documents=documents))


def _refuse_no_logs(paths: Sequence[str]) -> None:
    """Raise FileError for a file that looks like a configuration."""
    for path in paths:
        if path.endswith((".conf", ".ini")):
            raise FileError(
                f"`{path}` looks like a configuration, not a log; check it with `novalint check`"
            )


def _put_diff(
    diagnoses: Sequence[Diagnosis],
    configurations: Sequence[ComparedConfiguration],
    reveal: bool,
    place: str | None,
) -> int:
    """Print what would help in one patch; the first of two that touch the same place."""
    from novalint.text.edits import Gathering, Patch

    gathering = Gathering()
    for diagnosis in diagnoses:
        gathering.take(diagnosis.patch)
    patch = gathering.patch
    _say_beside(diagnoses, configurations, "--diff")
    parts = [Patch((file,)) for file in patch.files]
    put_diffs([(part, _masked(part, configurations)) for part in parts], reveal, place)
    return 1 if patch else 0


def _put_overrides(
    diagnoses: Sequence[Diagnosis],
    configurations: Sequence[ComparedConfiguration],
    arguments: Namespace,
) -> int:
    """Print what would help as overrides of a deployment tool; 1 where there is something."""
    from novalint.cli.overrides import put_override, refuse_overrides

    refuse_overrides(configuration.config for configuration in configurations)
    _say_beside(diagnoses, configurations, "--as")
    changed = [
        put_override(
            arguments.tool,
            configuration.config,
            diagnosis.patch,
            configuration.settings.deployment.roles,
            arguments.reveal,
        ).changed
        for configuration, diagnosis in zip(configurations, diagnoses, strict=True)
        if diagnosis.patch
    ]
    return 1 if any(changed) else 0


def _say_beside(
    diagnoses: Sequence[Diagnosis], configurations: Sequence[ComparedConfiguration], asked: str
) -> None:
    """Say what a patch does not show: what it costs, and what would help and has none.

    `asked` is the option that stands in place of the report.
    """
    named = zip(configurations, diagnoses, strict=True)
    said = [
        line
        for configuration, diagnosis in named
        for line in _why_not(configuration.name, diagnosis)
    ]
    for line in said:
        say(line)
    if not said and not any(diagnosis.patch for diagnosis in diagnoses):
        say(
            "there is no patch for the symptoms in this log; the report without "
            f"{asked} lists what to look at"
        )
    prices = (price for diagnosis in diagnoses for price in _prices(diagnosis, asked))
    for price in dict.fromkeys(prices):
        say(price)


def _prices(diagnosis: Diagnosis, asked: str) -> Iterator[str]:
    """Yield the beginning of what each fix costs; the report tells all of it."""
    for symptom in diagnosis.symptoms:
        for cause in symptom.causes:
            if cause.fixes and cause.costs:
                first, _, more = cause.costs.partition(". ")
                rest = f"; see the report without {asked} for the rest" if more else ""
                yield f"the trade-off of the patch for `{cause.option}`: {first.rstrip('.')}{rest}"


def _why_not(name: str, diagnosis: Diagnosis) -> Iterator[str]:
    """Yield what would help and has no patch, and which value the log is not of."""
    from novalint.logs.remedies import CONTRADICTS, OF_ANOTHER

    causes = [cause for symptom in diagnosis.symptoms for cause in symptom.causes]
    whys = dict.fromkeys(cause.refused for cause in causes if cause.refused)
    for why in (why for why in whys if not why.startswith(CONTRADICTS)):
        yield f"no patch for `{name}`: {why}"
    against = (f"`[{cause.group}] {cause.option}`" for cause in causes if cause.is_contradicted)
    for option in dict.fromkeys(against):
        yield f"{CONTRADICTS} {option} of `{name}`, so {OF_ANOTHER}"
