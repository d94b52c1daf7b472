"""The fixes of all configurations of a project together, those of a fleet among them."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.project.shared_files import agreed, in_one, shared_first
from novalint.records import NamedTuple, replace
from novalint.text.edits import Gathering, Patch, compose
from novalint.text.hosting import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from novalint.engine.cloud_report import CloudReport
    from novalint.engine.report import Report
    from novalint.findings import Finding


class FixedTogether(NamedTuple):
    """What fixing many configurations comes to.

    `patches` has one for each report, in their order; those of configurations that share a host
    have all of its edits. `findings` are those whose fixes each makes, `beside` is what mends a
    fleet in files that no report is of.
    """

    patches: list[Patch]
    findings: list[tuple[Finding, ...]]
    beside: Patch


def fix_together(
    reports: Sequence[Report],
    cloud: CloudReport | None,
    unsafe: bool,
    say: Callable[[str], object],
) -> FixedTogether:
    """Return what each configuration is to write, and `say` what has to wait for others.

    What makes the nodes of a fleet alike changes what Nova does: `cloud` counts only where `unsafe`
    fixes are asked for. Raises PatchError where edits of several configurations overlap.
    """
    mended = [report.mended(unsafe) for report in reports]
    mended = agreed(reports, shared_first(reports, mended, unsafe), say)
    patches, beside = [patch for patch, _ in mended], Patch()
    if cloud is not None and unsafe:
        patches, beside = _with_cloud(cloud, reports, patches)
    whole = in_one(patches, [report.config for report in reports])
    findings = [findings for _, findings in mended]
    return FixedTogether(*_untied(reports, whole, findings, unsafe), beside)


def _untied(
    reports: Sequence[Report],
    patches: list[Patch],
    findings: list[tuple[Finding, ...]],
    unsafe: bool,
) -> tuple[list[Patch], list[tuple[Finding, ...]]]:
    """Fix what keys of YAML shared by an alias until the first fixes wrote it out."""
    paths = {path for patch in patches for path in patch.paths}
    waiting = {
        each.location.path
        for report in reports
        for each in report.findings
        if each.location and each.message.endswith(SHARED)
    } & paths
    if not waiting:
        return patches, findings
    after = [report.after(patch) for report, patch in zip(reports, patches, strict=True)]
    mended = [
        each.mended(unsafe) if waiting.intersection(each.files) else (Patch(), ()) for each in after
    ]
    more = in_one([patch for patch, _ in mended], [each.config for each in after])
    both = [(*old, *new) for old, (_, new) in zip(findings, mended, strict=True)]
    return [_composed(*each) for each in zip(patches, more, strict=True)], both


def _composed(first: Patch, second: Patch) -> Patch:
    """Return what a patch and a later one of the files that it wrote come to."""
    later = {file.path: file for file in second.files}
    known = (
        replace(file, edits=compose(file.edits, later.pop(file.path).edits), origin=None)
        if file.path in later
        else file
        for file in first.files
    )
    return Patch((*known, *later.values()))


def _with_cloud(
    cloud: CloudReport, reports: Sequence[Report], patches: list[Patch]
) -> tuple[list[Patch], Patch]:
    """Add what mends the fleet to the patches of its nodes, and give that of other files.

    What would touch the same place as another fix is left for the next time.
    """
    wanted = {file.path: file for file in cloud.fix(unsafe=True).files}
    node_patches: list[Patch] = []
    for report, patch in zip(reports, patches, strict=True):
        gathered = Gathering(joins=True)
        gathered.take(patch)
        for path in report.files:
            if path in wanted:
                gathered.take(Patch((wanted[path],)))
        node_patches.append(gathered.patch)
    known = {path for report in reports for path in report.files}
    return node_patches, Patch(tuple(file for path, file in wanted.items() if path not in known))
