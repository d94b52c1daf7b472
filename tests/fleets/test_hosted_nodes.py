"""Fixes of nodes whose files are templates or YAML are written into these."""

from __future__ import annotations

import pytest
from fleets.fleets import check, laid_out
from fleets.test_same_meaning import fleet

from novalint.project.model import Project
from novalint.settings import Override

HOSTED = """
[configurations."{node}"]
paths = ["{node}.conf"]
[configurations.odd]
paths = ["NAME"]
[[overrides]]
paths = ["*"]
role = "scheduler"
"""


def hosted(name: str, text: str) -> str:
    """Give a fleet of which one node has a file of another form, and four are alike."""
    alike = {f"sch{number}": "[scheduler]\nmax_attempts = 5" for number in range(4)}
    return fleet(alike, HOSTED.replace("NAME", name)) + f"=== {name}\n{text}"


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (
            "odd.conf.j2",
            "{% if a %}\n{% endif %}\n[scheduler]\nmax_attempts = 4\n",
            "{% if a %}\n{% endif %}\n[scheduler]\nmax_attempts = 5\n",
        ),
        (
            "odd.conf.j2",
            "[scheduler]\n{% if a %}\nworkers = 4\n{% endif %}\n",
            "[scheduler]\nmax_attempts = 5\n{% if a %}\nworkers = 4\n{% endif %}\n",
        ),
        (
            "odd.yaml",
            "conf:\n  nova:\n    scheduler:\n      max_attempts: 4\n",
            "conf:\n  nova:\n    scheduler:\n      max_attempts: 5\n",
        ),
    ],
)
def test_the_file_that_holds_the_text_of_a_node_is_mended(
    name: str, before: str, after: str
) -> None:
    with laid_out(hosted(name, before)) as place:
        report = Project.find(".").over(Override(select=("max-attempts-differs",))).check().cloud
        assert report is not None
        (finding,) = report.findings
        kept = set(before.splitlines()) & set(after.splitlines())
        shown = report.diff(finding.fixes[0]).splitlines()
        assert {line[1:] for line in shown if line.startswith(" ")} == kept
        report.fix(unsafe=True).write()
        assert (place / name).read_text("utf-8") == after


def test_a_file_that_takes_no_fix_is_said_to_take_none() -> None:
    text = "x: &x\n  max_attempts: 4\nconf:\n  nova:\n    scheduler: *x\n"
    (finding,) = check(hosted("odd.yaml", text), "max-attempts-differs").findings
    assert not finding.fixes
    assert finding.message.endswith(
        "; no fix here, since other keys of the file share it by a YAML alias"
    )


@pytest.mark.parametrize(
    ("line", "count"),
    [("", 1), ('{% include "x" %}\n', 0), ('{% import "x" as x %}\n', 1), ("{{ x.more() }}\n", 0)],
)
def test_a_template_that_includes_another_lacks_nothing(line: str, count: int) -> None:
    text = f"[scheduler]\n{line}workers = 4\n"
    assert len(check(hosted("odd.conf.j2", text), "max-attempts-differs").findings) == count
