"""A language server: what novalint knows, told to an editor while somebody types.

Only this package needs pygls and lsprotocol, which the extra `novalint[lsp]` installs.
"""
