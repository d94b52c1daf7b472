"""A template that leaves text to another one is a part, wherever it stands: kayobe's overrides."""

from __future__ import annotations

from pathlib import Path

from novalint.engine.report import check
from novalint.hosts.reading import documents

TEXT = """\
[DEFAULT]
transport_url = rabbit://nova:r8x@h:5672/
{head}host = {{{{ inventory_hostname }}}}
{tail}[libvirt]
virt_type = kvm
[service_user]
auth_type = password
auth_url = https://k/
"""


def errors(folder: Path, head: str, tail: str) -> set[str]:
    file = folder / "nova-compute.conf"
    file.write_text(TEXT.format(head=head, tail=tail))
    (document,) = documents(file)
    report = check(document, release="2025.1", role="compute")
    return {found.rule for found in report.findings if found.severity == "error"}


def test_what_a_template_for_a_template_does_not_set_is_set_elsewhere(tmp_path: Path) -> None:
    assert errors(tmp_path, "{% raw %}\n", "{% endraw %}\n") == set()
    assert errors(tmp_path, "{%- raw -%}\n", "{% endraw %}\n") == set()
    assert "neutron-login-missing" in errors(tmp_path, "{% if x %}\n", "{% endif %}\n")
