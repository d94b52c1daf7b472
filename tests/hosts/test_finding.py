"""What is nova's in YAML files, and what is not."""

from __future__ import annotations

import pickle
import subprocess
import sys
import time

import pytest
from hosts.reading import changed, documents, read, values

from novalint import check
from novalint.config.model import load
from novalint.hosts.bases import written_by
from novalint.hosts.declared import Declared
from novalint.hosts.searching import may_hold
from novalint.text.document import Document
from novalint.text.writing import set_option

INI = "|\n{0}[DEFAULT]\n{0}debug = true\n"


def text_at(*keys: str, kind: str = "") -> str:
    """Return YAML with the text of a nova.conf below keys."""
    head = f"kind: {kind}\nmetadata: {{name: some}}\n" if kind else ""
    lines = [f"{'  ' * depth}{key}:" for depth, key in enumerate(keys)]
    return head + "\n".join(lines) + " " + INI.format("  " * len(keys))


@pytest.mark.parametrize(
    ("keys", "kind", "name", "role"),
    [
        (("data", "nova", "apiServiceTemplate", "customServiceConfig"), "ConfigMap",
         "nova.apiServiceTemplate.customServiceConfig", "api"),
        (("spec", "nova", "template", "cellTemplates", "cell1", "conductorServiceTemplate",
          "customServiceConfig"), "OpenStackControlPlane",
         "nova.template.cellTemplates.cell1.conductorServiceTemplate.customServiceConfig",
         "conductor"),
        (("spec", "novaComputeTemplates", "ironic", "customServiceConfig"), "NovaCell",
         "spec.novaComputeTemplates.ironic.customServiceConfig", "compute"),
        (("spec", "customServiceConfig"), "NovaAPI", "spec.customServiceConfig", "api"),
        (("data", "03-ceph-nova.conf"), "ConfigMap", "data.03-ceph-nova.conf", None),
        (("data", "nova", "compute", "conf"), "ConfigMap", "data.nova.compute.conf", "compute"),
        (("stringData", "nova.conf"), "Secret", "stringData.nova.conf", None),
        (("data", "nova", "ceph", "conf"), "", "data.nova.ceph.conf", None),
        (("vars", "data", "nova", "compute", "conf"), "", "vars.data.nova.compute.conf", "compute"),
    ],
)  # fmt: skip
def test_rhoso(keys: tuple[str, ...], kind: str, name: str, role: str | None) -> None:
    (found,) = read(text_at(*keys, kind=kind))
    assert (found.name, found.role, found.form) == (name, role, "rhoso")
    assert found.text == "[DEFAULT]\ndebug = true\n"


def test_a_resource_of_a_list_or_a_task() -> None:
    resource = text_at("data", "25-nova-extra.conf", kind="ConfigMap").replace("some", "ceph-nova")
    text = "- items:\n  - " + resource.replace("\n", "\n    ").rstrip() + "\n"
    (found,) = read(text)
    assert (found.name, found.form) == ("0.items.0.data.25-nova-extra.conf", "rhoso")
    assert not read(text.replace("nova", "glance").replace("ConfigMap", "Event"))


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        (("spec", "neutron", "template", "customServiceConfig"), "OpenStackControlPlane"),
        (("spec", "glance", "customServiceConfig", "nova"), "OpenStackControlPlane"),
        (("spec", "customServiceConfig"), "NeutronAPI"),
        (("data", "neutron.conf"), "ConfigMap"),
        (("data", "nova-api-httpd.conf"), "ConfigMap"),
        (("data", "nova-logging.conf"), "ConfigMap"),
        (("data", "nova.conf"), "Deployment"),
        (("neutron_neutron_conf_overrides", "nova"), ""),
    ],
)
def test_what_is_not_novas(keys: tuple[str, ...], kind: str) -> None:
    assert read(text_at(*keys, kind=kind)) == ()


def test_a_config_map_of_any_name_is_novas_by_its_content() -> None:
    text = text_at("data", "20-x.conf", kind="ConfigMap")
    assert read(text) == ()
    assert len(read(text.replace("[DEFAULT]", "[libvirt]"))) == 1


def test_data_of_a_secret_is_no_text() -> None:
    assert read("kind: Secret\ndata:\n  nova.conf: W0RFRkFVTFRdCg==\n") == ()


def test_several_documents_of_a_file_have_names_of_their_own() -> None:
    one = text_at("spec", "customServiceConfig", kind="NovaAPI")
    names = [found.name for found in read(f"---\n{one}---\n{one}")]
    assert names == ["spec.customServiceConfig", "spec.customServiceConfig#2"]


def test_helm_values_wherever_they_are_nested() -> None:
    groups = "{DEFAULT: {debug: true}}"
    text = f"_nova_helm_values: {{conf: {{nova: {groups}, nova_ironic: {groups}}}}}"
    names = ["_nova_helm_values.conf.nova", "_nova_helm_values.conf.nova_ironic"]
    assert [found.name for found in read(text)] == names
    assert read("conf: {nova: {uwsgi: 1}}") == ()
    assert read("conf: {neutron: {DEFAULT: {nova: 1}}}") == ()


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("group_vars/nova_compute.yml", "compute"),
        ("etc/openstack_deploy/group_vars/nova_compute/overrides.yml", "compute"),
        ("group_vars/nova-scheduler.yml", "scheduler"),
        ("user_variables.yml", None),
        ("group_vars/all.yml", None),
    ],
)
def test_the_group_of_hosts_tells_the_role(path: str, role: str | None) -> None:
    (found,) = read("nova_nova_conf_overrides: {DEFAULT: {debug: true}}", path)
    assert (found.role, found.form) == (role, "openstack-ansible")


def test_openstack_ansible_overrides_below_other_keys() -> None:
    text = "all:\n  vars:\n    nova_nova_conf_overrides:\n      DEFAULT: {debug: true}\n"
    assert read(text)[0].name == "all.vars.nova_nova_conf_overrides"
    assert read('nova_nova_conf_overrides: "{{ x }}"\n') == ()
    assert read("x: &x\nnova_nova_conf_overrides: *x\n") == ()
    assert read("nova_nova_conf_overrides: ''\n") == ()
    assert read("nova_nova_conf_overrides:\n{{ x | indent(2) }}\n", "a.yml.j2") == ()


@pytest.mark.parametrize(
    "text",
    [
        "nova_nova_conf_overrides: {}\n",
        "nova_nova_conf_overrides:\n",
        "conf:\n  nova: null\n",
        "x: 1\nconf:\n  nova: {}\n  y: 2\n",
        "parameter_defaults:\n  ComputeExtraConfig:\n    nova::config::nova_config: {}\n",
    ],
)
def test_a_key_without_anything_is_a_place_for_options(text: str) -> None:
    (found,) = read(text)
    assert found.text == ""


def test_juju_flags_of_novas_charms() -> None:
    text = (
        "applications:\n  hv:\n    charm: ch:nova-compute\n    options:\n"
        "      config-flags: 'a=1, b=x,y ,c=z'\n  neutron-api:\n    charm: ch:neutron-api\n"
        "    options:\n      config-flags: 'a=1'\n  nova-cloud-controller:\n    options:\n"
        "      config-flags: {0}\n"
    )
    compute, controller = read(text.format("a=1"))
    assert (compute.name, compute.role) == ("applications.hv.options.config-flags", "compute")
    assert controller.role is None
    assert values(text.format("a=1")) == {"DEFAULT": {"a": ["1"], "b": ["x,y"], "c": ["z"]}}
    for refused in ('"a: b: 1"', '"a==1"', '"{{ x }}=1"'):
        assert len(read(text.format(refused))) == 1
    (document, _) = documents(text.format("a=1"))
    assert document.host is not None
    assert document.host.span(document.assignments[1].raw).start == text.index("x,y")
    after = changed(document, set_option(document, "DEFAULT", "a", "2"))
    assert after == text.format("a=1").replace("'a=1", "'a=2", 1)
    for value in ("b'", "x=y", ""):
        assert changed(document, set_option(document, "DEFAULT", "a", value)) is None
    after = changed(document, set_option(document, "DEFAULT", "new", "2"))
    assert after == text.format("a=1").replace("c=z'", "c=z,new=2'")
    for value in ("b'", "x=y", "", "#"):
        assert changed(document, set_option(document, "DEFAULT", "new", value)) is None


def test_settings_declare_other_places() -> None:
    text = "mine:\n  conf: {pci: {alias: x}}\n  text: |\n    [DEFAULT]\n    a = {{ b }}\n"
    mapping = Declared("mine.c*", "mapping", role="compute", release="2025.1")
    (found,) = read(text, "x.yaml", mapping)
    assert (found.text, found.role, found.release) == ("[pci]\nalias = x\n", "compute", "2025.1")
    (found,) = read(text, "x.yaml", Declared("mine.text", "text", template="jinja"))
    assert found.text == "[DEFAULT]\na = {{b}}\n"
    assert found.form == "declared"
    assert read(text, "x.yaml", Declared("mine.text", "mapping")) == ()


@pytest.mark.parametrize(
    "text",
    [
        "nova_nova_conf_overrides: [",
        "nova_nova_conf_overrides: {DEFAULT: {a: *a}}",
        "nova_nova_conf_overrides: &x {DEFAULT: *x}",
        "nova_nova_conf_overrides: &x {<<: *x, DEFAULT: {a: 1}}",
        "nova_nova_conf_overrides:\n\tDEFAULT: 1",
        "{% if x %}\nnova_nova_conf_overrides: {a: 1}\n{% endif %}",
        "nova_nova_conf_overrides: \udc80",
        "nova_nova_conf_overrides: {? [a] : b, DEFAULT: {? {c: d} : e}}",
        "conf: {nova: " * 5000,
        "\ufeffnova_nova_conf_overrides: {DEFAULT: {a: 1}}",
    ],
)
def test_whatever_a_text_holds_is_read(text: str) -> None:
    read(text)


def test_other_files_are_not_read_as_yaml() -> None:
    assert read("nova_nova_conf_overrides: {DEFAULT: {a: 1}}", "nova.conf") == ()


def test_yaml_is_imported_for_those_files_alone_that_may_hold_something() -> None:
    script = (
        "import sys; from novalint.hosts.documents import embedded_documents as e;"
        "e('nova: 1\\nneutron: 2\\n', 'x.yaml'); e('conf:\\n  a: 1\\n', 'x.yaml');"
        "assert 'yaml' not in sys.modules;"
        "e('nova_nova_conf_overrides: {a: 1}', 'x.yaml'); assert 'yaml' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    assert not may_hold("apiVersion: v1\nconf: 1\n")


def test_what_is_found_can_be_pickled() -> None:
    (document,) = documents("nova_nova_conf_overrides: {DEFAULT: {debug: true}}")
    assert pickle.loads(pickle.dumps(document)).to_dict() == document.to_dict()


def test_what_a_tool_writes_itself_is_not_known_to_be_absent() -> None:
    """Nova's default counts only for what no template of the tool has."""
    text = "nova_nova_conf_overrides: {DEFAULT: {debug: true}}"
    config = load(*documents(text))
    assert config.setting("DEFAULT", "vif_plugging_is_fatal").value is True
    assert config.setting("DEFAULT", "compute_driver").unknown
    assert config.setting("DEFAULT", "debug").value is True
    assert not load(Document.parse("[DEFAULT]\n")).setting("DEFAULT", "compute_driver").unknown


@pytest.mark.parametrize("form", ["kolla", "openstack-ansible", "helm", "rhoso"])
def test_each_tool_writes_the_broker_and_no_vif_plugging(form: str) -> None:
    names = written_by(form)
    assert ("DEFAULT", "transport_url") in names
    assert ("DEFAULT", "vif_plugging_is_fatal") not in names
    assert not written_by("declared")


def test_what_lacks_in_an_override_is_no_matter_of_it() -> None:
    """A tool writes the rest of a log-in itself."""
    text = "[quota]\ndriver = nova.quota.UnifiedLimitsDriver\n"
    rule = {"select": ("unified-limits-without-oslo-limit",), "release": "2025.1"}
    assert check(Document.parse(text), **rule).findings
    block = text.replace("[", "  [").replace("dr", "  dr", 1)
    (document,) = documents(f"kind: NovaAPI\ncustomServiceConfig: |\n{block}")
    assert not check(document, **rule).findings


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("conf:\n  nova:\n    a: 1\n", True),
        ("conf:\n  # why\n\n  x:\n    nova: 1\n  nova:\n", True),
        ("conf: {nova: {DEFAULT: {}}}\n", True),
        ("conf:\n  <<: *nova\n", True),
        ("data:\n  nova.conf: |\n    [DEFAULT]\n", True),
        ("nova:\n  pci:\n    conf: |\n      x\n", True),
        ("conf:\n  neutron:\n    nova:\n      auth_type: x\n", False),
        ("conf:\n  neutron: 1\nother:\n  nova:\n", False),
        ("ml2_conf:\n  nova: 1\n", False),
        ("x.conf:\n  nova: 1\n", False),
        ("customServiceConfig: x\n", False),
    ],
)
def test_a_search_tells_files_that_hold_nothing(text: str, found: bool) -> None:
    assert may_hold(text) is found


def test_a_thousand_other_files_are_searched_within_a_second() -> None:
    text = "conf:\n  neutron:\n    nova: {auth_type: password}\n" + "key: value\n" * 400
    start = time.process_time()
    assert not any(may_hold(f"{text}{number}") for number in range(1000))
    assert time.process_time() - start < 1


OVERRIDES = "nova_nova_conf_overrides:\n  libvirt:\n    virt_type: "


def test_of_equal_keys_the_last_is_read() -> None:
    text = f"{OVERRIDES}qemu\n{OVERRIDES}kvm\n"
    (found,) = read(text)
    assert found.text == "[libvirt]\nvirt_type = kvm\n"
    (unread,) = found.unread
    assert (unread.name, unread.span.start) == ("nova_nova_conf_overrides", 0)
    assert unread.last.start == len(text) // 2 + 1


def test_equal_keys_within_a_mapping_are_known() -> None:
    (found,) = read(f"{OVERRIDES}qemu\n    virt_type: lxc\n  libvirt:\n    virt_type: kvm\n")
    assert found.text == "[libvirt]\nvirt_type = kvm\n"
    assert [unread.name for unread in found.unread] == ["libvirt"]
    (found,) = read(f"{OVERRIDES}qemu\n    virt_type: lxc\n")
    assert [unread.name for unread in found.unread] == ["virt_type"]


def test_what_nothing_of_novas_takes_the_place_of_says_that_it_is_lost() -> None:
    (found,) = read("conf:\n  nova:\n    DEFAULT:\n      debug: true\nconf:\n  ceph: {}\n")
    assert (found.name, [unread.name for unread in found.unread]) == ("conf.nova", ["conf"])


def test_documents_of_one_file_have_keys_of_their_own() -> None:
    found = read(f"{OVERRIDES}qemu\n---\n{OVERRIDES}kvm\n")
    assert [one.unread for one in found] == [(), ()]


def test_merge_keys_may_stand_twice() -> None:
    (found,) = read(
        "a: &a {debug: true}\nb: &b {host: x}\nnova_nova_conf_overrides:\n"
        "  DEFAULT:\n    <<: *a\n    <<: *b\n"
    )
    assert found.unread == ()
