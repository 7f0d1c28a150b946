"""Bodies and offices: the board with its seats, and deliberations, in which a body answers a question.

Words: body, board, seat, chair, board decision (what seated somebody), deliberation, electorate (the seats frozen when a deliberation
opens), conflict of interest (recusal), position (approve, refuse or defer), quorum, outcome.
Use cases: found_board, seat_by_decision, vacate_seat; open_deliberation, declare_conflict, give_position, close_deliberation,
call_off_deliberation. At the deadline the job `close_due_deliberations` closes what is due.
Neighbours: `members` says who is a member and who its people are, `bylaws` gives the rules; whoever opens a deliberation (screening)
gives the hints of conflict, registers a provider for the contents, and reacts to DeliberationClosed.
"""
