"""A symptom that a log shows, its causes, and what a configuration says about each."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.records import dataclass
from novalint.weighed import Weighed

if TYPE_CHECKING:
    from novalint.config.setting import Origin
    from novalint.findings import Fix

    PlainValue = str | int | float | bool | tuple[str, ...] | None


IDLE = "it changes nothing here"
"""Stands before the reason why nothing reads an option."""


class Verdict(Weighed):
    """What a configuration says about a cause; what is surer is greater.

    shown: a rule finds it there. possible: the value allows it, or no configuration was given.
    ruled-out: the value excludes it.
    """

    SHOWN = "shown"
    POSSIBLE = "possible"
    RULED_OUT = "ruled-out"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Cause:
    """An option that may cause a symptom, and what the configuration says about that.

    `value` is what Nova reads, secrets masked, None without a configuration; `origin` where it is
    set, None where it is not. `readers` are the services that read it, `on_reload` says whether
    they take a new value without a restart. `message` is the rule's where one finds it, else what
    the option has to do with the symptom; `costs` what the first of the fixes costs, where that has
    a price. `refused` says why there is no patch of a remedy. `is_contradicted` says that the lines
    come of another value than that of the configuration.
    """

    group: str
    option: str
    verdict: Verdict
    message: str
    value: PlainValue = None
    origin: Origin | None = None
    rule: str | None = None
    fixes: tuple[Fix, ...] = ()
    costs: str = ""
    readers: tuple[str, ...] = ()
    on_reload: bool = False
    refused: str = ""
    is_contradicted: bool = False


@dataclass(frozen=True)
class Symptom:
    """One kind of line that a log holds.

    `first` and `last` are times as the log writes them. `told` are pairs of a part's name and its
    different values, and ("instances", number). `elsewhere` is what no nova.conf shows, most
    likely first, and `outside` says that it is likelier than any option. `follows` names symptoms
    of all logs that were read together that this one may follow from. `worst` is the worst level
    that its lines have, empty where they have none; `beside` names the symptoms that each of its
    records shows too.
    """

    name: str
    says: str
    level: str
    count: int
    first: str | None
    last: str | None
    example: str
    page: str
    told: tuple[tuple[str, int | tuple[str, ...]], ...]
    causes: tuple[Cause, ...]
    elsewhere: tuple[str, ...]
    outside: bool
    follows: tuple[str, ...]
    worst: str = ""
    beside: tuple[str, ...] = ()
