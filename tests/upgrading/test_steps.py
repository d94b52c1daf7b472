"""When to act, by which releases to go, and the list to tick off."""

from __future__ import annotations

import pytest
from upgrading.test_effects import report

from novalint.pages.upgrade import render
from novalint.schema.releases import find_release
from novalint.upgrading.changes import Step
from novalint.upgrading.path import path

OLD = "[DEFAULT]\nrpc_thread_pool_size = 9\nuse_neutron = false\n[ironic]\npeer_list = a\n"


@pytest.mark.parametrize(
    ("old", "new", "way"),
    [
        ("train", "ussuri", "ussuri"),
        ("train", "wallaby", "ussuri victoria wallaby"),
        ("2023.1", "2024.1", "2024.1"),
        ("2023.1", "2025.1", "2024.1 2025.1"),
        ("2023.2", "2024.2", "2024.1 2024.2"),
        ("zed", "2026.2", "2023.1 2024.1 2025.1 2026.1 2026.2"),
        ("2023.1", "2023.2", "2023.2"),
    ],
)
def test_the_way_goes_from_slurp_to_slurp(old: str, new: str, way: str) -> None:
    assert " ".join(map(str, path(find_release(old), find_release(new)))) == way


def test_steps_are_told_apart() -> None:
    found = report("train", "2023.2", OLD)
    steps = {one.option: one.step for one in found.changes if one.location}
    assert steps["use_neutron"] is Step.BEFORE
    assert steps["rpc_thread_pool_size"] is Step.DURING
    assert steps["peer_list"] is Step.AFTER
    nothing = [one for one in found.changes if one.effect == "nothing"]
    assert nothing
    assert {one.step for one in nothing} == {None}


def test_the_checklist_has_each_thing_to_do_once_under_its_step_and_service() -> None:
    found = report("train", "2023.2", OLD)
    text = render([found], "checklist")
    heads = [line for line in text.splitlines() if line.startswith("## ")]
    assert heads == [
        "## Before the upgrade (each line names its release)",
        "## During the upgrade (each line names its release)",
        "## After the upgrade",
    ]
    assert "One after the other: train, ussuri, " in text
    to_do = [one for one in found.changes if one.step]
    lines = [line for line in text.splitlines() if line.lstrip().startswith("- ")]
    assert len(lines) == len(to_do) + 1  # the patch is one thing to do, and says what for
    before, during, after = text.split("\n## ")[1:]
    assert "`use_neutron` is false" in before
    assert "\n  - `[DEFAULT] rpc_thread_pool_size` is" in during
    assert "### nova-compute\n\n- [ ] 2023.2: `[ironic] peer_list` is deprecated" in after


def test_a_checklist_with_nothing_to_do_is_a_heading() -> None:
    found = report("2023.1", "2023.2", "[DEFAULT]\n", role="novncproxy")
    assert render([found.only()], "checklist") == "# nova.conf: Nova 2023.1 to 2023.2\n"


def test_odd_paths_do_not_break_out_of_their_place() -> None:
    import novalint
    from novalint import Document

    document = Document.parse(OLD, "a`|<b>[x].conf")
    text = render([novalint.upgrade(document, "train", "2023.2")], "checklist")
    assert r"# a\`\|\<b\>\[x\].conf: Nova" in text


def test_what_both_releases_refuse_is_corrected_first() -> None:
    found = report("2023.1", "2023.2", "[DEFAULT]\nreserved_host_memory_mb = 8GB\n", role="compute")
    first = render([found], "checklist").split("\n## ")[1].splitlines()
    assert first == [
        "Before the upgrade, while 2023.1 runs",
        "",
        "- [ ] Correct the error that is in both releases: `novalint check --release 2023.2`",
    ]


def test_files_are_written_also_where_nothing_that_they_change_is_to_do() -> None:
    found = report("2023.2", "2024.1", "[DEFAULT]\nrpc_thread_pool_size = 64\n", role="conductor")
    alone = found.only()
    assert found.patch
    assert "Write the migrated files (`--write`, or apply the patch of `--diff`)" in render(
        [alone], "checklist"
    )
