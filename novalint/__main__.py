"""`python -m novalint`."""

from novalint.cli import main

raise SystemExit(main())
