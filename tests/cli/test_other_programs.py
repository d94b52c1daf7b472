"""Commands are told a file of another program by mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.conftest import Run

TEXTS = {
    "neutron.conf": "[DEFAULT]\ncore_plugin = ml2\n",
    "cinder.conf": "[DEFAULT]\nenabled_backends = lvm\nmy_ip = 192.0.2.1\n",
    "my.cnf": "[client]\nport = 3306\n[mysqld]\nuser = mysql\n",
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize(
    "command",
    [
        ("check", "{}"),
        ("fix", "{}"),
        ("set", "{}", "DEFAULT.debug=true"),
        ("unset", "{}", "DEFAULT.debug"),
        ("upgrade", "{}", "--from", "2023.1", "--write"),
    ],
)
def test_it_is_refused(novalint: Run, folder: Path, name: str, command: tuple[str, ...]) -> None:
    text = TEXTS[name].encode()
    (folder / name).write_bytes(text)
    ran = novalint(*(part.format(name) for part in command))
    assert ran.status == 2
    assert f"`{name}` contains no configuration of Nova" in ran.err
    assert (folder / name).read_bytes() == text


def test_standard_input_is_refused_unless_it_is_called_a_nova_conf(novalint: Run) -> None:
    text = TEXTS["neutron.conf"].encode()
    ran = novalint("set", "-", "DEFAULT.debug=true", stdin=text)
    assert (ran.status, ran.stdout) == (2, b"")
    assert "say with --stdin-filename what the file is called" in ran.err
    for option in ("--stdin-filename=nova.conf", "--force"):
        ran = novalint("set", "-", "DEFAULT.debug=true", option, stdin=text)
        assert (ran.status, ran.stdout) == (0, text + b"debug = true\n")
