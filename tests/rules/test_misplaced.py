"""Names that happen to be those of options elsewhere."""

from __future__ import annotations

from novalint.engine.report import check
from novalint.text.document import Document


def test_a_general_name_is_not_said_to_belong_elsewhere() -> None:
    text = "[glance]\nhost = 192.0.2.7\n\n[DEFAULT]\nmax_age = 30\n"
    report = check(Document.parse(text), release="2026.2", select=["misplaced-option"])
    assert report.findings == ()
