"""String: the text itself, or what stands inside its quotes."""

from __future__ import annotations

from novalint.schema.types.base import Entry, refused


def convert(entry: Entry, raw: str) -> str:
    """Return the text; with `quotes`, a text that opens with a quote must close with the same."""
    if not entry["x-oslo"].get("quotes") or not raw.startswith(("'", '"')):
        return raw
    if len(raw) == 1 or raw[-1] != raw[0]:
        raise refused(raw, "opens a quote and does not close it; end it with the same quote")
    return raw[1:-1]
