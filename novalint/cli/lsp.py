"""`novalint lsp`: a language server for an editor."""

from __future__ import annotations

from importlib.util import find_spec

from novalint.annotations import TYPE_CHECKING
from novalint.cli.context import project_of
from novalint.errors import NovalintError
from novalint.schema.releases import find_release
from novalint.settings.naming import check_names

if TYPE_CHECKING:
    from argparse import Namespace

LACKING = (
    "the language server needs pygls 2 and lsprotocol; install novalint from its checkout with "
    "them: pip install '/path/to/novalint[lsp]'"
)


def run(arguments: Namespace) -> int:
    """Serve until the editor leaves; 1 where it leaves without a word.

    Raises NovalintError where the libraries for it are missing, or the command line is wrong.
    """
    if find_spec("pygls") is None or find_spec("lsprotocol") is None:
        raise NovalintError(LACKING)
    try:
        from novalint.server.serving import serve
    except ImportError:  # older libraries of the same names
        raise NovalintError(LACKING) from None

    project = project_of(arguments)
    check_names(project.settings)
    if project.overrides.release is not None:
        find_release(project.overrides.release)
    return serve(project, arguments.delay / 1000)
