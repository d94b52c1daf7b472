"""Lines of an option in the branches of a template: which may count, and whether one does."""

from __future__ import annotations

import pytest

from novalint.hosts.reading import documents_in
from novalint.text.branches import counting, is_certain
from novalint.text.document import Document
from novalint.text.source import Source

IF, ELIF, ELSE, END = "{% if a %}\n", "{% elif b %}\n", "{% else %}\n", "{% endif %}\n"
FOR, DONE = "{% for x in y %}\n", "{% endfor %}\n"


def template(body: str) -> Document:
    (document,) = documents_in(Source("nova.conf.j2", "[DEFAULT]\n" + body))
    return document


@pytest.mark.parametrize(
    ("body", "values", "certain"),
    [
        ("o=1\no=2\n", "2", True),
        (f"{IF}o=1\n{END}", "1", False),
        (f"{IF}o=1\n{ELSE}o=2\n{END}", "12", True),
        (f"{IF}o=1\n{ELIF}o=2\n{END}", "12", False),
        (f"{IF}o=1\n{ELSE}o=2\no=3\n{END}", "13", True),
        (f"o=1\n{IF}o=2\n{END}", "12", True),
        (f"{IF}o=1\n{END}o=2\n", "2", True),
        (f"{IF}{IF}o=1\n{ELSE}o=2\n{END}{ELSE}o=3\n{END}", "123", True),
        (f"{IF}{IF}o=1\n{END}{ELSE}o=3\n{END}", "13", False),
        (f"{FOR}o=1\n{DONE}", "1", False),
        (f"{FOR}{IF}o=1\n{ELSE}o=2\n{END}{DONE}", "12", False),
    ],
)
def test_lines_that_count(body: str, values: str, certain: bool) -> None:
    document = template(body)
    lines = counting(document, "DEFAULT", "o")
    assert "".join(line.value for line in lines) == values
    assert is_certain(document, lines) is certain
