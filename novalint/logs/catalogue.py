"""The signatures there are, all of them or one; what none of them needs is the index for."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from novalint.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from novalint.logs.signature import Signature

PACKAGE = "novalint.logs.symptoms"


@cache
def signatures() -> tuple[Signature, ...]:
    """Return all signatures, by name; this imports every module of them."""
    package = import_module(PACKAGE)
    found = [
        signature for info in iter_modules(package.__path__) for signature in declared(info.name)
    ]
    return tuple(sorted(found, key=lambda signature: signature.name))


def declaring_modules() -> tuple[str, ...]:
    """Return the names of the modules that declare signatures."""
    return tuple(sorted(info.name for info in iter_modules(import_module(PACKAGE).__path__)))


def declared(module: str) -> tuple[Signature, ...]:
    """Return the signatures of one module of `novalint.logs.symptoms`."""
    signatures: tuple[Signature, ...] = import_module(f"{PACKAGE}.{module}").SIGNATURES
    return signatures


@cache
def find(name: str, module: str) -> Signature:
    """Return one signature by name, importing its module alone."""
    return next(signature for signature in declared(module) if signature.name == name)
