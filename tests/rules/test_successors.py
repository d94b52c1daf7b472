"""What is said of names that went without a successor in the schemas is true of every release."""

from __future__ import annotations

import pytest

from novalint.nova.lifetimes import group_story, option_story
from novalint.nova.successors import GROUPS, MOVED, advice, advices, moved_to, named
from novalint.schema.history import group_presence, life
from novalint.schema.options import load_schema
from novalint.schema.releases import find_release, newest, releases

NEWEST = load_schema(newest())
ADVICES = sorted(advices())

each = pytest.mark.parametrize(("group", "name"), ADVICES)


@each
def test_advice_is_about_what_some_release_knows(group: str, name: str) -> None:
    found = group_presence(group) if name == "*" else life(group, name)
    assert found is not None
    gone = found.gone_in(newest())
    to_go = name != "*" and NEWEST.option(group, name)
    assert gone or (to_go and to_go.deprecated) or name == "secure_proxy_ssl_header"


@each
def test_advice_is_told_in_every_release_without_the_option(group: str, name: str) -> None:
    """That is where the options are that it names, and where `*` stands for a group that went."""
    found = group_presence(group) if name == "*" else life(group, name)
    gone = found.gone_in(newest()) if found else None
    for release in releases():
        if gone and release >= gone:
            assert advice(group, name, load_schema(release)) == advices()[group, name]


@each
def test_advice_names_options_that_stay(group: str, name: str) -> None:
    for one in named(advices()[group, name]):
        option = NEWEST.option(*one)
        assert option
        assert not option.deprecated


@pytest.mark.parametrize(("old", "new"), MOVED.items())
def test_a_value_goes_where_one_of_its_kind_stands(
    old: tuple[str, str], new: tuple[str, str]
) -> None:
    before, after = life(*old), NEWEST.option(*new)
    assert before
    assert after
    assert not after.deprecated
    assert moved_to(*old, NEWEST) == new
    last = before.option.last if before.option else before.last
    option = load_schema(last).option(*old)
    assert option is None or option.facts.get("secret") == after.facts.get("secret")


@pytest.mark.parametrize(("wrong", "right"), GROUPS.items())
def test_wrong_groups_never_were_one(wrong: str, right: str) -> None:
    assert group_presence(wrong) is None
    assert group_presence(right)


def test_no_advice_names_what_a_release_does_not_have_yet() -> None:
    queens, victoria = find_release("queens"), find_release("victoria")
    asked = ("glance", "allowed_direct_url_schemes")
    assert advice(*asked, load_schema(queens)) == ""
    assert "enable_rbd_download" in advice(*asked, load_schema(victoria))
    assert moved_to("neutron", "url", load_schema(find_release("ocata"))) is None


def test_a_group_that_lives_is_not_called_gone() -> None:
    """XenAPI's torrent options went in pike, the driver in victoria."""
    for release, way in (("pike", "remove it"), ("victoria", "the XenAPI driver is gone")):
        story = option_story("xenserver", "torrent_base_url", find_release(release))
        assert story
        assert way in story.message
    assert "removed in victoria; the XenAPI driver" in group_story("xenserver", newest())


def test_an_old_name_has_the_advice_of_its_option() -> None:
    story = option_story("DEFAULT", "rabbit_host", newest())
    assert story
    assert story.message == (
        "`[DEFAULT] rabbit_host`, an old name of [oslo_messaging_rabbit] rabbit_host, "
        "was removed in stein; write it into `[DEFAULT] transport_url`"
    )
