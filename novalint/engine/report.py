"""The outcome of checking one configuration."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from novalint.annotations import TYPE_CHECKING
from novalint.arguments import checked
from novalint.config.layers import read_together
from novalint.config.model import Config, load
from novalint.config.refusals import Refusal, refusals
from novalint.deployment import Deployment
from novalint.engine.accepting import put_aside
from novalint.engine.hosted_outcomes import joined, of_read_files
from novalint.engine.judged import Judged
from novalint.engine.masked import masked_diff
from novalint.engine.own_files import kept_apart
from novalint.engine.parts import run_whole_or_part
from novalint.engine.running import RunOutcome, run
from novalint.engine.safety import patched
from novalint.engine.told_by_hosts import told_by_hosts
from novalint.errors import FileError, SettingsError
from novalint.findings import SettingsUse, Severity
from novalint.records import dataclass, replace
from novalint.redaction import Redaction
from novalint.redaction.texts import shown_line
from novalint.rules.catalogue import (
    NO_PLUGINS,
    Plugins,
    all_rules,
    check_thresholds,
    choose,
    find_rule,
    graded,
)
from novalint.schema.releases import dotted, find_release
from novalint.settings import Override, Settings
from novalint.text.document import Document
from novalint.text.source import name_of
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.engine.reported import ReportedPlaces
    from novalint.findings import Finding, Fix, NotRun
    from novalint.findings.baseline import Baseline
    from novalint.rules.declaration import Rule
    from novalint.text.edits import Edit, Patch

    Rules = tuple[Rule, ...]
    Target = str | os.PathLike[str] | Document | Config


@dataclass(frozen=True, repr=False)
class Report(Judged):
    """What was found in one configuration; nothing in it shows a secret.

    `findings` stand in the order of the files, and so do `suppressed`, those that a comment or the
    `baseline` accepts; `not_run` are the rules that lack facts, `ran` those that gave a verdict.
    `ignored` counts the findings of rules that the settings file leaves out.
    """

    config: Config
    settings: Settings
    findings: tuple[Finding, ...]
    not_run: tuple[NotRun, ...]
    suppressed: tuple[Finding, ...] = ()
    ran: frozenset[str] = frozenset()
    baseline: Baseline | None = None
    ignored: int = 0

    @property
    def parts(self) -> tuple[Report]:
        """The report itself."""
        return (self,)

    @property
    def release(self) -> str:
        """The release that was checked against."""
        return self.config.release.series

    @property
    def version(self) -> str:
        """Nova's version where that was told in full, such as `31.3.1`; else empty."""
        return dotted(self.config.version) if self.config.version else ""

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the files, in the order in which Nova reads them."""
        return tuple(document.path for document in self.config.documents)

    @property
    def unreadable(self) -> frozenset[str]:
        """The `GROUP.option` names of what is set to something that Nova cannot read."""
        faulty = (setting for setting in self.config.settings if setting.fault is not None)
        return frozenset(f"{setting.group}.{setting.name}" for setting in faulty)

    @property
    def refused(self) -> tuple[Refusal, ...]:
        """The files that Nova refuses whole, with none of their lines read."""
        return refusals(self.config.documents)

    @property
    def deployment(self) -> Deployment:
        """The facts that the rules were told."""
        return self.settings.deployment

    @property
    def settings_use(self) -> SettingsUse:
        """The settings file that counted, and how many findings it ignores, lowers or accepts."""
        lowered = sum(finding.lowered for finding in self.findings)
        return SettingsUse(self.settings.path, self.ignored, lowered, len(self.suppressed))

    @property
    def plugins(self) -> tuple[str, ...]:
        """The plugins whose rules ran too."""
        return self.settings.plugins

    def fix(self, unsafe: bool = False) -> Patch:
        """Return the patch over all files that makes the safe fixes, and on demand the unsafe ones.

        Advice is not followed unasked: the unsafe fix of an info is made only where its rule or
        theme is selected by name. Raises PatchError where a fix would make a file unreadable.
        """
        return self.mended(unsafe)[0]

    def mended(self, unsafe: bool = False) -> tuple[Patch, tuple[Finding, ...]]:
        """Return the patch of `fix`, and the findings whose first fix it makes.

        Among them are those that only another fix gives rise to, with their place after that.
        """
        from novalint.engine.fixing import fixed

        mended: list[Finding] = []
        patch = fixed(self.config, self._to_mend, unsafe, mended.append)[1]
        return patch, tuple(mended)

    def after(self, patch: Patch) -> Report:
        """Return the report on the configuration with a patch applied."""
        return self._again(patched(self.config, patch))

    def summary_of(self, rule: str) -> str:
        """Return the first sentence of a rule's page; empty where there is no such rule."""
        match = find_rule(rule) or find_rule(rule, self._plugins)
        return _summary(match) if match else ""

    def source_line(self, path: str, line: int) -> str:
        """Return a line (from 1) of a file, secrets masked."""
        document = self._document(path)
        return "" if path in self.config.foreign else self._redaction.source_line(document, line)

    def is_masked(self, path: str, line: int) -> bool:
        """Return whether a line holds a secret."""
        text = shown_line(self._document(path), line)
        return text is not None and text != self.source_line(path, line)

    def diff(self, fix: Fix) -> str:
        """Return the unified diff of a fix, secrets masked."""
        return self.masked_diff(fix.patch)

    def masked_diff(self, patch: Patch) -> str:
        """Return the unified diff of a patch to these files, secrets masked.

        One that hides something cannot be applied; `Patch.unified_diff` hides nothing.
        """
        return masked_diff(patch, self._redaction)

    def edit_text(self, path: str, edit: Edit) -> str:
        """Return what an edit writes, secrets masked."""
        return self._redaction.edit_text(self._document(path), edit)

    def _to_mend(self, config: Config) -> list[Finding]:
        return [finding for finding in self._again(config).findings if not finding.waits]

    def _again(self, config: Config) -> Report:
        return examine(config, self.settings, self.baseline)

    def _document(self, path: str) -> Document:
        if path not in self.config.by_path:
            raise FileError(f"{shown(path)} is not a file of this report; see `files`")
        return self.config.by_path[path]

    @cached_property
    def _plugins(self) -> Plugins:
        return _loaded(self.settings)

    @cached_property
    def _redaction(self) -> Redaction:
        return Redaction(self.config)


@lru_cache(maxsize=1024)
def _summary(rule: Rule) -> str:
    return rule.summary


def chosen_rules(settings: Settings) -> tuple[Rule, ...]:
    """Return the rules that settings select, with the severities that they ask for.

    Raises SettingsError for a name that no rule has.
    """
    plugins = _loaded(settings)
    return graded(choose(settings.select, settings.ignore, plugins), settings.severity, plugins)


def examine(config: Config, settings: Settings, baseline: Baseline | None = None) -> Report:
    """Run the rules that settings select over a configuration, without its overrides.

    Never raises on what the files say.

    Raises SettingsError for a rule, threshold or severity that does not exist.
    """
    plugins = _loaded(settings)
    chosen = choose(settings.select, settings.ignore, plugins)
    chosen = graded(chosen, settings.severity, plugins)
    rules, witnesses, known = _witnesses(chosen, settings.ignore, plugins)
    check_thresholds(settings.thresholds, plugins)
    redaction = Redaction(config)

    def outcome_of(whole: Config, redaction: Redaction, asked: Rules = witnesses) -> RunOutcome:
        def run_in(
            rules: tuple[Rule, ...],
            config: Config,
            before: RunOutcome,
            reported: ReportedPlaces,
        ) -> RunOutcome:
            faults = plugins.faults if not (config.arms or before.ran) else ()
            told, limits = settings.deployment, settings.thresholds
            return run(rules, config, told, limits, redaction, known, faults, before, reported)

        return joined(run_whole_or_part(asked, whole, run_in), whole)

    run_outcome = of_read_files(config, redaction, outcome_of)
    if config.hosted and any(each.host and each.host.embedded.base for each in config.documents):
        from novalint.engine.overriding import of_overrides

        closing = frozenset(rule.name for rule in witnesses if rule.closing)
        run_outcome = of_overrides(
            run_outcome, config, closing, lambda base: outcome_of(base, Redaction(base))
        )
    run_outcome = run_outcome if witnesses is rules else run_outcome.of(rules)
    run_outcome = kept_apart(run_outcome, config, witnesses, outcome_of)
    linked = tuple(finding.linked(settings.rule_pages) for finding in run_outcome.findings)
    opened, accepted = put_aside(linked, config, redaction, baseline)
    mildest = Severity(settings.min_severity).rank
    opened = with_selected(settings, (each for each in opened if each.severity.rank <= mildest))
    report = Report(
        config, settings, opened, run_outcome.not_run, accepted, run_outcome.ran, baseline
    )
    report.__dict__["_redaction"] = redaction  # it knows already what the files hide
    return report


@lru_cache(maxsize=16)
def _witnesses(
    chosen: tuple[Rule, ...], ignore: tuple[str, ...], plugins: Plugins
) -> tuple[tuple[Rule, ...], tuple[Rule, ...], Mapping[str, str]]:
    """Return the rules that were chosen, those to run so that they can tell, and all rules' themes.

    Those that compare nodes are none of them, see engine/cloud.py.
    """
    rules = tuple(rule for rule in chosen if not rule.scope)
    known = {} if plugins.faults else {rule.name: rule.theme for rule in all_rules(plugins)}
    if not rules or not all(rule.closing for rule in rules):
        return rules, rules, known
    others = choose((), ignore, plugins)  # those that close a run tell nothing unless others ran
    witnesses = (*rules, *(rule for rule in others if not (rule.closing or rule.scope)))
    return rules, witnesses, known


def with_selected(settings: Settings, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Mark the findings whose rule or theme settings select by name."""
    names = set(settings.select)
    if not names:
        return tuple(findings)
    return tuple(
        replace(finding, selected=bool(names & {finding.rule, finding.theme}))
        for finding in findings
    )


def _loaded(settings: Settings) -> Plugins:
    if not settings.plugins:
        return NO_PLUGINS
    from novalint.rules.plugins import load

    return load(settings.plugins)


@checked
def check(
    target: Target,
    *,
    release: str | None = None,
    role: str | Sequence[str] | None = None,
    deployment: Deployment | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    thresholds: Mapping[str, Mapping[str, float]] | None = None,
    plugins: Sequence[str] = (),
    baseline: Baseline | None = None,
    settings: Settings | None = None,
) -> Report:
    """Lint a configuration, a document, a file, or the `*.conf` of a directory.

    The release is the configuration's own, else `release`, else the deployment's, else that of the
    `settings`, else the newest. All other arguments stand over the settings too, which have to be
    given: `Settings.find(path)` gives those that the command line would take for a path. `role`,
    one or several, stands over that of the `deployment`. `plugins` are entry points of the group
    `novalint.rules` whose rules run too; what a `baseline` accepts is put aside.
    Raises a child of NovalintError for what the caller got wrong, never for what a file says.
    """
    for name, names in (("select", select), ("ignore", ignore), ("plugins", plugins)):
        if isinstance(names, str):
            raise SettingsError(f'`{name}` is a list of names; write {name}=["{names}"]')
    override = Override(
        release=release or None,
        deployment=(deployment or Deployment()).merged(Deployment(role=role)),
        select=tuple(select) or None,
        ignore=tuple(ignore),
        thresholds=thresholds or {},
    )
    if release:
        find_release(release)  # a misspelt one is refused though it may count for nothing
    chosen = (settings or Settings()).effective(*_paths(target))
    documents = _documents(target)
    chosen = told_by_hosts(chosen, documents).over(override)
    if not isinstance(target, Config):
        target = load(*documents, release=chosen.release, additions=chosen.additions)
    series = target.release.series if target.release_told else None
    every = tuple(dict.fromkeys((*chosen.plugins, *plugins)))
    chosen = replace(chosen, release=series, plugins=every)
    return examine(target, chosen, baseline)


def _documents(target: Target) -> Sequence[Document]:
    if isinstance(target, Config):
        return target.documents
    return [target] if isinstance(target, Document) else read_together([target])


def _paths(target: Target) -> list[str]:
    if isinstance(target, Config):
        return [document.path for document in target.documents]
    return [target.path if isinstance(target, Document) else name_of(target)]
