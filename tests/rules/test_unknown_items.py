"""A part of a list that a template leaves open: what it may be is no fault, and no fix doubles it.

So with options beside the one that a finding is about, where they change nothing but its words.
"""

from __future__ import annotations

import pytest
from config.test_branches import template

from novalint.deployment import Deployment
from novalint.engine.report import Report, check

MACHINES = "machine-type-without-architecture"
MODES = "disk-cachemode-invalid"


def told(rule: str, text: str, **facts: object) -> Report:
    deployment = Deployment(**facts)
    return check(
        template(text, "nova.conf.j2"),
        release="2026.2",
        role="compute",
        deployment=deployment,
        select=[rule],
    )


@pytest.mark.parametrize(
    ("rule", "line", "fixed"),
    [
        (MACHINES, "hw_machine_type = x86_64={{ x }},q35", None),
        (MACHINES, "hw_machine_type = {{ x }},q35", None),
        (MACHINES, "hw_machine_type = aarch64={{ x }},q35", "aarch64={{ x }},x86_64=q35"),
        (MODES, "disk_cachemodes = file={{ x }},file=write-back", "file={{ x }}"),
        (MODES, "disk_cachemodes = {{ x }},file=write-back", None),
        (MODES, "disk_cachemodes = block={{ x }},file=write-back", "block={{ x }},file=writeback"),
    ],
)
def test_no_fix_writes_an_item_that_may_be_there(rule: str, line: str, fixed: str | None) -> None:
    text = f"[libvirt]\n{line}\n"
    report = told(rule, text)
    assert len(report.findings) == 1
    after = report.fix(unsafe=True).apply(text) if fixed else text
    assert after == (f"[libvirt]\n{line.partition('=')[0]}= {fixed}\n" if fixed else text)
    assert bool(report.findings[0].fixes) == bool(fixed)
    assert "guests get the default" not in report.findings[0].message


def test_numa_nodes_of_a_computed_group_are_not_missing() -> None:
    text = (
        "[neutron]\nphysnets = {}\n{{% for leaf in leaves %}}\n"
        "[neutron_physnet_leaf{{{{ leaf.number }}}}]\nnuma_nodes = 0\n{{% endfor %}}\n"
        "[database]\nconnection = mysql://db/nova\n"
    )
    rule = "physnet-without-numa-nodes"
    assert not told(rule, text.format("leaf1,leaf2")).findings
    (finding,) = told(rule, text.format("leaf1,spine")).findings
    assert "lists `spine`, but" in finding.message


def test_a_command_that_a_template_computes_may_make_any_file_system() -> None:
    text = "[DEFAULT]\ndefault_ephemeral_format = zfs\n"
    rule = "ephemeral-format-unknown"
    assert told(rule, text).findings
    report = told(rule, f"{text}virt_mkfs = {{{{ command }}}}\n")
    assert not report.findings
    assert [one.rule for one in report.not_run] == [rule]


def test_what_only_words_hang_on_hides_no_finding() -> None:
    drives = "[DEFAULT]\nforce_config_drive = {{ x }}\n"
    text = f"{drives}[libvirt]\ninject_password = true\ninject_partition = -2\n"
    (finding,) = told("injection-without-partition", text).findings
    assert "or set `inject_partition`" not in finding.message
    text = (
        "[libvirt]\nimages_type = rbd\nimages_rbd_glance_store_name = ceph\n"
        "[workarounds]\nnever_download_image_if_on_rbd = {{ x }}\n"
    )
    (finding,) = told("rbd-copy-timeout-too-short", text, image_size_gb=100).findings
    assert "no longer waits for it; raise it" in finding.message
