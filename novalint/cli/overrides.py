"""`--as TOOL`: a change as the override of a deployment tool that would write the file again."""

from __future__ import annotations

from dataclasses import replace

from novalint.annotations import TYPE_CHECKING
from novalint.cli.output import put, say
from novalint.errors import FileError
from novalint.hosts.overrides import OptionOverride, changes_of, override
from novalint.hosts.paths import host_of_path, role_of_path
from novalint.hosts.rendered import rendered_by
from novalint.records import NamedTuple
from novalint.redaction import Redaction
from novalint.schema.spelling import default_texts
from novalint.text.document import Document
from novalint.wording import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from novalint.config.model import Config
    from novalint.hosts.rendered import Renderer
    from novalint.schema.options import Name
    from novalint.text.edits import Patch


class Printed(NamedTuple):
    """Whether there is a change, and whether the override that was printed makes all of it."""

    changed: bool
    is_whole: bool


def put_override(
    tool: str, config: Config, patch: Patch, roles: Collection[str], reveal: bool
) -> Printed:
    """Print what a patch changes as an override, and say what is to be known beside it.

    Secrets are masked unless they are to be revealed.
    """
    changes = changes_of(
        patch,
        config.by_path.__getitem__,
        _counts_each(config),
        _default_text(config),
        _old_names(config),
    )
    shown = (
        changes if reveal else [_masked(change, _redaction(config, patch)) for change in changes]
    )
    target = _role(roles, patch), _host(patch), config.release.major
    printed = override(tool, shown, *target)
    put(printed.text)
    for note in printed.notes:
        say(note)
    for change in printed.left:
        say(printed.why_left.format(change.name) if printed.why_left else _left(change))
    if shown != changes:
        say("this override hides secrets and is for reading; --reveal prints the one to use")
    return Printed(bool(changes), not printed.left)


def _left(change: OptionOverride) -> str:
    if change.values:
        fact = "has values that an override cannot remove or move"
        return f"{change.name} {fact}; change them where they are written"
    if change.renamed:
        way = "rename it where it is written, since an override would leave both names"
        return f"{change.name} is an old name of {change.renamed}; {way}"
    return f"{change.name} cannot be removed by an override; remove it where it is written"


def tell_rendered(changed: Iterable[tuple[Config, Patch]]) -> None:
    """Say of all changed files which of them a tool wrote, and will write again."""
    written: dict[Renderer, dict[str, None]] = {}
    for config, patch in changed:
        for path in patch.paths:
            document = config.by_path.get(path)
            tool = rendered_by(document.text, path) if document else None
            if tool:
                written.setdefault(tool, {})[path] = None
    for tool, paths in written.items():
        way = f"; --as {tool.tool} prints the change for it" if tool.tool else ""
        files = listed(paths)
        say(f"{tool.title} seems to have written {files}, and its next run undoes the change{way}")


def refuse_overrides(configs: Iterable[Config]) -> None:
    """Raise FileError for a file that is what a tool reads, and can be mended itself."""
    for config in configs:
        if config.hosted:
            path = config.documents[0].path
            raise FileError(f"`{path}` is already what the tool reads; change it without --as")


def _counts_each(config: Config) -> Callable[[str, str], bool]:
    def multi(group: str, option: str) -> bool:
        known = config.schema.option(group, option)
        return known is not None and known.multi

    return multi


def _default_text(config: Config) -> Callable[[str, str], str | None]:
    def default(group: str, option: str) -> str | None:
        known = config.schema.option(group, option)
        value = None if known is None else known.entry.get("default")
        if known is None or known.multi or known.machine or value is None:
            return None
        return default_texts(known, value)[0]

    return default


def _old_names(config: Config) -> Callable[[str, str], Sequence[Name]]:
    def old_names(group: str, option: str) -> Sequence[Name]:
        known = config.schema.option(group, option)
        return known.old_names if known else ()

    return old_names


def _redaction(config: Config, patch: Patch) -> Redaction:
    """Hide the secrets of the files and those that the patch writes, in all of their lines."""
    after = (Document.parse(file.result, file.path) for file in patch.files)
    return Redaction(replace(config, documents=(*config.documents, *after)))


def _masked(change: OptionOverride, redaction: Redaction) -> OptionOverride:
    values = tuple(_masked_value(change.option, value, redaction) for value in change.values)
    return replace(change, values=values)


def _masked_value(option: str, value: str, redaction: Redaction) -> str:
    """Mask a value as it is masked in the line that sets it, its further lines as well."""
    first = f"{option} = "
    shown = redaction.mask(first + value.replace("\n", f"\n{first}"))
    return "\n".join(line.removeprefix(first) for line in shown.split("\n"))


def _role(roles: Collection[str], patch: Patch) -> str | None:
    """Return the role that is told, else the one that the file's name tells; None for several."""
    if roles:
        return next(iter(roles)) if len(roles) == 1 else None
    plain = {role_of_path(path) for path in patch.paths}
    return plain.pop() if len(plain) == 1 else None


def _host(patch: Patch) -> str | None:
    """Return the machine that the files are for alone; None for all, or for several."""
    hosts = {host_of_path(path) for path in patch.paths}
    return hosts.pop() if len(hosts) == 1 else None
