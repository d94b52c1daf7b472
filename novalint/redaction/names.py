"""What a release, and all others, know of a name: whether it is secret, and what it may be."""

from __future__ import annotations

from functools import cache, cached_property, lru_cache

from novalint.annotations import TYPE_CHECKING
from novalint.looks import SOUNDS_SECRET, is_flag, is_plain_name, is_random
from novalint.nearest import SlipIndex, closest
from novalint.patterns import lazy_pattern
from novalint.records import dataclass
from novalint.text.document import normalize_group

if TYPE_CHECKING:
    import re
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
LEVELS = ("CRITICAL", "DEBUG", "ERROR", "FATAL", "INFO", "NOTSET", "TRACE", "WARN", "WARNING")
"""Levels of Python's logging, and TRACE of oslo.log's."""
_SEPARATOR = lazy_pattern(r"[\s,]+")
_PIECE_END = lazy_pattern(r"[_-]")
_AROUND = "`'\"()[]{},.;:!?"


@dataclass(frozen=True, eq=False)
class Names:
    """The names of groups and options, as one release knows them."""

    schema: Schema

    def knows(self, name: str) -> bool:
        """Return whether any release has an option of this name, in any group."""
        plain = _plain(name)
        if self._verdict(plain) is not None:
            return True
        return _may_be_name(plain) and plain in _everywhere()[1]

    def knows_group(self, text: str) -> bool:
        """Return whether a text is the name of a group of some release, in its brackets."""
        if text[:1] != "[" or text[-1:] != "]":
            return False
        own = () if self.schema.additions else self.schema.groups
        return text[1:-1] in own or text[1:-1] in _everywhere()[0]

    def is_of_names(self, word: str) -> bool:
        """Return whether a word of prose is put together from pieces of known names alone.

        So are the names of options and of programs, few of which look like words: `xvpvncproxy`.
        """
        pieces = _PIECE_END.split(word.strip(_AROUND).lower())
        return all(piece.isalpha() and piece in _pieces() for piece in pieces)

    def is_secret(self, name: str) -> bool:
        """Return whether a name is a secret's, sounds like one or is spelt much like one."""
        plain = _plain(name)
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
        group, _, option = _plain(name).partition(" ")
        within = option in (self.schema.options(group) or ())
        return within or self.knows(name) or _is_near(_plain(name), self.schema)

    def is_near_secret(self, name: str) -> bool:
        """Return whether a name is a slip away from one that sounds secret in some release."""
        plain = _plain(name)
        near = _known_to(self.schema).near(plain) if len(plain) <= LONGEST_SLIP else ()
        return any(SOUNDS_SECRET.search(known) and may_be_alike(known, plain) for known in near)

    def is_group(self, name: str) -> bool:
        """Return whether the name in a header may be shown."""
        group = normalize_group(name.strip())
        known = group.lower() in ("default", *_ELSEWHERE)
        if known or self.schema.options(group) is not None:
            return True
        if any(key.search(group) for key in _dynamic_groups()) and not is_random(group):
            return True
        words = group.replace("-", "_").replace(":", "_").replace(".", "_")
        plain = "_".join(filter(None, words.split("_")))  # a sign too many gives nothing away
        if is_plain_name(plain) or plain.replace("_", "") in _run_together():
            return True
        return not _everywhere()[0].isdisjoint(_uncounted(group))

    def is_choice(self, name: str, value: str) -> bool:
        """Return whether a value can be no secret: a choice of an option, a boolean, a number."""
        return is_flag(value) or value.lower() in self._choices(_plain(name))

    def is_word(self, text: str) -> bool:
        """Return whether a text is the name of an option, of two words at least, or a choice."""
        return ("_" in text and self.knows(text)) or text in self._vocabulary

    def are_words(self, text: str) -> bool:
        """Return whether a text has nothing but names and choices of some release in it."""
        words = [word for word in _SEPARATOR.split(text.strip()) if word]
        unknown = {word for word in words if not is_flag(word) and word not in self._vocabulary}
        return not unknown or unknown <= _past_items()

    def are_levels(self, text: str) -> bool:
        """Return whether a text is nothing but items of `default_log_levels`, of known loggers."""
        items = [item.partition("=") for item in _SEPARATOR.split(text.strip()) if item]
        return all(
            sign and level.upper() in LEVELS and log in _loggers() for log, sign, level in items
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
            options.setdefault(_plain(name), []).extend(present)
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
            _plain(name): is_secret or verdicts.get(_plain(name), False)
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


def _plain(name: str) -> str:
    return name.lower().replace("-", "_")


def _ends_as_an_option(name: str) -> bool:
    """Return whether a name ends as those of options, such as `decommissioning_weight_multiplier`.

    Its two last words are theirs, and of the others at most one is a longer one.
    """
    *words, one, two = name.split("_") if "_" in name else ("", "", "")
    if not words or not {one, two} <= _pieces() or is_random(name):
        return False
    long = [word for word in words if not is_plain_name(word)]
    return not long or (len(long) == 1 and len(long[0]) <= LONGEST_WORD and _is_small(long[0]))


def _is_small(word: str) -> bool:
    return word.isascii() and word.isalpha() and word.islower()


def _uncounted(group: str) -> Iterator[str]:
    """Yield the names that a group may be meant to be one more of, its own the first."""
    yield group
    for digits in range(1, MOST_DIGITS + 1):
        if group[-digits:].isdigit():
            yield group[:-digits]


def _may_be_name(plain: str) -> bool:
    """Tell from its signs alone, as that needs no history of all options."""
    return plain.isascii() and plain.replace("_", "").isalnum()


@cache
def _everywhere() -> tuple[frozenset[str], frozenset[str]]:
    """Return the groups and the option names of all releases, old and earlier names included."""
    from novalint.schema.earlier import earlier_names
    from novalint.schema.index import lines, old_names

    groups = {group for group in lines() if group[:1] != "^"}
    old = [*old_names(), *earlier_names()]
    groups.update(group for group, _ in old)
    options = set().union(*lines().values(), (name for _, name in old))
    return frozenset(groups), frozenset(map(_plain, options))


@cache
def _run_together() -> frozenset[str]:
    """Return the groups of all releases without the signs in them: `[serialconsole]` is a slip."""
    return frozenset(group.replace("_", "") for group in _everywhere()[0])


@cache
def _dynamic_groups() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of groups that options name, of all releases: `^mdev_.+$`."""
    from novalint.schema.index import lines

    return tuple(lazy_pattern(key) for key in lines() if key[:1] == "^")


@cache
def _past_items() -> frozenset[str]:
    """Return the items of lists that were a default of some release: filters that went, say."""
    from novalint.schema.index import lines

    options = (option for group in lines().values() for option in group.values())
    defaults = (past[1] for option in options for past in option.get("defaults", ()) if past[1:])
    lists = (default for default in defaults if isinstance(default, list))
    return frozenset(item for items in lists for item in items if isinstance(item, str))


@cache
def _loggers() -> frozenset[str]:
    """Return the loggers that defaults set to a level, what these are below, and Nova's."""
    named = {item.partition("=")[0] for item in _past_items() if item.partition("=")[2] in LEVELS}
    return frozenset({"nova", *named, *(name.partition(".")[0] for name in named)})


@cache
def _pieces() -> frozenset[str]:
    groups, options = _everywhere()
    return frozenset({"nova"}.union(*(_PIECE_END.split(name) for name in (*groups, *options))))


def _chosen(entry: object) -> Iterator[str]:
    """Yield the choices of an option, or of the items of its list."""
    if isinstance(entry, dict):
        yield from (choice for choice in entry.get("enum", ()) if isinstance(choice, str))
        yield from _chosen(entry.get("items"))


@lru_cache(maxsize=8192)
def _is_near(name: str, schema: Schema) -> bool:
    """Return whether a name is a slip away from one that is known."""
    if not SHORTEST_SLIP <= len(name) <= LONGEST_SLIP:
        return False
    return any(may_be_alike(known, name) for known in _known_to(schema).near(name))


@lru_cache(maxsize=32)
def _known_to(schema: Schema) -> SlipIndex:
    """Return the names of options of a release, and of all others, to look slips up in."""
    return SlipIndex({*names_of(schema)._secret, *_everywhere()[1]})


@lru_cache(maxsize=8192)
def _alike(name: str, names: tuple[str, ...]) -> bool:
    near = [known for known in names if may_be_alike(known, name)]
    if not near:
        return False
    return bool(closest(name, near, 1, ALIKE))


def may_be_alike(one: str, other: str) -> bool:
    """Tell from their letters alone, which difflib looks at first too but is slow to import."""
    wanted = ALIKE * (len(one) + len(other)) / 2
    if min(len(one), len(other)) < wanted:
        return False
    return sum(min(one.count(sign), other.count(sign)) for sign in set(one)) >= wanted
