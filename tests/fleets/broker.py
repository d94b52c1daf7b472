"""A RabbitMQ of our own on the loopback address, and what services declare there.

It runs as an unprivileged user with its own data, ports and name server, and ends with the test.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import amqp

PROGRAM = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
"""The program itself: that on the path wants to be root, or the user of the package."""
WITHIN = 120
"""Seconds that it may take to start, on a machine that has more to do; alone it takes ten."""

Settings = Mapping[str, object]


@contextmanager
def running() -> Iterator[int]:
    """Run a RabbitMQ and give its port; raises RuntimeError where it does not start."""
    with tempfile.TemporaryDirectory(prefix="rabbit") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody")
        port, between = (_free_port() for _ in range(2))
        with _name_server() as names:
            process = _start(folder, port, between, names)
            try:
                _wait(process, port)
                yield port
            finally:
                _end(process)


@contextmanager
def _name_server() -> Iterator[int]:
    """Run a name server that ends with the test: one that Erlang starts itself stays behind."""
    port = _free_port()
    command = ["epmd", "-address", "127.0.0.1", "-port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(process, port)
        yield port
    finally:
        process.kill()
        process.wait()


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + WITHIN
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2):
            return
        time.sleep(0.05)
    raise RuntimeError("the name server of Erlang did not start")


def _start(folder: Path, port: int, between: int, names: int) -> subprocess.Popen[bytes]:
    (folder / "plugins").write_text("[].\n", "utf-8")
    (folder / "rabbitmq.conf").write_text("loopback_users = none\n", "utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "ERL_EPMD_PORT": str(names),
        "RABBITMQ_NODENAME": f"novalint-{uuid4().hex[:8]}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(between),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_CONF_ENV_FILE": "/dev/null",
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1",
    }
    return subprocess.Popen(
        [PROGRAM],
        env=environment,
        cwd=folder,
        user="nobody" if os.geteuid() == 0 else None,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + WITHIN
    while time.monotonic() < end and process.poll() is None:
        try:
            connected(port).close()
        except (OSError, amqp.AMQPError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("RabbitMQ did not start")


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # there is nothing in it worth an orderly end
    process.wait()


def connected(port: int, vhost: str = "/") -> amqp.Connection:
    """Connect to a RabbitMQ as its first user."""
    connection = amqp.Connection(
        f"127.0.0.1:{port}", userid="guest", password="guest", virtual_host=vhost, connect_timeout=2
    )
    connection.connect()
    return connection


class Declared:
    """What a service declares, as oslo.messaging 18.3.1 does (_drivers/impl_rabbit.py).

    `settings` are options of `[oslo_messaging_rabbit]`; what is not there has its default. Names
    end in `mark`, so that several cases do not meet in one broker.
    """

    def __init__(self, settings: Settings, mark: str) -> None:
        self._settings, self._mark = settings, mark
        self._quorum = bool(settings.get("rabbit_quorum_queue"))
        self._durable = self._quorum or bool(settings.get("amqp_durable_queues"))
        self._transient = bool(settings.get("rabbit_transient_quorum_queue"))
        self._stream = bool(settings.get("rabbit_stream_fanout"))
        self._auto_delete = bool(settings.get("amqp_auto_delete"))

    def start(self, channel: amqp.Channel, topic: str) -> None:
        """Declare what a service needs to receive calls and fanouts of a topic."""
        self._exchange(channel)
        channel.queue_declare(
            f"{topic}{self._mark}",
            durable=self._durable,
            auto_delete=self._auto_delete,
            exclusive=False,
            arguments=self._limits() if self._quorum else {},
        )
        lasting = self._transient or self._stream
        self._fanout(channel, topic, lasting)
        own = "" if self._stream else uuid4().hex
        channel.queue_declare(
            f"{topic}_fanout{self._mark}{own}",
            durable=lasting,
            auto_delete=False,
            exclusive=False,
            arguments=self._kind(),
        )

    def publish(self, channel: amqp.Channel, topic: str) -> None:
        """Declare what a service needs to send calls and fanouts to a topic."""
        self._exchange(channel)
        self._fanout(channel, topic, self._transient)

    def notify(self, channel: amqp.Channel) -> None:
        """Declare what a service of another project, with its own exchange, sends news to."""
        channel.queue_declare(
            f"notifications.info{self._mark}",
            durable=self._durable,
            auto_delete=self._auto_delete,
            exclusive=False,
            arguments=self._limits() if self._quorum else {},
        )

    def _exchange(self, channel: amqp.Channel) -> None:
        name = f"{self._settings.get('control_exchange', 'nova')}{self._mark}"
        options = {"durable": self._durable, "auto_delete": self._auto_delete}
        channel.exchange_declare(name, "topic", **options)

    def _fanout(self, channel: amqp.Channel, topic: str, lasting: bool) -> None:
        name = f"{topic}_fanout{self._mark}"
        channel.exchange_declare(name, "fanout", durable=lasting, auto_delete=True)

    def _limits(self) -> dict[str, object]:
        limit = self._settings.get("rabbit_quorum_delivery_limit")
        more = {"x-delivery-limit": limit} if limit else {}
        return {"x-queue-type": "quorum", **more}

    def _kind(self) -> dict[str, object]:
        seconds = self._settings.get("rabbit_transient_queues_ttl", 1800)
        if self._stream:
            return {"x-queue-type": "stream", "x-max-age": f"{seconds}s"}
        kind = {"x-queue-type": "quorum"} if self._transient else {}
        return {"x-expires": int(str(seconds)) * 1000, **kind}
