"""A check of a plain file loads nothing that it does not need: each module delays a hook."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PLAIN = """\
[DEFAULT]
my_ip = 192.0.2.1
rpc_response_timeout = 120
[libvirt]
virt_type = kvm
[vnc]
server_listen = 192.0.2.1
[neutron]
auth_type = password
auth_url = https://keystone.example.org/v3
username = neutron
project_name = service
"""
HEAVY = """
argparse dataclasses inspect pathlib fnmatch ipaddress socket urllib.parse difflib yaml jinja2
jsonschema packaging logging subprocess tempfile datetime typing
novalint.schema.history novalint.schema.index novalint.project.other_programs
novalint.hosts.bases novalint.text.hosting novalint.fleet novalint.upgrading
novalint.engine.trials novalint.engine.joint_fixes novalint.engine.unread_files
novalint.project.other_readers
"""


def test_a_check_of_a_plain_file_loads_what_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "compute.conf"
    path.write_text(PLAIN)
    script = f"""
import sys
from novalint.cli import main
sys.argv = ["novalint", "check", {str(path)!r}]
assert main() == 0
print(*set({HEAVY.split()!r}) & sys.modules.keys(), file=sys.stderr)
"""
    ran = subprocess.run(
        [sys.executable, "-S", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(path for path in sys.path if path)},
    )
    assert "[rpc-timeout-raised]" in ran.stdout
    assert ran.stderr.splitlines()[-1] == ""
