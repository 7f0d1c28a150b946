"""Names compared: normalisation, folding, legal forms, readings, candidate keys, scores with evidence. Pure Python; it knows no database.

Start at `scoring.compare`; `keys` makes the candidate step, `tiers` decides, `memory` matches whole files and holds the oracle.
`RULES_VERSION` changes whenever a pair could get another tier or another key: what was cleared under older rules comes back.
"""

from importlib.util import find_spec

from platform_app.watchlists.matching.keys import keys_of_entry, keys_of_subject
from platform_app.watchlists.matching.scoring import Prepared, compare, prepare

# With SudachiPy names get other readings, and so other keys: whoever installs or removes it has everything keyed and matched anew.
RULES_VERSION = "2026.3" + ("+" if find_spec("sudachipy") and find_spec("sudachidict_core") else "")

__all__ = ["RULES_VERSION", "Prepared", "compare", "keys_of_entry", "keys_of_subject", "prepare"]
