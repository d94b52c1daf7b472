"""One text of a host is named by keys that lead to it alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from novalint.cli import main

TEXT = """nova:
  template:
    apiServiceTemplate:
      customServiceConfig: |
        [api]
        max_limit = 1000
    cellTemplates:
      cell0:
        conductorServiceTemplate:
          customServiceConfig: |
            [conductor]
            workers = 2
      cell1:
        conductorServiceTemplate:
          customServiceConfig: |
            [conductor]
            workers = 4
"""


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("cell1", "4"),
        ("cellTemplates.cell0", "2"),
        ("nova.template.cellTemplates.cell1.conductorServiceTemplate.customServiceConfig", "4"),
        ("conductorServiceTemplate", None),
        ("ell1", None),
        ("", None),
    ],
)
def test_keys_name_the_text_that_has_them(
    keys: str,
    shown: str | None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("values.yaml").write_text(TEXT)
    status = main(["show", "values.yaml", "--embedded", keys, "conductor.workers"])
    out, err = capsys.readouterr()
    assert (status, f"workers = {shown} " in out) == ((0, True) if shown else (2, False))
    assert shown or "contains no `" in err
