"""Terms of a member's people: half-open in civil dates, one representative and one voting delegate at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from platform_app.kernel.reasons import Reason
from platform_app.members.rules import SINGLE_ROLES, TermRole


@dataclass(frozen=True)
class Term:
    """A person's role for a member in `[from_on, until_on)`."""

    id: int
    person_id: int
    role: TermRole
    from_on: date
    until_on: date | None = None

    def is_in_force(self, on: date) -> bool:
        """Whether the role is held on a day."""
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


def voting_delegate(terms: Iterable[Term], on: date) -> Term | None:
    """The term that votes on a day: the delegate's, and until one is named the representative's."""
    in_force = {term.role: term for term in terms if term.is_in_force(on)}
    return in_force.get(TermRole.DELEGATE) or in_force.get(TermRole.REPRESENTATIVE)


def why_not_appoint(role: TermRole, from_on: date, person_id: int | None, terms: Sequence[Term], joined_on: date | None) -> tuple[Reason, ...]:
    """Reasons against a new term: before the membership, before a later term of the same single role, or held already."""
    if joined_on is None or from_on < joined_on:
        return (Reason("members.term_before_membership", field="from_on"),)
    same = [term for term in terms if term.role is role]
    if person_id is not None and any(term.person_id == person_id and term.is_in_force(from_on) for term in same):
        return (Reason("members.term_held_already", {"role": role}, field="role"),)
    if role in SINGLE_ROLES and any(term.from_on > from_on or (term.until_on is not None and term.until_on > from_on) for term in same):
        return (Reason("members.term_overlaps", {"role": role}, field="from_on"),)
    return ()


def why_not_end_term(term: Term, until_on: date) -> tuple[Reason, ...]:
    """Reasons against an end: it has one already, or would lie before the beginning."""
    if term.until_on is not None:
        return (Reason("members.term_ended_already"),)
    if until_on < term.from_on:
        return (Reason("members.end_before_beginning", field="until_on"),)
    return ()


def why_not_close(valid_from: date | None, valid_to: date | None, closes_on: date) -> tuple[Reason, ...]:
    """The same for a ministry or a desk, which may have no known beginning."""
    if valid_to is not None:
        return (Reason("members.closed_already"),)
    if valid_from is not None and closes_on < valid_from:
        return (Reason("members.end_before_beginning", field="valid_to"),)
    return ()
