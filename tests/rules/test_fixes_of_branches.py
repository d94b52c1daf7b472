"""A fix of a value in a branch of a template changes that branch, not the last one in the file."""

from __future__ import annotations

import pytest

from novalint.engine.report import check
from novalint.hosts.reading import documents_in
from novalint.text.source import Source

DISKS, DOWNLOAD = "no-disk-devices-allowed", "rbd-download-with-rbd-disks"
COMPUTE = "[compute]\n{{% if a %}}\nmax_disk_devices_to_attach = {}\n{{% else %}}\n"
COMPUTE += "max_disk_devices_to_attach = {}\n{{% endif %}}\n"
GLANCE = "[libvirt]\nimages_type = rbd\n[glance]\n{{% if a %}}\nenable_rbd_download = {}\n"
GLANCE += "{{% else %}}\nenable_rbd_download = {}\n{{% endif %}}\n"
TIMEOUT = "[DEFAULT]\n{{% if a %}}\nvif_plugging_timeout = {}\n{{% else %}}\n"
TIMEOUT += "vif_plugging_timeout = {}\n{{% endif %}}\n"


@pytest.mark.parametrize(
    ("rule", "template", "before", "after"),
    [
        (DISKS, COMPUTE, ("0", "8"), ("-1", "8")),
        (DISKS, COMPUTE, ("8", "0"), ("8", "-1")),
        (DISKS, COMPUTE, ("0", "0"), ("-1", "-1")),
        (DOWNLOAD, GLANCE, ("true", "false"), ("false", "false")),
        (DOWNLOAD, GLANCE, ("false", "true"), ("false", "false")),
    ],
)
def test_each_branch_is_mended_by_itself(
    rule: str, template: str, before: tuple[str, str], after: tuple[str, str]
) -> None:
    source = Source.decode(template.format(*before).encode(), "nova.conf.j2")
    patch = check(*documents_in(source), release="2026.2", select=(rule,)).fix(unsafe=True)
    assert patch.apply(source.text) == template.format(*after)


def test_a_note_stays_in_the_branch_of_its_value() -> None:
    text = TIMEOUT.format("600  # seconds", "300")
    source = Source.decode(text.encode(), "nova.conf.j2")
    patch = check(*documents_in(source), select=["inline-comment"]).fix(unsafe=True)
    noted = TIMEOUT.replace("vif", "# seconds\nvif", 1)
    assert patch.apply(text) == noted.format("600", "300")
