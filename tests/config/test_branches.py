"""What branches of templates, loops and expressions make of a configuration."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

import novalint
from novalint.config.doubts import branches_of, doubtful_settings
from novalint.config.unknown import Reason, UnknownValue
from novalint.findings import Finding
from novalint.hosts.reading import documents_in
from novalint.text.document import Document
from novalint.text.source import Source


def template(text: str, path: str = "nova.conf.j2") -> Document:
    (document,) = documents_in(Source(path, text))
    return document


def named(findings: Iterable[Finding], *rules: str) -> list[tuple[str, int]]:
    return [(one.rule, one.location.start.line) for one in findings if one.rule in rules]


EITHER = """\
[DEFAULT]
{% if dense %}
vif_plugging_is_fatal = false
vif_plugging_timeout = 600
{% else %}
vif_plugging_is_fatal = true
{% endif %}
debug = {{ debug }}
"""


def test_what_a_branch_sets_is_not_known() -> None:
    config = novalint.load(template(EITHER))
    fatal = config.setting("DEFAULT", "vif_plugging_is_fatal")
    assert fatal.unknown
    assert fatal.unknown.reason is Reason.BRANCH
    assert fatal.value is None
    assert fatal.origin == ("nova.conf.j2", 6)
    guarded = config.with_guards()
    with pytest.raises(UnknownValue):
        guarded.boolean("DEFAULT", "vif_plugging_is_fatal")
    assert [one.name for one in config.settings] == ["debug"]
    assert [one.name for one in doubtful_settings(config)] == [
        "vif_plugging_is_fatal",
        "vif_plugging_timeout",
    ]


def test_in_a_branch_its_lines_count_and_those_beside_it_never() -> None:
    config = novalint.load(template(EITHER))
    first, second = (config.within(arms) for arms in branches_of(config))
    assert first.value("DEFAULT", "vif_plugging_is_fatal") is False
    assert first.value("DEFAULT", "vif_plugging_timeout") == 600
    assert second.value("DEFAULT", "vif_plugging_is_fatal") is True
    assert second.value("DEFAULT", "vif_plugging_timeout") == 300
    assert second.setting("DEFAULT", "vif_plugging_timeout").is_default


def test_a_branch_is_judged_as_if_no_other_conditional_held() -> None:
    text = (
        "[DEFAULT]\n{% if a %}\nmy_ip = 10.0.0.1\n{% endif %}\n"
        "{% if b %}\nmy_ip = 10.0.0.2\n{% endif %}\n"
    )
    config = novalint.load(template(text))
    first, second = (config.within(arms) for arms in branches_of(config))
    assert config.setting("DEFAULT", "my_ip").unknown
    assert first.value("DEFAULT", "my_ip") == "10.0.0.1"
    assert second.value("DEFAULT", "my_ip") == "10.0.0.2"


def test_a_certain_line_behind_stands_over_a_doubtful_one() -> None:
    text = "[DEFAULT]\n{% if a %}\nmy_ip = 10.0.0.1\n{% endif %}\nmy_ip = 10.0.0.2\n"
    assert novalint.load(template(text)).value("DEFAULT", "my_ip") == "10.0.0.2"


def test_expressions_are_unknown_and_known_parts_are_used() -> None:
    text = (
        "[DEFAULT]\nvif_plugging_timeout = {{ wait }}\n"
        "transport_url = rabbit://{{ user }}:{{ word }}@{{ host }}/\n"
        "[filter_scheduler]\nenabled_filters = {{ more }},ComputeFilter\n"
        "[vnc]\nserver_listen = $my_ip\n"
    )
    config = novalint.load(template(text))
    wait = config.setting("DEFAULT", "vif_plugging_timeout")
    assert (wait.value, wait.fault) == (None, None)
    assert wait.unknown
    assert wait.unknown.reason is Reason.TEMPLATE
    assert str(config.setting("DEFAULT", "transport_url").partial).startswith("rabbit://")
    assert config.items("filter_scheduler", "enabled_filters") == ("ComputeFilter",)


def test_what_refers_to_an_expression_is_unknown_too() -> None:
    text = "[DEFAULT]\nmy_ip = {{ ip }}\n[vnc]\nserver_listen = $my_ip\n"
    listen = novalint.load(template(text)).setting("vnc", "server_listen")
    assert listen.fault is None
    assert listen.unknown


def test_branches_are_judged_one_by_one() -> None:
    text = (
        "[DEFAULT]\n{% if a %}\ndebug = maybe\nmy_ip = 10.0.0.1\n{% else %}\ndebug = true\n"
        "vif_pluging_timeout = 5\n{% endif %}\n[libvirt]\n{% if b %}\ncpu_mode = host-model\n"
        "{% else %}\ncpu_mode = custom\ncpu_models = EPYC\n{% endif %}\n"
    )
    report = novalint.check(template(text))
    assert named(report.findings, "invalid-value", "unknown-option") == [
        ("invalid-value", 3),
        ("unknown-option", 7),
    ]
    assert not named(report.findings, "duplicate-option")
    assert not named(report.findings, "cpu-models-without-custom-mode")


def test_the_same_in_one_branch_is_a_duplicate() -> None:
    text = "[DEFAULT]\n{% if a %}\nmy_ip = 10.0.0.1\nmy_ip = 10.0.0.2\n{% endif %}\n"
    assert named(novalint.check(template(text)).findings, "duplicate-option") == [
        ("duplicate-option", 3)
    ]


def test_loops_come_any_number_of_times() -> None:
    text = "[DEFAULT]\n{% for one in many %}\nmy_ip = {{ one }}\n{% endfor %}\n"
    assert novalint.load(template(text)).setting("DEFAULT", "my_ip").unknown
    assert not named(novalint.check(template(text)).findings, "duplicate-option")


def test_an_include_may_bring_anything() -> None:
    config = novalint.load(template("[DEFAULT]\nmy_ip = 10.0.0.1\n{% include 'more.j2' %}\n"))
    assert config.is_open
    absent = config.setting("DEFAULT", "vif_plugging_is_fatal")
    assert absent.unknown
    with pytest.raises(UnknownValue):
        config.with_guards().boolean("DEFAULT", "vif_plugging_is_fatal")
    assert config.value("DEFAULT", "my_ip") == "10.0.0.1"


def test_kolla_replaces_all_values_of_a_key() -> None:
    base = Document.parse(
        "[filter_scheduler]\navailable_filters = a.A\navailable_filters = b.B\n", "base.conf"
    )
    over = template("[filter_scheduler]\navailable_filters = c.C\n", "kolla/config/nova.conf")
    assert over.host
    assert over.host.embedded.replaces
    setting = novalint.load(base, over).setting("filter_scheduler", "available_filters")
    assert setting.value == ["c.C"]
    assert [place.document.path for place in setting.shadowed] == ["base.conf", "base.conf"]


def test_a_merged_file_is_one_file_to_nova() -> None:
    base = Document.parse("[DEFAULT]\nexecutor_thread_pool_size = 1\n", "base.conf")
    over = template("[DEFAULT]\nrpc_thread_pool_size = 2\n", "kolla/config/nova.conf")
    name = ("DEFAULT", "executor_thread_pool_size")
    assert novalint.load(base, over).value(*name) == 1  # the name of today comes first in one file
    plain = Document.parse("[DEFAULT]\nrpc_thread_pool_size = 2\n", "nova.conf")
    assert novalint.load(base, plain).value(*name) == 2


def test_branches_without_number_are_left_out_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("novalint.engine.branches.LINES", 0)
    text = "[DEFAULT]\n" + "".join(
        f"{{% if a{at} %}}\ndebug = maybe\n{{% endif %}}\n" for at in range(12)
    )
    findings = novalint.check(template(text), select=("invalid-value",)).findings
    assert len(named(findings, "invalid-value")) == 10
    (said,) = (one.message for one in findings if one.rule == "rule-failure")
    assert said.startswith("only the first 10 of the 12 branches of this template are checked")


def test_comments_leave_no_branch_out() -> None:
    """Templates made of Nova's sample file, as those of kong62/ansible-openstack-ceph."""
    branch = "# a word\n" * 1000 + "{{% if a{at} %}}\ndebug = maybe\n{{% endif %}}\n"
    text = "[DEFAULT]\n" + "".join(branch.format(at=at) for at in range(12))
    findings = novalint.check(template(text), select=("invalid-value",)).findings
    assert [one.rule for one in findings] == ["invalid-value"] * 12
