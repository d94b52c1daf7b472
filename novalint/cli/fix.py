"""`novalint fix`: write the fixes, or show them as a diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.cli.check import tell
from novalint.cli.context import Context, configurations
from novalint.cli.output import put_diff, say
from novalint.engine.report import Report, examine
from novalint.errors import FileError
from novalint.text.edits import Patch
from novalint.text.saving import save
from novalint.text.source import encode

if TYPE_CHECKING:
    from argparse import Namespace


def run(arguments: Namespace) -> int:
    """Mend each configuration; 1 where findings remain, or with --diff where there is a diff."""
    if "-" in arguments.paths:
        raise FileError("standard input cannot be mended in place; name a file")
    context = Context.of(arguments)
    reports = [
        examine(context.config(documents), context.deployment, context.selection)
        for documents in configurations(arguments)
    ]
    patches = [report.fix(arguments.unsafe) for report in reports]
    if arguments.diff:
        return _show(reports, patches, arguments.reveal)
    for report, patch in zip(reports, patches, strict=True):
        _write(report, patch)
    after = [report.after(patch) for report, patch in zip(reports, patches, strict=True)]
    return tell(after, context, arguments)


def _show(reports: list[Report], patches: list[Patch], reveal: bool) -> int:
    for report, patch in zip(reports, patches, strict=True):
        put_diff(patch, report.masked_diff(patch), reveal)
    return 1 if any(patches) else 0


def _write(report: Report, patch: Patch) -> None:
    for file in patch.files:
        save(file.path, encode(file.source.text), encode(file.result))
    if patch:
        say(f"mended {', '.join(f'`{path}`' for path in patch.paths)}")
