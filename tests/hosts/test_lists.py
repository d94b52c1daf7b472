"""Items of lists in YAML: those that go, those that come, and how a diff shows them."""

from __future__ import annotations

import pytest
from hosts.reading import documents, values

from novalint import upgrade
from novalint.engine.report import check
from novalint.text.document import Document

HEAD = "nova_nova_conf_overrides:\n  filter_scheduler:\n    enabled_filters:\n"
RULE = "scheduler-filter-removed"


def items(*names: str) -> str:
    return HEAD + "".join(f"      - {name}\n" for name in names)


def only(text: str) -> Document:
    (document,) = documents(text)
    return document


def mended(text: str, release: str = "2025.1") -> str:
    report = check(only(text), release=release, select=[RULE])
    return report.fix(unsafe=True).apply(text, "x.yaml")


@pytest.mark.parametrize(
    "names",
    [
        ("ComputeFilter", "RetryFilter", "AvailabilityZoneFilter"),
        ("RetryFilter", "AvailabilityZoneFilter", "ComputeFilter"),
        ("RetryFilter", "ComputeFilter", "AvailabilityZoneFilter"),
        ("ComputeFilter", "RetryFilter", "RetryFilter"),
        ("RetryFilter", "ComputeFilter", '"AvailabilityZoneFilter"'),
    ],
)
def test_each_item_that_goes_takes_its_line_along(names: tuple[str, ...]) -> None:
    assert mended(items(*names)) == items("ComputeFilter")


def test_what_a_tool_writes_below_brings_no_filter_that_nova_had() -> None:
    text = HEAD[:-1] + " RetryFilter,ComputeFilter\n"
    (finding,) = check(only(text), release="2025.1", select=[RULE]).findings
    assert (finding.severity, "unless" in finding.message) == ("error", False)
    (change,) = (one for one in upgrade(only(text), "train", "2025.1").changes if one.rule == RULE)
    assert change.effect == "breaks"


def test_what_the_override_itself_brings_may_be_one() -> None:
    text = HEAD[:-1] + " RetryFilter,ComputeFilter\n    available_filters: acme.RetryFilter\n"
    assert check(only(text), release="2025.1", select=[RULE]).findings == ()


def test_a_comment_beside_what_stays_stays() -> None:
    text = items("RetryFilter", "ComputeFilter  # hosts that are up", "AvailabilityZoneFilter")
    assert mended(text) == items("ComputeFilter  # hosts that are up")


def test_a_list_in_one_line_loses_its_items_or_takes_no_fix() -> None:
    text = HEAD[:-1] + " [RetryFilter, ComputeFilter, AvailabilityZoneFilter]\n"
    assert mended(text) in (HEAD[:-1] + " [ComputeFilter]\n", text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            HEAD[:-1] + " ComputeFilter,AvailabilityZoneFilter\n",
            HEAD[:-1] + " ComputeFilter\n",
        ),
        (items("ComputeFilter", "AvailabilityZoneFilter"), items("ComputeFilter")),
        (items("RetryFilter", "ComputeFilter", "AvailabilityZoneFilter"), items("ComputeFilter")),
    ],
)
def test_an_upgrade_takes_filters_that_went_out_of_a_host(text: str, wanted: str) -> None:
    made = upgrade(only(text), "train", "2025.1")
    assert made.patch.apply(text, "x.yaml") == wanted


def test_an_upgrade_says_why_in_a_text_block() -> None:
    text = (
        "nova:\n  template:\n    schedulerServiceTemplate:\n      customServiceConfig: |\n"
        "        [filter_scheduler]\n        available_filters = "
        "nova.scheduler.filters.retry_filter.RetryFilter\n"
    )
    (document,) = documents(text)
    made = upgrade(document, "train", "2025.1").patch.apply(text, "x.yaml")
    assert "        # [filter_scheduler] available_filters has " in made
    assert "        #available_filters = nova." in made


LISTED = (
    HEAD + "      # hosts that are up\n      - ComputeFilter\n"
    '      - "ImagePropertiesFilter"  # images\n      # the last\n      - NUMATopologyFilter\n'
    "  api:\n    max_limit: 10\n"
)
_UP = "      # hosts that are up\n      - ComputeFilter\n"
_IMAGES = '      - "ImagePropertiesFilter"  # images\n'
_LAST = "      # the last\n"


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ("A,B", f"      # hosts that are up\n      - A\n      - B\n{_LAST}"),
        ("ComputeFilter", _UP + _LAST),
        ("ComputeFilter,A,ImagePropertiesFilter", f"{_UP}      - A\n{_IMAGES}{_LAST}"),
        (
            "Z, ComputeFilter, ImagePropertiesFilter, NUMATopologyFilter, X",
            f"      - Z\n{_UP}{_IMAGES}{_LAST}      - NUMATopologyFilter\n      - X\n",
        ),
        ("ImagePropertiesFilter,ComputeFilter", f"{_IMAGES}{_UP}{_LAST}"),
    ],
)
def test_a_list_of_lines_becomes_what_is_set(value: str, lines: str) -> None:
    document = only(LISTED)
    made = document.set("filter_scheduler", "enabled_filters", value).apply(LISTED, "x.yaml")
    assert made == HEAD + lines + "  api:\n    max_limit: 10\n"
    assert values(made)["filter_scheduler"]["enabled_filters"] == [value.replace(" ", "")]


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("A,ComputeFilter", ["A", "ComputeFilter"]),
        ("A,ComputeFilter,B", ["A", "ComputeFilter", "B"]),
        ("A,B", ["A", "B"]),
        ("A", ["A"]),
        ("{a: 1,b: 2}", ['"{a: 1,b: 2}"']),
    ],
)
def test_the_only_item_becomes_several(value: str, names: list[str]) -> None:
    for end in ("\n", ""):
        text = items("ComputeFilter").removesuffix("\n") + end
        document = only(text)
        made = document.set("filter_scheduler", "enabled_filters", value).apply(text, "x.yaml")
        assert made == items(*names).removesuffix("\n") + end


def test_new_items_of_a_harmless_list_are_shown() -> None:
    report = check(only(items("ComputeFilter")), select=["server-group-policy-refused"])
    (fix,) = report.findings[0].fixes
    assert "+      - ServerGroupAffinityFilter\n" in report.diff(fix)
    assert "***" not in report.diff(fix)


@pytest.mark.parametrize(
    "text",
    [
        "parameter_defaults:\n  ComputeExtraConfig:\n    nova::config::nova_config:\n"
        "      filter_scheduler/enabled_filters:\n        value:\n          - ComputeFilter\n"
        "      api/use_forwarded_for:\n        value: true\n",
        "nova_nova_conf_overrides:\n  DEFAULT:\n    default_log_levels:\n      - amqp=WARN\n"
        "  api:\n    use_forwarded_for: true\n",
        "conf:\n  nova:\n    pci:\n      alias:\n        type: multistring\n        values:\n"
        "          - one\n    api:\n      use_forwarded_for: true\n",
    ],
)
def test_the_keys_of_a_list_that_goes_are_shown(text: str) -> None:
    document = only(text)
    name = document.assignments[0].group, document.assignments[0].option
    shown = check(document, select=[RULE]).masked_diff(document.unset(*name))
    assert "+" in shown and "***" not in shown
