"""How a rule is declared: the one place that says its name, theme, severity and needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from inspect import cleandoc
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from novalint.findings import Severity

if TYPE_CHECKING:
    from novalint.deployment import Deployment
    from novalint.findings import Finding

Check: TypeAlias = "Callable[..., Iterator[Finding]]"
"""`(config, deployment, **thresholds) -> findings`; it reads its arguments and nothing else."""

Need: TypeAlias = "str | tuple[str, ...]"
"""A deployment fact that must be told, or several of which one must be."""


class RunResults(NamedTuple):
    """What the other rules came to, for a rule that closes a run.

    `ran` are the names of those that ran to their end; `known` gives the theme of every rule there
    is by its name, and is empty where a plugin may have more.
    """

    findings: tuple[Finding, ...]
    ran: frozenset[str]
    known: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule as declared; its documentation is the docstring of `check`.

    `releases` are the first and the last major version of Nova that it holds for (None: no end),
    `roles` the services whose configuration it is about (empty: any), `options` the
    `GROUP.option` names it reads, `thresholds` the numbers that settings may change, `background`
    sections of its page that are too long for a docstring; they stand before the example.
    `plugin` is the plugin that brought it, as settings name it; empty for novalint's own. A
    `closing` rule is about what the others found: it runs after them, and its third argument is
    the RunResults. `asked` is the severity that settings give it, whatever the facts.
    """

    name: str
    theme: str
    severity: Severity
    check: Check
    options: tuple[str, ...] = ()
    releases: tuple[int | None, int | None] = (None, None)
    roles: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    thresholds: Mapping[str, float] | None = None
    background: str = ""
    plugin: str = ""
    closing: bool = False
    asked: Severity | None = None

    @property
    def documentation(self) -> str:
        """The rule's page in Markdown, without its title."""
        page = cleandoc(self.check.__doc__ or "")
        before, example, after = page.partition("## Example")
        background = f"{self.background.strip()}\n\n" if self.background else ""
        return before + background + example + after

    @property
    def summary(self) -> str:
        """The first sentence of the page."""
        return self.documentation.split("\n\n")[0].replace("\n", " ")

    @property
    def url(self) -> str:
        """The page that explains the rule, relative to the project's root; empty for a plugin's."""
        return "" if self.plugin else f"docs/rules/{self.name}.md"

    def holds_in(self, major: int) -> bool:
        """Tell whether the rule is about a major version of Nova."""
        first, last = self.releases
        return (first is None or major >= first) and (last is None or major <= last)

    def concerns(self, deployment: Deployment) -> bool:
        """Tell whether the rule is about a node with these roles; untold roles may be any."""
        return not self.roles or any(deployment.plays(role) is not False for role in self.roles)

    def missing(self, deployment: Deployment) -> tuple[str, ...]:
        """Give the facts that the rule needs and that nobody told."""
        if not self.needs:
            return ()
        lacking: list[str] = []
        for need in self.needs:
            names = (need,) if isinstance(need, str) else need
            if not any(deployment.told(name) for name in names):
                lacking += names
        return tuple(lacking)


class FactNeeded(Exception):  # noqa: N818 (an outcome, not an error)
    """Raised by a rule that cannot decide without facts nobody told: their names."""

    def __init__(self, *facts: str) -> None:
        super().__init__(*facts)
        self.facts = facts


def rule(
    name: str,
    *,
    theme: str,
    severity: Severity,
    options: tuple[str, ...] = (),
    releases: tuple[int | None, int | None] = (None, None),
    roles: tuple[str, ...] = (),
    needs: tuple[Need, ...] = (),
    thresholds: Mapping[str, float] | None = None,
    background: str = "",
    closing: bool = False,
) -> Callable[[Check], Rule]:
    """Declare the function below as a rule."""

    def declared(check: Check) -> Rule:
        return Rule(
            name,
            theme,
            severity,
            check,
            options,
            releases,
            roles,
            needs,
            thresholds,
            background,
            closing=closing,
        )

    return declared
