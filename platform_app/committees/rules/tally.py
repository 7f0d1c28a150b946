"""What positions come to: quorum, majority or unanimity, and the outcome, counted in integers.

The electorate is frozen at opening. Leaving every count: a recused seat, and a seat whose holder no longer stands (term over, membership
ended), together with the position it had given: a resolution is made by those in office when it is closed.
In a meeting those present make the quorum, and somebody present who gives no position is in no majority.
Source: 一般社団法人及び一般財団法人に関する法律 95条 (quorum, majority, special interest), 96条 (consent of all).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from platform_app.kernel.reasons import Reason
from platform_app.kernel.thresholds import Threshold


class Choice(Enum):
    """What a seat says to the question."""

    APPROVE = "approve"
    REFUSE = "refuse"
    DEFER = "defer"


class ConflictState(Enum):
    """What a seat has declared before the contents are shown; conflicted is recused."""

    UNDECLARED = "undeclared"
    NONE = "none"
    CONFLICTED = "conflicted"


class ConflictHint(Enum):
    """Why a conflict is to be expected; told by whoever opens the deliberation."""

    OWN_BODY_APPLIES = "own_body_applies"
    OWN_BODY_RECOMMENDS = "own_body_recommends"
    SHARED_OFFICER = "shared_officer"
    PERSON_OF_RECOMMENDER = "person_of_recommender"


RECUSING_HINTS = frozenset({ConflictHint.OWN_BODY_APPLIES, ConflictHint.OWN_BODY_RECOMMENDS})


class Source(Enum):
    """By whose word a declaration or a position stands: the seat's holder, the minutes of a meeting, or a report to the secretariat."""

    HOLDER = "holder"
    MINUTES = "minutes"
    REPORT = "report"


class Consent(Enum):
    """Whose agreement carries the question: more than half of the positions, or all entitled seats."""

    MAJORITY = "majority"
    UNANIMOUS = "unanimous"


class Outcome(Enum):
    """What a deliberation came to. To the assembly: every seat is recused."""

    APPROVED = "approved"
    REFUSED = "refused"
    DEFERRED = "deferred"
    TO_ASSEMBLY = "to_assembly"


class Ground(Enum):
    """Why it came to that."""

    MAJORITY = "majority"
    UNANIMITY = "unanimity"
    NO_QUORUM = "no_quorum"
    NO_MAJORITY = "no_majority"
    NOT_UNANIMOUS = "not_unanimous"
    ALL_RECUSED = "all_recused"
    NOBODY_LEFT = "nobody_left"


class Standing(Enum):
    """What a seat of the electorate counts as when the deliberation closes."""

    GAVE_POSITION = "gave_position"
    SILENT = "silent"
    RECUSED = "recused"
    LEFT = "left"


@dataclass(frozen=True)
class Voice:
    """A seat of the electorate as the tally sees it. `holds_office`: in its term, and its member still a member.

    `is_present` matters in a meeting only; who gives a position there is present.
    """

    seat_id: int
    holds_office: bool
    conflict: ConflictState
    choice: Choice | None = None
    hints: frozenset[ConflictHint] = frozenset()
    is_present: bool = False

    @property
    def is_recused_by_rule(self) -> bool:
        """Whether the own body applies or recommends: recused without any choice."""
        return bool(self.hints & RECUSING_HINTS)

    @property
    def standing(self) -> Standing:
        """What the seat counts as now."""
        if not self.holds_office:
            return Standing.LEFT
        if self.conflict is ConflictState.CONFLICTED or self.is_recused_by_rule:
            return Standing.RECUSED
        return Standing.SILENT if self.choice is None else Standing.GAVE_POSITION

    @property
    def attends(self) -> bool:
        """Whether the seat counts towards the attendance: present or with a position, in office and not recused."""
        return self.standing is Standing.GAVE_POSITION or (self.standing is Standing.SILENT and self.is_present)

    @property
    def denies_hint(self) -> bool:
        """Whether the holder declared no conflict although one was to be expected."""
        return bool(self.hints) and self.conflict is ConflictState.NONE


@dataclass(frozen=True)
class CountingRules:
    """The thresholds of the rule set: quorum of the unrecused seats, majority of the positions given.

    `counts_presence`: in a meeting those present make the quorum; by circulation a position is attendance.
    """

    quorum: Threshold
    majority: Threshold
    consent: Consent
    counts_presence: bool = False


@dataclass(frozen=True)
class Tally:
    """The figures of one deliberation. `unrecused` seats are the base of the quorum, `given` positions that of the majority."""

    electorate: int
    left: int
    recused: int
    approving: int
    refusing: int
    deferring: int
    attending: int
    quorum_needed: int
    majority_needed: int
    counts_presence: bool = False

    @property
    def unrecused(self) -> int:
        """Seats in office that are not recused: the base of the quorum."""
        return self.electorate - self.left - self.recused

    @property
    def given(self) -> int:
        """Positions that count: the base of the majority."""
        return self.approving + self.refusing + self.deferring

    @property
    def missing(self) -> int:
        """Unrecused seats that have given no position yet."""
        return self.unrecused - self.given

    @property
    def has_quorum(self) -> bool:
        """Whether enough seats attend; without an unrecused seat never."""
        return self.unrecused > 0 and self.attending >= max(1, self.quorum_needed)

    def of(self, choice: Choice) -> int:
        """How many positions say a choice."""
        return {Choice.APPROVE: self.approving, Choice.REFUSE: self.refusing, Choice.DEFER: self.deferring}[choice]


@dataclass(frozen=True)
class Result:
    """The outcome with its ground and figures."""

    outcome: Outcome
    ground: Ground
    tally: Tally


def count(voices: Iterable[Voice], rules: CountingRules) -> Tally:
    """The figures of an electorate as it stands now."""
    voices = tuple(voices)
    counted = [voice.choice for voice in voices if voice.standing is Standing.GAVE_POSITION]
    left = sum(voice.standing is Standing.LEFT for voice in voices)
    recused = sum(voice.standing is Standing.RECUSED for voice in voices)
    return Tally(
        electorate=len(voices),
        left=left,
        recused=recused,
        approving=counted.count(Choice.APPROVE),
        refusing=counted.count(Choice.REFUSE),
        deferring=counted.count(Choice.DEFER),
        attending=sum(voice.attends for voice in voices) if rules.counts_presence else len(counted),
        counts_presence=rules.counts_presence,
        quorum_needed=rules.quorum.needed(len(voices) - left - recused),
        majority_needed=rules.majority.needed(len(counted)),
    )


def decide(tally: Tally, consent: Consent) -> Result:
    """The outcome if the deliberation closed with these figures: approved or refused if carried, else deferred.

    With every seat recused the matter goes to the assembly; if all who could have answered have left, it is deferred.
    """
    if tally.unrecused == 0:
        if tally.recused:
            return Result(Outcome.TO_ASSEMBLY, Ground.ALL_RECUSED, tally)
        return Result(Outcome.DEFERRED, Ground.NOBODY_LEFT, tally)
    if not tally.has_quorum:
        return Result(Outcome.DEFERRED, Ground.NO_QUORUM, tally)
    if consent is Consent.UNANIMOUS:
        carried = [choice for choice in Choice if tally.of(choice) == tally.unrecused]
        return _result(carried, Ground.UNANIMITY, Ground.NOT_UNANIMOUS, tally)
    carried = [choice for choice in Choice if tally.of(choice) >= max(1, tally.majority_needed)]
    return _result(carried, Ground.MAJORITY, Ground.NO_MAJORITY, tally)


_OUTCOMES = {Choice.APPROVE: Outcome.APPROVED, Choice.REFUSE: Outcome.REFUSED, Choice.DEFER: Outcome.DEFERRED}


def _result(carried: list[Choice], ground: Ground, otherwise: Ground, tally: Tally) -> Result:
    if len(carried) == 1:
        return Result(_OUTCOMES[carried[0]], ground, tally)
    return Result(Outcome.DEFERRED, otherwise, tally)


def arithmetic(result: Result, consent: Consent) -> tuple[Reason, ...]:
    """The result's figures as facts for sentences, in the order in which one checks them."""
    tally = result.tally
    facts: list[Reason] = [
        Reason(
            "committees.arithmetic.seats",
            {"electorate": tally.electorate, "left": tally.left, "recused": tally.recused, "unrecused": tally.unrecused},
        )
    ]
    if tally.unrecused and tally.counts_presence:
        facts.append(Reason("committees.arithmetic.attendance", {"attending": tally.attending, "needed": tally.quorum_needed}))
    elif tally.unrecused:
        facts.append(Reason("committees.arithmetic.quorum", {"given": tally.given, "needed": tally.quorum_needed}))
    if tally.has_quorum:
        code = "committees.arithmetic.unanimity" if consent is Consent.UNANIMOUS else "committees.arithmetic.majority"
        facts.append(
            Reason(
                code,
                {
                    "approving": tally.approving,
                    "refusing": tally.refusing,
                    "deferring": tally.deferring,
                    "needed": tally.unrecused if consent is Consent.UNANIMOUS else tally.majority_needed,
                },
            )
        )
    return tuple(facts)
