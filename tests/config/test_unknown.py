"""Values that are not known here: what counts as a placeholder, and who may touch one."""

from __future__ import annotations

import pytest

from novalint.config.model import Config, load
from novalint.config.unknown import Reason, UnknownValue, placeholder, placeholder_of
from novalint.engine.report import check
from novalint.text.document import Document

URL = "[DEFAULT]\ntransport_url = rabbit://{{ user }}:{{ password }}@mq/\n"
LIST = "[filter_scheduler]\nenabled_filters = {{ first }},ComputeFilter\n"


def guarded(text: str, release: str = "2026.2") -> Config:
    return load(Document.parse(text), release=release).with_guards()


@pytest.mark.parametrize(
    "text",
    ["{{ x }}", "a {% if b %}c{% endif %}", "<%= @x %>", "<SERVICE DEFAULT>", "<no value>",
     "%!s(<nil>)", "%PASSWORD%", "@HOST@", "__RABBIT_HOST__", "***", "rabbit://u:***@h/"],
)  # fmt: skip
def test_what_a_tool_has_yet_to_write(text: str) -> None:
    assert placeholder(text)


@pytest.mark.parametrize(
    "text",
    ["", "nova", "%(asctime)s %(levelname)s", "instance-%08x", "100%", "a@b", "user@HOST", "__x__",
     "{'a': 1}", "{\"vendor_id\": \"8086\"}", "<name>", "5 % 3", "[%(request_id)s]"],
)  # fmt: skip
def test_what_is_a_value(text: str) -> None:
    assert placeholder(text) is None


def test_a_placeholder_is_what_oslo_reads_and_yet_unknown() -> None:
    setting = load(Document.parse("[DEFAULT]\nlog_dir = {{ host }}\n")).setting(
        "DEFAULT", "log_dir"
    )
    assert setting.value == "{{ host }}"
    assert setting.unknown == (Reason.PLACEHOLDER, "{{")
    assert setting.machine is None


def test_what_the_host_decides_is_unknown_too() -> None:
    setting = load(Document.parse("[DEFAULT]\n")).setting("DEFAULT", "my_ip")
    assert setting.unknown == (Reason.HOST, setting.machine)
    refers = load(Document.parse("[vnc]\nserver_listen = $my_ip\n")).setting("vnc", "server_listen")
    assert refers.unknown == setting.unknown


def test_who_refers_to_an_unknown_value_is_unknown() -> None:
    text = "[DEFAULT]\nmy_ip = {{ ip }}\n[vnc]\nserver_proxyclient_address = $my_ip\n"
    setting = load(Document.parse(text)).setting("vnc", "server_proxyclient_address")
    assert setting.unknown == (Reason.PLACEHOLDER, "{{")


@pytest.mark.parametrize("name", ["value", "raw"])
def test_whoever_touches_a_guarded_value_is_stopped(name: str) -> None:
    config = guarded("[DEFAULT]\nlog_dir = {{ host }}\n")
    setting = config.setting("DEFAULT", "log_dir")
    with pytest.raises(UnknownValue) as caught:
        getattr(setting, name)
    assert (caught.value.group, caught.value.option) == ("DEFAULT", "log_dir")
    assert len(caught.value.places) == 1
    with pytest.raises(UnknownValue):
        config.value("DEFAULT", "log_dir")
    with pytest.raises(UnknownValue):
        config.text("DEFAULT", "log_dir")
    assert not setting.is_default
    assert setting.partial == "{{ host }}"
    assert "log_dir" in repr(setting)
    assert config.known_settings == ()


def test_getters_give_the_known_parts() -> None:
    assert guarded(URL).known_url("DEFAULT", "transport_url") is not None
    assert guarded(LIST).items("filter_scheduler", "enabled_filters") == ("ComputeFilter",)
    whole = guarded("[DEFAULT]\ntransport_url = {{ url }}\n")
    with pytest.raises(UnknownValue):
        whole.known_url("DEFAULT", "transport_url")
    assert whole.items("DEFAULT", "transport_url") is None


def test_getters_are_typed() -> None:
    config = guarded("[DEFAULT]\ndebug = true\nvif_plugging_timeout = 5\nuse_journal = maybe\n")
    assert config.boolean("DEFAULT", "debug") is True
    assert config.boolean("DEFAULT", "use_journal") is None
    assert config.integer("DEFAULT", "vif_plugging_timeout") == 5
    assert config.integer("DEFAULT", "debug") is None
    assert config.number("DEFAULT", "cpu_allocation_ratio") is None
    assert config.number("DEFAULT", "initial_cpu_allocation_ratio") == 4.0
    assert config.text("libvirt", "virt_type") == "kvm"
    assert config.text("DEFAULT", "no_such_option") is None
    assert config.items("DEFAULT", "no_such_option") is None


def test_a_guard_leaves_the_configuration_as_it_was() -> None:
    config = load(Document.parse("[DEFAULT]\nlog_dir = {{ host }}\n"))
    assert [one.value for one in config.settings] == ["{{ host }}"]
    assert config.with_guards().settings[0].unknown
    assert config.with_guards() == config
    assert [one.value for one in config.settings] == ["{{ host }}"]


def test_a_rule_that_touches_an_unknown_value_is_not_run_and_says_for_which() -> None:
    text = "[DEFAULT]\nvif_plugging_timeout = {{ seconds }}\nvif_plugging_is_fatal = false\n"
    report = check(Document.parse(text, "nova.conf"), select=["vif-not-fatal-while-waiting"])
    assert report.findings == ()
    (skipped,) = report.not_run
    assert skipped.needs == ()
    (unknown,) = skipped.unknown
    assert (unknown.group, unknown.option) == ("DEFAULT", "vif_plugging_timeout")
    assert str(unknown.location) == "nova.conf:2:1"
    assert "[DEFAULT] vif_plugging_timeout (nova.conf:2:1)" in skipped.why


@pytest.mark.parametrize(
    ("option", "text", "left"),
    [
        ("transport_url", "rabbit://CHANGEME", "CHANGEME"),
        ("transport_url", "rabbit://nova:x@MQ_HOST:5672,nova:x@mq2:5672/", "MQ_HOST"),
        ("api_servers", "http://g1:9292,http://GLANCE_HOST:9292", "GLANCE_HOST"),
        ("auth_url", "http://KEYSTONE_HOST:5000/v3", "KEYSTONE_HOST"),
        ("auth_url", "__KEYSTONE__/v3", "__KEYSTONE__/v3"),
        ("auth_url", "keystone_placeholder:5000", "keystone_placeholder:5000"),
        ("transport_url", "rabbit://%RABBIT_USER%:x@%RABBIT_HOST%:5672/", "%RABBIT_HOST%"),
        ("connection", "mysql+pymysql://nova:__PASS__@__HOST__/nova", "__HOST__"),
        ("connection", "mysql+pymysql://nova:%C3%A9@db/nova", None),
        ("compute_driver", "${DRIVER:-libvirt.LibvirtDriver}", "${DRIVER:-libvirt.LibvirtDriver}"),
        ("my_ip", "${IP:=192.0.2.1}", "${IP:=192.0.2.1}"),
        ("host", "${HOST-}.example.org", "${HOST-}"),
        ("host", "${host}-1", None),
        ("auth_url", "http://CONTROLLER:5000", None),
        ("auth_url", "http://keystone_host:5000", None),
        ("transport_url", "rabbit://NOVA_USER:NOVA_PASS@mq1:5672/", None),
        ("connection", "mysql+pymysql://nova:CHANGEME@db/nova", None),
        ("my_ip", "GLANCE_HOST", None),
        ("device_spec", '{"address": "CHANGEME:XX:*"}', "CHANGEME"),
        ("device_spec", '[{"physical_network": "CHANGE_ME"}]', "CHANGE_ME"),
        ("device_spec", '{"physical_network": "NOCHANGEMENT"}', None),
        ("password", "aCHANGEME", None),
    ],
)
def test_a_word_in_place_of_a_part(option: str, text: str, left: str | None) -> None:
    assert placeholder_of(option, text) == left
