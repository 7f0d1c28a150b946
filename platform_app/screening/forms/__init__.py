"""The shape of input, by who types it."""

from platform_app.screening.forms.applying import ApplyForm, AttachmentForm
from platform_app.screening.forms.entering import ChannelForm, ObjectionForm
from platform_app.screening.forms.openings import SittingForm
from platform_app.screening.forms.recommendations import ColleagueForm, RecommendationForm, RecommenderForm, ReviewForm, TakeBackForm
from platform_app.screening.forms.secretariat import (
    AddressForm,
    AssessmentForm,
    CheckForm,
    ConclusionForm,
    PointForm,
    ReasonsForm,
    RemarkForm,
    ReopenForm,
    ReturnForm,
    SealedForm,
)
from platform_app.screening.forms.steps import (
    CARRIED,
    STEP_FORMS,
    ActivitiesForm,
    BodyForm,
    EntryPledgeForm,
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
    "AddressForm",
    "ApplyForm",
    "AssessmentForm",
    "AttachmentForm",
    "BodyForm",
    "ChannelForm",
    "CheckForm",
    "ColleagueForm",
    "ConclusionForm",
    "EntryPledgeForm",
    "MembershipForm",
    "ObjectionForm",
    "OfficerRow",
    "OfficersForm",
    "PeopleForm",
    "PledgeForm",
    "PointForm",
    "ReasonsForm",
    "RecommendationForm",
    "RecommenderForm",
    "RecordRow",
    "RemarkForm",
    "ReopenForm",
    "ReturnForm",
    "ReviewForm",
    "SealedForm",
    "SittingForm",
    "StepForm",
    "TakeBackForm",
]
