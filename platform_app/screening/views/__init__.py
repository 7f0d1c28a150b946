"""Pages of admission screening: the applicant's, the recommender's, the secretariat's, and papers for the board."""

from platform_app.screening.views import apply, board, papers, recommend, secretariat
from platform_app.screening.views.blueprint import blueprint

__all__ = ["apply", "blueprint", "board", "papers", "recommend", "secretariat"]
