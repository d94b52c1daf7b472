"""Groups that fixes leave without a line."""

from __future__ import annotations

import pytest

from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.text.document import Document

LOGIN = "connection = mysql+pymysql://nova:x@db.example.org/nova\n"


def fixed(text: str) -> str:
    document = Document.parse(text, "nova.conf")
    role = Deployment(role="compute")
    report = check(
        document, release="2025.1", deployment=role, select=["database-credentials-on-compute"]
    )
    patch = report.fix(unsafe=True)
    assert patch
    assert not report.after(patch).fix(unsafe=True)
    return patch.apply(text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"[DEFAULT]\ndebug = true\n\n[database]\n{LOGIN}", "[DEFAULT]\ndebug = true\n"),
        (
            f"[DEFAULT]\ndebug = true\n\n[database]\n{LOGIN}\n[pci]\nalias =\n",
            "[DEFAULT]\ndebug = true\n\n[pci]\nalias =\n",
        ),
    ],
)
def test_the_header_goes_with_its_last_line(before: str, after: str) -> None:
    assert fixed(before) == after


@pytest.mark.parametrize(
    "text",
    [
        f"[database]\n{LOGIN}",
        f"[DEFAULT]\ndebug = true\n\n[database]\n# of the old controller\n{LOGIN}",
        f"[DEFAULT]\ndebug = true\n\n# see the wiki\n[database]\n{LOGIN}",
    ],
    ids=["nothing-else", "comment-below", "comment-above"],
)
def test_the_header_stays(text: str) -> None:
    assert fixed(text) == text.replace(LOGIN, "")


def test_what_was_empty_before_stays() -> None:
    text = f"[DEFAULT]\ndebug = true\n\n[pci]\n\n[database]\n{LOGIN}"
    assert fixed(text) == "[DEFAULT]\ndebug = true\n\n[pci]\n"
