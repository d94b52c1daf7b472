"""Lists in brackets: their items are put in, taken out and exchanged where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import novalint
from novalint.text.hosting import whole
from novalint.text.writing import set_option

HEAD = "nova_nova_conf_overrides:\n  filter_scheduler:\n    enabled_filters: "
CASES = [
    ("[A, B, C]  # why", "A,C", "[A, C]  # why"),
    ("[A, B, C]", "C", "[C]"),
    ("[A, B, C]", "A", "[A]"),
    ("[ A , B ]", "B", "[ B ]"),
    ("[A, 'B']", "A,B,Cd,Ef", "[A, 'B', Cd, Ef]"),
    ("[A, 'B', \"C\"]", "C,Xy,A", '["C", Xy, A]'),
    ("[A,B]", "B,A", "[B, A]"),
    ("[A]", "A,Bc", "[A, Bc]"),
]


@pytest.mark.parametrize(("before", "value", "after"), CASES)
def test_items_change_where_they_stand(before: str, value: str, after: str, tmp_path: Path) -> None:
    path = tmp_path / "user_variables.yml"
    path.write_text(f"{HEAD}{before}\n  libvirt: {{cpu_mode: custom}}\n")
    (document,) = novalint.documents(path)
    patch = set_option(document, "filter_scheduler", "enabled_filters", value)
    (file,) = whole(patch, document).files
    assert file.result == f"{HEAD}{after}\n  libvirt: {{cpu_mode: custom}}\n"
    read = yaml.safe_load(file.result)["nova_nova_conf_overrides"]["filter_scheduler"]
    assert read["enabled_filters"] == value.split(",")


def test_what_is_computed_stays(tmp_path: Path) -> None:
    path = tmp_path / "user_variables.yml"
    path.write_text(f'{HEAD}[A, "{{{{ b }}}}"]\n')
    (document,) = novalint.documents(path)
    with pytest.raises(novalint.NovalintError):
        whole(set_option(document, "filter_scheduler", "enabled_filters", "X,Y"), document)
