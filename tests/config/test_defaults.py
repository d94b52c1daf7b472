"""Defaults: those that depend on the host, which no file says, and those that are secret."""

from __future__ import annotations

import pytest
from oslo_model import entry, multi, schema

from novalint.config.model import Config
from novalint.text.document import Document

ADDRESS = {"machine": "address"}
KNOWN = {
    ("DEFAULT", "my_ip"): entry(x=ADDRESS),
    ("DEFAULT", "host"): entry(x={"machine": "host name"}),
    ("DEFAULT", "workers"): entry("Integer", x={"machine": "processors"}),
    ("DEFAULT", "url"): entry(default="http://$my_ip/"),
    ("DEFAULT", "peers"): entry("List", default=["$my_ip", "b"]),
    ("DEFAULT", "a"): entry(),
    ("DEFAULT", "n"): entry("Integer"),
    ("DEFAULT", "m"): multi(entry()),
}


@pytest.mark.parametrize(
    ("line", "name", "value", "machine"),
    [
        ("", "my_ip", "<address>", "address"),
        ("my_ip = 192.0.2.1", "my_ip", "192.0.2.1", None),
        ("", "workers", None, "processors"),
        ("workers = 2", "workers", 2, None),
        ("", "url", "http://<address>/", "address"),
        ("my_ip = 192.0.2.1", "url", "http://192.0.2.1/", None),
        ("", "peers", ["<address>", "b"], "address"),
        ("my_ip = 192.0.2.1", "peers", ["192.0.2.1", "b"], None),
        ("a = $my_ip,$host", "a", "<address>,<host name>", "address"),
        ("a = $host,$n", "a", "<host name>,", "host name"),
        ("n = $my_ip", "n", None, "address"),
        ("m = $my_ip\nm = b", "m", ["<address>", "b"], "address"),
        ("a = $config_file", "a", "<config_file>", "command line"),
        ("a = $config_dir/x", "a", "<config_dir>/x", "command line"),
    ],
)
def test_what_depends_on_the_host_is_a_token(
    line: str, name: str, value: object, machine: str | None
) -> None:
    config = Config(schema(KNOWN), (Document.parse(f"[DEFAULT]\n{line}\n"),))
    setting = config.setting("DEFAULT", name)
    assert (setting.value, setting.machine, setting.error) == (value, machine, None)


SECRET = {
    ("DEFAULT", "plain"): entry(default="d"),
    ("DEFAULT", "key"): entry(default="d", writeOnly=True),
    ("DEFAULT", "put"): entry(default="x$key"),
    ("DEFAULT", "address"): entry(writeOnly=True, x=ADDRESS),
    ("DEFAULT", "ignored"): entry(default="d", writeOnly=True, x={"ignored": True}),
    ("DEFAULT", "wrong"): entry(default="$none"),
    ("DEFAULT", "hidden"): entry(default="$none", writeOnly=True),
}


@pytest.mark.parametrize(
    ("name", "value", "secret", "error"),
    [
        ("plain", "d", False, None),
        ("key", "d", True, None),
        ("put", "xd", True, None),
        ("address", "<address>", True, None),
        ("ignored", None, True, None),
        ("wrong", None, False, "`$none` names no option"),
        ("hidden", None, True, "`***` names no option"),
    ],
)
def test_a_default_is_secret_where_its_option_or_what_it_refers_to_is(
    name: str, value: str | None, secret: bool, error: str | None
) -> None:
    setting = Config(schema(SECRET), (Document.parse(""),)).setting("DEFAULT", name)
    assert setting.option.name == name
    assert (setting.value, setting.secret, setting.error) == (value, secret, error)
