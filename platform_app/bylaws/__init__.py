"""The rule set: every rule of the platform as a setting with a default and its source, in numbered versions.

Words: a *rule* has a key, a kind, a default and sources (`rules/`); a *version* holds a value for each rule from a day on; a *proposal* is a
version that a second person has not yet adopted or rejected. The chain of adopted versions is straight: each names the one it was built on.
Use cases (`services`): adopt the founding rules, propose a change, adopt it, reject it. Reads (`queries`): the rules of a day, and the rules
that a decision was made under. Neighbours: accounts (who proposed, who adopted); everybody above asks for rules.
"""
