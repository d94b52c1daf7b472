"""The rules: one module a theme or subject, one function a rule, its page in its docstring."""
