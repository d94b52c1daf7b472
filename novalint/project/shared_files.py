"""Files that several configurations have a part in: one patch for each, whoever wants what."""

from __future__ import annotations

from os.path import realpath

from novalint.annotations import TYPE_CHECKING
from novalint.errors import FileError, PatchError
from novalint.text.edits import Edit, FilePatch, Gathering, Patch, merge
from novalint.wording import option_name, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from novalint.config.model import Config
    from novalint.engine.report import Report
    from novalint.findings import Finding
    from novalint.text.source import Source

    Mended = tuple[Patch, tuple[Finding, ...]]
    _Taken = tuple[str, tuple[Edit, ...]]


def in_one(patches: Sequence[Patch], configs: Sequence[Config]) -> list[Patch]:
    """Return the edits of all configurations of a host as those of each: they are one file's.

    Each patch is that of a configuration. Raises PatchError where edits overlap.
    """
    edits: dict[str, set[Edit]] = {}
    sources: dict[str, Source] = {}
    for config, patch in zip(configs, patches, strict=True):
        for file in patch.files if config.hosted else ():
            edits.setdefault(file.path, set()).update(file.edits)
            sources[file.path] = file.source
    whole = {path: Patch.of(sources[path], edits[path]) for path in edits}
    return [
        merge(
            [
                *(Patch((file,)) for file in patch.files if file.path not in whole),
                *(whole[path] for path in _paths(config) if path in whole),
            ]
        )
        for config, patch in zip(configs, patches, strict=True)
    ]


def shared_first(reports: Sequence[Report], mended: Sequence[Mended], unsafe: bool) -> list[Mended]:
    """Leave out of each configuration what a fix in the files that others share mends there too.

    A host's overrides of kolla-ansible stand over files of all hosts: what is written in one of
    these is not to be written once more for every host. `mended` is what each report comes to.
    """
    settled: list[Mended] = []
    for report, own in zip(reports, mended, strict=True):
        shared = _of_parts(report, reports, settled)
        if set(own[0].paths) <= set(shared.paths) or not shared:
            settled.append(own)
            continue
        rest, findings = report.after(shared).mended(unsafe)
        less = Patch((*shared.files, *rest.files))
        apart = not set(rest.paths) & set(shared.paths)
        enough = apart and (not _agrees(own[0], shared) or _mends_all(report, less, own[0]))
        settled.append((less, findings) if enough else own)
    return settled


def agreed(
    reports: Sequence[Report], mended: Sequence[Mended], say: Callable[[str], object]
) -> list[Mended]:
    """Leave out what would change a file otherwise than a configuration before does, and say so.

    All of that configuration waits: its fixes may need each other.
    """
    taken: dict[str, _Taken] = {}
    settled: list[Mended] = []
    for report, (patch, findings) in zip(reports, mended, strict=True):
        hosted = report.config.hosted
        before = {file.path: taken.get(realpath(file.path)) for file in patch.files}
        clash = next((f for f in patch.files if _clashes(f, before[f.path], hosted)), None)
        other = before[clash.path] if clash else None
        if clash and other:
            say(_otherwise(report, findings, clash.path, other[0]))
            settled.append((Patch(), ()))
            continue
        for file in patch.files:
            known = before[file.path]
            edits = {*file.edits, *(known[1] if known else ())}
            taken[realpath(file.path)] = _called(report), tuple(edits)
        settled.append((patch, findings))
    return settled


def _clashes(file: FilePatch, before: _Taken | None, hosted: bool) -> bool:
    """Whether the edits cannot be made beside others; only those of hosts become one patch."""
    if before is None:
        return False
    if not hosted:
        return {*before[1]} != {*file.edits}
    try:
        Patch.of(file.source, (*before[1], *file.edits))
    except PatchError:
        return True
    return False


def _otherwise(report: Report, findings: Sequence[Finding], path: str, other: str) -> str:
    options = dict.fromkeys(
        option_name(each.group, each.option)
        for each in findings
        if each.option and path in each.fixes[0].patch.paths
    )
    what, own = " and ".join(options) or "a line", _called(report)
    if own == other:
        return (
            f"{what} in {shown(path)} would be changed differently by two configurations that read"
            " it, so only what the first one needs is fixed; run fix again for the rest"
        )
    return (
        f"{what} in {shown(path)} would be changed differently for {own} than for {other}, "
        f"so nothing is fixed for {own}; set that in a file of its own"
    )


def _called(report: Report) -> str:
    """Return what a configuration is called: its name, or its last file."""
    sharing = report.config.sharing
    return shown((sharing and sharing.name) or report.files[-1])


def _agrees(own: Patch, shared: Patch) -> bool:
    """Whether a configuration's own patch changes the files of others as theirs does."""
    edits = {file.path: file.edits for file in own.files}
    return all(edits.get(file.path, file.edits) == file.edits for file in shared.files)


def _mends_all(report: Report, less: Patch, own: Patch) -> bool:
    """Whether a patch leaves nothing that the configuration's own one would mend."""
    left, cured = (
        {(found.rule, found.group, found.option) for found in report.after(patch).findings}
        for patch in (less, own)
    )
    return left <= cured


def _of_parts(report: Report, reports: Sequence[Report], mended: Sequence[Mended]) -> Patch:
    """Return what the configurations write that all files of are among those of this one."""
    gathering = Gathering()
    for other, (patch, _) in zip(reports, mended, strict=False):
        if set(other.files) < set(report.files):
            gathering.take(patch)
    return gathering.patch


def each_once(patches: Sequence[Patch], verb: str) -> list[Patch]:
    """Leave out of each patch the files that one before it changes in the same way.

    A file may have several names. `verb` says what is done to them, such as "fix". Raises FileError
    where two configurations share a file and would change it in different ways.
    """
    taken: dict[str, FilePatch] = {}
    rest: list[Patch] = []
    for patch in patches:
        for file in patch.files:
            if taken.get(realpath(file.path), file).edits != file.edits:
                raise FileError(
                    f"`{file.path}` is in several configurations, which {verb} it in different "
                    f"ways; {verb} one after the other"
                )
        new = {realpath(file.path): file for file in patch.files}
        rest.append(Patch(tuple(file for place, file in new.items() if place not in taken)))
        taken |= new
    return rest


def _paths(config: Config) -> list[str]:
    return [document.path for document in config.documents]
