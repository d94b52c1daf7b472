"""What `show` masks of a value a diagnosis masks too, wherever it quotes it."""

from __future__ import annotations

import pytest

import novalint
from novalint.config.model import Config
from novalint.logs.catalogue import signatures
from novalint.redaction import Redaction
from novalint.text.document import Document
from novalint.text.source import Source

KEY = "AQBXm2BlAAAAABAAeG0pVxv8xQeWb3nR6oBk2A=="
TOKEN = "gAAAAABlq3Zx9vT2kQm7pR4sW8yN1dF6hJ0bC5eL"
SECRET_UUID = (
    "2026-03-02 10:10:01.402 7 ERROR nova.compute.manager [-] Instance failed to spawn: "
    "libvirt.libvirtError: Secret not found: no secret with matching uuid "
    "'457eb676-33da-42ec-9a8c-9293d545c337'\n"
)
LINES = [sample for signature in signatures() for sample in signature.samples]
"""A line of every kind."""


def load(text: str) -> Config:
    return novalint.load(Document(Source.decode(text.encode(), "nova.conf")))


def text_options() -> list[tuple[str, str]]:
    """Return the options whose values are texts, of all that lines lead to."""
    schema = load("[DEFAULT]\n").schema
    named = {(cause.group, cause.option) for one in signatures() for cause in one.causes}
    known = (schema.option(*name) for name in sorted(named))
    return [option[:2] for option in known if option and option.entry["type"] in ("string", "list")]


@pytest.mark.parametrize("secret", [KEY, TOKEN])
def test_no_value_is_quoted_that_show_masks(secret: str) -> None:
    names = text_options()
    assert len(names) > 20
    config = load("".join(f"[{group}]\n{option} = {secret}\n" for group, option in names))
    redaction = Redaction(config)
    hidden = [name for name in names if secret not in str(redaction.value(config.setting(*name)))]
    assert ("libvirt", "rbd_secret_uuid") in hidden
    for line in LINES:
        diagnosis = novalint.diagnose(line, config)
        quoted = [
            (cause.group, cause.option)
            for symptom in diagnosis.symptoms
            for cause in symptom.causes
            if secret in f"{cause.value} {cause.refused} {'' if cause.rule else cause.message}"
        ]
        assert not set(quoted) & set(hidden)


def test_a_uuid_is_shown() -> None:
    config = load("[libvirt]\nrbd_secret_uuid = 457eb676-33da-42ec-9a8c-9293d545c337\n")
    (value,) = {
        cause.value
        for symptom in novalint.diagnose(SECRET_UUID, config).symptoms
        for cause in symptom.causes
        if cause.option == "rbd_secret_uuid"
    }
    assert value == "457eb676-33da-42ec-9a8c-9293d545c337"
