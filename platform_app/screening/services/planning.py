"""What a release would do, worked out before it is done: letters, numbers, people, accounts, mails, and what stands against it.

Numbers are those that would be given if nothing else were numbered before; they are given out by the release itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from platform_app.accounts.queries import find_users, list_users
from platform_app.accounts.rules import UserStatus
from platform_app.bylaws.queries import rules_at, rules_of_version
from platform_app.bylaws.rules import RuleSet
from platform_app.documents.queries import peek_numbers
from platform_app.documents.rules import AdmissionApproved, AdmissionRefused, Series
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import NotFound
from platform_app.kernel.reasons import Reason
from platform_app.members.queries import peek_member_number, taken_corporate_numbers
from platform_app.members.rules import MemberClass, NewPerson, Particulars, TermRole, why_not_admit
from platform_app.screening.models import Application, ApplicationDecision
from platform_app.screening.queries import find_decision, get_sent_application
from platform_app.screening.queries.checks import names_waiting_of
from platform_app.screening.queries.releases import BatchEntry
from platform_app.screening.rules.checks import Outcome, why_not_release
from platform_app.screening.rules.releases import AccountPlan
from platform_app.screening.services.letters import approval, refusal, sender_on
from platform_app.screening.services.particulars import particulars_of, people_of_applicant


@dataclass(frozen=True)
class PlannedPerson:
    """A person who will act for the new member."""

    name: str
    email: str
    roles: tuple[TermRole, ...]
    account: AccountPlan


@dataclass(frozen=True)
class Plan:
    """What would happen for one decision. For a refusal there is no member."""

    entry: BatchEntry
    letter: AdmissionApproved | AdmissionRefused
    mail_to: str
    member_number: int | None
    effective_on: date | None
    particulars: Particulars | None
    people: tuple[PlannedPerson, ...]
    reasons_against: tuple[Reason, ...]


@dataclass(frozen=True)
class RegisterEntry:
    """The register's side of an approval."""

    particulars: Particulars
    membership_class: MemberClass
    people: tuple[NewPerson, ...]


def register_entry(application: Application) -> RegisterEntry:
    """What an approval hands to the register."""
    membership_class = MemberClass(application.answers["membership_class"])
    return RegisterEntry(particulars_of(application), membership_class, people_of_applicant(application))


def effective_on(decision: ApplicationDecision, rules: RuleSet, *, on: date) -> date:
    """From which day an approval counts: the board's decision, or the release."""
    return civil_date(decision.decided_at) if rules.choice("admission.effect") == "on_approval" else on


def why_not_entry(
    application: Application, decision: ApplicationDecision, rules: RuleSet, *, is_member_already: bool, has_names_waiting: bool
) -> tuple[Reason, ...]:
    """All that stands against the release of one decision."""
    reasons = why_not_release(
        application.status, decision.outcome, reasons=decision.reasons,
        are_reasons_required=rules.flag("admission.refusal_reasons_required"), is_member_already=is_member_already,
        has_names_waiting=has_names_waiting,
    )
    if reasons or decision.outcome is not Outcome.APPROVED:
        return reasons
    entry = register_entry(application)
    return why_not_admit(entry.particulars, entry.membership_class, entry.people)


def rules_by_version(entries: Sequence[BatchEntry]) -> dict[int, RuleSet]:
    """The rules that each decision was made under, each version read once."""
    return {version_id: rules_of_version(version_id) for version_id in {entry.decision.bylaws_version_id for entry in entries}}


def members_already(entries: Sequence[BatchEntry], *, on: date) -> frozenset[str]:
    """Which of the applicants' Corporate Numbers are on the register already."""
    return taken_corporate_numbers([entry.application.corporate_number for entry in entries if entry.application.corporate_number], on=on)


def names_waiting(entries: Sequence[BatchEntry]) -> frozenset[int]:
    """Which of the applications have names that wait for matching or for a decision, by id: a list may name somebody since the board was asked."""
    return names_waiting_of([entry.application.id for entry in entries])


def preview_release(*, application_id: int, at: datetime) -> Plan:
    """The plan of one decision that stands in no batch yet; changes nothing.

    Raises: NotFound if the board has not spoken, or what it spoke about is erased.
    """
    application = get_sent_application(application_id)
    decision = find_decision(application.id)
    if decision is None or decision.outcome is Outcome.DEFERRED or application.erased_at is not None:
        raise NotFound
    return plan_release([BatchEntry(None, decision, application)], at=at)[0]


def plan_release(entries: Sequence[BatchEntry], *, at: datetime) -> tuple[Plan, ...]:
    """The plan of each decision, in the order of the batch; changes nothing.

    Twelve statements for a hundred, and one for each version of the rules.
    """
    on = civil_date(at)
    pattern = rules_at(on).text("letters.number_pattern")
    numbers = peek_numbers(series=Series.LETTER, on=on, pattern=pattern, wanted=len(entries))
    planner = _Planner(entries, on=on)
    return tuple(planner.plan(entry, number) for entry, number in zip(entries, numbers, strict=True))


class _Planner:
    """What is read once for all decisions of a batch, and the member numbers as they would be given."""

    def __init__(self, entries: Sequence[BatchEntry], *, on: date) -> None:
        self.on, self.sender = on, sender_on(on)
        self.rules = rules_by_version(entries)
        self.taken = members_already(entries, on=on)
        self.waiting = names_waiting(entries)
        applicants = list_users([entry.application.user_id for entry in entries if entry.application.user_id])
        self.addresses = {user.id: user.email for user in applicants.values()}
        approved = [entry.application for entry in entries if entry.decision.outcome is Outcome.APPROVED]
        people = [person for application in approved for person in people_of_applicant(application)]
        self.users = find_users([person.email for person in people if person.email])
        self.next_number = peek_member_number()

    def plan(self, entry: BatchEntry, number: str) -> Plan:
        """The plan of one decision under the letter number that it would have."""
        application, decision = entry.application, entry.decision
        rules = self.rules[decision.bylaws_version_id]
        is_member = application.corporate_number in self.taken
        against = why_not_entry(
            application, decision, rules, is_member_already=is_member, has_names_waiting=application.id in self.waiting
        )
        mail_to = self.addresses.get(application.user_id or 0, "")
        if decision.outcome is not Outcome.APPROVED:
            again = rules.flag("admission.may_apply_again")
            refused = refusal(application, decision, number=number, on=self.on, sender=self.sender, may_apply_again=again)
            return Plan(entry, refused, mail_to, None, None, None, (), against)
        from_on, register = effective_on(decision, rules, on=self.on), register_entry(application)
        member_number, self.next_number = self.next_number, self.next_number + 1
        letter = approval(application, number=number, member_number=member_number, admitted_on=from_on, on=self.on, sender=self.sender)
        people = tuple(self._person(person) for person in register.people)
        return Plan(entry, letter, mail_to, member_number, from_on, register.particulars, people, against)

    def _person(self, person: NewPerson) -> PlannedPerson:
        user = self.users.get(person.email.strip().lower()) if person.email else None
        is_invited = user is None or user.status is UserStatus.INVITED
        plan = AccountPlan.NONE if not person.email else AccountPlan.INVITED if is_invited else AccountPlan.LINKED
        return PlannedPerson(person.name, person.email, tuple(role for role in TermRole if role in person.roles), plan)
