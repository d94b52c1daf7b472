"""What a wrong command line is answered with: what is wrong, and what to write instead."""

from __future__ import annotations

import pytest
from cli.call import GOOD, refused, write
from cli.conftest import Run

CALLS = [
    ("check --relaese 2025.1 nova.conf", "there is no option `--relaese`; the nearest is `--rel"),
    ("check --release", "--release needs a value"),
    ("check --quiet=3 nova.conf", "-q/--quiet takes no value"),
    ("check --format jsn nova.conf", "--format: there is no `jsn`; the nearest is `json`"),
    (
        "check --configuration x.toml",
        "there is no configuration `x.toml`; give a settings file by --settings",
    ),
    ("fix --as kolla --diff nova.conf", "--diff and --as exclude each other"),
    ("set nova.conf", "GROUP.OPTION=VALUE is missing"),
    ("releases --diff train", "--diff needs two values"),
    ("completion bash zsh", "`zsh` is an argument too many"),
]


@pytest.mark.every_case
@pytest.mark.parametrize(("line", "answer"), CALLS, ids=lambda text: str(text))
def test_a_wrong_call_is_answered_in_words(novalint: Run, line: str, answer: str) -> None:
    write("nova.conf", GOOD)
    refused(novalint(*line.split()), f"novalint: {answer}")


@pytest.mark.parametrize(
    ("told", "note"),
    [
        ("--fact tenants=3 --fact tenants=4", "`tenants` is given as `3` and as `4`, and `4` cou"),
        ("--fact role=api --role compute", "`role` is given as `api` and as `compute`, and `com"),
        ("--fact tenants=3 --fact tenants=3 --role api --fact role=api", ""),
        ("--fact tenants=3 --fact tenants=4 --quiet", ""),
    ],
)
def test_of_two_values_of_a_fact_it_is_said_which_counts(
    novalint: Run, told: str, note: str
) -> None:
    write("nova.conf", GOOD)
    ran = novalint("check", "nova.conf", *told.split())
    assert ran.status == 0
    assert note in ran.err
    assert bool(note) == ("is given as" in ran.err)
