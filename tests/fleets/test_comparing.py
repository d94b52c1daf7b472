"""Who is odd, who belongs together, what is there twice."""

from __future__ import annotations

from dataclasses import replace

from fleets.nodes import fleet, node

from novalint.rules.fleet.comparing import as_set, divided, expectation, mismatch, repeated
from novalint.rules.fleet.facts import following
from novalint.rules.fleet.grouping import cells, groups
from novalint.rules.fleet.model import Expected, Node

DEBUG = "DEFAULT.debug"
SECRET = "neutron.metadata_proxy_shared_secret"
URL = "DEFAULT.transport_url"


def debug(*values: str) -> list[Node]:
    """Give a node for each value; nothing is set where it is empty."""
    return [
        node(f"n{number}", f"[DEFAULT]\ndebug = {value}\n" if value else "", DEBUG)
        for number, value in enumerate(values)
    ]


def names(nodes: tuple[Node, ...]) -> list[str]:
    return [one.name for one in nodes]


def test_nodes_that_agree_are_not_divided() -> None:
    assert divided(debug("true", "yes", "1"), DEBUG) is None
    assert divided(debug("false", ""), DEBUG) is None
    assert divided([], DEBUG) is None


def test_two_thirds_are_a_majority() -> None:
    split = divided(debug("true", "false", "true"), DEBUG)
    assert split is not None
    assert (names(split.odd), names(split.usual), split.majority) == (["n1"], ["n0", "n2"], True)
    assert expectation(split) == Expected("true")


def test_less_than_two_thirds_are_none() -> None:
    for values in (("true", "false"), ("true", "true", "true", "false", "false")):
        split = divided(debug(*values), DEBUG)
        assert split is not None
        assert not split.majority
        assert expectation(split) is None
    (said,) = mismatch(debug("true", "false"), DEBUG, "it breaks")
    assert said.message.endswith(
        "it breaks; choose one value for all nodes, as none has a majority"
    )
    assert said.expected is None


def test_what_cannot_be_written_for_others_has_a_way_out_too() -> None:
    nodes = debug("true", "false", "true")
    (said,) = mismatch(nodes, DEBUG, "it breaks", mend=False)
    assert said.message.endswith("it breaks; set it to the same value on all nodes")
    (said,) = mismatch(nodes, DEBUG, "it breaks; keep them apart", mend=False)
    assert said.message.endswith("it breaks; keep them apart")


def test_a_majority_that_sets_nothing_takes_the_line_out() -> None:
    (said,) = mismatch(debug("true", "", "", ""), DEBUG, "it breaks")
    assert said.expected == Expected(None)
    assert said.message == (
        "`debug` is true here and false on 3 nodes: it breaks; remove `debug` here"
    )


def test_compute_nodes_that_set_nothing_are_no_majority_over_what_others_say() -> None:
    api, *hosts = debug("true", "", "", "")
    api = replace(api, roles=frozenset({"api"}))
    hosts = [replace(host, roles=frozenset({"compute"})) for host in hosts]
    (said,) = mismatch([api, *hosts], DEBUG, "it breaks")
    assert said.expected is None
    assert said.message.endswith("it breaks; give the others the same value, or remove it here")
    both = replace(api, roles=frozenset({"api", "compute"}))
    (said,) = mismatch([both, *hosts], DEBUG, "it breaks")
    assert said.expected == Expected(None)


def test_a_default_that_differs_by_release_is_written_down() -> None:
    option = "compute.live_migration_wait_for_vif_plug"
    nodes = [node(f"n{number}", "", option, release="train") for number in range(3)]
    split = divided([*nodes, node("old", "", option, release="rocky")], option)
    assert split is not None
    assert expectation(split) == Expected("true")


def test_what_is_not_known_does_not_count() -> None:
    assert divided(debug("true", "{{ x }}"), DEBUG) is None


def test_all_odd_nodes_are_one_finding() -> None:
    (said,) = mismatch(debug("true", "false", "true", "true", "true", "false"), DEBUG, "x")
    assert (said.node.name, names(said.also)) == ("n1", ["n5"])
    assert [note.node.name for note in said.others] == ["n0"]


def test_a_secret_is_told_without_its_value_and_without_a_fix() -> None:
    text = "[neutron]\nmetadata_proxy_shared_secret = {}\n"
    nodes = [node(f"n{at}", text.format(word), SECRET) for at, word in enumerate("aaab")]
    (said,) = mismatch(nodes, SECRET, "guests get no metadata")
    assert said.message == (
        "`[neutron] metadata_proxy_shared_secret` is not the same here as on 3 nodes: "
        "guests get no metadata; set it to the same value on all nodes"
    )
    assert said.expected is None


def test_lists_may_be_compared_without_their_order() -> None:
    option = "filter_scheduler.enabled_filters"
    nodes = [
        node(f"n{at}", f"[filter_scheduler]\nenabled_filters = {value}\n", option)
        for at, value in enumerate(("A,B", "B,A"))
    ]
    assert divided(nodes, option) is not None
    assert divided(nodes, option, as_set) is None


def test_what_two_machines_share_is_repeated_and_two_services_of_one_are_not() -> None:
    option = "DEFAULT.my_ip"
    text = "[DEFAULT]\nmy_ip = 10.0.0.1\n"
    first, second = node("a", text, option), node("b", text, option)
    assert list(repeated([first, node("a", text, option)], option, "x")) == []
    assert list(repeated([node("c", "", option), node("d", "", option)], option, "x")) == []
    (said,) = repeated([first, second], option, "x")
    assert said.message == "`my_ip` is `10.0.0.1` here and on `a`: x"
    (said,) = repeated([first, second, node("c", text, option)], option, "x")
    assert said.message == "`my_ip` is `10.0.0.1` here and on 2 nodes: x"


def on(name: str, url: str, *roles: str, **more: str) -> Node:
    text = f"[DEFAULT]\ntransport_url = {url}\n"
    return node(name, text, URL, "DEFAULT.compute_driver", roles=frozenset(roles), **more)


def grouped(scope: str, *nodes: Node) -> list[list[str]]:
    return [names(group.nodes) for group in groups(fleet(*nodes), scope)]


A, B = "rabbit://u:p@a,u:p@b/nova", "rabbit://x:y@c/nova"


def test_brokers_are_told_apart_by_virtual_host_and_hosts() -> None:
    nodes = [on("1", A), on("2", B), on("3", "rabbit://b/nova"), on("4", "rabbit://a/other")]
    assert sorted(grouped("broker", *nodes)) == [["1", "3"], ["2"], ["4"]]


def test_a_host_in_common_joins_what_was_apart() -> None:
    nodes = [on("1", "rabbit://a/"), on("2", "rabbit://b/"), on("3", "rabbit://a,b/")]
    assert grouped("broker", *nodes) == [["1", "2", "3"]]


def test_without_any_url_all_are_on_one_broker() -> None:
    nodes = [node("1", "", URL), node("2", "[DEFAULT]\ntransport_url = {{ x }}\n", URL)]
    assert grouped("broker", *nodes) == [["1", "2"]]


def test_a_node_alone_on_its_broker_is_no_cell() -> None:
    nodes = [on("ctl", A, "conductor"), on("cmp1", A, "compute"), on("cmp2", B, "compute")]
    assert grouped("cell", *nodes) == [["ctl", "cmp1", "cmp2"]]


def test_two_brokers_with_a_conductor_are_two_cells() -> None:
    nodes = [
        on("con1", A, "conductor"), on("con2", B, "conductor"),
        on("cmp1", A, "compute"), on("cmp2", B, "compute"),
    ]  # fmt: skip
    assert sorted(grouped("cell", *nodes)) == [["con1", "cmp1"], ["con2", "cmp2"]]


def test_cells_that_are_told_stand_over_brokers() -> None:
    nodes = [on("1", A, "compute", cell="x"), on("2", B, "compute", cell="x"), on("3", A)]
    (cell,) = cells(fleet(*nodes))
    assert (names(cell.nodes), cell.name, cell.named) == (["1", "2"], "x", True)


def test_pools_are_told_or_the_rest_by_driver() -> None:
    ironic = "rabbit://u:p@a/nova\ncompute_driver = ironic.IronicDriver"
    nodes = [
        on("gpu1", A, "compute", pool="gpu"), on("gpu2", A, "compute", pool="gpu"),
        on("cmp1", A, "compute"), on("iro1", ironic, "compute"), on("ctl1", A, "conductor"),
    ]  # fmt: skip
    found = [(names(one.nodes), one.name, one.named) for one in groups(fleet(*nodes), "pool")]
    assert found == [(["gpu1", "gpu2"], "gpu", True), (["cmp1"], "", False), (["iro1"], "", False)]


def test_facts_follow_from_what_nodes_set() -> None:
    nodes = [on("con1", A, "conductor"), on("con2", B, "conductor")]
    facts = following(fleet(*nodes))
    assert (facts.cells, facts.rabbit_nodes, facts.pci_guests) == (2, 2, None)
    text = "[pci]\nalias = {}\n[compute]\ncpu_dedicated_set = 1-3\n"
    guest = node("a", text, "pci.alias", "compute.cpu_dedicated_set", roles=frozenset({"compute"}))
    facts = following(fleet(guest))
    assert (facts.cells, facts.rabbit_nodes) == (None, None)
    assert (facts.pci_guests, facts.numa_guests) == (True, True)
    ironic = f"[DEFAULT]\ncompute_driver = ironic.IronicDriver\n{text}"
    bare = node("b", ironic, "DEFAULT.compute_driver", "pci.alias", roles=frozenset({"compute"}))
    assert following(fleet(bare)).pci_guests is None


def test_without_any_url_each_cell_that_is_told_has_a_broker() -> None:
    nodes = [node(name, "", cell=name[0]) for name in ("a1", "a2", "b1")]
    assert [names(group.nodes) for group in groups(fleet(*nodes), "broker")] == [
        ["a1", "a2"],
        ["b1"],
    ]
