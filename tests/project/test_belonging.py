"""Whether a file is Nova's at all."""

from __future__ import annotations

import pytest

from novalint.project.belonging import is_novas
from novalint.text.document import Document

APACHE = """\
Listen 8778
<VirtualHost *:8778>
  WSGIScriptAlias / /usr/bin/nova-placement-api
  ErrorLog /var/log/apache2/placement.log
</VirtualHost>
"""
KEYBOARD = "[ids]\n*\n\n[main]\ncapslock = overload(control, esc)\n"
GENERATOR = "[DEFAULT]\noutput_file = nova.conf.sample\nwrap_width = 80\nnamespace = nova.conf\n"


@pytest.mark.parametrize(
    "text",
    [
        "[DEFAULT]\nmy_ip = 10.0.0.1\n",
        "[libvirt]\n",
        "[DEFAULT]\n#vif_plugging_is_fatal = true\n",
        "[DEFAULT]\nvif_plugging_if_fatal = true\n",
        "[libvrt]\nx = 1\n",
        "[DEFAULT]\nrpc_thread_pool_size = 64\n",
        "vif_plugging_is_fatal = true\n",
        "\n",
        "# note\n",
    ],
)
def test_novas(text: str) -> None:
    assert is_novas(Document.parse(text))


@pytest.mark.parametrize("text", [APACHE, KEYBOARD, "root:x:0:0:root:/root:/bin/bash\n"])
def test_of_others(text: str) -> None:
    assert not is_novas(Document.parse(text))


def test_what_novas_own_tools_read() -> None:
    assert not is_novas(Document.parse(GENERATOR, "etc/nova/nova-config-generator.conf"))


def test_flags_of_essex_are_novas() -> None:
    """Nova read a file of flags then; today it refuses one, which has to be told."""
    assert is_novas(Document.parse("--verbose=True\n--sql_connection=mysql://nova@db/nova\n"))
    assert is_novas(Document.parse("--allow_admin_api\n--flat_network_bridge\n"))
    assert not is_novas(Document.parse("--verbose=True\n--colour\n"))
