"""Starts a real service of Nova with a configuration, and sees whether it comes up.

A `Cell` is what services need besides: databases, a broker, Placement's stand-in, and a conductor
for nova-compute. A service is up once it says so in its log and has then run on for a moment.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from live.broker import Broker, free_ports, running
from live.environments import Environment, UnavailableError

HERE = Path(__file__).parent
JOINED = "Join ServiceGroup membership"
UP = {
    "nova-conductor": JOINED,
    "nova-scheduler": JOINED,
    "nova-compute": JOINED,
    "nova-api": "the application is made",
    "nova-novncproxy": r"Listen on |proxying from ",
}
"""What each service says in its log when it is up."""
FAILED = re.compile(
    r"(?s)Child \d+ exited with status.*Child \d+ exited with status|CRITICAL nova "
)
"""What the log says of a service that is about to end, or starts its worker again and again."""
PATIENCE = 75.0
"""Seconds in which a service must come up or end; the machine may be busy."""
MOMENT = 2.5
"""Seconds for which a service that is up must run on."""
TRUE_AS_STATUS = {("cell_v2", "map_cell0")}
"""Commands that end with status 1 in ocata where they worked."""
_BASE = """\
[DEFAULT]
transport_url = rabbit://{broker}/
state_path = {folder}/state
compute_driver = fake.FakeDriver
my_ip = 127.0.0.1
host = live
debug = true
web = {folder}/web
[oslo_concurrency]
lock_path = {folder}/locks
[placement]
auth_type = admin_token
endpoint = {placement}
token = none
[conductor]
workers = 1
[scheduler]
workers = 1
[vnc]
novncproxy_host = 127.0.0.1
novncproxy_port = {port}
[filter_scheduler]
track_instance_changes = false
[keystone_authtoken]
auth_type = none
[libvirt]
virt_type = kvm
"""
_DATABASES = """\
[database]
connection = sqlite:///{folder}/nova.db
[api_database]
connection = sqlite:///{folder}/nova_api.db
"""
_REGION = """\
[placement]
os_region_name = RegionOne
"""
FILES = {"base": _BASE, "databases": _DATABASES, "region": _REGION}
"""What services read before the file that is tried; databases only those that may."""


@dataclass(frozen=True)
class Run:
    """What became of a service: whether it came up, its status if it ended, and its log."""

    up: bool
    status: int | None
    log: str

    def line(self, pattern: str) -> str:
        """Give the last line of the log that a pattern is found in; empty where there is none."""
        found = [line for line in self.log.splitlines() if re.search(pattern, line)]
        return found[-1] if found else ""


@dataclass(frozen=True)
class Cell:
    """What the services of a release need; everything is in `folder`."""

    environment: Environment
    folder: Path
    broker: Broker

    def start(self, service: str, text: str, lacks: str = "", patience: float = PATIENCE) -> Run:
        """Run a service until it is up, or has ended, or for `patience` seconds.

        `text` is its last file, in which BROKER stands for a virtual host of its own; `lacks` names
        one of the others that it does without.
        """
        if "BROKER" in text:
            text = text.replace("BROKER", self.broker.fresh())
        own = self.folder / "own.conf"
        own.write_text(text, "utf-8")
        files = [file for file in self.files(service) if file.stem != lacks]
        if service == "nova-compute":
            self._forget_computes()
        log = self.folder / f"{service}.log"
        with log.open("wb") as output:
            command = self._command(service, [*files, own])
            with running(command, self._variables(text), output) as process:
                return _watched(process, log, UP[service], patience)

    def files(self, service: str) -> list[Path]:
        """Give the files that each service reads before its own."""
        no_database = service in ("nova-compute", "nova-novncproxy")
        names = [name for name in FILES if not (no_database and name == "databases")]
        return [self.folder / f"{name}.conf" for name in names]

    def _command(self, service: str, files: list[Path]) -> list[str]:
        options = [word for file in files for word in ("--config-file", str(file))]
        if service == "nova-api":
            python = str(self.environment.program("python"))
            return [python, str(HERE / "stand_ins" / "api.py"), *map(str, files)]
        return [str(self.environment.program(service)), *options]

    def _variables(self, text: str = "") -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        own["PATH"] = f"{self.environment.folder / 'bin'}:{own['PATH']}"
        own["OS_NOVA_CONFIG_DIR"] = str(self.environment.folder / "etc/nova")
        if "libvirt.LibvirtDriver" in text:
            own["PYTHONPATH"] = str(HERE / "stand_ins")
        return own

    def _forget_computes(self) -> None:
        """Make nova-compute's host one that was never seen."""
        shutil.rmtree(self.folder / "state", ignore_errors=True)
        (self.folder / "state" / "instances").mkdir(parents=True)
        with closing(sqlite3.connect(self.folder / "nova.db", timeout=30)) as database, database:
            database.execute("delete from compute_nodes")
            database.execute("delete from services where binary = 'nova-compute'")

    def manage(self, *words: str) -> None:
        """Run nova-manage."""
        command = [str(self.environment.program("nova-manage"))]
        for file in self.files("nova-conductor"):
            command += ["--config-file", str(file)]
        done = subprocess.run(
            [*command, *words], env=self._variables(), capture_output=True, text=True, check=False
        )
        if done.returncode and words not in TRUE_AS_STATUS:
            raise UnavailableError(f"nova-manage {' '.join(words)}: {done.stderr.strip()[-600:]}")


@contextmanager
def cell(environment: Environment, folder: Path, broker: Broker, placement: str) -> Iterator[Cell]:
    """Make the databases of a release and run a conductor on them."""
    made = Cell(environment, folder, broker)
    (folder / "web").mkdir()
    (folder / "web" / "vnc_lite.html").touch()
    facts = {
        "folder": folder,
        "broker": broker.authority,
        "placement": placement,
        "port": free_ports(1)[0],
    }
    for name, text in FILES.items():
        (folder / f"{name}.conf").write_text(text.format(**facts))
    _make_databases(made)
    with _conductor(made):
        yield made


def _make_databases(made: Cell) -> None:
    """Copy the databases that are kept with the environment, which take a minute to make."""
    names, kept = ("nova.db", "nova_api.db"), made.environment.folder / "databases"
    if not kept.exists():
        made.manage("api_db", "sync")
        made.manage("db", "sync", *(["--local_cell"] if made.environment.major > 15 else []))
        made.manage("cell_v2", "map_cell0")
        made.manage("cell_v2", "create_cell", "--name", "cell1")
        kept.mkdir()
        for name in names:
            shutil.copy(made.folder / name, kept / name)
    for name in names:
        shutil.copy(kept / name, made.folder / name)
    place = made.folder / "nova.db"
    with closing(sqlite3.connect(made.folder / "nova_api.db")) as database, database:
        settings = (f"sqlite:///{place}", f"rabbit://{made.broker.authority}/")
        database.execute(
            "update cell_mappings set database_connection = ?, transport_url = ?", settings
        )


@contextmanager
def _conductor(made: Cell) -> Iterator[None]:
    log = made.folder / "conductor.log"
    command = made._command("nova-conductor", made.files("nova-conductor"))
    with log.open("wb") as output, running(command, made._variables(), output) as process:
        run = _watched(process, log, JOINED)
        if not run.up:
            raise UnavailableError(f"nova-conductor does not start: {run.log[-600:]}")
        yield


def _watched(
    process: subprocess.Popen[bytes], log: Path, mark: str, patience: float = PATIENCE
) -> Run:
    until = time.monotonic() + patience
    while time.monotonic() < until and process.poll() is None:
        if re.search(mark, _text(log)):
            return _settled(process, log)
        if FAILED.search(_text(log)):
            break
        time.sleep(0.2)
    with suppress(subprocess.TimeoutExpired):
        process.wait(2 * MOMENT)
    return Run(False, process.poll(), _text(log))


def _settled(process: subprocess.Popen[bytes], log: Path) -> Run:
    time.sleep(MOMENT)
    status = process.poll()
    return Run(status is None, status, _text(log))


def _text(log: Path) -> str:
    return log.read_text("utf-8", "replace")
