"""Words of bodies: enum members, reasons, events and permissions."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from platform_app.committees.queries.inbox import Waiting
from platform_app.committees.rules.deliberations import Mode
from platform_app.committees.rules.seats import BodyKind, DecisionKind, Departure, SeatRole
from platform_app.committees.rules.tally import Choice, ConflictHint, ConflictState, Consent, Ground, Outcome, Standing

_ENUMS: dict[object, LazyString] = {
    BodyKind.BOARD: _l("Board"),
    BodyKind.SUBCOMMITTEE: _l("Subcommittee"),
    SeatRole.CHAIR: _l("Chair of the board"),
    SeatRole.MEMBER: _l("Board member"),
    DecisionKind.FOUNDING: _l("Founding decision"),
    DecisionKind.FILLING: _l("Decision that fills seats"),
    Departure.RESIGNATION: _l("Resignation"),
    Departure.REMOVAL: _l("Removal by the assembly"),
    Departure.MEMBERSHIP_ENDED: _l("The membership ended"),
    Mode.CIRCULAR: _l("By circulation"),
    Mode.MEETING: _l("In a meeting"),
    Consent.MAJORITY: _l("Majority of the positions given"),
    Consent.UNANIMOUS: _l("Consent of all who are entitled"),
    Choice.APPROVE: _l("Approve"),
    Choice.REFUSE: _l("Refuse"),
    Choice.DEFER: _l("Defer"),
    ConflictState.UNDECLARED: _l("Not declared yet"),
    ConflictState.NONE: _l("No conflict of interest"),
    ConflictState.CONFLICTED: _l("Has a conflict of interest"),
    ConflictHint.OWN_BODY_APPLIES: _l("The own organisation applies"),
    ConflictHint.OWN_BODY_RECOMMENDS: _l("The own organisation recommends"),
    ConflictHint.SHARED_OFFICER: _l("An officer is shared with the organisation concerned"),
    Outcome.APPROVED: _l("Approved"),
    Outcome.REFUSED: _l("Refused"),
    Outcome.DEFERRED: _l("Deferred"),
    Outcome.TO_ASSEMBLY: _l("Goes to the general assembly"),
    Ground.MAJORITY: _l("By a majority of the positions given."),
    Ground.UNANIMITY: _l("By the consent of all who are entitled."),
    Ground.NO_QUORUM: _l("There was no quorum, so nothing was decided."),
    Ground.NO_MAJORITY: _l("No position reached a majority."),
    Ground.NOT_UNANIMOUS: _l("Not all who are entitled agreed."),
    Ground.ALL_RECUSED: _l("Every board member is recused."),
    Ground.NOBODY_LEFT: _l("None of those who were asked is in office any more."),
    Standing.GAVE_POSITION: _l("Has answered"),
    Standing.SILENT: _l("No answer yet"),
    Standing.RECUSED: _l("Recused"),
    Standing.LEFT: _l("No longer in office"),
    Waiting.DECLARATION: _l("Please declare whether you have a conflict of interest"),
    Waiting.POSITION: _l("Please give your position"),
    Waiting.OTHERS: _l("Waiting for other board members"),
    Waiting.RECUSED: _l("You are recused"),
    Waiting.CLOSE: _l("The deadline has passed; the result is being established"),
    Waiting.NOBODY: _l("Closed"),
}

_STATUSES: dict[object, LazyString] = {
    "committees.question.admission": _l("Admission of a member"),
    "committees.status.open": _l("Under deliberation"),
    "committees.status.closed": _l("Closed"),
    "committees.status.called_off": _l("Called off"),
}

_SEATING: dict[object, LazyString] = {
    "committees.board_already_seated": _l("The board has been seated before. Please record a later decision instead."),
    "committees.too_few_nominees": _l("The board needs at least %(minimum)s seats; %(named)s are named. Please name more."),
    "committees.one_chair_needed": _l("Please name exactly one chair of the board."),
    "committees.nobody_named": _l("Please name who is seated."),
    "committees.decided_in_future": _l("The date of the decision lies ahead. Please enter a past date or today."),
    "committees.decision_text_missing": _l("Please enter the text of the decision."),
    "committees.member_may_not_stand": _l("%(name)s is not a member with the right to be on the board."),
    "committees.person_not_of_member": _l("The person holds no office of %(name)s. Please choose one of its people."),
    "committees.member_already_seated": _l("%(name)s already has a seat at that time."),
    "committees.chair_already_seated": _l("There already is a chair of the board at that time."),
    "committees.seated_before_decision": _l("The office cannot begin before the decision was taken."),
    "committees.term_without_end": _l("Please enter until when the office is held."),
    "committees.term_empty": _l("The end must be later than the beginning."),
    "committees.term_too_long": _l("A term is at most %(years)s years."),
    "committees.vacated_before_start": _l("The seat cannot end before it begins."),
    "committees.vacated_in_past": _l("A seat cannot be ended in the past. Please enter today or a later day."),
    "committees.seat_ends_sooner": _l("The seat ends by then anyhow."),
    "committees.board_founded_meanwhile": _l("Somebody else founded the board at the same moment. Nothing was changed; please look at the page again."),
    "committees.member_seated_meanwhile": _l("Somebody else filled this seat at the same moment. Nothing was changed; please look at the page again."),
}

_DELIBERATING: dict[object, LazyString] = {
    "committees.below_minimum": _l("The board has %(seats)s of at least %(minimum)s seats, so nothing can be opened or closed. Seats must be filled first."),
    "committees.deadline_not_ahead": _l("The deadline must lie ahead."),
    "committees.already_open": _l("The board is deliberating on this already."),
    "committees.not_in_electorate": _l("You are not among those who were asked when this deliberation opened."),
    "committees.closed": _l("This deliberation is over."),
    "committees.not_yet_open": _l("This deliberation has not begun yet."),
    "committees.deadline_passed": _l("The deadline of this deliberation has passed, so nothing more can be recorded."),
    "committees.seat_ended": _l("Your time in office has ended, so you no longer take part."),
    "committees.recused_by_rule": _l("Your organisation applies or recommends here, so you are recused by rule."),
    "committees.conflict_stands": _l("You have declared a conflict of interest. It stands; if it was a mistake, please tell the secretariat."),
    "committees.declaration_missing": _l("Please say whether you have a conflict of interest."),
    "committees.conflict_text_missing": _l("Please write what connects you with the matter."),
    "committees.recused": _l("You are recused from this matter, so you give no position."),
    "committees.conflict_undeclared": _l("Please declare first whether you have a conflict of interest."),
    "committees.choice_missing": _l("Please choose a position."),
    "committees.position_reason_missing": _l("Please give a reason for refusing or deferring."),
    "committees.position_given_meanwhile": _l("Your position was sent twice at the same moment. Please look at the page again."),
    "committees.answers_to_come": _l("%(missing)s board members have not answered yet, and the deadline has not come."),
    "committees.needs.seats": _l("The board needs %(missing)s more seats before anything can be closed."),
    "committees.needs.quorum": _l("%(missing)s more answers make a quorum (%(given)s of %(unrecused)s have answered)."),
    "committees.needs.remaining": _l("There is a quorum (%(given)s of %(unrecused)s have answered). It closes when all have answered, or at the deadline."),
    "committees.needs.everybody": _l("It needs the consent of all; %(missing)s have not answered yet (%(given)s of %(unrecused)s have)."),
    "committees.needs.closing": _l("Nothing is left to wait for. The deliberation can be closed."),
    "committees.needs.assembly": _l("Every board member is recused, so the matter goes to the general assembly when the deliberation is closed."),
    "committees.needs.new_electorate": _l("None of those who were asked is in office any more. Please close this deliberation and open a new one."),
    "committees.arithmetic.seats": _l("%(electorate)s seats were asked; %(recused)s recused and %(left)s no longer in office leave every count: %(unrecused)s count."),
    "committees.arithmetic.quorum": _l("Quorum: %(given)s positions given, %(needed)s needed."),
    "committees.arithmetic.majority": _l("Majority: %(approving)s approve, %(refusing)s refuse, %(deferring)s defer; %(needed)s needed."),
    "committees.arithmetic.unanimity": _l("Consent of all: %(approving)s approve, %(refusing)s refuse, %(deferring)s defer; %(needed)s needed."),
}

_RECORD: dict[object, LazyString] = {
    "committees.board_founded": _l("The first board was seated"),
    "committees.seats_decided": _l("A decision about seats was recorded"),
    "committees.seat_filled": _l("A seat was filled"),
    "committees.seat_vacated": _l("A seat was vacated"),
    "committees.deliberation_opened": _l("A deliberation was opened"),
    "committees.conflict_declared": _l("A declaration on conflicts of interest was made"),
    "committees.position_given": _l("A position was given"),
    "committees.deliberation_closed": _l("A deliberation was closed"),
    "committees.deliberation_called_off": _l("A deliberation was called off"),
    "committees.take_part": _l("Take part in the board's deliberations"),
    "committees.view_board": _l("See the board and its deliberations"),
    "committees.seat_board": _l("Record who is seated on the board"),
    "committees.close_deliberation": _l("Close deliberations"),
}

WORDS: dict[object, LazyString] = {**_ENUMS, **_STATUSES, **_SEATING, **_DELIBERATING, **_RECORD}
