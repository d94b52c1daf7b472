"""Values to try an option with: none at all, numbers at and beyond the edge, references, words."""

from __future__ import annotations

from rules.samples import Sample

from novalint.errors import OptionError
from novalint.schema.options import Name
from novalint.text.document import Document
from novalint.text.edits import Patch

HUGE = "9" * 30
VALUES = ("", "0", "-1", "1", "600", HUGE, "None", "true", "a,b", "$my_ip", "$no_such_option")


def with_value(sample: Sample, name: Name, value: str) -> Sample | None:
    """Give a configuration with an option set to another value in its last file.

    It is None where no file can hold that.
    """
    try:
        patch = sample.documents[-1].set(*name, value)
    except OptionError:
        return None
    return _changed(sample, patch, f"{sample} with {name[1]} = {value}")


def without(sample: Sample, name: Name) -> Sample:
    """Give a configuration whose last file does not set an option."""
    return _changed(sample, sample.documents[-1].unset(*name), f"{sample} without {name[1]}")


def above(sample: Sample, name: Name, value: str) -> Sample:
    """Give a configuration that stands above a file that sets an option too."""
    lower = Document.parse(f"[{name[0]}]\n{name[1]} = {value}\n", "lower.conf")
    return Sample(f"{sample} over {value}", (lower, *sample.documents), sample.facts)


def _changed(sample: Sample, patch: Patch, name: str) -> Sample:
    last = sample.documents[-1]
    new = Document.parse(patch.apply(last.text), last.path)
    return Sample(name, (*sample.documents[:-1], new), sample.facts)
