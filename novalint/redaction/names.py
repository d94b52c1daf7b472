"""What a release, and all others, know of a name: whether it is secret, and what it may be."""

from __future__ import annotations

from functools import cached_property, lru_cache

from novalint.annotations import TYPE_CHECKING
from novalint.looks import LOG_LEVELS, SOUNDS_SECRET, is_flag, is_plain_name, is_random
from novalint.nearest import SlipIndex, closest
from novalint.patterns import lazy_pattern
from novalint.records import dataclass
from novalint.redaction.all_names import (
    dynamic_groups,
    everywhere,
    loggers,
    past_items,
    pieces,
    run_together,
    underscored,
)
from novalint.text.document import normalize_group

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.schema.options import Name, Schema

ALIKE = 0.85
"""How alike a misspelt name and a secret option's must be, from 0 to 1."""
SHORTEST_SLIP = 6
"""Letters from which on a name that is a slip away from a known one is shown."""
LONGEST_SLIP = 60
"""Letters up to which a name is compared with the known ones."""
LONGEST_WORD = 20
"""Letters of the one long word of a name that otherwise is made of those of options."""
MOST_DIGITS = 2
"""Digits behind the name of a known group that may count it: `neutron2`."""

SECRET_ELSEWHERE = (
    "approle_role_id",
    "asyncio_connection",
    "asyncio_slave_connection",
    "attestation_auth_blob",
    "authorization_code",
    "backend_argument",
    "code",
    "connection",
    "fixed_key",
    "hmac_keys",
    "notification_transport_url",
    "slave_connection",
    "sql_connection",
    "transport_url",
)
"""What some release marks secret and does not sound so: a file may be for another release."""
_TOO_SHORT = ("key",)
"""What was once the name of a file and is, in any group but its own, more likely a secret."""
_ELSEWHERE = ("cell0_database",)
"""Groups of deployment tools that no release has and that are not made of plain words."""
PARAMETERS = (
    "charset", "connect_timeout", "read_default_file", "read_timeout", "ssl", "ssl_ca",
    "ssl_capath", "ssl_cert", "ssl_key", "ssl_mode", "write_timeout",
)  # fmt: skip
"""Names of parameters of a database's URL: messages tell them, and its query is hidden."""
_SEPARATOR = lazy_pattern(r"[\s,]+")
_PIECE_END = lazy_pattern(r"[_-]")
_AROUND = "`'\"()[]{},.;:!?"


@dataclass(frozen=True, eq=False)
class Names:
    """The names of groups and options, as one release knows them."""

    schema: Schema

    def knows(self, name: str) -> bool:
        """Return whether any release has an option of this name, in any group."""
        plain = underscored(name)
        known = self._verdict(plain) is not None
        return known or (_may_be_name(plain) and plain in everywhere()[1])

    def knows_group(self, text: str) -> bool:
        """Return whether a text is the name of a group of some release, in its brackets."""
        if text[:1] != "[" or text[-1:] != "]":
            return False
        own = () if self.schema.additions else self.schema.groups
        return text[1:-1] in own or text[1:-1] in everywhere()[0]

    def is_of_names(self, word: str) -> bool:
        """Return whether a word of prose is put together from pieces of known names alone.

        So are the names of options and of programs, few of which look like words: `xvpvncproxy`.
        """
        parts = _PIECE_END.split(word.strip(_AROUND).lower())
        return all(part.isalpha() and part in pieces() for part in parts)

    def is_secret(self, name: str) -> bool:
        """Return whether a name is a secret's, sounds like one or is spelt much like one."""
        plain = underscored(name)
        known = self._verdict(plain)
        if known is not None and plain not in _TOO_SHORT:
            return known
        if plain in (*SECRET_ELSEWHERE, *_TOO_SHORT) or SOUNDS_SECRET.search(plain):
            return True
        return not self.knows(name) and _alike(plain, self._only_secret)

    def is_harmless(self, name: str) -> bool:
        """Return whether the values of a name may be shown if they look harmless.

        Deployment tools put `nova_` in front of an option: `nova_cpu_allocation_ratio`.
        """
        if self.is_secret(name):
            return False
        return self.knows(name) or (name[:5] == "nova_" and self.is_harmless(name[5:]))

    def is_shown(self, name: str) -> bool:
        """Return whether a name in front of a sign may be shown: no value is taken for it."""
        if name == "DEFAULT" or is_plain_name(name) or self.is_meant(name):
            return True
        group, dot, option = name.partition(".")
        if dot:  # as `glance.debug`, which a template of another tool may have
            return option in (self.schema.options(normalize_group(group)) or ())
        return _ends_as_an_option(name)

    def is_meant(self, name: str) -> bool:
        """Return whether a name is known, or a slip away from one that is, its group before it."""
        group, _, option = underscored(name).partition(" ")
        within = option in (self.schema.options(group) or ())
        return within or self.knows(name) or _is_near(underscored(name), self.schema)

    def begins_options(self, name: str) -> bool:
        """Return whether a name lacks the end of those of options, of which none is a secret.

        `reserved_host_memory` does. That its words are theirs says nothing: `user_pin` is a secret.
        """
        start = f"{underscored(name)}_"
        begun = [known for known in everywhere()[1] if known.startswith(start)]
        return "_" in name and bool(begun) and not any(map(self.is_secret, begun))

    def is_near_secret(self, name: str) -> bool:
        """Return whether a name is a slip away from one that sounds secret in some release."""
        plain = underscored(name)
        near = _known_to(self.schema).near(plain) if len(plain) <= LONGEST_SLIP else ()
        return any(SOUNDS_SECRET.search(known) and may_be_alike(known, plain) for known in near)

    def is_group(self, name: str) -> bool:
        """Return whether the name in a header may be shown."""
        group = normalize_group(name.strip())
        known = group.lower() in ("default", *_ELSEWHERE)
        if known or self.schema.options(group) is not None:
            return True
        if any(key.search(group) for key in dynamic_groups()) and not is_random(group):
            return True
        words = group.replace("-", "_").replace(":", "_").replace(".", "_")
        plain = "_".join(filter(None, words.split("_")))  # a sign too many gives nothing away
        if is_plain_name(plain) or plain.replace("_", "") in run_together():
            return True
        return any(one in everywhere()[0] or one in pieces() for one in _uncounted(group))

    def is_choice(self, name: str, value: str) -> bool:
        """Return whether a value can be no secret: a choice of an option, a boolean, a number."""
        return is_flag(value) or value.lower() in self._choices(underscored(name))

    def is_word(self, text: str) -> bool:
        """Return whether a text is the name of an option, of two words at least, or a choice."""
        return ("_" in text and self.knows(text)) or text in self._vocabulary

    def are_words(self, text: str) -> bool:
        """Return whether a text has nothing but names and choices of some release in it."""
        words = [word for word in _SEPARATOR.split(text.strip()) if word]
        unknown = {word for word in words if not is_flag(word) and word not in self._vocabulary}
        return not unknown or unknown <= past_items()

    def are_levels(self, text: str) -> bool:
        """Return whether a text is nothing but items of `default_log_levels`, of known loggers."""
        items = [item.partition("=") for item in _SEPARATOR.split(text.strip()) if item]
        return all(
            sign and level.upper() in LOG_LEVELS and log in loggers() for log, sign, level in items
        )

    def _choices(self, name: str) -> frozenset[str]:
        entries = (self.schema.option(group, name) for group in self.schema.groups_with(name))
        return frozenset(
            word.lower() for entry in entries if entry for word in _chosen(entry.entry)
        )

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        """Choices, and the items of lists that are defaults: names of filters, for example."""
        words = {word for option in self.schema for word in _chosen(option.entry)}
        for option in self.schema:
            default = option.entry.get("default")
            items = default if isinstance(default, list) else ()
            words.update(item for item in items if isinstance(item, str))
        return frozenset(words)

    def _verdict(self, plain: str) -> bool | None:
        """Return what `_secret` has of one name, without going through all options."""
        if self.schema.additions:
            return self._secret.get(plain)
        if plain not in self._verdicts:
            self._verdicts[plain] = self._judged(plain)
        return self._verdicts[plain]

    def _judged(self, plain: str) -> bool | None:
        named = [(group, plain) for group in self.schema.groups_with(plain)]
        options = (self.schema.option(*name) for name in (*named, *self._renamed.get(plain, ())))
        verdicts = [option.secret for option in options if option]
        return any(verdicts) if verdicts else None

    @cached_property
    def _verdicts(self) -> dict[str, bool | None]:
        return {}

    @cached_property
    def _renamed(self) -> dict[str, list[Name]]:
        """Every old name of an option of the release, with what is read from it in any group."""
        options: dict[str, list[Name]] = {}
        for name, present in self.schema.by_old_name():
            options.setdefault(underscored(name), []).extend(present)
        return options

    @cached_property
    def _secret(self) -> dict[str, bool]:
        """Every option name of the release, and whether one of that name is secret."""
        verdicts: dict[str, bool] = {}
        for option in self.schema:
            verdicts[option.name] = option.secret or verdicts.get(option.name, False)
        for option in self.schema.with_old_names():
            for _, old in option.old_names:
                verdicts[old] = option.secret or verdicts.get(old, False)
        # Those with a dash are asked for in the one way in which all others are written.
        return {
            underscored(name): is_secret or verdicts.get(underscored(name), False)
            for name, is_secret in verdicts.items()
        }

    @cached_property
    def _only_secret(self) -> tuple[str, ...]:
        secret = [name for name, is_secret in self._secret.items() if is_secret]
        return (*secret, *(name for name in SECRET_ELSEWHERE if name not in self._secret))


@lru_cache(maxsize=32)
def names_of(schema: Schema) -> Names:
    """Return the names of a release; there is one of each in a process."""
    return Names(schema)


def _ends_as_an_option(name: str) -> bool:
    """Return whether a name ends as those of options, such as `decommissioning_weight_multiplier`.

    Its two last words are theirs, and of the others at most one is a longer one.
    """
    *words, one, two = name.split("_") if "_" in name else ("", "", "")
    if not words or not {one, two} <= pieces() or is_random(name):
        return False
    long = [word for word in words if not is_plain_name(word)]
    return not long or (len(long) == 1 and len(long[0]) <= LONGEST_WORD and _is_small(long[0]))


def _is_small(word: str) -> bool:
    return word.isascii() and word.isalpha() and word.islower()


def _uncounted(group: str) -> Iterator[str]:
    """Yield what a group may be one more of, such as `[cell1]`, its own name the first."""
    yield group
    for digits in range(1, MOST_DIGITS + 1):
        if group[-digits:].isdigit():
            yield group[:-digits]


def _may_be_name(plain: str) -> bool:
    """Tell from its signs, which needs no history."""
    return plain.isascii() and plain.replace("_", "").isalnum()


def _chosen(entry: object) -> Iterator[str]:
    """Yield the choices of an option, or of the items of its list."""
    if isinstance(entry, dict):
        yield from (choice for choice in entry.get("enum", ()) if isinstance(choice, str))
        yield from _chosen(entry.get("items"))


@lru_cache(maxsize=8192)
def _is_near(name: str, schema: Schema) -> bool:
    """Return whether a name is a slip away from one that is known."""
    is_comparable = SHORTEST_SLIP <= len(name) <= LONGEST_SLIP
    return is_comparable and any(may_be_alike(one, name) for one in _known_to(schema).near(name))


@lru_cache(maxsize=32)
def _known_to(schema: Schema) -> SlipIndex:
    """Return the names of options of a release, and of all others, to look slips up in."""
    return SlipIndex({*names_of(schema)._secret, *everywhere()[1]})


@lru_cache(maxsize=8192)
def _alike(name: str, names: tuple[str, ...]) -> bool:
    near = [known for known in names if may_be_alike(known, name)]
    return bool(near and closest(name, near, 1, ALIKE))


def may_be_alike(one: str, other: str) -> bool:
    """Tell from their letters alone, which difflib looks at first too but is slow to import."""
    wanted = ALIKE * (len(one) + len(other)) / 2
    if min(len(one), len(other)) < wanted:
        return False
    return sum(min(one.count(sign), other.count(sign)) for sign in set(one)) >= wanted
