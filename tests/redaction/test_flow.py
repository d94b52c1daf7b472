"""Lines of YAML with several options: each is hidden or shown as on a line of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hosts.reading import documents

import novalint
from novalint.config.model import Config, load
from novalint.redaction import Redaction
from novalint.schema.options import load_schema
from novalint.schema.releases import releases

HEAD = "nova_nova_conf_overrides:\n"


def shown(line: str) -> str:
    """Return a line of a host as a report shows it."""
    found = documents(f"{HEAD}  api: {{auth_strategy: keystone}}\n{line}\n")
    config = Config(load_schema(releases()[-1]), tuple(found), True, "")
    return Redaction(config).mask(line)


@pytest.mark.parametrize(
    "line",
    [
        '  DEFAULT: {debug: treu, my_ip: "1.1.1.1"}',
        "  scheduler: {}",
        "nova_nova_conf_overrides: { }",
        "  scheduler: { workers: four , placement_aggregate_required_for_tenants: true }",
        "  conf: {DEFAULT: {debug: true}, vnc: {enabled: 'no'}}",
        "  filter_scheduler: {enabled_filters: [ComputeFilter, AggregateFilter]}",
        'customServiceConfig: "[scheduler]\\nworkers = four\\n"',
    ],
)
def test_what_is_harmless_is_shown(line: str) -> None:
    assert shown(line) == line


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("  neutron: {password: hunter2, debug: no}", "  neutron: {password: ***, debug: no}"),
        ("  neutron: {admin: hunter2}", "  neutron: {admin: ***}"),
        ('  x: {y: "hunter2"}', "  x: {y: ***}"),
        (
            'customServiceConfig: "[neutron]\\npassword = hunter2\\n  debug = hunter2\\n"',
            'customServiceConfig: "[neutron]\\npassword = ***\\n  debug = ***\\n"',
        ),
    ],
)
def test_what_is_not_known_to_be_harmless_is_hidden(line: str, masked: str) -> None:
    assert shown(line) == masked


@pytest.mark.parametrize(
    "line",
    [
        "  neutron: {debug: no, password: hunter2} # x",
        "  neutron: {debug: no, password: 'hunter2",
        "  neutron: {password: {a: hunter2}, b: [{c: hunter2}]}",
        "  neutron: {password: hun\\tter2, debug: hunter2 # x",
        '  neutron: {password: "hunter2\\"", debug: "hunter2"}',
        "  some_password: {debug: hunter2}",
        '  notes: "debug is hunter2\\nhunter2\\n"',
        "  neutron: {password: hunter2, 'debug': hunter2}",
    ],
)
def test_other_forms_are_hidden(line: str) -> None:
    assert "hunter2" not in shown(line)


def test_an_item_with_a_comment_is_shown_and_the_comment_judged(tmp_path: Path) -> None:
    path = tmp_path / "vars.yml"
    path.write_text(
        "nova_nova_conf_overrides:\n  libvirt:\n    hw_machine_type:\n"
        "      - x86_64=q35 # all of ours\n      - aarch64=virt # admin_password is hunter2\n"
    )
    (document,) = novalint.documents(path)
    redaction = Redaction(load(document, release="2025.1"))
    assert redaction.mask("      - x86_64=q35 # all of ours") == "      - x86_64=q35 # all of ours"
    assert redaction.mask("      - aarch64=virt # admin_password is hunter2").startswith(
        "      - aarch64=virt # "
    )
    assert "hunter2" not in redaction.mask("      - aarch64=virt # admin_password is hunter2")
