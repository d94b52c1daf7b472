"""Names that happen to be those of options elsewhere."""

from __future__ import annotations

import pytest

from novalint.engine.report import check
from novalint.text.document import Document


def test_a_general_name_is_not_said_to_belong_elsewhere() -> None:
    text = "[glance]\nhost = 192.0.2.7\n\n[DEFAULT]\nmax_age = 30\n"
    report = check(Document.parse(text), release="2026.2", select=["misplaced-option"])
    assert report.findings == ()


METADATA = "service_neutron_metadata_proxy = true\n"


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (METADATA, 0),
        (METADATA + "neutron_metadata_proxy_shared_secret = METADATA_PASS\n", 0),
        (METADATA.replace("true", "false"), 1),
        (METADATA + "[neutron]\nmetadata_proxy_shared_secret = f7Kq2mWz9xLp\n", 1),
    ],
)
def test_metadata_is_not_opened_without_its_secret(lines: str, count: int) -> None:
    document = Document.parse(f"[DEFAULT]\n{lines}")
    found = check(document, release="2025.1", select=["unknown-option"]).findings
    titles = [fix.title for finding in found for fix in finding.fixes]
    assert titles == ["Move it to [neutron] service_metadata_proxy"] * count
