"""Reads tests/authorisation.csv and makes from it and the application's routes the requests that it speaks of.

A row tells, for a permission (or `public`) and a subject – a variable of the route's address, or `-` where it has none – and the relation
of the person to that subject, what each role is answered: `yes`; `no` (403); `sign-in` (401); `not-found` (404); `gone` (a used-up or
withdrawn link: 404 or 410); `-` where there is no such thing. Relations: `none`; `own`; `own through delegation` (a body that the person acts
for); `another's` (anything else that exists); `withdrawn` (what the role rests on was withdrawn: office, term, seat, account, application,
link); `missing`.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from platform_app.mail.rules import LinkPurpose
from platform_app.web.access import PUBLIC, policy_of
from tests.demonstrations import MISSING, Demonstration

_STRIDE = 7
"""How far the turn moves from one route to the next."""
TABLE = Path(__file__).parents[2] / "authorisation.csv"
ROLES = (
    "visitor", "user", "applicant", "contact", "delegate", "representative", "board-member", "auditor", "screening-officer", "contractor",
    "secretariat", "administrator",
)
ANSWERS = {"yes", "no", "sign-in", "not-found", "gone", "-"}
RELATIONS = {"none", "own", "own through delegation", "another's", "withdrawn", "missing"}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    permission: str
    subject: str
    relation: str
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Cell:
    """One request to try: a role at a route in a relation, with the answer expected."""

    role: str
    method: str
    endpoint: str
    variables: tuple[str, ...]
    row: Row

    @property
    def expected(self) -> str:
        """The answer of the table."""
        return self.row.answers[self.role]

    def __str__(self) -> str:
        return f"{self.role} at {self.method} {self.endpoint} ({self.row.permission}, {self.row.subject}, {self.row.relation})"


@cache
def read_table() -> tuple[Row, ...]:
    """The rows as they stand in the file."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        found = [Row(line["permission"], line["subject"], line["relation"], {role: line[role] for role in ROLES}) for line in csv.DictReader(lines)]
    return tuple(found)


def routes(app: Flask) -> list[tuple[Rule, str]]:
    """Every route with its policy, in the order of addresses."""
    return [(rule, policy_of(app, rule.endpoint) or "") for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))]


def variables_of(rule: Rule) -> tuple[str, ...]:
    """The variables of an address in their order."""
    return tuple(sorted(rule.arguments, key=lambda name: rule.rule.index(f":{name}>")))


def rows_for(permission: str, subject: str) -> list[Row]:
    """The rows of a permission and subject."""
    return [row for row in read_table() if (row.permission, row.subject) == (permission, subject)]


def cells(app: Flask) -> Iterator[Cell]:
    """Every cell role × route × relation of the table."""
    for rule, policy in routes(app):
        variables = variables_of(rule)
        for subject in variables or ("-",):
            for row in rows_for(policy, subject):
                if (rule.endpoint, row.relation) in _NOT_THERE:
                    continue
                for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                    yield from (Cell(role, method, rule.endpoint, variables, row) for role in ROLES if row.answers[role] != "-")


def cells_by_turns(app: Flask) -> Iterator[Cell]:
    """Of the cells that should answer alike at a route – they are of one row of the table – those of two people; at the next route those of others.

    Refusals at the door are alike whatever the row. Who may reach which route is in all of them the same comparison of roles, and that the
    roles are those of the table has a test of its own.
    """
    alike: dict[tuple[object, ...], list[Cell]] = defaultdict(list)
    for cell in cells(app):
        is_refusal = cell.expected in ("no", "sign-in")
        alike[cell.endpoint, cell.method, *(() if is_refusal else (cell.row.subject, cell.row.relation, cell.expected))].append(cell)
    for number, group in enumerate(alike.values()):
        first = number * _STRIDE % len(group)
        yield from (group[place] for place in {first, (first + len(group) // 2) % len(group)})


def person_of(cell: Cell) -> str:
    """Who of the cast tries the cell."""
    if cell.row.relation == "withdrawn" and cell.role != "visitor":
        return f"former {cell.role}"
    if cell.role == "applicant" and cell.endpoint in _OF_THE_DECIDED:
        return "applicant-approved"
    if cell.role == "board-member" and (cell.row.subject, cell.row.relation) == ("deliberation_id", "another's"):
        return "board-member-new"
    return cell.role


_NOT_THERE = {("screening.download_letter", "withdrawn")}
"""A withdrawn application has no decision, and so no letter."""
_OF_THE_DECIDED = {"screening.download_letter", "screening.download_receipt", "screening.show_copy"}
_SENT = {
    "screening.download_attachment": "withdrawn",
    "screening.download_application_letter": "approved",
    "screening.preview": "decided",
    "screening.review": "withdrawn",
    "screening.show_draft_of_one": "decided",
    "screening.save_reasons": "decided",
    "screening.release_decision": "decided",
}
_BATCHES = {"screening.download_letters": "release batch released"}
_PURPOSES = {
    "invitation": LinkPurpose.INVITATION, "reset": LinkPurpose.PASSWORD_RESET, "address": LinkPurpose.ADDRESS_CHANGE,
    "given": LinkPurpose.GIVEN_RECOMMENDATION, "recommendation": LinkPurpose.RECOMMENDATION, "start": LinkPurpose.APPLICATION_START, "begin": LinkPurpose.APPLICATION_START,
    "resume": LinkPurpose.APPLICATION_RESUME,
}


def purpose_of(endpoint: str) -> LinkPurpose:
    """The purpose of the link that a route with a token opens."""
    return next(purpose for part, purpose in _PURPOSES.items() if part in endpoint.rpartition(".")[2])


def _application(demonstration: Demonstration, cell: Cell, relation: str) -> int:
    if cell.role == "applicant" and relation == "own":
        name = "approved" if cell.endpoint in _OF_THE_DECIDED else "draft"
    elif cell.role == "applicant":
        name = "withdrawn"
    else:
        name = _SENT.get(cell.endpoint, "sent")
    return demonstration.cast.ids[f"application {name}"]


def _of_applicant(kind: str) -> Callable[[Demonstration, Cell, str], int]:
    def find(demonstration: Demonstration, cell: Cell, relation: str) -> int:
        """What belongs to the own application, or to another one."""
        if cell.endpoint == "screening.download_paper" and (relation == "own" or cell.row.subject != "attachment_id"):
            return demonstration.cast.ids["attachment board"]
        is_own = relation == "own" and cell.role == "applicant"
        return demonstration.cast.ids[f"{kind} {'draft' if is_own else 'withdrawn'}"]

    return find


def _token(demonstration: Demonstration, cell: Cell, relation: str) -> str:
    purpose = purpose_of(cell.endpoint)
    if relation == "another's":
        purpose = LinkPurpose.INVITATION if purpose is not LinkPurpose.INVITATION else LinkPurpose.PASSWORD_RESET
    return demonstration.cast.tokens[("withdrawn " if relation == "withdrawn" else "") + purpose.value]


def _session(demonstration: Demonstration, cell: Cell, relation: str) -> int:
    whose = "secretariat-second" if relation == "another's" or cell.role in ("visitor", "applicant") else cell.role
    return demonstration.cast.ids[f"session of {whose}"]


def _user(demonstration: Demonstration, cell: Cell, relation: str) -> int:
    whose = cell.role if relation == "own" and f"user {cell.role}" in demonstration.cast.ids else "invited"
    return demonstration.cast.ids[f"user {whose}"]


def _named(name: str) -> Callable[[Demonstration, Cell, str], int]:
    return lambda demonstration, cell, relation: demonstration.cast.ids[name]


def _fixed(value: str | int) -> Callable[[Demonstration, Cell, str], str | int]:
    return lambda demonstration, cell, relation: value


_SUBJECTS: Mapping[str, Callable[[Demonstration, Cell, str], str | int]] = {
    "application_id": _application,
    "attachment_id": _of_applicant("attachment"),
    "recommendation_id": _of_applicant("recommendation"),
    "release_batch_id": lambda demonstration, cell, relation: demonstration.cast.ids[_BATCHES.get(cell.endpoint, "release batch prepared")],
    "release_item_id": _named("release item"),
    "case_id": _named("case"),
    "change": _fixed("grant"),
    "check_id": _named("point"),
    "decision_id": _named("decision"),
    "deliberation_id": _named("deliberation"),
    "desk_id": _named("desk"),
    "filename": _fixed("css/base.css"),
    "hit_id": _named("hit"),
    "kind": lambda demonstration, cell, relation: "receipt" if "letter" in cell.endpoint else "completeness",
    "list_version_id": _named("list version"),
    "mail_message_id": _named("mail message"),
    "member_id": _named("member"),
    "ministry_id": _named("ministry"),
    "number": lambda demonstration, cell, relation: demonstration.caught() if "caught" in cell.endpoint else 1,
    "office_proposal_id": _named("office proposal"),
    "owner_id": _fixed(1),
    "owner_type": _fixed("practice"),
    "seat_id": _named("seat"),
    "session_id": _session,
    "sitting_id": _named("sitting"),
    "step": _fixed("body"),
    "term_id": _named("term"),
    "token": _token,
    "upload_id": _named("upload"),
    "user_id": _user,
    "version_id": _named("version"),
}
KNOWN_SUBJECTS = frozenset(_SUBJECTS) | {"-"}
_TEXTS = frozenset({"change", "filename", "kind", "owner_type", "step", "token"})


def values_of(demonstration: Demonstration, cell: Cell) -> dict[str, str | int]:
    """What stands for the variables of the address: the cell's subject in its relation, the others in the relation that goes with it."""
    relation = cell.row.relation
    beside = "own" if relation in ("own", "missing") or cell.row.subject not in cell.variables[:1] else relation
    found: dict[str, str | int] = {}
    for name in cell.variables:
        if name != cell.row.subject:
            found[name] = _SUBJECTS[name](demonstration, cell, beside)
        elif relation == "missing":
            found[name] = "nothing" if name in _TEXTS else MISSING
        else:
            found[name] = _SUBJECTS[name](demonstration, cell, relation)
    return found


def why_wrong(cell: Cell, status: int) -> str:
    """What is wrong with the answer to a cell's request, empty if it is the expected one."""
    fits = {
        "yes": status < 400 if cell.method != "POST" else status < 500 and status not in (401, 403, 404),
        "no": status == 403,
        "sign-in": status == 401,
        "not-found": status == 404,
        "gone": status in (404, 410),
    }
    return "" if fits[cell.expected] else f"{cell}: {status} instead of {cell.expected}"


def told(problems: Iterable[str]) -> str:
    """Problems as lines of a failure's message."""
    return "\n".join(problems)


def is_public(permission: str) -> bool:
    """Whether a row is about routes without permission."""
    return permission == PUBLIC
