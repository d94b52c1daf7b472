"""What `set` says of an option that no service of the node's roles reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.conftest import Run

SAID = (
    "`vif_plugging_is_fatal` has no effect on a node that is `scheduler`: only `nova-compute` "
    "reads it\n"
)


@pytest.fixture(autouse=True)
def file(folder: Path) -> None:
    (folder / "nova.conf").write_text("[DEFAULT]\nmy_ip = 192.0.2.1\n")


@pytest.mark.parametrize("way", [("--as", "kolla"), ("--diff",), ()])
def test_it_is_said(novalint: Run, way: tuple[str, ...]) -> None:
    ran = novalint("set", "nova.conf", "vif_plugging_is_fatal=false", "--role", "scheduler", *way)
    assert ran.err.endswith(f"novalint: {SAID}")


@pytest.mark.parametrize(
    "options",
    [
        ("vif_plugging_is_fatal=false", "--role", "compute"),
        ("vif_plugging_is_fatal=false", "--role", "scheduler,compute"),
        ("vif_plugging_is_fatal=false", "--role", "all"),
        ("vif_plugging_is_fatal=false",),
        ("DEFAULT.log_dir=/var/log/nova", "--role", "scheduler"),
        ("vif_plugging_is_fatal=false", "--role", "scheduler", "-q"),
    ],
)
def test_it_is_not_said(novalint: Run, options: tuple[str, ...]) -> None:
    ran = novalint("set", "nova.conf", *options)
    done = ran.err.startswith("novalint: set `[DEFAULT] ")
    assert (ran.status, done, ran.err.count("\n")) == (0, "-q" not in options, int(done))


def test_another_option_of_the_file_is_not_spoken_of(novalint: Run, folder: Path) -> None:
    (folder / "nova.conf").write_text("[DEFAULT]\nvif_plugging_timeout = 3\n")
    ran = novalint("set", "nova.conf", "DEFAULT.log_dir=/var/log/nova", "--role", "scheduler")
    assert ran.err == "novalint: set `[DEFAULT] log_dir` (line 3) in `nova.conf`\n"
