"""One table per status: which status may follow which, and whose turn it is in each."""

from collections.abc import Mapping, Set
from enum import StrEnum
from typing import Generic, TypeVar

from platform_app.kernel.reasons import Reason

S = TypeVar("S", bound=StrEnum)


class Turn(StrEnum):
    """Who is to act next."""

    APPLICANT = "applicant"
    RECOMMENDER = "recommender"
    SECRETARIAT = "secretariat"
    BOARD = "board"
    MEMBER = "member"
    SYSTEM = "system"
    NOBODY = "nobody"


class Lifecycle(Generic[S]):
    """The transitions of one status, as data. `name` is `package.noun`; a status with no successor is final."""

    def __init__(self, name: str, *, initial: S, transitions: Mapping[S, Set[S]], turn: Mapping[S, Turn]) -> None:
        self.name = name
        self.initial = initial
        self.transitions = {state: frozenset(transitions.get(state, ())) for state in type(initial)}
        self.turn = {state: turn.get(state, Turn.NOBODY) for state in type(initial)}

    def may(self, current: S, following: S) -> bool:
        """Whether one status may follow another."""
        return following in self.transitions[current]

    def why_not(self, current: S, following: S) -> tuple[Reason, ...]:
        """Empty if the step is allowed, else one reason with both statuses as facts."""
        if self.may(current, following):
            return ()
        return (Reason("error.wrong_status", {"current": current, "following": following}),)

    @property
    def final(self) -> frozenset[S]:
        """The statuses that nothing follows."""
        return frozenset(state for state, following in self.transitions.items() if not following)

    @property
    def reachable(self) -> frozenset[S]:
        """The statuses that can be reached from the initial one, itself included."""
        seen, ahead = {self.initial}, [self.initial]
        while ahead:
            for state in self.transitions[ahead.pop()] - seen:
                seen.add(state)
                ahead.append(state)
        return frozenset(seen)
