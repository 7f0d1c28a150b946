"""The shape of input, by who types it."""

from platform_app.screening.forms.applying import ApplyForm, AttachmentForm
from platform_app.screening.forms.recommendations import ColleagueForm, RecommendationForm, RecommenderForm, ReviewForm, TakeBackForm
from platform_app.screening.forms.secretariat import CheckForm, ConclusionForm, ReasonsForm, RemarkForm, ReturnForm, SealedForm
from platform_app.screening.forms.steps import (
    CARRIED,
    STEP_FORMS,
    ActivitiesForm,
    BodyForm,
    MembershipForm,
    OfficerRow,
    OfficersForm,
    PeopleForm,
    PledgeForm,
    RecordRow,
    StepForm,
)

__all__ = [
    "CARRIED",
    "STEP_FORMS",
    "ActivitiesForm",
    "ApplyForm",
    "AttachmentForm",
    "BodyForm",
    "CheckForm",
    "ColleagueForm",
    "ConclusionForm",
    "MembershipForm",
    "OfficerRow",
    "OfficersForm",
    "PeopleForm",
    "PledgeForm",
    "ReasonsForm",
    "RecommendationForm",
    "RecommenderForm",
    "RecordRow",
    "RemarkForm",
    "ReturnForm",
    "ReviewForm",
    "SealedForm",
    "StepForm",
    "TakeBackForm",
]
