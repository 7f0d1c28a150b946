"""What the page of a case shows: hits with their forms, the checklist, and who did what."""

from dataclasses import dataclass

from platform_app.accounts.queries import list_users
from platform_app.watchlists.forms import DecisionForm, ReasonForm, SecondForm, StepForm
from platform_app.watchlists.hashing import read_party
from platform_app.watchlists.models import CaseStep, WatchCase, WatchSubject
from platform_app.watchlists.queries.cases import list_steps, list_subjects, standing_of
from platform_app.watchlists.queries.hits import HitDetail, hits_of_case
from platform_app.watchlists.rules.cases import StepKind, is_inquiry_open
from platform_app.watchlists.rules.evidence import MarkKind
from platform_app.watchlists.rules.facts import Party, Tier
from platform_app.watchlists.rules.hits import HitStatus, Standing
from platform_app.watchlists.rules.second_facts import SecondFact, second_facts_of
from platform_app.watchlists.rules.segments import Segment, changes_of, segments_of
from platform_app.watchlists.words import role_words
from platform_app.web.forms import PlatformForm


@dataclass(frozen=True)
class HitView:
    """A hit as it is shown: the strings cut at their marks, each difference, and the form for what can be done now."""

    detail: HitDetail
    role: str
    ours: tuple[Segment, ...]
    theirs: tuple[Segment, ...]
    changes: tuple[tuple[str, str, MarkKind], ...]
    second_facts: tuple[SecondFact, ...]
    decision: DecisionForm | None
    second: SecondForm | None
    reopening: ReasonForm | None
    is_own_proposal: bool


@dataclass(frozen=True)
class CasePage:
    """All that the page of an open case shows."""

    case: WatchCase
    standing: Standing
    subjects: tuple[tuple[WatchSubject, Party], ...]
    strong: tuple[HitView, ...]
    weak: tuple[HitView, ...]
    past: tuple[HitView, ...]
    weak_undecided: int
    steps: tuple[CaseStep, ...]
    missing_steps: tuple[StepKind, ...]
    is_inquiry_open: bool
    is_confirmed: bool
    is_followed_up: bool
    names: dict[int, str]
    roles: dict[str, str]
    step_form: StepForm
    weak_form: ReasonForm


_CHECKLIST = (StepKind.PLEDGE, StepKind.ROSTER, StepKind.PUBLIC_SEARCH)


def case_page(case: WatchCase, *, refused: PlatformForm | None, user_id: int | None) -> CasePage:
    """The page of an open case; a form that was refused takes the place of the empty one."""
    details = hits_of_case(case.id)
    views = [_view(detail, refused, user_id) for detail in details]
    steps = list_steps(case.id)
    kinds = [step.kind for step in steps]
    subjects = list_subjects(case.id)
    return CasePage(
        case=case,
        standing=standing_of(case.owner_type, case.owner_id),
        subjects=tuple((row, read_party(row.sealed)) for row in subjects),
        strong=tuple(view for view in views if view.detail.is_live and view.detail.row.tier is not Tier.C),
        weak=tuple(view for view in views if view.detail.is_live and view.detail.row.tier is Tier.C),
        past=tuple(view for view in views if not view.detail.is_live),
        weak_undecided=sum(_is_weak_and_open(detail) for detail in details),
        steps=tuple(steps),
        missing_steps=tuple(kind for kind in _CHECKLIST if kind not in kinds),
        is_inquiry_open=is_inquiry_open(kinds),
        is_confirmed=any(detail.is_live and detail.row.status is HitStatus.CONFIRMED for detail in details),
        is_followed_up=StepKind.FOLLOW_UP in kinds,
        names=_names(details, steps),
        roles={row.role: role_words(row.role) for row in subjects},
        step_form=_form(StepForm, "step-", refused),
        weak_form=_form(ReasonForm, "weak-", refused),
    )


def _is_weak_and_open(detail: HitDetail) -> bool:
    takes_two = any(row.takes_two for row in detail.dispositions)
    return detail.is_live and detail.row.tier is Tier.C and detail.row.status is HitStatus.PENDING and not takes_two


def _form(kind, prefix: str, refused: PlatformForm | None):  # type: ignore[no-untyped-def]  # the kind itself comes back
    """The refused form if it is this one, else an empty one; each stands once on the page, hence the prefix."""
    if refused is not None and refused._prefix == prefix:
        return refused
    return kind(prefix=prefix, formdata=None)


def _view(detail: HitDetail, refused: PlatformForm | None, user_id: int | None) -> HitView:
    hit, proposal, evidence = detail.row, detail.proposal, detail.evidence
    ours, theirs = segments_of(evidence.ours, evidence.theirs, evidence.marks)
    is_undecided = hit.status in (HitStatus.PENDING, HitStatus.POSSIBLE) and proposal is None
    may_second = proposal is not None and proposal.decided_by_id != user_id
    may_reopen = detail.is_live and hit.status is not HitStatus.PENDING and proposal is None
    return HitView(
        detail=detail,
        role=role_words(detail.role),
        ours=ours,
        theirs=theirs,
        changes=changes_of(evidence.ours, evidence.theirs, evidence.marks),
        second_facts=second_facts_of(evidence.findings, detail.subject, detail.entry),
        decision=_form(DecisionForm, f"decide-{hit.id}-", refused) if detail.is_live and is_undecided else None,
        second=_form(SecondForm, f"second-{hit.id}-", refused) if detail.is_live and may_second else None,
        reopening=_form(ReasonForm, f"reopen-{hit.id}-", refused) if may_reopen else None,
        is_own_proposal=proposal is not None and not may_second,
    )


def _names(details: list[HitDetail], steps: list[CaseStep]) -> dict[int, str]:
    ids = {step.noted_by_id for step in steps}
    for detail in details:
        ids |= {user_id for row in detail.dispositions for user_id in (row.decided_by_id, row.second_by_id)}
    return {user_id: user.name for user_id, user in list_users(user_id for user_id in ids if user_id is not None).items()}
