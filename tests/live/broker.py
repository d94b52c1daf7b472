"""A RabbitMQ of one's own for as long as it is needed, on free ports of this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from live.environments import UnavailableError

SCRIPT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
"""The program itself; the one on the PATH changes to RabbitMQ's own user."""
PATIENCE = 120.0
"""Seconds in which it must have started."""
CONTROL = SCRIPT.with_name("rabbitmqctl")
_MAKE = """\
rabbit_vhost:add(<<"{name}">>, <<"live">>),
rabbit_auth_backend_internal:set_permissions(
    <<"guest">>, <<"{name}">>, <<".*">>, <<".*">>, <<".*">>, <<"live">>)."""


@dataclass(frozen=True)
class Broker:
    """One that runs: `authority` is that of its URL, with user and password."""

    authority: str
    variables: dict[str, str]
    names: Iterator[int] = field(default_factory=count)

    @property
    def place(self) -> str:
        """Host and port."""
        return self.authority.rpartition("@")[2]

    def fresh(self) -> str:
        """Make a virtual host in which nothing is declared; what stands behind `rabbit://`."""
        name = f"fresh{next(self.names)}"
        command = [str(CONTROL), "eval", _MAKE.format(name=name)]
        subprocess.run(command, env=self.variables, check=True, capture_output=True)
        return f"{self.authority}/{name}"


@contextmanager
def broker(folder: Path) -> Iterator[Broker]:
    """Run it with its data in `folder`."""
    epmd = shutil.which("epmd")
    if not SCRIPT.exists() or epmd is None:
        raise UnavailableError("RabbitMQ is not installed, by which services talk to each other")
    ports = free_ports(3)
    with ExitStack() as stack:
        log = stack.enter_context((folder / "broker.log").open("wb"))
        environment = _environment(folder, *ports)
        mapper = [epmd, "-port", str(ports[2]), "-address", "127.0.0.1"]
        stack.enter_context(running(mapper, environment, log))
        stack.enter_context(running([str(SCRIPT)], environment, log))
        _wait(folder / "broker.log")
        yield Broker(f"guest:guest@127.0.0.1:{ports[0]}", environment)


def free_ports(number: int) -> list[int]:
    """Find ports on which nothing listens now."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(number)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


@contextmanager
def running(
    command: list[str], environment: dict[str, str], log: object
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in a group of processes of its own, which is ended at last."""
    process = subprocess.Popen(
        command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes], patience: float = 8.0) -> None:
    """End a program that was started by `running`, and all that it started."""
    for signal in (15, 9):
        try:
            os.killpg(process.pid, signal)
            process.wait(patience)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def _environment(folder: Path, port: int, dist: int, mapper: int) -> dict[str, str]:
    own = {
        "HOME": folder,
        "RABBITMQ_NODENAME": "novalint-live@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": port,
        "RABBITMQ_DIST_PORT": dist,
        "RABBITMQ_MNESIA_BASE": folder / "data",
        "RABBITMQ_LOG_BASE": folder / "log",
        "RABBITMQ_ENABLED_PLUGINS_FILE": folder / "plugins",
        "RABBITMQ_CONF_ENV_FILE": folder / "none",
        "ERL_EPMD_PORT": mapper,
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
    }
    return {**os.environ, **{name: str(value) for name, value in own.items()}}


def _wait(log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if "completed with" in log.read_text("utf-8", "replace"):
            return
        time.sleep(0.3)
    raise UnavailableError(f"RabbitMQ did not start: {log.read_text('utf-8', 'replace')[-400:]}")
