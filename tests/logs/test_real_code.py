"""Lines that libraries write when they are run: oslo.config, which tests have as the reference."""

from __future__ import annotations

from pathlib import Path

import pytest
from oslo_config import cfg

from novalint.logs.diagnosis import diagnose

OPTIONS = [cfg.IntOpt("vif_plugging_timeout", default=300), cfg.StrOpt("state_path", required=True)]


def conf(tmp_path: Path, text: str) -> cfg.ConfigOpts:
    path = tmp_path / "nova.conf"
    path.write_text(text)
    made = cfg.ConfigOpts()
    made.register_opts(OPTIONS)
    made([], project="nova", default_config_files=[str(path)])
    return made


@pytest.mark.parametrize(
    ("text", "symptom"),
    [
        ("a = b\n", "config-file-not-parsed"),
        ("[DEFAULT]\n x = y\n", "config-file-not-parsed"),
        ("[DEFAULT\n", "config-file-not-parsed"),
        ("[DEFAULT]\nstate_path = a\nvif_plugging_timeout = soon\n", "option-value-refused"),
        ("[DEFAULT]\nstate_path = $nonsense\n", "option-reference-undefined"),
        ("[DEFAULT]\n", "option-required-missing"),
    ],
)
def test_what_oslo_config_says_is_known(tmp_path: Path, text: str, symptom: str) -> None:
    with pytest.raises(cfg.Error) as caught:
        made = conf(tmp_path, text)
        str(made.vif_plugging_timeout)
        str(made.state_path)
    lines = f"{type(caught.value).__module__}.{type(caught.value).__name__}: {caught.value}"
    assert symptom in [one.name for one in diagnose(lines.splitlines()).symptoms], lines
