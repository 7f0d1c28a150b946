"""A reason why something may not be done: a code and facts; the words are found at the edge."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reason:
    """One cause, as data. `code` is `package.cause`; `facts` fill the sentence; `field` names the input it concerns."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    field: str | None = None

    def __hash__(self) -> int:
        return hash((self.code, self.field))
