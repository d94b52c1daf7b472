"""How much of what was found is reported: --min-severity and --statistics."""

from __future__ import annotations

from cli.call import GOOD, INFO, UNKNOWN, write
from cli.conftest import Run


def test_what_is_milder_is_neither_reported_nor_counted(novalint: Run) -> None:
    write("nova.conf", INFO + "osapi_compute_worker = 4\n")
    check = ("check", "nova.conf", "--role", "api", "--fail-on", "info")
    assert "1 warning, 1 info in 1 file" in novalint(*check).err
    fewer = novalint(*check, "--min-severity", "warning")
    assert fewer.status == 1
    assert "1 warning in 1 file" in fewer.err
    assert "info[" not in fewer.out
    none = novalint(*check, "--min-severity", "error")
    assert (none.status, none.out) == (0, "")
    assert "no findings in 1 file" in none.err


def test_what_is_milder_is_not_mended(novalint: Run) -> None:
    file = write("nova.conf", UNKNOWN)
    assert novalint("fix", "nova.conf", "--unsafe", "--min-severity", "error").status == 0
    assert file.read_text() == UNKNOWN
    assert novalint("fix", "nova.conf", "--unsafe", "--min-severity", "warning").status == 0
    assert file.read_text() != UNKNOWN


def test_statistics(novalint: Run) -> None:
    write("a.conf", UNKNOWN)
    write("b.conf", UNKNOWN + "no_such_option_at_all = 1\n")
    ran = novalint("check", "a.conf", "b.conf", "--statistics")
    assert ran.status == 1
    assert ran.out == "3  warning  unknown-option  (fixes: 2 unsafe)\n"
    assert "3 warnings in 2 files" in ran.err
    assert novalint("check", "a.conf", "b.conf", "--format", "statistics").out == ran.out
    write("good.conf", GOOD)
    assert novalint("check", "good.conf", "--statistics").out == ""


def test_a_service_stands_for_its_role(novalint: Run) -> None:
    write("nova.conf", INFO)
    for words in (
        ("--role", "nova-api"),
        ("--role", "nova-api-os-compute"),
        ("--fact", "role=nova-api"),
    ):
        assert "1 info in 1 file" in novalint("check", "nova.conf", *words).err
    assert "no findings" in novalint("check", "nova.conf", "--role", "nova-compute,nova-api").err
    assert "cannot be `nova-cook`" in novalint("check", "nova.conf", "--role", "nova-cook").err
