"""Rules of the board."""

from platform_app.bylaws.rules.kinds import Choice, Flag, Fraction, Integer, Unit
from platform_app.bylaws.rules.rule import PLATFORM, POLICY, SIBLING, Rule, associations_act
from platform_app.kernel.thresholds import Base, Threshold

BOARD: tuple[Rule, ...] = (
    Rule("board.minimum_seats", Integer(3, 50), 3, (PLATFORM,)),
    Rule("board.stop_below_minimum", Flag(), True, (PLATFORM, POLICY), is_fixed=True),
    Rule("board.term_years", Integer(1, 10, Unit.YEARS), 2, (SIBLING,)),
    Rule("board.re_election", Flag(), True, (SIBLING,), is_fixed=True),
    Rule("board.successor_serves_rest", Flag(), True, (SIBLING,), is_fixed=True),
    Rule("board.quorum", Fraction(Base.ENTITLED), Threshold(1, 2, True, Base.ENTITLED), (associations_act(95, 1),)),
    Rule("board.majority", Fraction(Base.CAST), Threshold(1, 2, True, Base.CAST), (associations_act(95, 1),)),
    Rule("board.circular_position_is_attendance", Flag(), True, (POLICY,), is_fixed=True),
    Rule("board.all_recused_to_assembly", Flag(), True, (associations_act(95, 1),), is_fixed=True),
    Rule("board.conflict_own_organisation", Flag(), True, (associations_act(95, 2),), is_fixed=True),
    Rule("board.conflict_recommender", Flag(), True, (associations_act(95, 2),), is_fixed=True),
    Rule("board.conflict_declared_first", Flag(), True, (POLICY,), is_fixed=True),
    Rule("board.conflict_recuses", Flag(), True, (associations_act(95, 2),), is_fixed=True),
    Rule("board.consent_mode", Choice(("majority", "unanimous")), "majority", (SIBLING, associations_act(96))),
    Rule("board.review_days", Integer(1, 90, Unit.DAYS), 14, (SIBLING,)),
    Rule("board.notice_days", Integer(0, 60, Unit.DAYS), 7, (SIBLING,)),
)
