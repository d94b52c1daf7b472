"""The registry of formats."""

from __future__ import annotations

import subprocess
import sys

import pytest
from reports.sample import vif_plugging

from novalint.errors import NovalintError
from novalint.reports import FORMATS, find_format
from novalint.reports.render_options import RenderOptions
from novalint.wording import listed


@pytest.mark.parametrize("name", sorted({*FORMATS} - {"statistics"}))
def test_every_format_writes_where_what_and_its_page(name: str) -> None:
    report = find_format(name).render([vif_plugging()], RenderOptions())
    for part in ("etc/nova.conf", "fatal-vif-plugging", "warning"):
        assert part in report
    assert "novalint explain fatal-vif-plugging" in report or "docs/rules/" in report
    assert report.endswith("\n")


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(NovalintError) as caught:
        find_format("yaml")
    assert str(caught.value) == "there is no report format `yaml`; choose one of " + listed(FORMATS)


def test_formats_are_imported_when_asked_for() -> None:
    code = (
        "import sys, novalint.reports as r\n"
        "r.find_format('text').render\n"
        "late = {'json', 'jsonschema', 'difflib', 'novalint.reports.json'}\n"
        "print(late & set(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
