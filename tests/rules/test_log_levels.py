"""What the levels of loggers tell where a tool has yet to write a part of them."""

from __future__ import annotations

import pytest
from config.test_branches import template

from novalint.engine.report import check

DEBUG, PRIVSEP, LIBRARY = "debug-logging", "privsep-debug-logged", "library-debug-logged"
RULES = (DEBUG, PRIVSEP, LIBRARY)


@pytest.mark.parametrize(
    ("levels", "release", "found", "undecided"),
    [
        ("amqp={{ l }},oslo.messaging=DEBUG", "2024.2", {*RULES}, {LIBRARY}),
        ("amqp=<%= @l %>,sqlalchemy=WARN", "2024.2", {DEBUG, PRIVSEP}, {LIBRARY}),
        ("amqp=WARN,oslo.privsep.daemon={{ l }}", "2024.2", {DEBUG}, {PRIVSEP, LIBRARY}),
        ("root={{ l }},oslo.privsep=INFO", "2025.2", set(), {DEBUG, LIBRARY}),
        ("amqp=WARN{% if x %},root=INFO{% endif %}", "2025.2", set(), {*RULES}),
        ("{{ levels }}", "2025.2", set(), {*RULES}),
        ("{{ levels }}", "train", {DEBUG}, {PRIVSEP, LIBRARY}),
    ],
)
def test_loggers_are_judged_beside_a_level_that_is_not_known(
    levels: str, release: str, found: set[str], undecided: set[str]
) -> None:
    text = f"[DEFAULT]\ndebug = true\ndefault_log_levels = {levels}\n"
    suffix = "erb" if "<%" in levels else "j2"
    report = check(template(text, f"nova.conf.{suffix}"), release=release, select=RULES)
    assert {one.rule for one in report.findings} == found
    assert {one.rule for one in report.not_run if one.unknown} == undecided
