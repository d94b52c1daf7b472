"""What `set` says of an option that the release does not read, and that nothing stands for."""

from __future__ import annotations

import pytest
from cli.conftest import Run

NOVA = b"[DEFAULT]\n"


@pytest.mark.parametrize(
    ("release", "order", "words"),
    [
        ("2026.2", "cells.enable=true", "train, since cells v1 is gone; map cells with `nova-man"),
        (
            "2026.2",
            "DEFAULT.rpc_zmq_host=h",
            "stein, since ZeroMQ is gone; name another broker in `transport_url`",
        ),
        ("2026.2", "cells.cells_config=x", "; map cells with `nova-manage cell_v2`"),
        ("2024.1", "firewall_driver=x", "enforces security groups; there is nothing to set"),
        ("ussuri", "use_neutron=true", "`use_neutron` was removed in ussuri"),
        (
            "2024.1",
            "api.response_validation=error",
            "checked as 2024.1; use --release 2024.2 if that is what the cloud runs",
        ),
    ],
)
def test_the_way_fits_the_command(novalint: Run, release: str, order: str, words: str) -> None:
    ran = novalint("set", "-", order, "--release", release, stdin=NOVA)
    assert (ran.status, ran.stdout) == (2, b"")
    assert words in ran.err
    assert "remove it" not in ran.err
    assert "nothing to set, " not in ran.err
