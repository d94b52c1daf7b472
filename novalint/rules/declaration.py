"""How a rule is declared: the one place that says its name, theme, severity, range and needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from importlib import import_module

from novalint.annotations import TYPE_CHECKING, Any
from novalint.findings import Finding, Severity
from novalint.records import NamedTuple, dataclass, field
from novalint.text.document import normalize_group

if TYPE_CHECKING:
    from typing import TypeAlias

    from novalint.config.model import Config
    from novalint.deployment import Deployment

Check: TypeAlias = "Callable[..., Iterator[Any]]"
"""`(config, deployment, **thresholds) -> findings`; it reads its arguments and nothing else.

With a scope, `(fleet, **thresholds) -> findings about nodes`.
"""

FactNeed: TypeAlias = "str | tuple[str, ...]"
"""A deployment fact that must be told, or several of which one must be."""

NOVA_NETWORK = 20
"""The last major version with nova-network, which `use_neutron = false` chooses."""


SCOPES = {
    "cloud": "all nodes of a fleet",
    "cell": "the nodes of a cell",
    "pool": "the compute nodes of a pool",
    "broker": "the nodes that share a virtual host",
}
"""What a rule about several nodes may compare, in words."""

METADATA_IN_API = 31
"""The last major version whose nova-api may serve metadata too (nova/cmd/api.py)."""

ABOUT_LINES = frozenset(["syntax", "options", "deprecation"])
"""The themes about what a line says, whoever reads it."""


class Trace(NamedTuple):
    """What a rule looks at in a file that says nothing, where it then finds nothing.

    `options` are the `GROUP.option` that it asks for, `facts` those of the deployment. Where a file
    sets none of them and none is told, the rule takes the same path and finds nothing either. So it
    does where one is set to its default, unless it is among those `placed` of which more than the
    value is looked at; and where one of the `usual` options has the value that most files have.
    """

    options: Sequence[str]
    facts: Sequence[str]
    placed: Sequence[str] = ()
    usual: Sequence[str] = ()


USUAL: Mapping[tuple[str, str], str] = {
    ("DEFAULT", "compute_driver"): "libvirt.LibvirtDriver",
    ("DEFAULT", "state_path"): "/var/lib/nova",
    ("libvirt", "cpu_mode"): "host-model",
    ("libvirt", "images_type"): "rbd",
}
"""Options that many rules look at, and the value that most files have that set them."""


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

    `options` are the `GROUP.option` names it reads. `releases` are the first and the last major
    version of Nova that it holds for (None: no end); `since` and `until` say why it begins and ends
    there, each a phrase with its source. `roles` are the services whose configuration it is about
    (empty: any), `drivers` the packages in nova/virt of the compute drivers (empty: any),
    `virt_types` the values of `[libvirt] virt_type`, which presuppose libvirt's driver; `neutron`
    says that with nova-network there is nothing to find. `whoever_reads` says that a finding holds
    also where no service of a node with told roles reads the option; the themes that are about what
    a line itself says need not say so. `thresholds` are the numbers that settings
    may change. `plugin` is the plugin that brought it, as settings name it; empty for novalint's
    own. `sign` names what a plain file shows wherever the rule finds something in it, as
    engine/signs.py tells it; empty where nothing does. A `closing` rule is about what the others
    found: it runs after them, and its third argument is the RunResults. `configured` is the
    severity that settings give it, whatever the facts. `trace` is what the index knows of it; None:
    it has to be asked whatever a file says.

    `scope` is what a rule about several nodes compares: all of a `cloud`, of a `cell`, of a `pool`,
    or of a `broker`. Its `check` is asked once for each such group, `(fleet, **thresholds) ->
    NodeFinding...`; it sees the declared `options` alone, of the nodes whose release is in range.
    Empty for a rule about one configuration. `companions` are patterns of the options of other
    programs' files that it reads, `kind:SECTION.option`: without a file of one of these kinds it
    cannot run.
    """

    name: str
    theme: str
    severity: Severity
    check: Check
    options: tuple[str, ...] = ()
    releases: tuple[int | None, int | None] = (None, None)
    since: str = ""
    until: str = ""
    roles: tuple[str, ...] = ()
    drivers: tuple[str, ...] = ()
    virt_types: tuple[str, ...] = ()
    neutron: bool = False
    whoever_reads: bool = False
    needs: tuple[FactNeed, ...] = ()
    thresholds: Mapping[str, float] | None = None
    closing: bool = False
    plugin: str = ""
    configured: Severity | None = None
    scope: str = ""
    companions: tuple[str, ...] = ()
    sign: str = ""
    trace: Trace | None = field(default=None, init=False, repr=False)

    def graded(self, severity: Severity) -> Rule:
        """Return the rule with the severity that settings give it."""
        rule = type(self).__new__(type(self))
        rule.__dict__.update(self.__dict__, configured=severity)
        return rule

    @property
    def condition(self) -> tuple[object, ...]:
        """What `applies_to` depends on besides the configuration."""
        return self.drivers, self.virt_types, self.neutron, self.is_about_lines

    @property
    def documentation(self) -> str:
        """The rule's page in Markdown, without its title."""
        return _cleaned(self.check.__doc__ or "")

    @property
    def summary(self) -> str:
        """The first sentence of the page."""
        return self.documentation.split("\n\n")[0].replace("\n", " ")

    @property
    def url(self) -> str:
        """The page that explains the rule, relative to the project's root; empty for a plugin's."""
        return "" if self.plugin else f"docs/rules/{self.name}.md"

    @property
    def is_about_lines(self) -> bool:
        """Whether it judges each line by itself, and gets along without values that are unknown.

        Of a plugin's rules nobody knows that.
        """
        return self.theme in ABOUT_LINES and not self.plugin

    def holds_in(self, major: int) -> bool:
        """Return whether the rule is about a major version of Nova."""
        first, last = self.releases
        return (first is None or major >= first) and (last is None or major <= last)

    def concerns(self, deployment: Deployment) -> bool:
        """Return whether the rule is about a node with these roles; untold roles may be any."""
        if not self.roles or deployment.role is None:
            return True
        return any(deployment.plays(role) is not False for role in self.roles)

    def applies_to(self, config: Config) -> bool:
        """Return whether the rule is about the driver, virt type and network that files choose.

        A driver that no file names is taken to be the one that the rule is about, but in overrides
        of services for which their tool chooses one. Where a template decides, the driver is taken
        for libvirt, and the virt type for KVM, as nearly everywhere.
        Raises UnknownValue where what decides is not known here.
        """
        from novalint.nova.drivers import below as driver_below

        usual = "libvirt" in (self.drivers or ("libvirt",))
        below = config.derived(driver_below) if config.hosted else ""
        computed = usual and not below and config.is_computed("DEFAULT", "compute_driver")
        if (self.drivers or self.virt_types) and not computed:
            named = below or str(config.value("DEFAULT", "compute_driver") or "")
            driver = named.partition(".")[0]
            if driver and driver not in (self.drivers or ("libvirt",)):
                return False
        usual = "kvm" in self.virt_types and config.is_computed("libvirt", "virt_type")
        if (
            self.virt_types
            and not usual
            and config.value("libvirt", "virt_type") not in self.virt_types
        ):
            return False
        if not self.neutron or config.release.major > NOVA_NETWORK:
            return True
        return config.value("DEFAULT", "use_neutron") is not False

    def missing(self, deployment: Deployment) -> tuple[str, ...]:
        """Return the facts that the rule needs and that nobody told."""
        if not self.needs:
            return ()
        lacking: list[str] = []
        for need in self.needs:
            names = (need,) if isinstance(need, str) else need
            if not any(deployment.knows(name) for name in names):
                lacking += names
        return tuple(lacking)


class _Declared:
    """A field of a listed rule that its module has to be imported for."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, rule: ListedRule | None, owner: type) -> Any:
        if rule is None:
            raise AttributeError(self.name)
        value = getattr(rule.declared, self.name)
        object.__setattr__(rule, self.name, value)
        return value


class ListedRule(Rule):
    """A rule that the index knows; its module is imported when it is asked."""

    home: str

    @classmethod
    def of(cls, home: str, trace: Trace | None, fields: dict[str, Any]) -> ListedRule:
        """Take what the index has: the module within this package, the trace, some fields."""
        rule = cls.__new__(cls)
        fields["trace"], fields["home"] = trace, home
        object.__setattr__(rule, "__dict__", fields)
        return rule

    @property
    def declared(self) -> Rule:
        """The rule as its module declares it."""
        module = import_module(f"novalint.rules.{self.home}")
        rules = (rule for rule in vars(module).values() if isinstance(rule, Rule))
        return next(rule for rule in rules if rule.name == self.name)


IN_MODULES = ("check", "options", "since", "until", "whoever_reads", "companions")
"""The fields that no run asks for of a rule that says nothing; the index does not have them."""
for name in IN_MODULES:
    setattr(ListedRule, name, _Declared(name))


def _cleaned(docstring: str) -> str:
    """Take the indent from a docstring, as `inspect.cleandoc` does, which is slow to import."""
    first, *others = docstring.expandtabs().splitlines() or [""]
    indents = [len(line) - len(line.lstrip()) for line in others if line.strip()]
    lines = [first.lstrip(), *(line[min(indents, default=0) :] for line in others)]
    return "\n".join(lines).strip("\n")


class FactNeeded(Exception):  # noqa: N818 (an outcome, not an error)
    """Raised by a rule that cannot decide without facts nobody told: their names."""

    def __init__(self, *facts: str) -> None:
        super().__init__(*facts)
        self.facts = facts


def rule(name: str, *, theme: str, severity: Severity, **declared: Any) -> Callable[[Check], Rule]:
    """Declare the function below as a rule; the fields of Rule are what can be declared."""

    def declare(check: Check) -> Rule:
        as_it_is = theme in ABOUT_LINES or declared.get("whoever_reads") or declared.get("scope")
        return Rule(name, theme, severity, check if as_it_is else _heard(check), **declared)

    return declare


def _heard(check: Check) -> Check:
    """Leave out findings about what no service of the node reads."""

    @wraps(check)
    def heard(
        config: Config, deployment: Deployment, *more: RunResults, **numbers: float
    ) -> Iterator[Finding]:
        for finding in check(config, deployment, *more, **numbers):
            known = isinstance(finding, Finding) and isinstance(
                finding.group, str
            )  # plugins may err
            if not known or is_read_on_node(config, deployment, finding.group, finding.option):
                yield finding

    return heard


def is_read_on_node(config: Config, deployment: Deployment, group: str, name: str) -> bool:
    """Return whether a service of the node reads an option, as far as is known.

    An untold role may be any. The log-in of a group that `auth_section` names is read by whoever
    reads that.
    """
    if not deployment.roles:
        return True
    home = normalize_group(group)
    option = config.schema.option(home, name) if name else None
    if option is None or not option.readers or home in config.named_groups:
        return True
    readers = set(option.facts.get("read_by", ()))
    if "metadata" in readers and config.release.major <= METADATA_IN_API:
        readers.add("api")
    return any(deployment.plays(role) for role in readers)
