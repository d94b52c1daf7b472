"""Names that no release has lead to those it has."""

from __future__ import annotations

import pytest

import novalint


@pytest.mark.parametrize(
    ("group", "option", "said"),
    [
        ("DEFAULT", "my_ipp", "2025.1 has no option [DEFAULT] my_ipp; the nearest is `my_ip`"),
        ("vnc", "vncserver_listen", "vncserver_listen; the nearest is `server_listen`"),
        ("DEFAULT", "rpc_thread_pool_size", "it is an old name of `executor_thread_pool_size`"),
        ("libvrt", "virt_type", "[libvrt] virt_type; the nearest is `libvirt`"),
        ("DEFAULT", "virt_type", "[DEFAULT] virt_type; `[libvirt]` has one"),
        ("DEFAULT", "zzz", "2025.1 has no option [DEFAULT] zzz"),
    ],
)
def test_what_an_option_may_be_meant_for(group: str, option: str, said: str) -> None:
    config = novalint.load(release="2025.1")
    with pytest.raises(novalint.OptionError) as caught:
        config.setting(group, option)
    assert str(caught.value).endswith(said)
    if group in config:
        with pytest.raises(KeyError) as missing:
            _ = config[group][option]
        assert missing.value.args[0].endswith(said)


@pytest.mark.parametrize(("group", "near"), [("libvrt", "libvirt"), ("default", "DEFAULT")])
def test_what_a_group_may_be_meant_for(group: str, near: str) -> None:
    with pytest.raises(KeyError, match=rf"no group \[{group}\]; the nearest is `{near}`"):
        _ = novalint.load(release="2025.1")[group]


def test_a_name_that_is_not_there_is_an_error_of_the_caller() -> None:
    config = novalint.load(release="2025.1")
    for ask in (lambda: config["libvrt"], lambda: config["libvirt"]["virt_typ"]):
        with pytest.raises(novalint.OptionError, match="the nearest is") as caught:
            ask()
        assert isinstance(caught.value, KeyError)
        assert str(caught.value)[0] != "'"
