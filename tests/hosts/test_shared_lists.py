"""Lists that an alias says elsewhere as well: no edit changes what another key holds."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hosts.reading import documents

from novalint.engine.report import check
from novalint.errors import PatchError
from novalint.text.document import Document
from novalint.text.edits import Patch
from novalint.text.hosting import SHARED, whole
from novalint.text.writing import add_value, comment_out, live, remove, rename, set_option

GROUP, OPTION = "filter_scheduler", "enabled_filters"
OSA = (
    "nova_nova_conf_overrides:\n  filter_scheduler:\n    enabled_filters: {}\n    max_attempts: 3\n"
)
HELM = "conf:\n  nova:\n    filter_scheduler:\n      enabled_filters: {}\n      max_attempts: 3\n"
TRIPLEO = (
    "parameter_defaults:\n  ExtraConfig:\n    nova::config::nova_config:\n"
    "      filter_scheduler/enabled_filters: {}\n      libvirt/cpu_mode: {{value: none}}\n"
)
FLOW = "[ComputeFilter, RetryFilter]"
CSV = f"{{type: csv, values: {FLOW}}}"


def anchored(host: str, value: str) -> str:
    return host.format(f"&f {value}") + "other: *f\n"


SHARING = [
    f"f: &f {FLOW}\nother: *f\n{OSA.format('*f')}",
    "f: &f\n- ComputeFilter\n- RetryFilter\nother: *f\n" + OSA.format("*f"),
    anchored(OSA, FLOW),
    anchored(OSA, "\n      - ComputeFilter\n      - RetryFilter"),
    f"base: &b\n  {OPTION}: {FLOW}\nnova_nova_conf_overrides:\n  {GROUP}: *b\nother: *b\n",
    f"nova_nova_conf_overrides:\n  {GROUP}: &b\n    {OPTION}: {FLOW}\nother:\n  <<: *b\n",
    f"nova_nova_conf_overrides: &b\n  {GROUP}:\n    {OPTION}: {FLOW}\nother: *b\n",
    anchored(HELM, CSV),
    f"f: &f {CSV}\nother: *f\n{HELM.format('*f')}",
    HELM.format(f"{{type: csv, values: &f {FLOW}}}") + "other: *f\n",
    anchored(HELM, "{type: multistring, values: [a, b]}"),
    HELM.format("{type: multistring, values: &f [a, b]}") + "other: *f\n",
    TRIPLEO.format(f"{{value: &f {FLOW}}}") + "other: *f\n",
    TRIPLEO.format("{value: &f ComputeFilter}") + "other: *f\n",
    TRIPLEO.format(f"&f {{value: {FLOW}}}") + "other: *f\n",
    TRIPLEO.format("&f {value: ComputeFilter}") + "other: *f\n",
    f"f: &f {FLOW}\nother: *f\n{TRIPLEO.format('{value: *f}')}",
]


def others(text: str) -> Any:
    """Return what a file holds beside nova's options, which no edit of these may change."""
    every = yaml.safe_load(text)
    return {name: every.get(name) for name in ("f", "other", "base")}


def edits(document: Document) -> list[Patch]:
    lines = live(document, GROUP, OPTION)
    return [
        set_option(document, GROUP, OPTION, "ComputeFilter"),
        set_option(document, GROUP, OPTION, "ComputeFilter,RetryFilter,IoOpsFilter"),
        set_option(document, GROUP, OPTION, "IoOpsFilter"),
        add_value(document, GROUP, OPTION, "IoOpsFilter"),
        comment_out(document, lines),
        remove(document, lines),
        remove(document, lines[:1]),
        rename(document, lines[0], "available_filters"),
    ]


@pytest.mark.parametrize("text", SHARING)
def test_no_edit_changes_what_another_key_holds(text: str) -> None:
    (document,) = documents(text)
    for patch in edits(document):
        try:
            after = whole(patch, document).apply(text)
        except PatchError:
            continue
        assert others(after) == others(text)


@pytest.mark.parametrize("value", [FLOW, CSV])
def test_a_fix_says_that_the_list_is_shared(value: str) -> None:
    text = anchored(HELM, value)
    report = check(documents(text)[0], release="2025.1", select=["scheduler-filter-removed"])
    assert report.fix(unsafe=True).apply(text, "x.yaml") == text
    (finding,) = report.findings
    assert not finding.fixes
    assert finding.message.endswith(SHARED)


def test_an_alias_of_a_list_gives_way_to_the_value() -> None:
    text = SHARING[0]
    (document,) = documents(text)
    after = whole(set_option(document, GROUP, OPTION, "ComputeFilter,IoOpsFilter"), document)
    assert after.apply(text) == text.replace(
        "enabled_filters: *f", 'enabled_filters: "ComputeFilter,IoOpsFilter"'
    )
