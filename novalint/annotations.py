"""What annotations take from typing, whose import alone would be a twenty-fifth of a check.

No annotation is evaluated, so that at run time next to nothing of it is needed. A module that a
check may import takes these names from here, and any other one from typing where only type checkers
look: they take whatever is called TYPE_CHECKING for true.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any as Any
    from typing import Protocol as Protocol
else:
    Any = Protocol = object
