"""Masks of CPUs are read as Nova reads them (`parse_cpu_spec` of 34.0.0 names every CPU)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from novalint.rules.libvirt.cpu_masks import Mask, parse

texts = st.lists(
    st.sampled_from(["1", "2", "9", "12", "-", "^", ",", ",", " ", "x", "+", "_"]), max_size=10
).map("".join)
masks = st.lists(st.sampled_from(["1-4", "^3", "2", "7-20", "^9-12", "0"]), min_size=1).map(
    ",".join
)
quick = settings(derandomize=True, deadline=None)


def named(text: str) -> set[int] | None:
    """Give the CPUs of a mask one by one, None where Nova raises Invalid."""
    wanted: set[int] = set()
    refused: set[int] = set()
    for part in filter(None, (one.strip() for one in text.split(","))):
        ends = part.removeprefix("^").split("-", 1)
        try:
            first, last = int(ends[0]), int(ends[-1])
        except ValueError:
            return None
        if first > last:
            return None
        (refused if part[0] == "^" else wanted).update(range(first, last + 1))
    return wanted - refused


def cpus(mask: Mask) -> set[int]:
    return {cpu for run in mask.runs for cpu in range(run.first, run.last + 1)}


@quick
@given(texts)
def test_a_mask_names_the_same_cpus(text: str) -> None:
    mask = parse(text)
    assert bool(mask.fault) is not bool(named(text))
    assert cpus(mask) == (named(text) or set())


@quick
@given(masks, masks)
def test_masks_meet_and_part_as_sets_do(one: str, two: str) -> None:
    first, second = parse(one), parse(two)
    assert cpus(first.common(second)) == cpus(first) & cpus(second)
    assert cpus(first.without(second)) == cpus(first) - cpus(second)
    assert not first.runs or parse(str(first)) == first


def test_a_mask_of_very_many_cpus_costs_nothing() -> None:
    assert str(parse("0-99999999999,^5")) == "0-4,6-99999999999"
