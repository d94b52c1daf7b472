"""Overrides of deployment tools: what is written is read back as the change."""

from __future__ import annotations

import pytest
import yaml
from hosts.reading import values
from hypothesis import given, settings
from hypothesis import strategies as st

from novalint.hosts.overrides import TOOLS, OptionOverride, changes_of, override
from novalint.hosts.paths import host_of_path
from novalint.text.document import Document

CHANGES = [
    OptionOverride("DEFAULT", "vif_plugging_is_fatal", ("false",)),
    OptionOverride("DEFAULT", "my_ip", ("1.2.3.4",)),
    OptionOverride("pci", "alias", ('{"name": "x"}', '{"name": "y"}')),
    OptionOverride("libvirt", "cpu_models", ("yes",)),
    OptionOverride("oslo_policy", "policy_file", ("a: b # c",)),
]
DATA = {
    "DEFAULT": {"vif_plugging_is_fatal": ["false"], "my_ip": ["1.2.3.4"]},
    "pci": {"alias": ['{"name": "x"}', '{"name": "y"}']},
    "libvirt": {"cpu_models": ["yes"]},
    "oslo_policy": {"policy_file": ["a: b # c"]},
}
YAML = [tool for tool in TOOLS if tool not in ("kolla", "tripleo")]


@pytest.mark.parametrize("tool", YAML)
@pytest.mark.parametrize("role", [None, "compute", "conductor", "all"])
def test_what_is_written_is_read_back(tool: str, role: str | None) -> None:
    made = override(tool, CHANGES, role)
    assert values(made.text, "x.yaml") == DATA
    assert made.text.startswith(f"# {made.path}\n")
    assert made.left == ()


QUOTED = ['"q"', "'q'", '""', "'", '"a", "b"', " q ", '"', '"q"\nmore', "a'"]


@pytest.mark.parametrize("value", QUOTED)
@pytest.mark.parametrize("tool", YAML)
def test_a_value_keeps_its_own_quotes(tool: str, value: str) -> None:
    made = override(tool, [OptionOverride("neutron", "password", (value,))])
    assert values(made.text, "x.yaml") == {"neutron": {"password": [value]}}
    made = override(tool, [OptionOverride("pci", "alias", (value, "x"))])
    assert sorted(values(made.text, "x.yaml")["pci"]["alias"]) == sorted([value, "x"])


@pytest.mark.parametrize("value", QUOTED)
def test_a_value_keeps_its_quotes_through_both_readings_of_kolla(value: str) -> None:
    made = override("kolla", [OptionOverride("neutron", "password", (value,))])
    merged = Document.parse(made.text).to_dict()["neutron"]["password"][0].replace("\n", "\n ")
    rendered = Document.parse(f"[neutron]\npassword = {merged}\n").to_dict()
    assert rendered == {"neutron": {"password": [value]}}


def test_tripleo_gets_resources_and_parameters_of_puppet_nova() -> None:
    own = OptionOverride("DEFAULT", "my_block_storage_ip", ("a", "b"))
    made = override("tripleo", [*CHANGES, own], "compute")
    assert yaml.safe_load(made.text) == {
        "parameter_defaults": {
            "ComputeExtraConfig": {
                "nova::network::neutron::vif_plugging_is_fatal": False,
                "nova::my_ip": "1.2.3.4",
                "nova::policy::policy_path": "a: b # c",
                "nova::config::nova_config": {"DEFAULT/my_block_storage_ip": {"value": ["a", "b"]}},
            }
        }
    }
    assert [change.option for change in made.left] == ["alias", "cpu_models"]
    assert made.why_left.startswith("puppet-nova sets {} itself")
    assert override("tripleo", CHANGES[2:3]).text == ""


def test_tripleo_takes_out_what_puppet_nova_sets() -> None:
    made = override("tripleo", [OptionOverride("DEFAULT", "debug", ())])
    assert made.text.endswith('    nova::logging::debug: "<SERVICE DEFAULT>"\n')


def test_kolla_gets_a_nova_conf() -> None:
    made = override("kolla", CHANGES, "compute")
    assert made.path == "/etc/kolla/config/nova/nova-compute.conf"
    assert Document.parse(made.text).to_dict() == DATA
    assert override("kolla", CHANGES).path == "/etc/kolla/config/nova.conf"


@pytest.mark.parametrize(
    ("tool", "role", "path"),
    [
        ("openstack-ansible", None, "/etc/openstack_deploy/user_variables.yml"),
        ("openstack-ansible", "compute", "/etc/openstack_deploy/group_vars/nova_compute.yml"),
        ("helm", "compute", "nova-overrides.yaml"),
        ("rhoso", "compute", "ConfigMap nova-extra-config"),
        ("rhoso", "api", "OpenStackControlPlane"),
        ("tripleo", None, "nova-overrides.yaml"),
    ],
)
def test_each_has_the_path_where_it_belongs(tool: str, role: str | None, path: str) -> None:
    assert override(tool, CHANGES, role).path == path


@pytest.mark.parametrize(
    ("tool", "line"),
    [
        ("openstack-ansible", "    record: {}\n"),
        ("helm", "      record: null\n"),
        ("tripleo", "        ensure: absent\n"),
        ("kolla", "record = false\n"),
        ("rhoso", "    record = false\n"),
    ],
)
def test_an_option_is_taken_out_as_the_tool_can(tool: str, line: str) -> None:
    made = override(tool, [OptionOverride("DEFAULT", "record", (), "false")])
    assert made.text.endswith(line)


@pytest.mark.parametrize(
    ("tool", "said"),
    [
        ("openstack-ansible", "`[DEFAULT] debug` is removed by `{}`"),
        ("helm", "`[DEFAULT] debug` is removed by `null`"),
        ("tripleo", "`[DEFAULT] debug` is removed by `ensure: absent`"),
        ("kolla", "`[DEFAULT] debug` is set to Nova's default, since kolla-ansible removes "
                  "nothing"),
        ("rhoso", "`[DEFAULT] debug` is set to Nova's default, since RHOSO removes nothing"),
    ],
)  # fmt: skip
def test_what_the_tool_can_do_is_said(tool: str, said: str) -> None:
    gone = OptionOverride("DEFAULT", "debug", (), "false")
    assert override(tool, [*CHANGES, gone], "compute", "cmp1").notes[-1] == said
    both = override(tool, [gone, OptionOverride("api", "a", (), "1")]).notes[-1]
    assert both == said.replace("debug` is", "debug`, `[api] a` are")
    assert said not in override(tool, CHANGES).notes


@pytest.mark.parametrize("tool", ["kolla", "rhoso"])
def test_what_has_no_default_cannot_be_taken_out(tool: str) -> None:
    gone = OptionOverride("DEFAULT", "gone", ())
    made = override(tool, [gone])
    assert (made.text, made.left, made.notes) == ("", (gone,), ())


def test_rhoso_adds_to_what_other_files_say() -> None:
    """Nova adds up the values of all files in nova.conf.d."""
    more = OptionOverride("pci", "alias", ("a", "b"), None, ("a",))
    assert values(override("rhoso", [more]).text) == {"pci": {"alias": ["b"]}}
    less = OptionOverride("pci", "alias", ("b",), None, ("a", "b"))
    assert override("rhoso", [less]).left == (less,)
    assert "alias = a\n" in override("kolla", [more]).text


def test_what_jinja_would_compute_stays_as_it_is() -> None:
    value = '{"a": {{b}}}'
    kolla = override("kolla", [OptionOverride("pci", "alias", (value,))])
    assert kolla.text.endswith(f"alias = {{% raw %}}{value}{{% endraw %}}\n")
    jinja2 = pytest.importorskip("jinja2")
    assert jinja2.Template(kolla.text).render().endswith(f"alias = {value}")
    ansible = override("openstack-ansible", [OptionOverride("pci", "alias", (value,))])
    assert value in jinja2.Template(ansible.text).render()


def test_what_hiera_would_look_up_stays_as_it_is() -> None:
    made = override("tripleo", [OptionOverride("DEFAULT", "a", ("%{x}",))])
    assert "%{literal('%')}{x}" in made.text


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=10))
def test_any_value_is_read_back(value: str) -> None:
    if value != value.strip() or set("\r\n{%") & set(value):
        return
    for tool in ("openstack-ansible", "helm", "tripleo"):
        text = override(tool, [OptionOverride("api", "a", (value,))]).text
        assert values(text) == {"api": {"a": [_unquoted(value)]}}


def _unquoted(value: str) -> str:
    """A tool writes quotes as they are, and oslo.config takes a pair of them off."""
    pair = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if pair else value


def test_changes_are_those_that_count() -> None:
    before = Document.parse("[DEFAULT]\na = 1\na = 2\nb = 1\n[pci]\nalias = x\n[Api]\nc = 1\n")
    patch = before.set("DEFAULT", "a", "3")
    changes = changes_of(patch, lambda _: before, lambda *_: False, lambda *_: "0")
    assert changes == [OptionOverride("DEFAULT", "a", ("3",), "0")]
    patch = before.unset("api", "c")
    changes = changes_of(patch, lambda _: before, lambda *_: False, lambda *_: None)
    assert changes == [OptionOverride("api", "c", ())]
    after = Document.parse(before.text.replace("a = 1\n", ""))
    assert not changes_of(
        before.set("DEFAULT", "b", "1"), lambda _: before, lambda *_: False, lambda *_: None
    )
    assert after.text != before.text


@pytest.mark.parametrize(
    ("tool", "role", "path"),
    [
        ("kolla", None, "/etc/kolla/config/nova/cmp1/nova.conf"),
        ("kolla", "compute", "/etc/kolla/config/nova/cmp1/nova-compute.conf"),
        ("kolla", "api", "/etc/kolla/config/nova/cmp1/nova.conf"),
        ("openstack-ansible", "compute", "/etc/openstack_deploy/host_vars/cmp1.yml"),
    ],
)
def test_what_is_for_one_host_stays_so(tool: str, role: str | None, path: str) -> None:
    made = override(tool, CHANGES, role, "cmp1")
    assert made.path == path
    assert made.text.startswith(f"# {path}\n")


@pytest.mark.parametrize(
    ("role", "host", "major", "path"),
    [
        ("compute", "cmp1", 27, "nova/cmp1/nova.conf"),
        ("compute", "cmp1", 28, "nova/cmp1/nova-compute.conf"),
        ("compute", None, 27, "nova/nova-compute.conf"),
        ("metadata", None, 30, "nova/nova-api.conf"),
        ("metadata", None, 31, "nova/nova-metadata.conf"),
    ],
)
def test_kolla_gets_a_file_that_its_release_reads(
    role: str, host: str | None, major: int, path: str
) -> None:
    assert override("kolla", CHANGES, role, host, major).path == f"/etc/kolla/config/{path}"


@pytest.mark.parametrize("tool", ["helm", "rhoso", "tripleo"])
def test_a_tool_without_hosts_says_so(tool: str) -> None:
    assert "cmp1" in override(tool, CHANGES, None, "cmp1").notes[-1]


@pytest.mark.parametrize(
    ("path", "host"),
    [
        ("kolla/config/nova/cmp1/nova.conf", "cmp1"),
        ("kolla/config/nova/cmp1/nova-compute.conf", "cmp1"),
        ("kolla/config/nova/nova-compute.conf", None),
        ("inventory/host_vars/cmp1.yml", "cmp1"),
        ("inventory/host_vars/cmp1.example.org/nova.yml", "cmp1.example.org"),
        ("group_vars/nova_compute.yml", None),
    ],
)
def test_a_folder_tells_the_host(path: str, host: str | None) -> None:
    assert host_of_path(path) == host
