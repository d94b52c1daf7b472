"""What a log comes to: symptoms, their causes, and what a configuration says about these."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from novalint.annotations import TYPE_CHECKING, Any
from novalint.arguments import checked
from novalint.errors import ArgumentError
from novalint.logs.streams import blocks_of, blocks_of_lines
from novalint.logs.symptom import Symptom
from novalint.logs.tally import Count
from novalint.logs.verdicts import judged
from novalint.records import dataclass
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.findings import Fix
    from novalint.settings import Settings
    from novalint.text.edits import Patch

LONGEST_PATH = 4096
"""Characters of a path (PATH_MAX of Linux)."""
_LOG_NAME = re.compile(r"\S+\.log(?:\.\d+)?")
_HEALTHY = re.compile(r"\b(?:INFO|DEBUG|AUDIT)\b")


@dataclass(frozen=True)
class Diagnosis:
    """What log lines come to: `lines` that were read, and the symptoms, the likeliest cause first.

    `release` is that of the configuration, None where there was none to look at. `near` names the
    symptoms whose lines have the words of a short text that has none, the nearest first.
    `config` is what the lines were compared with. `is_foreign` says that each of the lines, or of
    the first 64 KiB of many, names another program, and that there is no symptom.
    """

    release: str | None
    lines: int
    symptoms: tuple[Symptom, ...]
    near: tuple[str, ...] = ()
    config: Config | None = None
    is_foreign: bool = False

    def __repr__(self) -> str:  # all that is in it would be hundreds of lines
        from novalint.pages.diagnosis import summary

        return f"Diagnosis({summary(self)})"

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """The first fix of each cause that has one, the likeliest cause first, none twice."""
        firsts = (
            cause.fixes[0] for symptom in self.symptoms for cause in symptom.causes if cause.fixes
        )
        kept: list[Fix] = []
        for fix in firsts:
            if fix not in kept:
                kept.append(fix)
        return tuple(kept)

    @property
    def patch(self) -> Patch:
        """All of these fixes in one patch; of two that touch the same place the likelier one."""
        from novalint.text.edits import Gathering

        gathering = Gathering()
        for fix in self.fixes:
            gathering.take(fix.patch)
        return gathering.patch

    def masked_diff(self) -> str:
        """Return the unified diff of the patch, secrets masked.

        One that hides something cannot be applied; `patch.unified_diff()` hides nothing.
        """
        return self._masked(self.patch)

    def to_dict(self) -> dict[str, Any]:
        """Return what `novalint diagnose --format json` writes; schemas/diagnosis.json tells it."""
        from novalint.pages.diagnosis import document

        return document(self, lambda fix: self._masked(fix.patch))

    def to_json(self) -> str:
        """Return the same as text."""
        from novalint.pages.diagnosis import as_json

        return as_json(self, lambda fix: self._masked(fix.patch))

    def _masked(self, patch: Patch) -> str:
        from novalint.engine.masked import masked_diff
        from novalint.redaction import Redaction

        return masked_diff(patch, Redaction(self.config)) if self.config else ""


@checked
def diagnose(lines: Iterable[str | bytes] | str | bytes, config: Config | None = None) -> Diagnosis:
    """Return what log lines come to, and what a configuration has to do with it.

    `lines` are any number of them, such as an open file, or one text of several lines. Nothing of
    a line is shown but what is known to be harmless. Never raises on what a line says, but
    ArgumentError for a text that is the name of a file.
    """
    if isinstance(lines, (str, bytes)):
        _refuse_path(lines)
        lines = [lines]
    count = Count()
    count.take(blocks_of_lines(lines))
    count.take_further()
    return concluded(count, config)


def _refuse_path(text: str | bytes) -> None:
    """Raise ArgumentError for the name of a file that is there, or is called as a log is.

    As a line it would be one of which nothing is known, and the log would pass for a sound one.
    """
    if len(text) > LONGEST_PATH or not text.strip() or text.splitlines() != [text]:
        return
    name = os.fsdecode(text)
    if _LOG_NAME.fullmatch(name) or _is_file(name):
        said = f"`lines` of diagnose() is the name of a file, {shown(name)}"
        raise ArgumentError(f"{said}; give its lines, as open({name!r}) does")


def _is_file(name: str) -> bool:
    try:
        return os.path.isfile(name)  # noqa: PTH113 (pathlib costs start-up time)
    except ValueError:  # a null byte
        return False


def counted(paths: Iterable[str]) -> Count:
    """Count the lines of logs; `-` is standard input. Raises FileError for what cannot be read.

    The lines of an archive that ends too early are counted, and `cut_off` says how many they are.
    """
    count = Count()
    for path in paths:
        cut_off: list[str] = []
        before = count.lines
        count.take(blocks_of(path, cut_off))
        if cut_off:
            count.cut_off[path] = count.lines - before
    count.take_further()
    return count


def concluded(
    count: Count, config: Config | None = None, settings: Settings | None = None
) -> Diagnosis:
    """Judge what was counted with a configuration, if there is one.

    `settings` say which facts and thresholds the rules are told.
    """
    release = config.release.series if config else None
    symptoms = judged(count.tallies, config, settings)
    if symptoms:
        return Diagnosis(release, count.lines, symptoms, config=config)
    return Diagnosis(release, count.lines, (), _near(count), config, _is_foreign(count))


def _is_foreign(count: Count) -> bool:
    """Return whether all lines that begin a text name another program; what is indented goes on."""
    from novalint.logs.foreign import is_of_another_program

    lines = [line for line in count.beginning.splitlines() if line and not line[0].isspace()]
    return bool(lines) and all(map(is_of_another_program, lines))


def _near(count: Count) -> tuple[str, ...]:
    """Return which symptoms a text may be about; of a healthy line of a log there is none."""
    from novalint.logs.foreign import is_of_another_program
    from novalint.logs.resembling import nearest_of

    lines = count.few_lines.splitlines()
    text = "\n".join(line for line in lines if not is_of_another_program(line))
    return nearest_of("" if _HEALTHY.search(text) else text, count.perhaps)
