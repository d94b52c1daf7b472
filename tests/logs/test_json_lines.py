"""Records that are JSON: their levels, times and messages, whatever program wrote them."""

from __future__ import annotations

import json

import pytest

from novalint.logs.diagnosis import diagnose
from novalint.pages.symptoms import page_of_line

MESSAGE = "AMQP server on ctl:5672 is unreachable: timed out. Trying again in 1 seconds."
TIME = "2026-03-02 09:12:01"
EPOCH = 1772442721
NUMBERS = {"INFO": 20, "DEBUG": 10, "ERROR": 40}


def oslo(level: str) -> str:
    return f"2026-03-02 09:12:01.402 7 {level} oslo.messaging._drivers.impl_rabbit [-] {MESSAGE}"


def forms(level: str) -> dict[str, str]:
    """Give a record of a level in each form that has its level."""
    record = {"message": MESSAGE, "asctime": TIME, "levelname": level}
    lower = level.lower()
    return {
        "oslo.log": json.dumps(record),
        "Python, a number": json.dumps(
            {"message": MESSAGE, "asctime": TIME, "levelno": NUMBERS[level]}
        ),
        "a number as level": json.dumps(
            {"message": MESSAGE, "time": TIME, "level": NUMBERS[level]}
        ),
        "Fluentd": json.dumps({"Payload": MESSAGE, "log_level": level, "@timestamp": TIME}),
        "Fluentd, standard output": f"{TIME}.402000000 +0000 nova: " + json.dumps(record),
        "Fluentd, a file": f"2026-03-02T09:12:01+00:00\tnova.compute\t{json.dumps(record)}",
        "Docker": json.dumps({"log": oslo(level) + "\n", "stream": "stderr", "time": TIME}),
        "Docker, JSON within": json.dumps({"log": json.dumps(record) + "\n", "time": TIME}),
        "CRI": f"2026-03-02T09:12:01.402Z stderr F {json.dumps(record)}",
        "ECS": json.dumps({"@timestamp": TIME, "log.level": lower, "message": MESSAGE}),
        "ECS, nested": json.dumps(
            {"@timestamp": TIME, "log": {"level": lower}, "message": MESSAGE}
        ),
        "Loki": json.dumps({"line": oslo(level), "labels": {"detected_level": "error"}}),
        "a cloud's text": json.dumps({"textPayload": oslo(level), "severity": "ERROR"}),
        "a cloud's record": json.dumps(
            {"jsonPayload": {"message": MESSAGE}, "severity": level, "timestamp": TIME}
        ),
        "OpenTelemetry": json.dumps(
            {
                "body": {"stringValue": MESSAGE},
                "severityText": level,
                "timeUnixNano": f"{EPOCH}402000000",
            }
        ),
        "a search's answer": json.dumps(
            {"took": 3, "hits": {"hits": [{"_source": {"message": "x"}}, {"_source": record}]}}
        ),
        "an array": json.dumps([{"message": "x", "levelname": "INFO", "asctime": "x"}, record]),
        "an item of an array": json.dumps(record) + ",",
        "over several lines": json.dumps(record, indent=2),
        "an array over several lines": json.dumps([record], indent=4),
        "journald, over several lines": "{\n"
        f'\t"__REALTIME_TIMESTAMP" : "{EPOCH}402000",\n\t"PRIORITY" : "3",\n'
        f'\t"MESSAGE" : "{oslo(level)}"\n}}',
    }


FORMS = forms("ERROR")


@pytest.mark.parametrize("form", FORMS)
def test_an_error_is_known_with_its_time(form: str) -> None:
    (symptom,) = diagnose(FORMS[form]).symptoms
    assert (symptom.name, symptom.count) == ("amqp-unreachable", 1)
    assert dict(symptom.told)["host"] == ("ctl",)
    assert symptom.first
    assert symptom.first.replace("T", " ")[:19] == TIME
    assert "amqp-unreachable\n" in page_of_line(FORMS[form])


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
@pytest.mark.parametrize("form", FORMS)
def test_what_an_info_record_quotes_is_no_symptom(form: str, level: str) -> None:
    line = forms(level)[form]
    assert diagnose(line).symptoms == ()
    assert page_of_line(line) == ""


@pytest.mark.parametrize("key", ["level", "severity", "levelname"])
def test_the_level_of_the_line_itself_counts_before_that_of_its_wrapping(key: str) -> None:
    """What collects standard output calls all of it INFO, or all of it ERROR."""
    assert diagnose(json.dumps({"message": oslo("ERROR"), key: "INFO"})).symptoms
    assert diagnose(json.dumps({"log": oslo("INFO"), key: "error"})).symptoms == ()
    inner = json.dumps({"message": MESSAGE, "levelname": "ERROR"})
    assert diagnose(json.dumps({"log": inner, key: "info"})).symptoms


def test_what_journald_was_told_of_standard_output_is_no_level() -> None:
    """A service's standard output has the priority of INFO there, tracebacks too."""
    line = json.dumps(
        {"MESSAGE": MESSAGE, "PRIORITY": "6", "__REALTIME_TIMESTAMP": f"{EPOCH}000000"}
    )
    assert diagnose(line).symptoms


@pytest.mark.parametrize(
    "time", [EPOCH, f"{EPOCH}", EPOCH + 0.402, f"{EPOCH}402", f"{EPOCH}402000"]
)
def test_times_since_1970(time: float | str) -> None:
    (symptom,) = diagnose(json.dumps({"short_message": MESSAGE, "timestamp": time})).symptoms
    assert symptom.first
    assert symptom.first.startswith(TIME)


@pytest.mark.parametrize("time", [-1, 1e300, "9" * 400, True, None, [], {}, float("inf")])
def test_times_that_are_none(time: object) -> None:
    (symptom,) = diagnose(json.dumps({"message": MESSAGE, "timestamp": time})).symptoms
    assert symptom.first is None


CPU = "CPU mode 'host-model' for aarch64 kvm domain on aarch64 host is not supported by hypervisor"


def escaped(text: str) -> list[str]:
    """Give a text as pages and programs write it in JSON."""
    plain = json.dumps({"message": text, "asctime": TIME, "levelname": "ERROR"})
    return [
        plain.replace("'", "\\u0027"),
        plain.replace("'", "&#39;"),
        plain.replace("'", "&#x27;"),
        plain.replace("'", "&apos;"),
        plain.replace('"', "&quot;"),
        plain.replace('"', "&#34;").replace("'", "&#39;"),
        json.dumps({"log": plain.replace("'", "\\u0027"), "time": TIME}),
        "2026-03-02T09:12:01.402Z stderr F " + plain.replace("'", "\\u0027"),
        "2026-03-02T09:12:01.402Z stderr F " + plain.replace("'", "&#39;"),
        "2026-03-02T09:12:01.402Z stderr F " + plain.replace('"', "&quot;"),
        f"2026-03-02T09:12:01.402Z stderr F 2026-03-02 09:12:01 7 ERROR nova.x [-] {text}".replace(
            "'", "\\u0027"
        ),
    ]


@pytest.mark.parametrize("line", escaped(CPU))
def test_signs_that_are_escaped(line: str) -> None:
    (symptom,) = diagnose(line).symptoms
    assert symptom.name == "cpu-mode-not-offered"
    assert symptom.first
    assert "cpu-mode-not-offered\n" in page_of_line(line)


@pytest.mark.parametrize("sign", ["\\u0027", "&#39;"])
def test_what_an_info_record_quotes_is_none_with_escaped_signs_either(sign: str) -> None:
    line = json.dumps({"message": f"{CPU} &quot;x&quot;", "levelname": "INFO"}).replace("'", sign)
    assert diagnose(line).symptoms == ()
    assert diagnose(f"2026-03-02T09:12:01.402Z stderr F {line}").symptoms == ()


EXPORT = (
    f"""__CURSOR=s=0;i=1
__REALTIME_TIMESTAMP={EPOCH}402000
__MONOTONIC_TIMESTAMP=1
PRIORITY=6
MESSAGE={MESSAGE}
_PID=7

__CURSOR=s=0;i=2
__REALTIME_TIMESTAMP={EPOCH + 3600}402000
MESSAGE
""".encode()
    + b"\x4e\0\0\0\0\0\0\0"
    + MESSAGE.encode()
    + b"\n\n_PID=7\n"
)


def test_what_journalctl_exports_has_times() -> None:
    """A message with control characters stands behind its length there."""
    (symptom,) = diagnose(EXPORT).symptoms
    assert (symptom.name, symptom.count) == ("amqp-unreachable", 2)
    assert (symptom.first, symptom.last) == ("2026-03-02 09:12:01.402", "2026-03-02 10:12:01.402")


def test_what_journalctl_exports_has_times_across_blocks() -> None:
    lines = EXPORT.split(b"\n")
    (symptom,) = diagnose([*lines[:3], b"X=" + b"y" * (1 << 20), *lines[3:]]).symptoms
    assert symptom.first == "2026-03-02 09:12:01.402"


def test_what_journalctl_tells_at_length_has_times() -> None:
    text = f"Mon 2026-03-02 09:12:01.402 UTC [s=0;i=1]\n    PRIORITY=3\n    MESSAGE={MESSAGE}\n"
    (symptom,) = diagnose(text).symptoms
    assert symptom.first == "2026-03-02 09:12:01.402"
