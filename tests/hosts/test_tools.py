"""The tools' own code as the reference for what they write."""

from __future__ import annotations

import importlib.util
import io
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from hosts.reading import values

from novalint.hosts.overrides import OptionOverride, override
from novalint.text.document import Document

ITEMS = [
    "true", "yes", "0x10", "010", "1.50", "null", "'it''s'", "[x, 1, true]", "{}",
    "{y: null, x: ''}", "|\n      one\n      two", ">\n      one\n      two", "2024-01-02", "1_000",
]  # fmt: skip


def _kolla() -> ModuleType:
    """merge_configs of kolla-ansible, which pip puts beside the interpreter."""
    pytest.importorskip("ansible", reason="ansible-core is not installed")
    name = "share/kolla-ansible/ansible/action_plugins/merge_configs.py"
    path = Path(sys.prefix) / name
    if not path.is_file():
        pytest.skip("kolla-ansible is not installed")
    spec = importlib.util.spec_from_file_location("merge_configs", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _config_template() -> ModuleType:
    where = "ansible_collections.openstack.config_template.plugins.action.config_template"
    return pytest.importorskip(where, reason="openstack.config_template is not installed")


def test_openstack_ansible_writes_what_is_read() -> None:
    action = _config_template().ActionModule
    for item in ITEMS:
        text = f"nova_nova_conf_overrides:\n  api:\n    a: {item}\n"
        data = yaml.safe_load(text)["nova_nova_conf_overrides"]
        written, _ = action.return_config_overrides_ini(action, data, "[api]\na = old\n")
        found, expected = values(text)["api"], Document.parse(written).to_dict()["api"]
        assert _lower(found) == _lower(expected), item


def _lower(options: dict[str, list[str]]) -> dict[str, list[str]]:
    """Truth values stay as written here; Nova reads both."""
    return {name: [one.lower().rstrip() for one in found] for name, found in options.items()}


def test_openstack_ansible_takes_out_what_an_override_takes_out() -> None:
    action = _config_template().ActionModule
    data = yaml.safe_load(override("openstack-ansible", [OptionOverride("api", "a", ())]).text)
    written, _ = action.return_config_overrides_ini(
        action, data["nova_nova_conf_overrides"], "[api]\na = old\nb = 1\n"
    )
    assert Document.parse(written).to_dict() == {"api": {"b": ["1"]}}


def test_kolla_merges_an_override() -> None:
    parser = _kolla().OverrideConfigParser()
    base = "[DEFAULT]\ndebug = true\n[pci]\nalias = a\nalias = b\n"
    changes = [
        OptionOverride("DEFAULT", "debug", ("false",)),
        OptionOverride("pci", "alias", ("c",)),
    ]
    for text in (base, override("kolla", changes).text):
        parser.parse(io.StringIO(text))
    written = io.StringIO()
    parser.write(written)
    merged = Document.parse(written.getvalue()).to_dict()
    assert merged == {"DEFAULT": {"debug": ["false"]}, "pci": {"alias": ["c"]}}
