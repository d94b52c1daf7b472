"""What a node reads: values in force, URLs by what they lead to, secrets that nobody sees."""

from __future__ import annotations

import pickle

import pytest
from fleets.nodes import KEY, node

from novalint.config.model import load
from novalint.hosts.reading import documents_in
from novalint.rules.common.database_urls import DatabasePlace
from novalint.rules.fleet.gathering import Gatherer, broker_of, frozen, shared
from novalint.rules.fleet.model import Broker, Digest
from novalint.text.document import Document
from novalint.text.source import Source

URL = "DEFAULT.transport_url"
QUORUM = "oslo_messaging_rabbit.rabbit_quorum_queue"
SECRET = "neutron.metadata_proxy_shared_secret"
PATH = "DEFAULT.instances_path"


def test_a_value_is_typed_and_has_its_place() -> None:
    one = node("a", "[DEFAULT]\ndebug = yes\n", "DEFAULT.debug")
    reading = one.reading("DEFAULT.debug")
    assert reading is not None
    assert (reading.value, reading.written, reading.text) == (True, True, "yes")
    assert str(one.location("DEFAULT.debug")) == "a.conf:2:1"


def test_what_is_not_set_has_the_default_of_the_release() -> None:
    old = node("a", "", "compute.live_migration_wait_for_vif_plug", release="rocky")
    new = node("a", "", "compute.live_migration_wait_for_vif_plug", release="train")
    assert old.value("compute.live_migration_wait_for_vif_plug") is False
    assert new.value("compute.live_migration_wait_for_vif_plug") is True
    assert new.location("compute.live_migration_wait_for_vif_plug") is None
    assert not new.is_written("compute.live_migration_wait_for_vif_plug")


def test_an_option_that_the_release_lacks_is_not_read() -> None:
    assert node("a", "", QUORUM, release="queens").reading(QUORUM) is None
    assert not node("a", "", QUORUM, release="queens").reads(QUORUM)


def test_a_default_follows_the_options_that_it_is_put_together_from() -> None:
    plain = node("a", "", PATH)
    moved = node("b", "[DEFAULT]\nstate_path = /srv\n", PATH)
    assert moved.value(PATH) == "/srv/instances"
    assert plain.value(PATH) == node("c", "[DEFAULT]\ndebug = true\n", PATH).value(PATH)
    assert not moved.is_written(PATH)


def test_an_old_name_counts_as_the_present_one() -> None:
    one = node("a", "[DEFAULT]\nrpc_thread_pool_size = 128\n", "DEFAULT.executor_thread_pool_size")
    assert one.value("DEFAULT.executor_thread_pool_size") == 128


@pytest.mark.parametrize(
    ("text", "option"), [("my_ip = {{ x }}", "my_ip"), ("", "my_ip"), ("debug = maybe", "debug")]
)
def test_what_is_not_known_here_is_no_value(text: str, option: str) -> None:
    name = f"DEFAULT.{option}"
    reading = node("a", f"[DEFAULT]\n{text}\n", name).reading(name)
    assert reading is not None
    assert (reading.value, reading.known) == (None, False)


@pytest.mark.parametrize(
    ("text", "partial", "known", "missing"),
    [
        ("debug = true", False, True, False),
        ("debug = true", True, True, False),
        ("debug = {{ x }}", False, False, False),
        ("", False, True, True),
        ("", True, False, False),
    ],
)
def test_a_part_of_a_configuration_knows_and_lacks_nothing_that_it_does_not_set(
    text: str, partial: bool, known: bool, missing: bool
) -> None:
    name = "DEFAULT.debug"
    part = node("a", f"[DEFAULT]\n{text}\n", name, partial=partial)
    assert part.knows(name) is known
    assert part.lacks(name) is missing
    assert part.may_be_true(name) is (bool(text) or not known)


def test_what_the_release_lacks_is_known() -> None:
    old = node("a", "", QUORUM, release="queens", partial=True)
    assert old.knows(QUORUM)
    assert not old.may_be_true(QUORUM)
    assert not old.knows(QUORUM, "DEFAULT.debug")


def test_secrets_are_equal_or_not_and_say_nothing_else() -> None:
    text = "[neutron]\nmetadata_proxy_shared_secret = hunter2\n"
    same, other = node("a", text, SECRET), node("b", text.replace("2", "3"), SECRET)
    assert same.value(SECRET) == node("c", text, SECRET).value(SECRET)
    assert same.value(SECRET) != other.value(SECRET)
    assert isinstance(same.value(SECRET), Digest)
    assert str(same.value(SECRET)) == "***"
    assert b"hunter2" not in pickle.dumps(same)
    assert "hunter2" not in repr(same)


def test_another_run_has_other_digests() -> None:
    config = load(Document.parse("[neutron]\nmetadata_proxy_shared_secret = hunter2\n"))
    first, second = (
        Gatherer(frozenset([SECRET]), key).readings(config)[SECRET] for key in (KEY, b"x" * 32)
    )
    assert first.value != second.value
    assert "k" * 32 not in repr(Gatherer(frozenset(), KEY))


@pytest.mark.parametrize(
    ("url", "broker"),
    [
        ("rabbit://u:p@h1,u:p@H2:1/v", Broker("v", frozenset({("h1", 5672), ("h2", 1)}))),
        ("rabbit://u:p@h", Broker("/", frozenset({("h", 5672)}))),
        ("rabbit://u:p@h/", Broker("/", frozenset({("h", 5672)}))),
        ("rabbit://u:p@h//", Broker("/", frozenset({("h", 5672)}))),
        ("rabbit://u:p@h/%2F?ssl=1", Broker("/", frozenset({("h", 5672)}))),
        ("rabbit://u:p@h/nova/", Broker("nova/", frozenset({("h", 5672)}))),
        ("rabbit://", None),
        ("rabbit://u:p@h:x/", None),
    ],
)  # fmt: skip
def test_a_broker_is_its_hosts_and_its_virtual_host(url: str, broker: Broker | None) -> None:
    assert broker_of(url, 34) == broker


def test_urls_keep_no_log_in() -> None:
    text = (
        "[DEFAULT]\ntransport_url = rabbit://me:hunter2@h/nova\n"
        "[database]\nconnection = mysql+pymysql://me:hunter2@DB:3306/nova?charset=utf8\n"
    )
    one = node("a", text, URL, "database.connection")
    assert one.value(URL) == Broker("nova", frozenset({("h", 5672)}))
    assert one.value("database.connection") == DatabasePlace("mysql", "db", "3306", "nova")
    assert b"hunter2" not in pickle.dumps(one)


def test_the_url_sets_options_of_rabbit_before_their_group() -> None:
    text = (
        "[DEFAULT]\ntransport_url = rabbit://u:p@h/?rabbit_quorum_queue=true\n"
        "[oslo_messaging_rabbit]\nrabbit_quorum_queue = false\n"
    )
    one = node("a", text, QUORUM)
    assert one.value(QUORUM) is True
    assert str(one.location(QUORUM)) == "a.conf:2:1"


def test_lists_and_mappings_are_frozen() -> None:
    assert frozen({"b": [1, {"c": None}], "a": True}) == (("a", True), ("b", (1, (("c", None),))))


def test_what_is_equal_is_held_once() -> None:
    text = "[neutron]\nmetadata_proxy_shared_secret = hunter2\n"
    first, second = shared([node("a", text, SECRET), node("b", text, SECRET)])
    assert first.readings[SECRET] is second.readings[SECRET]


@pytest.mark.parametrize(
    ("roles", "option", "expected"),
    [
        ({"compute"}, "libvirt.images_type", True),
        ({"api"}, "libvirt.images_type", False),
        ({"all"}, "libvirt.images_type", True),
        (set(), "libvirt.images_type", False),
        (set(), "DEFAULT.control_exchange", True),
    ],
)
def test_a_node_reads_what_its_roles_read(roles: set[str], option: str, expected: bool) -> None:
    assert node("a", "", option, roles=frozenset(roles)).reads(option) is expected


def test_what_branches_alone_set_is_not_known() -> None:
    text = "[scheduler]\n{% if a %}\nmax_attempts = 5\n{% else %}\nmax_attempts = 5\n{% endif %}\n"
    (document,) = documents_in(Source("nova.conf.j2", text))
    name = "scheduler.max_attempts"
    reading = Gatherer(frozenset([name]), KEY).readings(load(document, release="2026.2"))[name]
    assert (reading.value, reading.known) == (None, False)
