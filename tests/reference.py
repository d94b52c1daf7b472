"""What oslo.config itself makes of a text: the reference for parsing."""

from __future__ import annotations

import io

from oslo_config import cfg, iniparser

Sections = dict[str, dict[str, list[str]]]


def sections(text: str) -> Sections | None:
    """Parse as oslo.config parses a file with this text; None where it refuses it."""
    found: Sections = {}
    parser = cfg.ConfigParser("nova.conf", found)
    try:
        iniparser.BaseParser.parse(parser, io.StringIO(text, newline=None).readlines())
    except iniparser.ParseError:
        return None
    return found


def normalized(text: str) -> Sections | None:
    """Do the same with groups under the names oslo.config looks them up by."""
    found = sections(text)
    if found is None:
        return None
    merged: Sections = {}
    for group, options in found.items():
        target = merged.setdefault(group if group == "DEFAULT" else group.lower(), {})
        for option, values in options.items():
            target.setdefault(option, []).extend(values)
    return merged
