"""Since when an option is deprecated, in the words of releases."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.schema.releases import releases

if TYPE_CHECKING:
    from novalint.schema.options import Option

_BEFORE = {"12": "liberty", "13": "mitaka", "14": "newton"}
"""The series of versions of Nova before the first that there is a schema of."""


def since_in_words(option: Option) -> str:
    """Return since when an option is deprecated, of Nova's own the series; empty where unknown.

    Nova's versions start so. Other packages count their own versions, which stand beside their
    name. Nova repeats some of oslo.db with its options; these would be taken for Nova's and are
    left out.
    """
    since: str = (option.facts.get("since") or "").lower()
    package = str(option.facts.get("source")).partition(".")[0].replace("_", "-")
    if not since[:1].isdigit() or package != "nova":
        return f"{since} of {package}" if since[:1].isdigit() else since
    major, _, rest = since.partition(".")
    if rest != "0.0":
        return since if since.startswith("20") else ""
    known = {str(release.major): release.series for release in releases()}
    return {**_BEFORE, **known}.get(major, since)
