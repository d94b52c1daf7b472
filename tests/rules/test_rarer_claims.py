"""What rules claim of secrets, log-ins, consoles and filters in the rarer configurations."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm

GUESSABLE = "guessable-secret"
NAMED = "is the name of its user"
CORNERS = [
    # each password has its own option for whose it is
    Corner(
        GUESSABLE,
        "[keystone_authtoken]\nadmin_user = plc\nadmin_password = plc\n",
        NAMED,
        release="2026.1",
    ),
    Corner(
        GUESSABLE,
        "[oslo_messaging_rabbit]\nrabbit_userid = msg\nrabbit_password = MSG\n",
        NAMED,
        release="rocky",
    ),
    Corner(
        GUESSABLE,
        "[DEFAULT]\nldap_dns_user = dns1\nldap_dns_password = dns1\n",
        NAMED,
        release="train",
    ),
    Corner(
        GUESSABLE,
        "[cache]\nmemcache_username = mem1\nmemcache_password = mem1\n",
        NAMED,
        release="2026.2",
    ),
    # no user has the secret of the metadata proxy
    Corner(GUESSABLE, "[neutron]\nusername = n9\nmetadata_proxy_shared_secret = n9\n"),
    Corner(
        GUESSABLE,
        "[neutron]\nusername = admin\nmetadata_proxy_shared_secret = admin\n",
        "is one of the words that anybody tries first",
    ),
    # two words of one line are one finding
    Corner(GUESSABLE, "[profiler]\nhmac_keys = secret,password\n", "`[profiler] hmac_keys` is"),
]


@pytest.mark.parametrize("corner", CORNERS, ids=lambda corner: corner.rule)
def test_a_rule_says_what_is_so_there_too(corner: Corner) -> None:
    confirm(corner)
