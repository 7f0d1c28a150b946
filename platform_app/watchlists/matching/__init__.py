"""Keys of names: as typed, by reading, and with one character left out."""

from platform_app.watchlists.rules.facts import Party

RULES_VERSION = "0"


def _keys(party: Party) -> tuple[str, ...]:
    found = set()
    for letter, text in (("n", party.name), ("r", party.kana), *(("n", name) for name in party.former_names)):
        if text:
            text = text.replace(" ", "")
            found |= {letter + text, *(letter + text[:i] + text[i + 1 :] for i in range(len(text)))}
    if party.corporate_number:
        found.add("c" + party.corporate_number)
    return tuple(sorted(found))


keys_of_entry = keys_of_subject = _keys
