"""The applicant's other forms: the address, papers."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from platform_app.documents.rules import Slot as FileSlot
from platform_app.documents.rules import slot_policy
from platform_app.screening.answers import limit
from platform_app.screening.rules.form import FILE_SLOTS, SLOTS_OF_APPLICANTS, Slot, entries_of
from platform_app.web.forms import (
    PlatformForm,
    choice_field,
    file_field,
    options,
    text_field,
)
from platform_app.web.words import say

_SHOWN_CHARACTERS = 40


class ApplyForm(PlatformForm):
    """The address to which the link is sent."""

    address = text_field(_l("E-mail address"), max_length=limit("contact_email"), required=True, kind="email", autocomplete="email")


class AttachmentForm(PlatformForm):
    """A paper: a file, or a public address in its place. What it may be is offered by `offer`."""

    slot = choice_field(_l("What it is"), lambda: [(slot.value, say(slot)) for slot in SLOTS_OF_APPLICANTS], coerce=str)
    file = file_field(
        _l("File"), support=_l("A photograph of the paper will do, too."), accept=slot_policy(FileSlot.ACTIVITY_EVIDENCE).accept
    )
    address = text_field(
        _l("or its public web address"), max_length=limit("attachments.address"), kind="url", support=_l("From https:// on; instead of a file")
    )

    def offer(self, answers: Mapping[str, Any], slots: Sequence[Slot] = SLOTS_OF_APPLICANTS) -> None:
        """The papers of this application: of evidence one for each entry of the activity record."""
        found = [(slot.value, _with_kinds(str(say(slot)), slot)) for slot in slots if slot is not Slot.EVIDENCE]
        entries = {key: entry["what"] for key, entry in entries_of(answers).items() if entry.get("what")}
        found += [(f"{Slot.EVIDENCE.value}:{key}", _of_entry(what)) for key, what in entries.items()]
        if Slot.EVIDENCE in slots and not entries:
            found.append((Slot.EVIDENCE.value, _with_kinds(str(say(Slot.EVIDENCE)), Slot.EVIDENCE)))
        self.slot.choices = options(found)

    @property
    def chosen(self) -> tuple[Slot, str | None]:
        """The slot, and the key of the entry that the paper is evidence for."""
        slot, _colon, entry = str(self.slot.data).partition(":")
        return Slot(slot), entry or None


def _of_entry(what: str) -> str:
    first = " ".join(what.split())
    shown = first if len(first) <= _SHOWN_CHARACTERS else first[:_SHOWN_CHARACTERS] + "…"
    return _with_kinds(str(_("Evidence of “%(what)s”", what=shown)), Slot.EVIDENCE)


def _with_kinds(label: str, slot: Slot) -> str:
    policy = slot_policy(FILE_SLOTS[slot])
    return str(_("%(what)s (%(kinds)s; up to %(size)s MB)", what=label, kinds=policy.accepted, size=policy.max_mib))
