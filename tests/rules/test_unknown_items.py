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
RESERVE, PIN_SET = "reserved-cpus-beside-cpu-sets", "pin-set-beside-cpu-sets"
MODELS, FLAGS = "cpu-models-without-custom-mode", "cpu-flags-without-effect"
PINNED = "cpu_dedicated_set = 4-7\n"


def told(rule: str, text: str, release: str = "2026.2", **facts: object) -> Report:
    deployment = Deployment(**facts)
    return check(
        template(text, "nova.conf.j2"),
        release=release,
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
    include = "{% include 'numa.j2' %}\n"
    assert not told(rule, text.format("leaf1,spine") + include).findings


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


@pytest.mark.parametrize(
    ("rule", "text", "said"),
    [
        (
            RESERVE,
            "reserved_host_cpus = 2\n[compute]\ncpu_shared_set = {{ x }}\n" + PINNED,
            "so nova",
        ),
        (
            RESERVE,
            "reserved_host_cpus = 2\n[compute]\ncpu_dedicated_set = {{ x }}\ncpu_shared_set = 0\n",
            "`[compute] cpu_shared_set`, so nova-compute does not start; remove",
        ),
        (PIN_SET, "vcpu_pin_set = 4-7\n[compute]\ncpu_shared_set = {{ x }}\n" + PINNED, "so nova"),
        (
            PIN_SET,
            "vcpu_pin_set = 4\nreserved_host_cpus = {{ x }}\n[compute]\n" + PINNED,
            "so nova",
        ),
        (
            "cpu-sets-overlap",
            "vcpu_pin_set = {{ x }}\n[compute]\ncpu_shared_set = 4\n" + PINNED,
            "share CPU `4`, so nova-compute does not start; remove it from",
        ),
    ],
)
def test_sets_that_are_refused_anyway_are_told(rule: str, text: str, said: str) -> None:
    (finding,) = told(rule, f"[DEFAULT]\n{text}").findings
    assert said in finding.message
    assert bool(finding.fixes) == (rule == RESERVE)


@pytest.mark.parametrize("beside", ["vcpu_pin_set = {{ x }}", "vcpu_pin_set = 0-3"])
def test_a_set_that_the_old_mask_may_allow_is_not_told(beside: str) -> None:
    dedicated = "cpu_dedicated_set = {{ x }}\n" if "{" not in beside else ""
    text = f"[DEFAULT]\nreserved_host_cpus = 2\n{beside}\n[compute]\ncpu_shared_set = 0\n"
    report = told(RESERVE, text + dedicated)
    assert not report.findings
    assert report.not_run


@pytest.mark.parametrize(
    ("rule", "lines", "release", "said"),
    [
        (
            MODELS,
            "cpu_mode = host-model\ncpu_models = Haswell\n",
            "2026.2",
            "but that is host-model",
        ),
        (MODELS, "cpu_mode = none\ncpu_models = Haswell\n", "train", "but that is none"),
        (MODELS, "cpu_models = Haswell\n", "2026.2", "but that is not set"),
        (MODELS, "cpu_mode = host-model\ncpu_model = Haswell\n", "stein", ""),
        (MODELS, "cpu_mode = custom\ncpu_models = Haswell\n", "2026.2", ""),
        (MODELS, "cpu_mode = host-model\ncpu_models = {{ models }}\n", "2026.2", ""),
        (MODELS, "cpu_mode = none\ncpu_models = {{ models }}\n", "train", ""),
        (FLAGS, "cpu_mode = none\ncpu_model_extra_flags = pcid\n", "2026.2", "choose a mode"),
        (FLAGS, "cpu_mode = host-model\ncpu_model_extra_flags = pcid\n", "queens", "to custom and"),
        (FLAGS, "cpu_mode = host-model\ncpu_model_extra_flags = pcid\n", "rocky", ""),
    ],
)
def test_what_no_virt_type_allows_is_told_of_any(
    rule: str, lines: str, release: str, said: str
) -> None:
    report = told(rule, f"[libvirt]\nvirt_type = {{{{ kind }}}}\n{lines}", release)
    assert bool(report.findings) == bool(said)
    for finding in report.findings:
        assert said in finding.message
        assert not finding.fixes


@pytest.mark.parametrize(
    ("rule", "line", "facts"),
    [
        ("vif-timeout-lowered", "vif_plugging_timeout = 30", {}),
        ("vif-timeout-for-many-hosts", "vif_plugging_timeout = 300", {"compute_hosts": 2000}),
        (
            "fatal-vif-plugging",
            "vif_plugging_timeout = 30",
            {"tenants": 50, "instances_per_host": 60},
        ),
        (
            "vif-not-fatal-while-waiting",
            "vif_plugging_is_fatal = false\nvif_plugging_timeout = 30",
            {},
        ),
    ],
)
def test_a_limit_of_builds_that_is_open_hides_no_short_wait(
    rule: str, line: str, facts: dict[str, int]
) -> None:
    text = f"[DEFAULT]\ninstance_build_timeout = {{{{ limit }}}}\n{line}\n"
    (finding,) = told(rule, text, **facts).findings
    assert ", and keep `instance_build_timeout` above that" in finding.message
    assert not any("vif_plugging_timeout" in fix.title for fix in finding.fixes)
