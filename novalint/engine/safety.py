"""Proves that a fix leaves everything that Nova reads as it was."""

from __future__ import annotations

from collections import Counter

from novalint.annotations import TYPE_CHECKING
from novalint.config.model import Config
from novalint.findings import Fix, Safety
from novalint.records import replace
from novalint.text import grammar
from novalint.text.content import normalize_group
from novalint.text.document import Document
from novalint.text.edits import Gathering

if TYPE_CHECKING:
    from collections.abc import Iterable

    from novalint.config.setting import Setting
    from novalint.findings import Finding
    from novalint.schema.options import Name
    from novalint.text.edits import Patch


LINES = 200_000
"""Lines that are read again to prove the fixes of one run one by one, some 4 seconds.

A proof reads all lines of a configuration.
"""


_BY_NAME = "the tool's own nova.conf may set it too, and names are merged as they are spelt"
"""Why a fix that changes no value for Nova is not safe in an override."""


class Proofs:
    """Proves fixes of one configuration one by one, as long as that reads no more than LINES.

    Where a large file has hundreds of fixes, the rest are proven all together: the fix loop makes
    them all together.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        self._left = LINES
        self._cost = 1 + sum(len(document.lines) for document in config.documents)
        self._put_off: dict[int, Patch] = {}

    def proven(self, fix: Fix) -> Fix:
        """Return a fix that claims to be safe as it is if that is true, else as an unsafe one.

        One that is put off is unsafe for now.
        """
        if fix.safety is Safety.UNSAFE:
            return fix
        self._left -= self._cost
        if self._left > 0:
            return proven(fix, self._config)
        self._put_off[id(fix.patch)] = fix.patch
        return _unsafe(fix)

    def affords(self) -> bool:
        """Whether the files may be read once more, to prove what is no claim of a rule."""
        self._left -= self._cost
        return self._left > 0

    def together(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return findings with those fixes safe that were put off and keep the meaning together."""
        results = list(findings)
        gathered = Gathering()
        taken = {
            id(finding.fixes[0].patch)
            for finding in results
            if self._is_put_off(finding) and gathered.take(finding.fixes[0].patch)
        }
        if not taken or not keeps_meaning(gathered.patch, self._config):
            return results
        return [
            _with_safe(finding)
            if finding.fixes and id(finding.fixes[0].patch) in taken
            else finding
            for finding in results
        ]

    def _is_put_off(self, finding: Finding) -> bool:
        return bool(finding.fixes) and id(finding.fixes[0].patch) in self._put_off


def _with_safe(finding: Finding) -> Finding:
    first, *more = finding.fixes
    return replace(finding, fixes=(replace(first, safety=Safety.SAFE, unproven=False), *more))


def proven(fix: Fix, config: Config) -> Fix:
    """Return a fix that claims to be safe as it is if that is true, else as an unsafe one."""
    if fix.safety is Safety.UNSAFE or keeps_meaning(fix.patch, config):
        return fix
    if _merges_otherwise(config, patched(config, fix.patch)):
        fix = replace(fix, title=f"{fix.title}; {_BY_NAME}")
    return _unsafe(fix)


def _unsafe(fix: Fix) -> Fix:
    return replace(fix, safety=Safety.UNSAFE, unproven=True)


def keeps_meaning(patch: Patch, config: Config) -> bool:
    """Return whether Nova reads the same after a patch, and no comment is lost."""
    after = patched(config, patch)
    same = _meaning(config) == _meaning(after) and not _comments(config) - _comments(after)
    return same and not _merges_otherwise(config, after)


def _merges_otherwise(config: Config, after: Config) -> bool:
    """Whether a tool that merges overrides by their names takes another option of its own out.

    Of two names of one option that its own nova.conf and an override set, it keeps both.
    """
    if not config.hosted:
        return False
    from novalint.hosts.bases import merged_by_name

    return any(
        (_names(old) ^ _names(new)) & merged_by_name(old.host.embedded)
        for old, new in zip(config.documents, after.documents, strict=True)
        if old.host
    )


def _names(document: Document) -> set[tuple[str, str]]:
    """Return the groups and names that a document sets, as they are written."""
    return {(normalize_group(line.group), line.option) for line in document.assignments}


def patched(config: Config, patch: Patch) -> Config:
    """Return the configuration with a patch applied to its documents."""
    documents = tuple(
        _patched(document, patch) if document.path in patch.paths else document
        for document in config.documents
    )
    return replace(config, documents=documents)


def _patched(document: Document, patch: Patch) -> Document:
    """Return a document after a patch; one in a host is read from that again."""
    own = any(file.source == document.source for file in patch.files)
    if document.host is None or (own and document.file != document.source):
        return Document.parse(patch.apply(document.text, document.path), document.path)
    from novalint.text.hosting import again

    after = again(document, patch.apply(document.file.text, document.path))
    return after or Document.parse("", document.path)


def _meaning(config: Config) -> dict[tuple[str, str], object]:
    """Return what is set, by option: the typed value, or the text that has none here."""
    return {(setting.group, setting.name): _content(setting) for setting in config.settings}


def _content(setting: Setting) -> object:
    if setting.value is None:  # refused, or known on the host alone: the text says which one counts
        return [place.assignment.value for place in setting.places]
    return repr(setting.value)


def _comments(config: Config) -> Counter[str]:
    return Counter(
        line.body
        for document in config.documents
        for line in document.lines
        if isinstance(line, grammar.Comment)
    )


def changed_options(before: Config, after: Config) -> tuple[Name, ...]:
    """Return the options of which Nova reads another value afterwards, be it the default."""
    one, other = _meaning(before), _meaning(after)
    names = (name for name in {**one, **other} if one.get(name) != other.get(name))
    return tuple(
        name for name in names if _content(before.setting(*name)) != _content(after.setting(*name))
    )
