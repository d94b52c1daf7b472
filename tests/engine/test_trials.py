"""A fix in a file that others read too is made where it harms none of them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from novalint import Project
from novalint.cli import main
from novalint.project.overrides import merged

ROOT = "kolla/config"
WAIT = "[DEFAULT]\nvif_plugging_timeout = 0\nvif_plugging_is_fatal = True\n"
RULE = ["--select", "vif-fatal-without-waiting", "--release", "2025.1"]
OLD, NEW = "[pci]\npassthrough_whitelist = {}\n", "[pci]\ndevice_spec = {}\n"
SIX, SEVEN = (f'{{"address":"*:0{number}:00.*"}}' for number in (6, 7))
RENAME = ["--select", "deprecated-name", "--release", "2025.1"]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(files: dict[str, str], root: str = ROOT) -> None:
    for name, text in files.items():
        path = Path(root, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def read(name: str) -> str:
    return Path(ROOT, name).read_text()


def test_a_host_that_has_no_such_finding_keeps_what_it_reads(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write({
        "nova/nova-compute.conf": WAIT,
        "nova/c3/nova.conf": "[DEFAULT]\nvif_plugging_is_fatal = False\n",
    })  # fmt: skip
    main(["fix", "kolla", "--unsafe", *RULE])
    assert read("nova/nova-compute.conf") == WAIT
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "warning[" in line]
    assert line.endswith(
        "sends no events, except on `c3`, which has a file of its own; `c3` would then read "
        "another `vif_plugging_timeout`, so first set it in `kolla/config/nova/c3/nova.conf` to "
        "what it reads now"
    )
    main(["fix", f"{ROOT}/nova/nova-compute.conf", "--unsafe", *RULE])
    assert read("nova/nova-compute.conf") == WAIT


@pytest.mark.parametrize(
    "host",
    [
        "[DEFAULT]\nvif_plugging_is_fatal = False\nvif_plugging_timeout = 0\n",
        "[DEFAULT]\nmy_ip = 10.0.0.3\n",
        "[DEFAULT]\ncompute_driver = ironic.IronicDriver\nvif_plugging_is_fatal = False\n",
    ],
)
def test_whom_it_does_no_harm_has_no_say(host: str) -> None:
    write({"nova/nova-compute.conf": WAIT, "nova/c3/nova.conf": host})
    main(["fix", "kolla", "--unsafe", *RULE])
    assert "#vif_plugging_timeout = 0" in read("nova/nova-compute.conf")


@pytest.mark.parametrize("name", ["base.conf", "link.conf"])
@pytest.mark.parametrize("paths", [[], ["base.conf"], ["link.conf"]])
def test_a_node_of_a_fleet_keeps_what_it_reads(paths: list[str], name: str) -> None:
    settings = f'[configurations."{{node}}"]\npaths = ["{name}", "hosts/{{node}}.conf"]\n[fleet]\n'
    Path("link.conf").symlink_to("base.conf")
    write({
        "novalint.toml": f'release = "2025.1"\n{settings}',
        "base.conf": WAIT,
        "hosts/c1.conf": "[DEFAULT]\nmy_ip = ::1\n",
        "hosts/c3.conf": "[DEFAULT]\nvif_plugging_is_fatal = False\n",
    }, ".")  # fmt: skip
    main(["fix", "--unsafe", *RULE, *paths])
    assert Path("base.conf").read_text() == WAIT
    first, *_ = Project.find().check(*paths).reports
    (finding,) = [each for each in first.findings if each.rule == RULE[1]]
    assert "; `c3` would then read another `vif_plugging_timeout`" in finding.message


@pytest.mark.parametrize("more", [', "c1.conf"', ""])
@pytest.mark.parametrize("name", ["base", "link"])
def test_a_file_may_be_all_of_one_and_have_another_name(name: str, more: str) -> None:
    each = '[configurations.{0}]\npaths = ["{1}.conf"{2}]\nrole = "compute"\n'
    write({
        "novalint.toml": each.format("c1", "base", more) + each.format("c3", name, ', "c3.conf"'),
        "base.conf": WAIT,
        "c1.conf": "[DEFAULT]\nmy_ip = ::1\n",
        "c3.conf": "[DEFAULT]\nvif_plugging_is_fatal = False\n",
    }, ".")  # fmt: skip
    Path("link.conf").symlink_to("base.conf")
    main(["fix", "--unsafe", *RULE])
    assert Path("base.conf").read_text() == WAIT


@pytest.mark.parametrize("unsafe", [[], ["--unsafe"]])
def test_a_name_of_all_hosts_stays_where_one_sets_the_new_one(unsafe: list[str]) -> None:
    files = {
        "nova.conf": OLD.format(SIX),
        "nova/h1/nova.conf": NEW.format(SEVEN),
        "nova/h2/nova.conf": OLD.format(SEVEN),
    }
    write(files)
    main(["fix", "kolla", *unsafe, *RENAME])
    assert {name: read(name) for name in files} == files


@pytest.mark.parametrize("unsafe", [[], ["--unsafe"]])
def test_a_name_is_changed_in_all_files_or_in_none(unsafe: list[str]) -> None:
    files = {
        "nova.conf": OLD.format(SIX) + f"passthrough_whitelist = {SEVEN}\n",
        "nova/h1/nova.conf": OLD.format(SEVEN),
        "nova/h2/nova.conf": OLD.format(SIX) + f"passthrough_whitelist = {SEVEN}\n",
    }
    write(files)
    before = effective(files)
    main(["fix", "kolla", *unsafe, *RENAME])
    assert len({"device_spec" in read(name) for name in files}) == 1
    assert all(("device_spec" in read(name)) != ("whitelist" in read(name)) for name in files)
    assert effective(files) == before


@pytest.mark.parametrize("name", ["nova.conf", "nova/h1/nova.conf"])
def test_a_file_that_is_named_alone_is_not_renamed_by_half(name: str) -> None:
    files = {"nova.conf": OLD.format(SIX), "nova/h1/nova.conf": OLD.format(SEVEN)}
    write(files)
    main(["fix", f"{ROOT}/{name}", "--unsafe", *RENAME])
    assert {name: read(name) for name in files} == files


def warnings(capsys: pytest.CaptureFixture[str], *paths: str) -> list[str]:
    capsys.readouterr()
    main(["check", *(paths or ("kolla",)), "--quiet", *RENAME])
    return capsys.readouterr().out.splitlines()


def test_what_is_said_of_a_name_with_several_values_works(
    capsys: pytest.CaptureFixture[str],
) -> None:
    files = {
        "nova.conf": OLD.format(SIX),
        "nova/h1/nova.conf": NEW.format(SEVEN),
        "nova/h2/nova.conf": OLD.format(SEVEN),
    }
    write(files)
    before = effective(files)
    of_all, of_h2 = warnings(capsys)
    assert of_all.endswith(
        "rename it; `h1` would then read another `[pci] device_spec`, so in the same change set it "
        "in `kolla/config/nova/h1/nova.conf` to what it reads now, under its current name alone"
    )
    assert "rename it, together with that in `kolla/config/nova.conf`; `h1` would" in of_h2
    write({
        "nova.conf": NEW.format(SIX),
        "nova/h1/nova.conf": f"{NEW.format(SIX)}device_spec = {SEVEN}\n",
        "nova/h2/nova.conf": NEW.format(SEVEN),
    })  # fmt: skip
    assert warnings(capsys) == []
    assert effective(files) == before


POOL = "[DEFAULT]\n{}_thread_pool_size = {}\n"


@pytest.mark.parametrize("unsafe", [[], ["--unsafe"]])
@pytest.mark.parametrize("size", [64, 128])
def test_an_old_name_over_the_current_one_stays_without_effect(
    size: int, unsafe: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "nova.conf": POOL.format("executor", 128),
        "nova/nova-compute.conf": "[DEFAULT]\ndebug = false\n",
        "nova/h1/nova.conf": POOL.format("rpc", size),
    }
    write(files)
    before = effective(files)
    (line,) = warnings(capsys)
    wins = "says the same" if size == 128 else "wins, or rename it if it is to count here"
    assert line.endswith(
        "remove it, since `executor_thread_pool_size` is set in `kolla/config/nova.conf` too and "
        + wins
    )
    (alone,) = warnings(capsys, f"{ROOT}/nova/h1/nova.conf")
    assert size == 128 or alone.endswith(
        "rename it; `h1` would then read another `executor_thread_pool_size`, which another of its "
        "files sets too, so check these together"
    )
    main(["fix", "kolla", *unsafe, *RENAME])
    assert "#rpc_thread_pool_size" in read("nova/h1/nova.conf")
    assert effective(files) == before
    assert warnings(capsys) == []


def test_an_old_name_beside_several_values_of_the_current_one_is_no_mere_rename(
    capsys: pytest.CaptureFixture[str],
) -> None:
    files = {"nova.conf": NEW.format(SIX), "nova/h1/nova.conf": OLD.format(SEVEN)}
    write(files)
    before = effective(files)
    (line,) = warnings(capsys)
    assert line.endswith(
        "rename it and add the values of `[pci] device_spec` in `kolla/config/nova.conf`, which it "
        "then replaces"
    )
    main(["fix", "kolla", "--unsafe", *RENAME])
    assert {name: read(name) for name in files} == files
    write({"nova/h1/nova.conf": f"{NEW.format(SEVEN)}device_spec = {SIX}\n"})
    assert (warnings(capsys), effective(files)) == ([], before)


def test_nodes_whose_files_add_values_up_are_told_to_add_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from novalint.engine.trials import Trial, reason
    from novalint.findings import Fix, Safety
    from novalint.text.edits import Patch

    class Reader:
        name, own, paths = "h1", "hosts/h1.conf", frozenset({"base.conf", "hosts/h1.conf"})

    one = Trial((("pci", "device_spec"),), several=True)
    fix = Fix("Remove it", Patch(()), Safety.UNSAFE)
    assert reason([(Reader(), one)], fix, "base.conf").endswith(
        "so in the same change add to `hosts/h1.conf` what it would lack"
    )


LINES = [
    "vif_plugging_timeout = 0", "vif_plugging_timeout = 10", "vif_plugging_timeout = 300",
    "vif_plugging_is_fatal = True", "vif_plugging_is_fatal = False", "report_interval = 90",
    "service_down_time = 60", "reserved_host_memory_mb = 8192", "vcpu_pin_set = 2-7",
    "reserved_host_cpus = 2", "rpc_thread_pool_size = 64", "executor_thread_pool_size = 32",
    "[compute] cpu_dedicated_set = 2-7", "[libvirt] cpu_mode = custom",
    "[libvirt] cpu_model = Haswell", "[libvirt] cpu_models = Haswell",
    "[libvirt] live_migration_tunnelled = true", "[libvirt] file_backed_memory = 1024",
    "[libvirt] live_migration_with_native_tls = true", "[libvirt] inject_partition = -1",
    "[libvirt] inject_password = true", f"[pci] passthrough_whitelist = {SIX}",
    f"[pci] passthrough_whitelist = {SEVEN}", f"[pci] device_spec = {SEVEN}",
]  # fmt: skip
PLACES = [
    "nova.conf", "nova/nova-compute.conf", "nova/h1/nova.conf", "nova/h2/nova-compute.conf",
    "nova/h3/nova.conf", "nova/h3/nova-compute.conf",
]  # fmt: skip


def invented(rng: random.Random) -> str:
    text = ""
    for line in rng.sample(LINES, rng.randint(1, 4)):
        group, _, option = line.rpartition("] ")
        text += f"{group or '[DEFAULT'}]\n{option}\n"
    return text


def effective(files: dict[str, str]) -> dict[tuple[str, ...], dict[str, object]]:
    """Return what each service on each host reads."""
    reports = Project().check("kolla").reports
    chains = [each.paths for each in merged([f"{ROOT}/{name}" for name in files], lambda p: "")]
    assert chains
    return {
        report.files: {
            f"{group}.{name}": report.config.setting(group, name).value for group, name in OPTIONS
        }
        for report in reports
    }


OPTIONS = [
    *(("DEFAULT", line.split(" = ")[0]) for line in LINES
      if line[0] != "[" and not line.startswith("rpc_")),
    *(tuple(line[1:].split(" = ")[0].split("] ")) for line in LINES
      if line[0] == "[" and "whitelist" not in line and "cpu_model " not in line),
]  # fmt: skip


READ_BY_ALL = {f"DEFAULT.{name}" for name in
               ("report_interval", "service_down_time", "executor_thread_pool_size")}  # fmt: skip


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("unsafe", [[], ["--unsafe"]])
def test_no_host_without_findings_reads_anything_else(seed: int, unsafe: list[str]) -> None:
    rng = random.Random(seed)
    files = {name: invented(rng) for name in rng.sample(PLACES, rng.randint(2, 6))}
    write(files)
    before = effective(files)
    compute = f"{ROOT}/nova/nova-compute.conf"
    told = {
        report.files: {option for each in report.findings for option in [each.rule]}
        for report in Project().check("kolla").reports
        if any(each.severity != "info" for each in report.findings)
    }
    main(["fix", "kolla", *unsafe])
    after = effective(files)
    for chain, values in before.items():
        others = compute.removeprefix(f"{ROOT}/") in files and compute not in chain
        for option in values if not unsafe or chain not in told else ():
            if not others or option in READ_BY_ALL:
                assert after[chain][option] == values[option]
