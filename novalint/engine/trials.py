"""A fix in a file that others read too is tried on each of them."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING, Protocol
from novalint.engine.safety import changed_options, patched
from novalint.hosts.bases import driver_below
from novalint.hosts.signs import real
from novalint.records import NamedTuple
from novalint.rules.catalogue import find_rule
from novalint.text.edits import Patch
from novalint.wording import MOST_NAMED, option_name, shown, some_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from novalint.config.model import Config
    from novalint.config.sharing import Sharing
    from novalint.findings import Finding, Fix
    from novalint.schema.options import Name, Option
    from novalint.text.document import Document
    from novalint.text.edits import Edit


class Trial(NamedTuple):
    """What a fix does where it was not asked for: the options that it changes there.

    `told`: the same is found there; `same`: and mended in the same way, together with edits in
    files of its own, `beyond`. `several`: one of these options has several values, which files add
    up, or, where they are `merged`, each replaces.
    """

    changed: tuple[Name, ...]
    told: bool = False
    same: bool = False
    beyond: frozenset[str] = frozenset()
    several: bool = False
    merged: bool = False


class TrialReader(Protocol):
    """A configuration that reads some files of another one."""

    @property
    def name(self) -> str:
        """What messages call it; empty for those without a name."""

    @property
    def own(self) -> str:
        """The file in which something is set for it alone; empty where it has none."""

    @property
    def paths(self) -> frozenset[str]:
        """Its files, by the paths that links lead to."""


class TrialReaders(Protocol):
    """All that read files of each other."""

    def tried(
        self, finding: Finding, fix: Fix, documents: Sequence[Document]
    ) -> Sequence[tuple[TrialReader, Trial]]:
        """Try a fix on all that read a file that it changes, and that several read."""


def trial(
    finding: Finding,
    fix: Fix,
    config: Config,
    reads: Callable[[Option], bool],
    judge: Callable[[], Iterable[Finding]],
) -> Trial:
    """Try a fix on a configuration that has some of its files; `judge` finds what is found there.

    What is meant to keep what Nova reads may do so there by more edits only.
    """
    patch = Patch(tuple(file for file in fix.patch.files if file.path in config.by_path))
    after = patched(config, patch)

    def changed(before: Config, after: Config) -> tuple[Name, ...]:
        options = ((name, config.schema.option(*name)) for name in changed_options(before, after))
        return tuple(name for name, option in options if option and reads(option))

    if not (names := changed(config, after)) or _is_of_ironic(config, finding):
        return Trial(())
    found = [each for each in judge() if mark(each) == mark(finding)]
    patches = [each.patch for one in found for each in one.fixes]
    several = any(config.setting(*name).option.multi for name in names)
    one = Trial(names, bool(found), several=several, merged=_is_merged(config))
    if fix.keeps:
        whole = (each for each in patches if _holds(each, patch))
        kept = next((p for p in whole if not changed(config, patched(config, p))), None)
        beyond = frozenset(kept.paths if kept else ()) - {*patch.paths}
        return one._replace(same=kept is not None, beyond=beyond)
    ways = (changed(patched(config, each), after) for each in patches)
    return one._replace(same=any(not {*names} & {*way} for way in ways))


def _is_merged(config: Config) -> bool:
    return any(layer.replaces for layer in config.layers)


def _is_of_ironic(config: Config, finding: Finding) -> bool:
    """Whether a node has no servers of its own, and a finding is about what runs them."""
    rule = find_rule(finding.rule)
    driver = config.text("DEFAULT", "compute_driver") or driver_below(config.documents)
    return driver.startswith("ironic") and bool(
        rule and "ironic" not in (rule.drivers or ("ironic",))
    )


def harmed(
    finding: Finding, fix: Fix, config: Config, sharing: Sharing
) -> list[tuple[TrialReader, Trial]]:
    """Return who would read another value by a fix that is none there.

    That is who is not told the same, or would mend it otherwise; and of a fix that is meant to keep
    what Nova reads, for whom it does not.
    """
    own = frozenset(real(document.path) for document in config.documents)

    def is_hurt(reader: TrialReader, one: Trial) -> bool:
        if not one.changed or (one.same and (together or one.beyond <= config.by_path.keys())):
            return False
        if reader.paths == own:
            return bool(fix.keeps and changed_options(config, patched(config, fix.patch)))
        return fix.keeps or not (one.told and own < reader.paths)

    readers: TrialReaders = sharing.others
    tried = readers.tried(finding, fix, config.documents)
    together = sharing.together and any(own == each.paths for each, _ in tried)
    return [(each, one) for each, one in tried if is_hurt(each, one)]


def reason(hurt: Sequence[tuple[TrialReader, Trial]], fix: Fix, last: str) -> str:
    """Say why a fix is not made, and the way out; `last` is the last file that was read."""
    names = [*dict.fromkeys(name for _, one in hurt for name in one.changed)][:MOST_NAMED]
    what = " and ".join(option_name(*name) for name in names)
    them = "it" if len(names) == 1 else "them"
    owns = {each.name: each.own for each, _ in hurt}
    if not all(owns) or not all(owns.values()):
        others = f"other services would then read another {what}"
        return f"{others}, so set {them} in {shown(last)} alone"
    who = f"{some_of([*owns])} would then read another {what}"
    if {real(path) for path in fix.patch.paths} & {real(own) for own in owns.values()}:
        return f"{who}, which another of its files sets too, so check these together"
    where = shown(next(iter(owns.values()))) if len(owns) == 1 else "their own files"
    return f"{who}, {_way_out(them, where, [one for _, one in hurt], len(owns) == 1)}"


def _way_out(them: str, where: str, trials: Sequence[Trial], is_one: bool) -> str:
    """Say what keeps the values of those that are hurt, in files of their own.

    What has several values cannot be set first: it would be added to what is there under another
    name or in another file.
    """
    reads = "it reads" if is_one else "they read"
    if not any(one.several for one in trials):
        return f"so first set {them} in {where} to what {reads} now"
    if not any(one.merged for one in trials):
        return f"so in the same change add to {where} what {'it' if is_one else 'they'} would lack"
    name = "its current name" if them == "it" else "their current names"
    return f"so in the same change set {them} in {where} to what {reads} now, under {name} alone"


def mark(finding: Finding) -> tuple[str, ...]:
    """Return what the same finding has in common in two configurations."""
    return finding.rule, finding.group, finding.option


def _holds(patch: Patch, part: Patch) -> bool:
    """Whether a patch makes all edits of another one."""
    return _edits(part) <= _edits(patch)


def _edits(patch: Patch) -> set[tuple[str, Edit]]:
    return {(file.path, edit) for file in patch.files for edit in file.edits}
