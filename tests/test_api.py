"""The Python part of the contract, line by line, and what holds for every public object."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import FrozenInstanceError, fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newest import NEWEST
from strategies import any_text

import novalint

NOVA = """\
[DEFAULT]
my_ip = 10.0.0.1
#vif_plugging_is_fatal = true
vif_plugging_timeout = 300
enabled_apis = osapi_compute
debug = perhaps
memcached_servers = one

[Libvirt]
virt_type = kvm
"""
EXTRA = "[DEFAULT]\nmy_ip = 10.0.0.2\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with nova.conf and nova.conf.d/."""
    (tmp_path / "nova.conf").write_text(NOVA)
    (tmp_path / "nova.conf.d").mkdir()
    (tmp_path / "no-conf").mkdir()
    (tmp_path / "nova.conf.d" / "extra.conf").write_text(EXTRA)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def dense(path: str = "nova.conf") -> novalint.Report:
    deployment = novalint.Deployment(profile="dense-multi-tenant", role="compute")
    return novalint.check(path, release="2025.1", deployment=deployment)


# The contract


def test_document(folder: Path) -> None:
    document = novalint.Document.read("nova.conf")
    assert document.text == NOVA
    assert novalint.Document.parse(NOVA, path="nova.conf") == document
    assert novalint.Document.parse(NOVA.encode(), path="nova.conf").text == NOVA
    assert novalint.Document.parse(EXTRA).to_dict() == {"DEFAULT": {"my_ip": ["10.0.0.2"]}}
    assert document.to_dict()["Libvirt"] == {"virt_type": ["kvm"]}
    assert document.problems == ()
    assert novalint.Document.parse("no header = 1\n").problems != ()


def test_set_gives_a_patch_and_changes_nothing(folder: Path) -> None:
    document = novalint.Document.read("nova.conf")
    patch = document.set("DEFAULT", "vif_plugging_is_fatal", "false")
    assert isinstance(patch, novalint.Patch)
    wanted = NOVA.replace("#vif_plugging_is_fatal = true", "vif_plugging_is_fatal = false")
    assert patch.apply(document.text) == wanted
    diff = patch.unified_diff().splitlines()
    assert diff[:2] == ["--- a/nova.conf", "+++ b/nova.conf"]
    assert "-#vif_plugging_is_fatal = true" in diff
    assert "+vif_plugging_is_fatal = false" in diff
    assert document.text == NOVA == Path("nova.conf").read_text()
    assert not document.set("DEFAULT", "my_ip", "10.0.0.1")


def test_load_gives_one_configuration_in_order(folder: Path) -> None:
    config = novalint.load("nova.conf", "nova.conf.d/", release="2025.1")
    assert isinstance(config, novalint.Config)
    assert config["DEFAULT"]["vif_plugging_is_fatal"] is True
    assert config["DEFAULT"]["my_ip"] == "10.0.0.2"
    assert config["libvirt"]["virt_type"] == config["Libvirt"]["virt_type"] == "kvm"
    assert config["DEFAULT"]["enabled_apis"] == ["osapi_compute"]
    assert config["DEFAULT"]["vif_plugging_timeout"] == 300


def test_setting(folder: Path) -> None:
    config = novalint.load("nova.conf", "nova.conf.d/", release="2025.1")
    setting = config.setting("DEFAULT", "vif_plugging_is_fatal")
    assert isinstance(setting, novalint.Setting)
    assert (setting.value, setting.raw, setting.origin) == (True, None, None)
    assert (setting.is_default, setting.error) == (True, None)
    setting = config.setting("DEFAULT", "vif_plugging_timeout")
    assert (setting.value, setting.raw, setting.origin) == (300, "300", ("nova.conf", 4))
    assert setting.origin is not None
    assert (setting.origin.path, setting.origin.line) == ("nova.conf", 4)
    assert (setting.is_default, setting.error) == (False, None)
    setting = config.setting("DEFAULT", "my_ip")
    assert setting.origin == (str(Path("nova.conf.d") / "extra.conf"), 2)
    setting = config.setting("DEFAULT", "debug")
    assert (setting.value, setting.raw, setting.is_default) == (None, "perhaps", False)
    assert setting.error == "`perhaps` is not a boolean; write true or false"


def test_check(folder: Path) -> None:
    config = novalint.load("nova.conf", "nova.conf.d/", release="2025.1")
    deployment = novalint.Deployment(
        role="compute", tenants=300, peak_concurrent_builds=200, instances_per_host=60
    )
    report = novalint.check(config, deployment=deployment)
    assert isinstance(report, novalint.Report)
    found = {finding.rule: finding for finding in report.findings}
    assert {"fatal-vif-plugging", "invalid-value"} <= set(found)
    finding = found["fatal-vif-plugging"]
    assert "300 tenants" in finding.message
    assert str(finding.location) == "nova.conf:3:1"
    assert finding.severity == "warning"


def test_check_takes_a_baseline(folder: Path) -> None:
    report = novalint.check("nova.conf", release="2025.1")
    assert report.findings
    assert report.suppressed == ()
    Path("baseline.json").write_text(novalint.Baseline.of([report.findings]).text)
    baseline = novalint.Baseline.read("baseline.json")
    again = novalint.check("./nova.conf", release="2025.1", baseline=baseline)
    assert again.findings == ()
    assert {one.suppression for one in again.suppressed} == {novalint.Suppression("baseline", "")}


def test_check_takes_settings(folder: Path) -> None:
    Path("novalint.toml").write_text(
        'release = "2025.1"\nselect = ["unknown-option"]\n[deployment]\ntenants = 3\n'
    )
    settings = novalint.Settings.find("nova.conf")
    report = novalint.check("nova.conf", settings=settings)
    assert (report.release, report.deployment) == ("2025.1", novalint.Deployment(tenants=3))
    assert report.settings.select == ("unknown-option",)
    told = novalint.check(
        "nova.conf",
        release="zed",
        deployment=novalint.Deployment(tenants=9),
        select=["syntax"],
        settings=settings,
    )
    assert (told.release, told.deployment.tenants) == ("zed", 9)
    assert told.settings.select == ("syntax",)
    assert novalint.check("nova.conf").release == NEWEST  # nothing is looked for unless asked
    loud = novalint.Settings(severity={"unknown-option": "loud"})
    with pytest.raises(novalint.SettingsError, match="no severity `loud`; there are `error`"):
        novalint.check("nova.conf", settings=loud)


def test_check_takes_a_path_or_a_document(folder: Path) -> None:
    report = novalint.check("nova.conf", release="2025.1")
    assert report == novalint.check(Path("nova.conf"), release="epoxy")
    exact = novalint.check(novalint.Document.read("nova.conf"), release="31.2.0")
    assert (report.findings, report.release) == (exact.findings, exact.release)
    assert report.release == "2025.1"
    told = novalint.check("nova.conf", deployment=novalint.Deployment(release="2024.1"))
    assert told.release == "2024.1"


def test_fix_gives_a_patch_over_all_files(folder: Path) -> None:
    config = novalint.load("nova.conf", "nova.conf.d/", release="2025.1")
    deployment = novalint.Deployment(profile="dense-multi-tenant", role="compute")
    report = novalint.check(config, deployment=deployment)
    patch = report.fix(unsafe=True)
    assert isinstance(patch, novalint.Patch)
    assert "+vif_plugging_is_fatal = false" in patch.unified_diff()
    assert "vif_plugging_is_fatal = false\n" in patch.apply(NOVA, path="nova.conf")
    assert "vif_plugging_is_fatal" not in report.fix().unified_diff()
    assert Path("nova.conf").read_text() == NOVA


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (lambda: novalint.load("nova.conf", release="2024.3"), novalint.ReleaseError),
        (lambda: novalint.check("nova.conf", release="caracol"), novalint.ReleaseError),
        (lambda: novalint.upgrade("nova.conf", "2025.1", "2024.1"), novalint.ReleaseError),
        (lambda: novalint.upgrade("none.conf", "2024.1", "2025.1"), novalint.FileError),
        (lambda: novalint.load("none.conf"), novalint.FileError),
        (lambda: novalint.check("none.conf"), novalint.FileError),
        (lambda: novalint.load("no-conf"), novalint.FileError),
        (lambda: novalint.check("no-conf"), novalint.FileError),
        (lambda: novalint.upgrade("no-conf", "2024.1", "2025.1"), novalint.FileError),
        (lambda: novalint.Baseline.read("none.json"), novalint.FileError),
        (lambda: novalint.Baseline.read("nova.conf"), novalint.BaselineError),
        (lambda: novalint.Document.read("none.conf"), novalint.FileError),
        (lambda: novalint.Document.read("nova.conf.d"), novalint.FileError),
        (lambda: novalint.Deployment(tenant=3), novalint.DeploymentError),
        (lambda: novalint.Deployment(tenants="many"), novalint.DeploymentError),
        (lambda: novalint.load().setting("DEFAULT", "nonsense"), novalint.OptionError),
        (lambda: novalint.Document.parse("").set("DEFAULT", "", "x"), novalint.OptionError),
        (lambda: novalint.check("nova.conf", select=["nonsense"]), novalint.SettingsError),
        (lambda: novalint.Document.parse("").set("a", "b", "c").apply("x"), novalint.PatchError),
    ],
)
def test_what_the_caller_got_wrong(folder: Path, wrong: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind) as caught:
        wrong()
    assert issubclass(kind, novalint.NovalintError)
    message = str(caught.value)
    assert message.isprintable()
    assert message
    assert not message.endswith(".")


@settings(max_examples=60)
@given(any_text | st.binary(max_size=80))
def test_no_content_raises(content: str | bytes) -> None:
    document = novalint.Document.parse(content)
    assert isinstance(content, bytes) or document.text == content
    report = novalint.check(document)
    assert "rule-failure" not in {finding.rule for finding in report.findings}
    report.fix(unsafe=True)


@pytest.mark.parametrize("kind", [novalint.Severity, novalint.Effect, novalint.Verdict])
def test_what_is_worse_is_greater(kind: Any) -> None:
    worst, *_, mildest = kind
    assert sorted(kind) == list(kind)[::-1]
    assert (max(kind), min(kind)) == (worst, mildest)
    assert (worst > mildest, worst >= mildest, worst < mildest, worst <= mildest) == (
        True, True, False, False,
    )  # fmt: skip
    assert worst >= worst.value
    assert worst.value > mildest
    assert worst == worst.value
    assert json.dumps({worst: mildest}) == json.dumps({worst.value: mildest.value})
    with pytest.raises(TypeError, match="compared with"):
        _ = worst > "critical"


def test_a_folder_leads_to_the_project(folder: Path) -> None:
    """Of overrides below it nothing is read, so that it would pass whatever they say."""
    (folder / "no-conf" / "user_variables.yml").write_text(
        "nova_nova_conf_overrides:\n  DEFAULT:\n    vif_plugging_timeot: 3\n"
    )
    with pytest.raises(novalint.FileError, match=r"Project\.find\('no-conf'\)\.check\('no-conf'\)"):
        novalint.check("no-conf")
    assert novalint.Project.find("no-conf").check("no-conf").findings
    (folder / "none.d").mkdir()
    assert novalint.load("nova.conf", "none.d")["DEFAULT"]["my_ip"] == "10.0.0.1"


def test_a_project_without_configurations_checks_nothing_silently(folder: Path) -> None:
    with pytest.raises(novalint.SettingsError, match=r"check\('\.'\)"):
        novalint.Project.find(".").check()


def test_a_patch_is_written(folder: Path) -> None:
    """Several files at once, with the ends of their lines as they are."""
    Path("nova.conf").write_bytes(NOVA.replace("\n", "\r\n").encode())
    config = novalint.load("nova.conf", "nova.conf.d")
    patch = novalint.Patch(
        tuple(
            file
            for document in config.documents
            for file in document.set("DEFAULT", "my_ip", "10.0.0.3").files
        )
    )
    with pytest.raises(
        novalint.PatchError, match=r"end in \\r\\n; take Document\.read\('nova\.conf'\)"
    ):
        patch.apply(Path("nova.conf").read_text(), path="nova.conf")
    patch.write()
    assert b"my_ip = 10.0.0.3\r\n#vif_plugging" in Path("nova.conf").read_bytes()
    assert "my_ip = 10.0.0.3\n" in Path("nova.conf.d/extra.conf").read_text()
    with pytest.raises(novalint.FileError, match=r"`nova\.conf` has these changes already"):
        patch.write()
    Path("nova.conf").write_text("[DEFAULT]\n")
    with pytest.raises(novalint.FileError, match="changed in the meantime"):
        patch.write()


def test_a_role_needs_no_deployment(folder: Path) -> None:
    told = novalint.Deployment(role="api", tenants=300)
    report = novalint.check("nova.conf", role="compute", deployment=told)
    assert report.deployment == novalint.Deployment(role="compute", tenants=300)
    assert novalint.check("nova.conf", role=["api", "compute"]).deployment.roles == {
        "api",
        "compute",
    }
    with pytest.raises(novalint.DeploymentError, match="compute"):
        novalint.check("nova.conf", role="computer")


def test_upgrade_takes_a_role_as_check_does() -> None:
    old = novalint.Document.parse(
        "[libvirt]\nvirt_type = kvm\n[DEFAULT]\nosapi_compute_workers = 2\n"
    )
    told = novalint.Deployment(role="compute")
    alike = novalint.upgrade(old, "2024.1", "2026.2", deployment=told).to_dict()
    assert novalint.upgrade(old, "2024.1", "2026.2", role="compute").to_dict() == alike
    assert novalint.upgrade(old, "2024.1", "2026.2", role=["compute"]).to_dict() == alike
    assert novalint.upgrade(old, "2024.1", "2026.2", role="api").to_dict() != alike
    with pytest.raises(novalint.NovalintError, match="role"):
        novalint.upgrade(old, "2024.1", "2026.2", role="computer")


def test_a_report_is_written_and_judged_as_by_the_command_line(folder: Path) -> None:
    report = dense()
    assert report.exit_status() == report.exit_status("error") == 1
    assert report.exit_status(novalint.Severity.INFO) == 1
    assert report.exit_status("never") == 0
    with pytest.raises(novalint.ArgumentError, match="must be error, warning, info or never"):
        report.exit_status("warn")
    lenient = novalint.Settings(fail_on="never")
    assert novalint.check("nova.conf", settings=lenient).exit_status() == 0
    project = novalint.Project.find().over(novalint.Override(release="2025.1"))
    checked = project.check("nova.conf", "nova.conf.d/extra.conf")
    assert checked.exit_status() == 1
    assert checked.exit_status("never") == 0
    paths = ["nova.conf", "nova.conf.d/extra.conf", "--release=2025.1"]
    ran = subprocess.run(
        [sys.executable, "-m", "novalint", "check", *paths, "--format=json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout == checked.to_json()
    assert json.loads(report.to_json()) == report.to_dict()
    assert report.to_dict()["summary"]["files"] == 1


def test_a_cloud_is_written_and_judged_with_its_nodes(folder: Path) -> None:
    (folder / "nova.conf").write_text("[DEFAULT]\nhost = one\n")
    nodes = {name: {"paths": ["nova.conf"], "role": "compute"} for name in ("a", "b")}
    project = novalint.Project(novalint.Settings.of({"fleet": {}, "configurations": nodes}))
    checked = project.check()
    assert [report.exit_status() for report in checked.reports] == [0, 0]
    assert checked.exit_status() == 1
    assert checked.cloud and checked.cloud.exit_status() == 1
    assert {each.get("scope") for each in checked.to_dict()["diagnostics"]} >= {"cloud"}


@pytest.mark.parametrize("command", ["upgrade", "diagnose"])
def test_other_outcomes_are_written_as_by_the_command_line(folder: Path, command: str) -> None:
    line = "Timeout waiting for ['network-vif-plugged-x'] for instance with vm_state building"
    Path("log").write_text(line)
    config = novalint.load("nova.conf", release="2024.1")
    found: novalint.Upgrade | novalint.Diagnosis
    if command == "upgrade":
        found = novalint.upgrade(config, "2024.1", "2025.1")
        options = ["nova.conf", "--from=2024.1", "--to=2025.1"]
    else:
        found = novalint.diagnose(line, config)
        options = ["log", "--config=nova.conf", "--release=2024.1"]
        assert found.config == config
    ran = subprocess.run(
        [sys.executable, "-m", "novalint", command, *options, "--format=json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.to_json() == ran.stdout
    assert found.to_dict() == json.loads(ran.stdout)


def test_without_a_configuration_a_diagnosis_has_no_diff() -> None:
    found = novalint.diagnose("DB exceeded retry limit.")
    assert found.to_dict()["symptoms"][0]["name"] == "database-retries-exhausted"
    assert (found.masked_diff(), bool(found.patch)) == ("", False)


def test_explain_and_releases() -> None:
    assert "default:      300\n" in novalint.explain("vif_plugging_timeout", release="2025.1")
    assert novalint.explain("fatal-vif-plugging").startswith("fatal-vif-plugging")
    with pytest.raises(novalint.OptionError, match="vif_plugging_timeout"):
        novalint.explain("vif_plugging_timeot")
    with pytest.raises(novalint.ReleaseError):
        novalint.explain("my_ip", release="2024.3")
    assert novalint.releases()[0].codename == "ocata"
    assert novalint.releases()[-1].series == NEWEST


def test_a_misspelt_release_is_refused_where_it_stands_over_nothing(tmp_path: Path) -> None:
    file = tmp_path / "nova.conf"
    file.write_text("[DEFAULT]\n")
    config = novalint.load(file, release="train")
    assert novalint.check(config, release="ocata").release == "train"
    with pytest.raises(novalint.ReleaseError, match="nonsense"):
        novalint.check(config, release="nonsense")


# Every public object


@pytest.fixture
def public(folder: Path) -> dict[str, Any]:
    """One object of every public class; functions as they are."""
    document = novalint.Document.parse(NOVA, "nova.conf")
    (folder / "nova.conf.j2").write_text("[DEFAULT]\nmy_ip = {{ ip }}\n")
    (held,) = novalint.documents("nova.conf.j2")
    broken = novalint.Document.parse("a\n[DEFAULT]\nvif_plugging_is_fatal\n")
    report = dense()
    finding = next(one for one in report.findings if one.rule == "fatal-vif-plugging")
    setting = report.config.setting("DEFAULT", "vif_plugging_timeout")
    patch = finding.fixes[0].patch
    comparison = novalint.compare("2026.1", "2026.2")
    upgrade = novalint.upgrade("nova.conf", "victoria", "2025.1", keep_behaviour=True)
    log = "Timeout waiting for ['network-vif-plugged-x'] for instance with vm_state building"
    diagnosis = novalint.diagnose(log, report.config)
    symptom = diagnosis.symptoms[0]
    nodes = {name: {"paths": ["nova.conf"]} for name in ("a", "b")}
    fleet = novalint.Settings.of({"fleet": {}, "configurations": nodes})
    cloud = novalint.Project(fleet).check().cloud
    found = [
        document, document.source, document.assignments[0], document.groups[0],
        document.templates[0], broken.problems[0], document.assignments[0].span,
        document.position(20), patch, patch.files[0], patch.files[0].edits[0], report.config,
        setting, setting.origin, report.config.release, report.deployment, report, finding,
        finding.fixes[0], finding.location, finding.severity, finding.fixes[0].safety,
        novalint.Note("there", finding.location), novalint.Suppression("inSource", "so"),
        novalint.Baseline.of([report.findings]), novalint.NotRun("rule", ("tenants",)),
        novalint.documents, held.host, novalint.load, novalint.check, novalint.compare,
        novalint.explain, novalint.releases,
        comparison, comparison.differences[0],
        comparison.differences[0].kind, novalint.upgrade, upgrade, upgrade.changes[0],
        upgrade.changes[0].effect, upgrade.changes[0].step, upgrade.unkept[0],
        novalint.diagnose, diagnosis, symptom, symptom.causes[0], symptom.causes[0].verdict,
        novalint.Project(), novalint.Project().check("nova.conf"), cloud,
        novalint.UnknownOption("DEFAULT", "my_ip", None),
        novalint.Settings(severity={"unknown-option": "info"}), novalint.Override(paths=("a",)),
    ]  # fmt: skip
    named = {getattr(one, "__name__", type(one).__name__): one for one in found}
    errors = [name for name in novalint.__all__ if name.endswith("Error")]
    return named | {name: getattr(novalint, name)("told") for name in errors}


def test_there_is_one_of_each(public: dict[str, Any]) -> None:
    assert set(public) == set(novalint.__all__)
    assert set(dir(novalint)) == {*novalint.__all__, "__version__"}
    with pytest.raises(AttributeError, match="no attribute `nonsense`"):
        novalint.nonsense  # noqa: B018


def test_every_public_object_can_be_pickled(public: dict[str, Any]) -> None:
    for name, one in public.items():
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            again = pickle.loads(pickle.dumps(one, protocol))
            assert type(again) is type(one), name
            assert again == one or isinstance(one, Exception), name
            assert str(again) == str(one) or isinstance(
                one, (novalint.Report, novalint.CloudReport, novalint.ProjectReport)
            ), name


def test_what_was_pickled_still_works(folder: Path) -> None:
    before = dense()
    after: novalint.Report = pickle.loads(pickle.dumps(before))
    assert after.findings == before.findings
    assert after.fix(unsafe=True) == before.fix(unsafe=True)
    assert dict(after.config["DEFAULT"]) == dict(before.config["DEFAULT"])
    view = pickle.loads(pickle.dumps(before.config["libvirt"]))
    assert dict(view) == dict(before.config["libvirt"])


def test_every_public_object_is_immutable(public: dict[str, Any]) -> None:
    for name, one in public.items():
        if callable(one) or isinstance(one, (Exception, Enum)):
            continue
        names = [field.name for field in fields(one)] if is_dataclass(one) else one._fields
        for attribute in (*names, "something_new"):
            expected = FrozenInstanceError if is_dataclass(one) else AttributeError
            with pytest.raises((expected, TypeError)):
                setattr(one, attribute, None)
            assert not hasattr(one, "something_new"), name
        if is_dataclass(one):
            with pytest.raises((FrozenInstanceError, TypeError)):
                delattr(one, names[0])


def test_a_value_that_is_changed_is_the_callers_own(folder: Path) -> None:
    config = novalint.load("nova.conf", release="2025.1")
    for name in ("enabled_apis", "compute_monitors"):
        before = list(config["DEFAULT"][name])
        config["DEFAULT"][name].append("x")
        assert config["DEFAULT"][name] == config.setting("DEFAULT", name).value == before
    document = config.documents[0]
    document.to_dict()["DEFAULT"].clear()
    assert document.to_dict()["DEFAULT"]


@contextmanager
def hasty() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def test_several_threads_see_the_same(folder: Path) -> None:
    reference = dense()
    config = novalint.load("nova.conf", "nova.conf.d", release="2025.1")
    names = [(option.group, option.name) for option in config.schema][:200]
    other = novalint.load("nova.conf", "nova.conf.d", release="2025.1")
    expected = [other.setting(*name) for name in names]

    def work(number: int) -> bool:
        order = names if number % 2 else names[::-1]
        found = {name: config.setting(*name) for name in order}
        report = novalint.check(reference.config, deployment=reference.deployment)
        patch = config.documents[0].set("DEFAULT", "debug", str(number))
        return (
            [found[name] for name in names] == expected
            and report.findings == reference.findings
            and f"debug = {number}" in patch.apply(NOVA)
        )

    with hasty(), ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(16)))


# Start-up


def modules_after(program: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {program}; print(*sys.modules)"],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_import_costs_next_to_nothing() -> None:
    loaded = modules_after("import novalint") - modules_after("pass")
    assert loaded == {"novalint"}


def test_reading_a_configuration_needs_no_validator() -> None:
    loaded = modules_after("import novalint; novalint.load; novalint.Document; novalint.Deployment")
    assert not {"jsonschema", "argparse", "difflib", "tomllib", "socket"} & loaded
    loaded = modules_after("import novalint; print(novalint.load().release)")
    assert not {"jsonschema", "argparse"} & loaded


def test_what_a_script_prints_holds_no_password(tmp_path: Path) -> None:
    secret = "Rabb1tPw"
    path = tmp_path / "nova.conf"
    path.write_text(
        f"[DEFAULT]\ntransport_url = rabbit://nova:{secret}@c:5672/\n"
        "#vif_plugging_is_fatal = true\nvif_plugging_if_fatal = false\nverbose = true\n"
    )
    report = novalint.check(str(path), release="2025.1")
    upgrade = novalint.upgrade(report.config, "2024.1", "2025.1")
    line = "Timeout waiting for ['network-vif-plugged-x'] for instance with vm_state building"
    diagnosis = novalint.diagnose(line, report.config)
    for plain, masked in (
        (report.fix(unsafe=True).unified_diff(), report.masked_diff(report.fix(unsafe=True))),
        (upgrade.patch.unified_diff(), upgrade.masked_diff()),
        (diagnosis.patch.unified_diff(), diagnosis.masked_diff()),
    ):
        assert secret in plain
        assert secret not in masked
        assert masked.startswith("--- a")


def test_what_was_found_is_printed_in_one_line(folder: Path) -> None:
    """A long list of findings or a whole upgrade helps nobody at a prompt."""
    config = novalint.load("nova.conf", release="2025.1")
    report = novalint.check(config)
    upgrade = novalint.upgrade(config, "2024.1", "2025.1")
    nodes = {name: {"paths": ["nova.conf"], "role": "compute"} for name in ("a", "b")}
    project = novalint.Project(novalint.Settings.of({"fleet": {}, "configurations": nodes}))
    checked = project.check()
    diagnosis = novalint.diagnose("DB exceeded retry limit.", config)
    for thing in (report, upgrade, checked, checked.cloud, diagnosis):
        assert len(repr(thing)) < 200
        assert repr(thing).startswith(f"{type(thing).__name__}(")
    assert repr(report) == "Report(1 error, 1 warning in nova.conf (2025.1))"
    assert repr(diagnosis) == "Diagnosis(1 symptom in 1 line)"
    assert repr(upgrade).startswith("Upgrade(nova.conf, 2024.1 to 2025.1; ")
    assert repr(config).startswith("Config(schema=Schema(2025.1), documents=(Document(")


def test_a_release_that_is_a_number_is_refused() -> None:
    wrong: Any = 2025.1
    document = novalint.Document.parse("[DEFAULT]\n")
    for call in (
        lambda: novalint.check(document, release=wrong),
        lambda: novalint.load(document, release=wrong),
        lambda: novalint.upgrade(document, wrong, "2025.2"),
    ):
        with pytest.raises(novalint.ReleaseError, match="put it in quotes"):
            call()


def test_a_selection_that_is_one_text_is_refused() -> None:
    document = novalint.Document.parse("[DEFAULT]\n")
    with pytest.raises(novalint.SettingsError, match="`select` is a list of names"):
        novalint.check(document, select="unknown-option")
