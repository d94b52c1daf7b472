"""Which rules run, and what is said about names that do not exist."""

from __future__ import annotations

import pytest
from newest import NEWEST

from novalint.config.model import load
from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.errors import SettingsError
from novalint.rules.catalogue import choose, rules
from novalint.settings import Settings
from novalint.text.document import Document

TEXT = "[DEFAULT]\nmy-ip = x\nnonsense = 1\nvif_plugging_timeout = soon\n"


def found(**chosen: object) -> set[str]:
    return {one.rule for one in check(Document.parse(TEXT), **chosen).findings}


def test_all_run_where_none_is_selected() -> None:
    assert choose((), ()) == rules()
    assert found() == {"dashed-option", "unknown-option", "invalid-value"}


def test_names_of_rules_and_themes() -> None:
    assert found(select=["dashed-option"]) == {"dashed-option"}
    assert found(select=["options"], ignore=["unknown-option"]) == {
        "dashed-option",
        "invalid-value",
    }
    assert found(ignore=["options"]) == set()
    assert found(select=["unknown-option"], ignore=["unknown-option"]) == set()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("fatal-vif-pluging", "the nearest is `fatal-vif-plugging`"),
        ("network", "the nearest is `networking`"),
        ("zzz", "see `novalint rules`"),
    ],
)
@pytest.mark.parametrize("where", ["select", "ignore"])
def test_unknown_name_is_told_with_the_nearest(name: str, hint: str, where: str) -> None:
    with pytest.raises(SettingsError) as error:
        found(**{where: [name]})
    assert str(error.value) == f"there is no rule or theme `{name}`; {hint}"


@pytest.mark.parametrize(
    ("thresholds", "message"),
    [
        (
            {"fatal-vif-plugging": {"tenant": 1}},
            "there is no threshold `tenant`; the nearest is `tenants`",
        ),
        ({"fatal-vif-pluging": {"tenants": 1}}, "the nearest is `fatal-vif-plugging`"),
        ({"unknown-group": {"tenants": 1}}, "`unknown-group` has no thresholds"),
    ],
)
def test_unknown_threshold_is_told(thresholds: dict[str, dict[str, float]], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        found(thresholds=thresholds)


def test_a_report_knows_the_settings_it_was_made_with() -> None:
    settings = Settings(ignore=("pci",), thresholds={"fatal-vif-plugging": {"tenants": 1}})
    report = check(Document.parse(TEXT), settings=settings)
    assert report.settings.ignore == ("pci",)
    assert report.settings.thresholds == settings.thresholds
    assert report.deployment == report.settings.deployment


def test_release_of_the_configuration_stands_over_all() -> None:
    facts = Deployment(release="2024.1")
    document = Document.parse(TEXT)
    assert check(document).release == NEWEST
    assert check(document, deployment=facts).release == "2024.1"
    assert check(document, deployment=facts, release="ocata").release == "ocata"
    assert (
        check(load(document, release="train"), deployment=facts, release="ocata").release == "train"
    )
