"""Diffs that may be shown."""

from __future__ import annotations

from functools import partial

from novalint.annotations import TYPE_CHECKING
from novalint.engine.safety import patched
from novalint.records import replace

if TYPE_CHECKING:
    from novalint.redaction import Redaction
    from novalint.text.edits import Edit, FilePatch, Patch


def masked_diff(patch: Patch, redaction: Redaction) -> str:
    """Return the unified diff of a patch, secrets masked.

    Lines that go on with a list are harmless as those of an option that is, and so are items in
    YAML: which has the new ones only the file as it is made tells.
    """
    from novalint.text.diff import unified_diff

    told_by_file = redaction.config.hosted or _continues_values(patch)
    if told_by_file and not redaction.written:
        redaction = replace(redaction, written=patched(redaction.config, patch).documents)
    return "".join(unified_diff(file, partial(_shown, redaction, _renamed(file, redaction)))
                   for file in patch.files)  # fmt: skip


def _continues_values(patch: Patch) -> bool:
    """Return whether a patch writes a line that goes on with a value: reading all files is slow."""
    written = (
        file.source.text[_line_of(file.source.text, edit)[0] : edit.start] + edit.text
        for file in patch.files
        for edit in file.edits
    )
    return any(line[:1].isspace() for text in written for line in text.splitlines())


def _shown(redaction: Redaction, renamed: frozenset[str], line: str) -> str:
    return line if line in renamed else redaction.mask(line)


def _renamed(file: FilePatch, redaction: Redaction) -> frozenset[str]:
    """Return lines that an edit takes out and whose values stand openly in what it writes.

    So it is where a misspelt name is corrected: there is nothing to hide, unless the misspelt one
    too is like that of a secret.
    """
    text = file.source.text
    taken, written = [], set()
    for edit in file.edits:
        start, end = _line_of(text, edit)
        taken += text[start:end].splitlines()
        added = text[start : edit.start] + edit.text + text[edit.end : end]
        written |= {_parts(line)[1] for line in added.splitlines() if redaction.mask(line) == line}
    named = ((line, *_parts(line)) for line in taken)
    secret = redaction.names.is_secret
    return frozenset(
        line for line, name, value in named if value and value in written and not secret(name)
    )


def _line_of(text: str, edit: Edit) -> tuple[int, int]:
    """Return where the whole lines begin and end that an edit touches."""
    end = text.find("\n", edit.end)
    return text.rfind("\n", 0, edit.start) + 1, len(text) if end < 0 else end


def _parts(line: str) -> tuple[str, str]:
    """Return the name and the value of a line of nova.conf, or the key and the value of YAML."""
    sign = min((at for at in (line.find("="), line.find(":")) if at >= 0), default=len(line))
    return line[:sign].strip(), line[sign + 1 :].strip()
