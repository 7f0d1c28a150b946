"""One text for one value: what is hashed and compared is written this way."""

import json


def canonical_json(value: object) -> str:
    """JSON with sorted keys and no spaces: the same text for the same value, fit for hashing."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
