"""Pages of admission screening: the applicant's, the recommender's, the secretariat's."""

from platform_app.screening.views import apply, papers, recommend, secretariat
from platform_app.screening.views.blueprint import blueprint

__all__ = ["apply", "blueprint", "papers", "recommend", "secretariat"]
