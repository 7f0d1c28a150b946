"""Rights of each membership class, as cells of a table: one yes or no per class and right, and how members appear in the directory."""

from enum import StrEnum

from platform_app.bylaws.rules.kinds import Choice, Flag
from platform_app.bylaws.rules.rule import PLATFORM, POLICY, Rule


class Right(StrEnum):
    """What a member may do by its class."""

    VOTE = "vote"
    COUNT_IN_QUORUM = "count_in_quorum"
    DEMAND_ASSEMBLY = "demand_assembly"
    STAND_FOR_BOARD = "stand_for_board"
    RECOMMEND = "recommend"
    ATTEND_ASSEMBLY = "attend_assembly"
    RECEIVE_NOTICE = "receive_notice"
    PROPOSE_SUBCOMMITTEE = "propose_subcommittee"
    JOIN_SUBCOMMITTEE = "join_subcommittee"
    TAKE_PART = "take_part"
    SCREENED_BY_BOARD = "screened_by_board"


class Column(StrEnum):
    """A column of the table of rights: a membership class, for supporting members one for bodies and one for individuals."""

    REGULAR = "regular"
    COOPERATING = "cooperating"
    SUPPORTING_ORGANISATION = "supporting_organisation"
    SUPPORTING_INDIVIDUAL = "supporting_individual"


DIRECTORY_CHOICES = ("never", "by_consent", "by_consent_per_field")
_OF_REGULAR_MEMBERS = frozenset(
    {Right.VOTE, Right.COUNT_IN_QUORUM, Right.DEMAND_ASSEMBLY, Right.STAND_FOR_BOARD, Right.RECOMMEND}
)


def column_of(membership_class: str, kind: str) -> Column:
    """The column of a membership class (`regular` …) and a kind of member (`organisation`, `individual`)."""
    if membership_class == "supporting":
        return Column.SUPPORTING_INDIVIDUAL if kind == "individual" else Column.SUPPORTING_ORGANISATION
    return Column(membership_class)


def _cells(column: Column) -> tuple[Rule, ...]:
    cells = tuple(
        Rule(f"rights.{column}.{right}", Flag(), column is Column.REGULAR or right not in _OF_REGULAR_MEMBERS, (PLATFORM,))
        for right in Right
    )
    shown = "by_consent_per_field" if column is Column.SUPPORTING_INDIVIDUAL else "by_consent"
    return (*cells, Rule(f"rights.{column}.directory", Choice(DIRECTORY_CHOICES), shown, (POLICY,)))


RIGHTS: tuple[Rule, ...] = tuple(cell for column in Column for cell in _cells(column))
