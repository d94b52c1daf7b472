"""The options that several commands have."""

from __future__ import annotations

from novalint.reports import FORMATS

TYPE_CHECKING = False  # as good as typing's to a type checker, and typing is slow to import
if TYPE_CHECKING:
    from argparse import ArgumentParser, _MutuallyExclusiveGroup

MOST_JOBS = 512
"""Processes that may be asked for; hardly any machine has more processors."""

EXPLAINED = (
    "a rule, a theme of rules, GROUP.OPTION, an option, a group, GROUP.OPTION=VALUE, a deployment "
    "fact, a profile of these, a symptom, or a log line in quotes"
)
"""What `novalint explain` takes."""

LONGEST_DELAY = 60_000
"""Milliseconds that the language server may be told to wait."""


def form(parser: ArgumentParser, *more: str) -> None:
    """Take the form of a list."""
    choices = ("text", "json", *more)
    parser.add_argument(
        "--format", default="text", choices=choices, help="format of the output (default: text)"
    )


def together(parser: ArgumentParser) -> None:
    """Take how PATHs are read."""
    parser.add_argument(
        "--together",
        action="store_true",
        help="read all PATHs as one configuration, in this order; of a directory its *.conf",
    )
    stdin(parser)


def skip_foreign(parser: ArgumentParser) -> None:
    """Take that files of other programs are no mistake, as where a hook names all that match."""
    parser.add_argument(
        "--skip-foreign",
        action="store_true",
        help="skip, with a note, a PATH that contains no configuration of Nova",
    )


def stdin(parser: ArgumentParser) -> None:
    """Take a name for standard input."""
    parser.add_argument(
        "--stdin-filename",
        metavar="NAME",
        default="-",
        help="path under which to report standard input",
    )


def embedded(parser: ArgumentParser) -> None:
    """Take which text of a host is meant."""
    parser.add_argument(
        "--embedded",
        metavar="NAME",
        help="the configuration to use from a file that contains several",
    )


def changed(parser: ArgumentParser) -> None:
    """Take the file to change."""
    parser.add_argument(
        "path",
        metavar="PATH",
        help="the file to change; - is standard input, written to standard output",
    )
    stdin(parser)
    embedded(parser)


def release(parser: ArgumentParser | _MutuallyExclusiveGroup) -> None:
    """Take a release."""
    parser.add_argument(
        "--release",
        metavar="R",
        help="series (2025.1), codename (epoxy) or Nova version (31.2.0); default: the newest",
    )


def told_release(parser: ArgumentParser) -> None:
    """Take a release, and the files that may name one."""
    release(parser)
    parser.add_argument(
        "--deployment", metavar="FILE", help="take the release from this deployment file"
    )
    settings(parser, "take the release from this settings file")


def plugins(parser: ArgumentParser) -> None:
    """Take the settings that may name plugins."""
    settings(parser, "take plugins from this settings file")


def settings(parser: ArgumentParser, what: str) -> None:
    """Take a settings file, or that none is to be read."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--settings", metavar="FILE", help=f"{what} instead of the nearest novalint.toml"
    )
    which.add_argument("--isolated", action="store_true", help="use no settings file at all")


def configuration(parser: ArgumentParser) -> None:
    """Take names of configurations."""
    parser.add_argument(
        "--configuration",
        action="append",
        metavar="NAME",
        help="read the files of [configurations.NAME] in the settings; may be repeated",
    )


def no_warnings(parser: ArgumentParser) -> None:
    """Take that nothing is to be warned of."""
    parser.add_argument("-q", "--quiet", action="store_true", help="print only errors")
    parser.add_argument(
        "--force",
        action="store_true",
        help="write even what Nova ignores or refuses, and into a file that Nova refuses",
    )


def facts(parser: ArgumentParser) -> None:
    """Take a release and facts."""
    release(parser)
    role_and_facts(parser)


def role(parser: ArgumentParser) -> None:
    """Take roles."""
    parser.add_argument(
        "--role",
        action="append",
        metavar="ROLE",
        help="role of the node: compute, api, conductor, scheduler, metadata, "
        "novncproxy, serialproxy, spicehtml5proxy, all, or a service such as nova-compute; "
        "may be repeated",
    )


def role_and_facts(parser: ArgumentParser) -> None:
    """Take facts."""
    role(parser)
    parser.add_argument(
        "--deployment",
        metavar="FILE",
        help="file of facts about the cloud, TOML or JSON (see `novalint facts`)",
    )
    parser.add_argument(
        "--fact",
        action="append",
        metavar="NAME=VALUE",
        help="a fact about the cloud, such as tenants=300; may be repeated",
    )


def selection(parser: ArgumentParser) -> None:
    """Take settings, and which rules to run."""
    settings(parser, "use this settings file")
    chosen(parser)


def chosen(parser: ArgumentParser) -> None:
    """Take which rules are meant."""
    for name, what in (("select", "use only these"), ("ignore", "leave these out")):
        parser.add_argument(
            f"--{name}",
            action="append",
            metavar="RULE-OR-THEME",
            help=f"{what}; separate several with commas",
        )


def failing(parser: ArgumentParser) -> None:
    """Take what is accepted, and what fails."""
    parser.add_argument(
        "--baseline",
        metavar="FILE",
        help="leave out the findings that this file of `novalint baseline` accepts",
    )
    parser.add_argument(
        "--fail-on",
        choices=("error", "warning", "info", "never"),
        help="exit with status 1 from this severity on (default: warning)",
    )


def reported(parser: ArgumentParser) -> None:
    """Take what of the findings is reported, and how much of it."""
    parser.add_argument(
        "--min-severity",
        choices=("error", "warning", "info"),
        help="leave out findings below this severity, for the exit status too (default: info)",
    )
    parser.add_argument(
        "--statistics",
        action="store_const",
        const="statistics",
        dest="format",
        help="print one line for each rule: how many findings, and how many have a fix",
    )


def jobs(parser: ArgumentParser) -> None:
    """Take how many processes may work at once."""
    parser.add_argument(
        "--jobs",
        type=_number_of_jobs,
        metavar="N",
        help="check with N processes (default: one for each processor)",
    )


def _number_of_jobs(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text[:5]) <= MOST_JOBS:
        return int(text)
    from argparse import ArgumentTypeError

    raise ArgumentTypeError(f"`{text}` is not a number of processes; use one from 1 to {MOST_JOBS}")


def milliseconds(text: str) -> int:
    """Return a time to wait; raises ArgumentTypeError for what is none, or longer than a minute."""
    if text.isascii() and text.isdigit() and int(text[:6]) <= LONGEST_DELAY:
        return int(text)
    from argparse import ArgumentTypeError

    raise ArgumentTypeError(f"`{text}` is not a time; use milliseconds from 0 to {LONGEST_DELAY}")


def diff(parser: ArgumentParser, overrides: bool = False) -> None:
    """Take that a diff is wanted; with `overrides`, or else the override of a deployment tool."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--diff", action="store_true", help="print the change as a unified diff and write nothing"
    )
    if overrides:
        which.add_argument(
            "--as",
            dest="tool",
            type=_tool,
            choices=TOOLS,
            help="print the change as an override of this deployment tool and write nothing",
        )
    parser.add_argument("--reveal", action="store_true", help="show secrets in what is printed")


TOOLS = ("kolla", "openstack-ansible", "helm", "rhoso", "tripleo")
"""Deployment tools in whose form a change may be wanted."""
_TOOLS_CALLED = {
    "kayobe": "kolla",
    "kolla-ansible": "kolla",
    "openstack-helm": "helm",
    "osa": "openstack-ansible",
    "osism": "kolla",
}
"""What else they are called, and tools that run them."""


def _tool(name: str) -> str:
    """Return a deployment tool by any of its names."""
    plain = name.lower().replace("_", "-")
    return _TOOLS_CALLED.get(plain, plain)


def report(parser: ArgumentParser) -> None:
    """Take formats of the report, and where it goes."""
    parser.add_argument(
        "--format", default="text", choices=FORMATS, help="format of the report (default: text)"
    )
    parser.add_argument(
        "--output",
        action="append",
        metavar="[FORMAT=]FILE",
        help="write the report to FILE; may be repeated, for example sarif=novalint.sarif",
    )


def look(parser: ArgumentParser) -> None:
    """Take how a report is to look."""
    parser.add_argument(
        "--color",
        default="auto",
        choices=("auto", "always", "never"),
        help="when to use colour (default: auto)",
    )
    parser.add_argument(
        "-q",
        "--quiet",
        action="store_true",
        help="print one line for each finding and nothing else",
    )
    parser.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        help="also list the rules that were not run, and why",
    )
