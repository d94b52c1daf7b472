"""Which releases a configuration fits."""

from __future__ import annotations

import pytest
from newest import NEWEST

from novalint.config.fitting import best, evidence, release_fits
from novalint.schema.releases import find_release
from novalint.text.document import Document


@pytest.mark.parametrize(
    ("text", "oldest", "newest"),
    [
        ("[DEFAULT]\ndebug = true\n", "ocata", NEWEST),
        ("[DEFAULT]\nuse_neutron = true\ndebug = true\n", "ocata", "train"),
        ("[DEFAULT]\nconcurrency_backend = threading\n", "2026.2", NEWEST),
        ("[pci]\npassthrough_whitelist = {}\n", "ocata", NEWEST),
        ("", "ocata", NEWEST),
        ("[DEFAULT]\nno_such_option = 1\n", "ocata", NEWEST),
    ],
)
def test_the_releases_that_read_all_names_fit_best(text: str, oldest: str, newest: str) -> None:
    found = best(release_fits([Document.parse(text)]))
    assert (found[0].release.series, found[-1].release.series) == (oldest, newest)


def test_the_evidence_is_what_the_best_ones_alone_read() -> None:
    found = release_fits([Document.parse("[DEFAULT]\nconcurrency_backend = threading\n")])
    assert evidence(found, find_release("2025.1")) == (("DEFAULT", "concurrency_backend"),)
    assert evidence(found, find_release("2026.2")) == ()


def test_the_evidence_is_what_the_other_release_does_not_read() -> None:
    text = "[DEFAULT]\nuse_neutron = true\ndebug = true\n[cells]\nenable = false\n"
    found = release_fits([Document.parse(text)])
    names = evidence(found, find_release("2026.2"))
    assert names == (("DEFAULT", "use_neutron"), ("cells", "enable"))
    assert found[0].names == 3
