"""Limits of a typed value, told in one phrase."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from novalint.schema.types.constraints import violation

MANY = [f"choice-{number}" for number in range(30)]

BROKEN: list[tuple[dict[str, Any], Any, str]] = [
    ({"maximum": 65535}, 70000, "`70000` is above the maximum 65535"),
    ({"minimum": 0, "maximum": 1}, -0.5, "`-0.5` is below the minimum 0"),
    ({"maximum": 1.5}, float("inf"), "`inf` is above the maximum 1.5"),
    ({"enum": [1, 2]}, 3, "`3` is not one of `1`, `2`"),
    ({"enum": [1]}, True, "`True` is not one of `1`"),
    (
        {"enum": ["kvm", "lxc", "qemu"]},
        "kvmm",
        "`kvmm` is not one of `kvm`, `lxc`, `qemu`; nearest is `kvm`",
    ),
    ({"enum": ["raw", "rbd"]}, "Ceph", "`Ceph` is not one of `raw`, `rbd`; nearest is `rbd`"),
    ({"enum": ["raw"]}, "ceph", "`ceph` is not one of `raw`"),
    ({"enum": ["kvm", "lxc"]}, "KVM", "`KVM` is not one of `kvm`, `lxc`; nearest is `kvm`"),
    (
        {"enum": ["host-model", "custom"]},
        "custom-model",
        "`custom-model` is not one of `host-model`, `custom`; nearest is `custom`",
    ),
    ({"enum": ["kvm", "lxc"]}, "zzz", "`zzz` is not one of `kvm`, `lxc`"),
    ({"enum": ["", "a", None]}, "b", "`b` is not one of empty, `a`"),
    ({"enum": ["a"]}, "", "an empty value is not one of `a`"),
    ({"enum": []}, "a", "`a` cannot be set: no value is accepted"),
    ({"pattern": "^a.c$"}, "abd", "`abd` does not match the pattern `^a.c$`"),
    (
        {"pattern": f"^(?:{'CAP_CHOWN|' * 20}0)$"},
        "root",
        f"`root` does not match the pattern `^(?:{'CAP_CHOWN|' * 11}CAP_C…`",
    ),
    ({"maxLength": 3}, "abcd", "`abcd` is longer than the 3 characters allowed"),
    ({"minItems": 2}, ["a"], "the list has too few items; the minimum is 2"),
    ({"minProperties": 2}, {"a": 1}, "the table has too few pairs; the minimum is 2"),
]

KEPT: list[tuple[dict[str, Any], Any]] = [
    ({}, "anything"),
    ({"type": "string", "default": "b", "enum": ["a"]}, "a"),
    ({"minimum": 0, "maximum": 5}, 5),
    ({"minimum": 0}, float("nan")),
    ({"enum": [1, 2]}, None),
    ({"pattern": "b"}, "abc"),
    ({"maxLength": 3}, "äöü"),
    ({"items": {"maximum": 1}, "minItems": 1}, [5]),
    ({"minimum": 5}, range(3)),
]


@pytest.mark.parametrize(("entry", "value", "phrase"), BROKEN)
def test_a_broken_limit_is_named_with_what_is_accepted(
    entry: dict[str, Any], value: Any, phrase: str
) -> None:
    assert violation(entry, value) == phrase


@pytest.mark.parametrize(("entry", "value"), KEPT)
def test_a_kept_limit_says_nothing(entry: dict[str, Any], value: Any) -> None:
    assert violation(entry, value) is None


def test_a_long_list_of_choices_is_cut_and_the_nearest_still_told() -> None:
    phrase = violation({"enum": MANY}, "choice_17")
    assert phrase is not None
    assert phrase.endswith("`choice-7` and 22 more; nearest is `choice-17`")
    assert len(phrase) < 200


def test_choices_that_ignore_case_are_told_as_declared() -> None:
    entry = {"pattern": "^(?:[eE][nN])$", "x-oslo": {"type": "String", "choices": ["En"]}}
    assert violation(entry, "eN") is None
    assert violation(entry, "e") == "`e` is not one of `En`; nearest is `En`"


def test_entries_with_the_same_limits_share_one_validator() -> None:
    from novalint.schema.types.constraints import _validator

    _validator.cache_clear()
    for default in range(50):
        violation({"default": default, "maximum": 5}, 7)
    assert _validator.cache_info().currsize == 1
    assert _validator.cache_info().maxsize is not None


@settings(max_examples=300)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "enum": st.lists(st.sampled_from(["a", "b", 1, 2]), min_size=1),
            "minimum": st.integers(-2, 2),
            "maximum": st.integers(-2, 2),
            "maxLength": st.integers(0, 2),
            "pattern": st.sampled_from(["^a", "b$", "ab"]),
        },
    ),
    st.one_of(
        st.integers(-3, 3), st.floats(-3, 3), st.just(float("nan")), st.text("ab", max_size=3)
    ),
)
def test_what_is_plainly_within_its_limits_is_so_for_jsonschema_too(
    limits: dict[str, Any], value: float | str
) -> None:
    judged = next(Draft202012Validator(limits).iter_errors(value), None)
    assert (violation({**limits, "x-oslo": {"type": "String"}}, value) is None) == (judged is None)
