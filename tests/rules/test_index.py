"""The index of rules says what the rules declare and what they look at."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from novalint.config.model import Config
from novalint.deployment import Deployment
from novalint.engine import tracing
from novalint.findings import Finding, Severity
from novalint.records import names_of
from novalint.rules.catalogue import declared, rules
from novalint.rules.declaration import ListedRule, Rule, rule
from novalint.rules.index import FILE, rows_text
from novalint.schema.releases import newest

SETS = "[libvirt]\nvirt_type = kvm\n"


def test_rules_are_listed_as_they_are_declared() -> None:
    listed, own = rules(), declared()
    assert [one.name for one in listed] == [one.name for one in own], "run `make docs`"
    for known, one in zip(listed, own, strict=True):
        for field in names_of(Rule):
            assert getattr(known, field) == getattr(one, field), f"{one.name}: run `make docs`"


def test_traces_hold_in_the_newest_release(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "releases", lambda: (newest(),))
    now = tracing.traces(declared())
    for one in rules():
        if one.trace and one.holds_in(newest().major):
            assert one.name in now, f"{one.name}: run `make docs`"
            assert set(now[one.name].options) <= set(one.trace.options), (
                f"{one.name}: run `make docs`"
            )
            assert set(now[one.name].facts) <= set(one.trace.facts), f"{one.name}: run `make docs`"


@pytest.mark.slow
def test_the_index_is_what_make_docs_writes() -> None:
    own = declared()
    assert Path(FILE).read_text(encoding="utf-8") == rows_text(own, tracing.traces(own))


def test_what_rules_look_at() -> None:
    assert traced(lambda config, _: config.value("libvirt", "cpu_mode")) == ["libvirt.cpu_mode"]
    assert traced(lambda config, _: config.settings) is None, "it looks at the file"
    assert traced(lambda config, _: config.documents[0].text) is None
    assert traced(lambda _, deployment: deployment.knows("cells")) == ["cells"]
    assert traced(lambda _, deployment: deployment.plays("compute")) == ["role"]
    assert traced(lambda *_: [Finding]) is None, "it finds something"


def test_a_default_that_refers_to_another_option_depends_on_that_too() -> None:
    found = traced(lambda config, _: config.value("vnc", "server_proxyclient_address") and ())
    assert found == ["vnc.server_proxyclient_address"]
    found = traced(lambda config, _: config.value("DEFAULT", "instances_path") and ())
    assert found == [f"DEFAULT.{name}" for name in ("instances_path", "pybasedir", "state_path")]


def traced(check: object) -> list[object] | None:
    """Trace a rule that asks something and finds what it is given."""

    def asks(config: Config, deployment: Deployment) -> object:
        found = check(config, deployment)  # type: ignore[operator]
        yield from found if isinstance(found, list) else ()

    one = rule("a-rule", theme="syntax", severity=Severity.INFO)(asks)  # type: ignore[arg-type]
    found = tracing.trace(one)
    return None if found is None else sorted([*found.options, *found.facts])


def test_a_check_imports_the_rules_that_it_needs_alone(tmp_path: Path) -> None:
    file = tmp_path / "nova.conf"
    file.write_text(SETS)
    program = (
        "import json, sys, novalint; novalint.check(sys.argv[1]);"
        "print(json.dumps([name for name in sys.modules if 'novalint.rules' in name]))"
    )
    words = (sys.executable, "-c", program, str(file))
    done = subprocess.run(words, capture_output=True, check=True)
    imported = set(json.loads(done.stdout))
    modules = {f"novalint.rules.{one.home}" for one in rules() if isinstance(one, ListedRule)}
    assert 0 < len(imported & modules) < len(modules) / 3
