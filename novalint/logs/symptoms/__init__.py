"""The signatures: a module a subject, in each a tuple SIGNATURES."""
