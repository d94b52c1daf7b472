"""Whatever a file says and whatever is told of its cloud: rules run, and fixes mend."""

from __future__ import annotations

import pytest
from fuzz.budget import examples
from fuzz.facts import facts
from fuzz.files import Made, made, several
from fuzz.properties import (
    all_fixes_end,
    checked,
    every_fix_mends,
    holds,
    safe_fixes_keep_what_nova_reads,
)
from hypothesis import given

from novalint.deployment import Deployment

pytestmark = pytest.mark.slow


@examples(60)
@given(made, facts)
def test_every_rule_runs_and_every_fix_mends(one: Made, told: Deployment) -> None:
    every_fix_mends(checked([one.text], one.release, told))


@examples(25)
@given(made, facts)
def test_safe_fixes_change_nothing_that_nova_reads(one: Made, told: Deployment) -> None:
    safe_fixes_keep_what_nova_reads(checked([one.text], one.release, told))


@examples(25)
@given(made, facts)
def test_all_fixes_come_to_an_end(one: Made, told: Deployment) -> None:
    all_fixes_end(checked([one.text], one.release, told))


@examples(10)
@given(several, facts)
def test_all_of_it_holds_for_several_files(some: tuple[list[str], str], told: Deployment) -> None:
    holds(*some, told)
