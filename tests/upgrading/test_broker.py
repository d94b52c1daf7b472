"""The broker of `rabbit_host` and its like becomes a `transport_url`, and no report shows it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from upgrading.test_effects import report
from upgrading.test_names import migrated, result, texts

import novalint
from novalint import Document, Effect
from novalint.cli import main
from novalint.pages.upgrade import render

WORD = "s3cr:et@%$1"
LOGIN = f"rabbit_userid = nova\nrabbit_password = {WORD.replace('$', '$$')}\n"
URL = "#transport_url =\n"
QUOTED = "nova:s3cr%3Aet%40%25%241"


def url(old: str, text: str, new: str = "2026.2") -> str:
    after = result(old, new, text)
    (line,) = [one for one in after.splitlines() if one.startswith("transport_url")]
    return line.partition("=")[2].strip()


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("rabbit_host = mq1\n", f"rabbit://{QUOTED}@mq1:5672/"),
        ("rabbit_host = 192.0.2.5\nrabbit_port = 5671\n", f"rabbit://{QUOTED}@192.0.2.5:5671/"),
        (
            "rabbit_hosts = mq1:5671, [2001:db8::1]:5673,2001:db8::2,mq3\nrabbit_port = 5670\n",
            f"rabbit://{QUOTED}@mq1:5671,{QUOTED}@[2001:db8::1]:5673,"
            f"{QUOTED}@[2001:db8::2]:5670,{QUOTED}@mq3:5670/",
        ),
        ("rabbit_host = mq1\nrabbit_virtual_host = /\n", f"rabbit://{QUOTED}@mq1:5672/"),
        ("rabbit_host = mq1\nrabbit_virtual_host = /n a\n", f"rabbit://{QUOTED}@mq1:5672//n%20a"),
        ("rabbit_virtual_host = nova\n", f"rabbit://{QUOTED}@localhost:5672/nova"),
        ("rpc_backend = rabbit\n", f"rabbit://{QUOTED}@localhost:5672/"),
        ("transport_url = rabbit://\n", f"rabbit://{QUOTED}@localhost:5672/"),
        ("transport_url = rabbit:///v?ssl=1\n", f"rabbit://{QUOTED}@localhost:5672/v?ssl=1"),
    ],
)
def test_the_url_says_what_the_options_said(lines: str, expected: str) -> None:
    assert url("queens", f"[DEFAULT]\n{LOGIN}{lines}") == expected


def test_both_groups_and_the_defaults_of_the_driver() -> None:
    text = "[oslo_messaging_rabbit]\nrabbit_host = mq1\nrabbit_use_ssl = true\n"
    after = result("ocata", "2026.2", text)
    assert "\ntransport_url = rabbit://guest:guest@mq1:5672/\n" in after
    assert "\nssl = true\n" in after


def test_the_virtual_host_goes_into_a_url_that_names_none() -> None:
    virtual = "[oslo_messaging_rabbit]\nrabbit_virtual_host = nova\n"
    text = f"[DEFAULT]\ntransport_url = rabbit://u:p@h:5672\n{virtual}"
    assert url("rocky", text, "stein") == "rabbit://u:p@h:5672/nova"
    (change,) = report("rocky", "stein", text).of(Effect.BREAKS)
    assert "uses the virtual host `/`" in change.message
    text = text.replace("h:5672", "h:5672/")
    assert url("rocky", text, "stein") == "rabbit://u:p@h:5672/"
    assert report("rocky", "stein", text).of(Effect.BREAKS) == ()


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("rabbit_host = mq1\nrabbit_password = a/b\n", "a slash in `rabbit_password`"),
        ("rabbit_host = mq1\nrabbit_password = {{ word }}\n", "`rabbit_password` is not known"),
        ("rabbit_host = $my_ip\n", "`rabbit_host` is not known"),
        ("rabbit_host = 2001:db8::1\n", "not clear which hosts"),
        ("rabbit_hosts = ,\n", "not clear which hosts"),
        ("rabbit_host = mq1\nrabbit_port = many\n", "`rabbit_port` is not known"),
    ],
)
def test_what_cannot_be_composed_is_left_with_the_reason(lines: str, why: str) -> None:
    text = f"[DEFAULT]\n{lines}"
    breaks = report("rocky", "2026.2", text).of(Effect.BREAKS)
    (change,) = [one for one in breaks if one.option == "transport_url"]
    assert not change.mended
    assert "; set `transport_url` yourself: " in change.message
    assert why in change.message
    assert "transport_url =" not in result("rocky", "2026.2", text)


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("ocata", "rocky", "[DEFAULT]\nrabbit_host = mq1\n"),  # still read
        ("stein", "2026.2", "[DEFAULT]\nrabbit_host = mq1\n"),  # no longer read before
        ("rocky", "stein", "[DEFAULT]\ntransport_url = rabbit://u:p@h/\nrabbit_host = mq1\n"),
        ("rocky", "stein", "[DEFAULT]\nrpc_backend = zmq\nrabbit_host = mq1\n"),
        ("rocky", "stein", "[DEFAULT]\ntransport_url = {{ url }}\nrabbit_host = mq1\n"),
    ],
)
def test_no_url_is_written_where_the_options_named_no_broker(old: str, new: str, text: str) -> None:
    after = result(old, new, text)
    assert ("\ntransport_url" in text) == ("\ntransport_url" in after)
    assert "mq1:5672" not in after


def test_the_file_with_the_password_takes_the_url_and_each_line_says_why_it_goes() -> None:
    first, second = texts(
        migrated("rocky", "stein", "[DEFAULT]\nrabbit_host = mq1\n", f"[DEFAULT]\n{LOGIN}{URL}")
    )
    assert "transport_url =" not in first
    assert f"\ntransport_url = rabbit://{QUOTED}@mq1:5672/\n" in second
    assert second.count("was removed in stein; transport_url takes its place") == 2


def test_the_report_says_that_it_breaks_and_shows_no_password() -> None:
    text = f"[DEFAULT]\nrabbit_host = mq1\n{LOGIN}"
    found = report("rocky", "stein", text)
    (change,) = found.of(Effect.BREAKS)
    assert change.message.startswith("nothing reads `rabbit_password`, `rabbit_host`,")
    assert change.mended
    for form in ("text", "json", "markdown"):
        assert "s3cr" not in render([found], form)
    assert "s3cr" not in repr(found.changes)


def test_neither_does_the_diff(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "nova.conf"
    file.write_text(f"[DEFAULT]\nrabbit_host = mq1\n{LOGIN}")
    assert main(["upgrade", str(file), "--from", "rocky", "--to", "stein", "--diff"]) == 1
    shown = capsys.readouterr()
    assert "transport_url" in shown.out
    assert "s3cr" not in shown.out + shown.err


@given(st.text("ab1:@%?#&+ $,;=é'\"\\", min_size=1), st.text("ab1:@%?#& $,;=é", min_size=1))
def test_any_user_and_password_come_back_out_of_the_url(user: str, word: str) -> None:
    user, word = user.strip(" '\"") or "u", word.strip(" '\"") or "w"
    lines = f"rabbit_userid = {user}\nrabbit_password = {word}\n".replace("$", "$$")
    draft = migrated("rocky", "stein", f"[DEFAULT]\n{lines}")
    before = draft.config["oslo_messaging_rabbit"]
    found = urlsplit(str(draft.after["DEFAULT"]["transport_url"]))
    assert unquote(found.username or "") == before["rabbit_userid"]
    assert unquote(found.password or "") == before["rabbit_password"]


@pytest.mark.parametrize("backend", ["nova.rpc.impl_kombu", "nova.openstack.common.rpc.impl_kombu"])
def test_the_driver_may_go_by_a_name_from_essex(backend: str) -> None:
    text = f"[DEFAULT]\nrpc_backend = {backend}\nrabbit_host = mq1\nrabbit_userid = u\n"
    assert url("ocata", text, "stein") == "rabbit://u:guest@mq1:5672/"


@pytest.mark.parametrize("backend", ["nova.rpc.impl_kombu", "nova.openstack.common.rpc.impl_kombu"])
def test_that_name_breaks_with_pike_and_is_written_anew(backend: str) -> None:
    text = f"[DEFAULT]\nrpc_backend = {backend}\nrabbit_host = mq1\nrabbit_userid = u\n"
    breaks = report("ocata", "pike", text).of(Effect.BREAKS)
    (change,) = [change for change in breaks if change.location]
    assert (change.option, change.rule) == ("rpc_backend", "transport-driver-missing")
    assert change.mended
    assert "set it to `rabbit`" in change.message
    for release in ("pike", "rocky"):
        assert "\nrpc_backend = rabbit\n" in result("ocata", release, text)
    after = result("ocata", "pike", text)
    assert url("pike", after, "stein") == url("ocata", text, "stein")


def test_a_driver_that_nobody_has_is_no_news() -> None:
    text = "[DEFAULT]\nrpc_backend = qpid\n"
    breaks = report("ocata", "pike", text).of(Effect.BREAKS)
    assert [change for change in breaks if change.location] == []
    assert len(report("ocata", "pike", text).standing) == 1


def test_what_was_found_in_the_password_is_not_found_anew_in_the_url() -> None:
    group = "[oslo_messaging_rabbit]\nrabbit_host = mq1\nrabbit_password = RABBIT_PASS\n"
    found = novalint.upgrade(Document.parse(group, "nova.conf"), "ocata", "2026.2")
    assert [one for one in found.changes if one.rule == "placeholder-secret"] == []


def test_the_url_stands_where_the_broker_stood() -> None:
    after = result(
        "rocky", "stein", f"[DEFAULT]\nrabbit_host = mq1\n{LOGIN}\n# logs\ndebug = true\n"
    )
    lines = after.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("transport_url"))
    assert lines[at - 1].startswith("#rabbit_password")
    assert lines[at + 1 :] == ["", "# logs", "debug = true"]
