"""Multipliers of the scheduler's weighers that are set to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.nova.filters import GROUP
from novalint.nova.weighers import WEIGHERS, path_of
from novalint.rules.common.empties import EmptyNumber, empties, options_of
from novalint.rules.common.filters import picks_at_random, weighs
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

FAILS = "every request that more than one host suits fails"
NUMBERS = tuple(EmptyNumber(*name, FAILS) for name in WEIGHERS)


@rule(
    "weight-multiplier-empty",
    theme="scheduling",
    severity=Severity.ERROR,
    options=(*options_of(NUMBERS), f"{GROUP}.weight_classes", "scheduler.driver"),
    roles=("scheduler",),
    sign="empty",
)
def weight_multiplier_empty(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A weight multiplier is empty, which is not the same as unset.

    ## What it checks

    The options of `[filter_scheduler]` whose names end in `_weight_multiplier`, and `[metrics]
    weight_multiplier`, with an empty value. Not reported for a weigher that `weight_classes` leaves
    out, nor with the chance scheduler, which weighs no hosts.

    ## Why it matters

    oslo.config reads an empty number as no number at all, and not as the default or as 0. The
    scheduler multiplies by it as soon as two hosts pass the filters, which ends in a TypeError: no
    server is built, resized or moved. To switch a weigher off, set its multiplier to 0.

    ## Example

        [filter_scheduler]
        ram_weight_multiplier =

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or its default
    applies.

    ## Sources

    Nova 15.1.5 to 34.0.0: nova/weights.py (`get_weighed_objects`), `weight_multiplier` of the
    classes in nova/scheduler/weights, nova/scheduler/utils.py (`get_weight_multiplier`); tried with
    those for failed builds and memory of 18.3.0 and 34.0.0.
    """

    def is_read(number: EmptyNumber) -> bool:
        """Whether the weigher that computes with it is asked."""
        return not picks_at_random(config) and weighs(config, path_of(number.group, number.option))

    yield from empties(config, deployment, NUMBERS, is_read)
