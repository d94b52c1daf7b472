"""Lines of the console proxies."""

from __future__ import annotations

from novalint.logs.signature import Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "console-token-refused",
        says="A console's token is unknown or too old.",
        anchors=("is invalid or has expired",),
        pattern=r"The token '(?P<id>[\w-]{1,40})' is invalid or has expired",
        level="INFO",
        logger="nova.console.websocketproxy",
        services=("nova-novncproxy",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "consoleauth",
                "token_ttl",
                "seconds that a token is good for",
                rules=("console-token-expires-at-once",),
                harm=Harm.LOW,
            ),
            OptionCause(
                "database",
                "connection",
                ("since Nova 18 tokens are in the cell's database, which the proxy must read"),
                rules=("database-url-unreadable",),
            ),
            OptionCause(
                "cache",
                "memcache_servers",
                (
                    "before that they were in memcached: without one each "
                    "nova-consoleauth had its own"
                ),
            ),
        ),
        elsewhere=(
            ("The page was loaded again, or the address was kept: ask for a new console."),
            "The proxy belongs to another cell than the server.",
            "The clocks of the hosts differ.",
        ),
        sources=(
            "34 nova/exception.py:1974",
            "15 nova/exception.py:1941",
        ),
        samples=(
            (
                "handler exception: The token "
                "'7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10' is invalid or has expired"
            ),
        ),
    ),
    Signature(
        "console-origin-refused",
        says="A browser opened a console from a page with another host name.",
        anchors=("Origin header does not match this host",),
        pattern=r"Origin header does not match this host",
        level="INFO",
        logger="nova.console.websocketproxy",
        services=("nova-novncproxy",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "console",
                "allowed_origins",
                "further names under which pages with consoles are reached",
                rules=("console-origin-never-matches",),
            ),
            OptionCause("vnc", "novncproxy_base_url", "the address that users get"),
        ),
        elsewhere=("A proxy before it changes the `Host` header.",),
        sources=(
            "34 nova/console/websocketproxy.py:224",
            "15 nova/console/websocketproxy.py:131",
        ),
        samples=(
            (
                "handler exception: Invalid Console Connection: Origin header does "
                "not match this host."
            ),
        ),
    ),
    Signature(
        "console-not-reached",
        says="The console proxy cannot reach the guest's host.",
        anchors=("handler exception: [Errno ",),
        pattern=r"handler exception: \[Errno (?P<code>-?\d{1,4})\]",
        level="INFO",
        logger="nova.console.websocketproxy",
        services=("nova-novncproxy",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "vnc",
                "server_proxyclient_address",
                "the address of the host as the proxy reaches it: set on compute nodes",
                rules=(
                    "console-address-loopback",
                    "console-address-repeated",
                ),
            ),
            OptionCause(
                "vnc",
                "server_listen",
                "where guests listen: 127.0.0.1 cannot be reached from elsewhere",
                rules=("console-address-loopback",),
            ),
        ),
        elsewhere=(
            "A firewall keeps the proxy from ports 5900 and up of the host.",
            "The guest was stopped or moved while its console was open.",
        ),
        sources=(
            "websockify-0.12.0 websockify/websockifyserver.py:846",
            "websockify-0.8.0 websockify/websocket.py:1093",
        ),
        samples=("handler exception: [Errno 111] ECONNREFUSED",),
    ),
)
