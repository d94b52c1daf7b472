"""Lines about consoles."""

from __future__ import annotations

from novalint.logs.signature import HOST, OptionCause, Signature, Stage

_PORT_RANGE = OptionCause(
    "serial_console",
    "port_range",
    "ports for the serial consoles of this host",
    rules=(
        "serial-ports-too-few",
        "serial-port-range-inverted",
        "serial-port-range-too-high",
    ),
)

SIGNATURES = (
    Signature(
        "serial-ports-exhausted",
        says="No port is left for a serial console.",
        anchors=("Not able to acquire a free port for",),
        pattern=rf"Not able to acquire a free port for {HOST}",
        level="",
        logger="nova",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            _PORT_RANGE,
            OptionCause(
                "serial_console",
                "proxyclient_address",
                "an address that the host does not have has no free port",
                rules=("console-address-repeated",),
            ),
        ),
        elsewhere=(("Ports of guests that are gone were not given back: restart nova-compute."),),
        sources=(
            "34 nova/exception.py:1924",
            "15 nova/exception.py:1905",
        ),
        samples=(
            (
                "nova.exception.SocketPortRangeExhaustedException: Not able to "
                "acquire a free port for 0.0.0.0"
            ),
        ),
        translations=(
            "Es kann kein freier Port für",
            "Nelze získat volný port pro",
            "Não é possível adquirir uma porta livre para",
            "Pas capable d'acquérir un port libre pour",
            "için boş bir bağlantı noktası edinilemedi",
            "Не удалось получить свободный порт для",
            "用の未使用ポートを取得できません",
            "获取可用端口",
            "에 사용 가능한 포트를 획득할 수 없음",
        ),
    ),
    Signature(
        "serial-port-range-refused",
        says="`[serial_console] port_range` is not a range, so Nova uses the default.",
        anchors=("serial_console.port_range should be in the format",),
        pattern=r"serial_console\.port_range should be in the format",
        level="WARNING",
        logger="nova.console.serial",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(_PORT_RANGE,),
        elsewhere=(),
        sources=(
            "34 nova/console/serial.py:72",
            "15 nova/console/serial.py:74",
        ),
        samples=(
            (
                "serial_console.port_range should be in the format <start>:<stop> "
                "and start < stop, Given value 9:1 is invalid. Taking the default "
                "port range 10000:20000."
            ),
        ),
    ),
)
