"""Words of the rules of general assemblies."""

from flask_babel import lazy_gettext as _l

from platform_app.bylaws.words.rule_words import RuleWords

ASSEMBLIES: dict[str, RuleWords] = {
    "assemblies.ordinary_per_year": RuleWords(
        _l("Ordinary assemblies"),
        _l("An ordinary assembly is held at least %(value)s time(s) a year."),
    ),
    "assemblies.demand_share": RuleWords(
        _l("Demand by members"),
        _l("%(value)s of the voting members can demand an extraordinary assembly."),
    ),
    "assemblies.demand_purpose_stated": RuleWords(
        _l("Purpose of the demand"),
        _l("The demand states the purpose of the assembly."),
        _l("The demand needs no purpose."),
    ),
    "assemblies.demand_held_within_days": RuleWords(
        _l("Assembly after a demand"),
        _l("The assembly is held within %(value)s of the demand."),
    ),
    "assemblies.notice_clear_days": RuleWords(
        _l("Notice period of an assembly"),
        _l("The notice is dispatched %(value)s before the assembly, both ends excluded."),
    ),
    "assemblies.notice_contents": RuleWords(
        _l("Contents of the notice"),
        _l("The notice states: %(value)s."),
    ),
    "assemblies.only_noticed_items": RuleWords(
        _l("Items that may be decided"),
        _l("Only items in the notice are decided."),
        _l("Other items may be decided too."),
    ),
    "assemblies.votes_equal": RuleWords(
        _l("Votes of a member"),
        _l("Each voting member has one vote, whatever its size."),
        _l("Votes are not equal."),
    ),
    "assemblies.ways_of_voting": RuleWords(
        _l("Ways of voting"),
        _l("Offered unless an assembly is called without them: %(value)s."),
    ),
    "assemblies.counts_as_attendance": RuleWords(
        _l("Deemed attendance"),
        _l("Counted as attendance: %(value)s."),
        _l("Only those present attend."),
    ),
    "assemblies.advance_deadline": RuleWords(
        _l("Deadline for advance votes"),
        _l("Advance votes and proxies are taken until: %(value)s."),
    ),
    "assemblies.several_advance_votes": RuleWords(
        _l("Several advance votes of one member"),
        _l("When a member sends several, this one counts: %(value)s."),
    ),
    "assemblies.advance_lapses": RuleWords(
        _l("Advance vote of a member who attends"),
        _l("The advance vote lapses: %(value)s."),
    ),
    "assemblies.proxy_holders": RuleWords(
        _l("Proxy holders"),
        _l("A proxy can be given to: %(value)s."),
    ),
    "assemblies.proxy_passed_on": RuleWords(
        _l("Passing a proxy on"),
        _l("A proxy may be passed on."),
        _l("A proxy cannot be passed on."),
    ),
    "assemblies.proxy_limit": RuleWords(
        _l("Proxies per holder"),
        _l("One holder takes at most %(value)s proxies."),
        _l("There is no limit per holder."),
    ),
    "assemblies.blank_proxy": RuleWords(
        _l("Blank proxy"),
        _l("A proxy without a holder: %(value)s."),
    ),
    "assemblies.silence_is_consent": RuleWords(
        _l("No answer"),
        _l("Silence is taken as consent."),
        _l("Silence is never consent."),
    ),
    "assemblies.quorum": RuleWords(
        _l("Quorum of an assembly"),
        _l("%(value)s of the voting members attend, at opening and again for each item."),
    ),
    "assemblies.ordinary_resolution": RuleWords(
        _l("Ordinary resolution"),
        _l("%(value)s of the votes of those attending; abstentions stay in the denominator."),
    ),
    "assemblies.special_attendance": RuleWords(
        _l("Special resolution: attendance"),
        _l("%(value)s of all voting members attend."),
    ),
    "assemblies.special_resolution": RuleWords(
        _l("Special resolution"),
        _l("%(value)s of all voting rights."),
    ),
    "assemblies.amendment_mode": RuleWords(
        _l("Amendment of the bylaws"),
        _l("The bylaws are amended by: %(value)s."),
    ),
    "assemblies.amendment_attendance": RuleWords(
        _l("Amendment: attendance"),
        _l("%(value)s of all voting members attend."),
    ),
    "assemblies.amendment_resolution": RuleWords(
        _l("Amendment: votes"),
        _l("%(value)s of those attending."),
    ),
    "assemblies.dissolution_resolution": RuleWords(
        _l("Resolution on dissolution"),
        _l("%(value)s of all voting members."),
    ),
    "assemblies.expulsion_mode": RuleWords(
        _l("Resolution on an expulsion"),
        _l("A member is expelled by: %(value)s."),
    ),
    "assemblies.tie": RuleWords(
        _l("Tie in a vote"),
        _l("At a tie in an open vote: %(value)s."),
    ),
    "assemblies.chair_votes_first": RuleWords(
        _l("Vote of the chair"),
        _l("The chair also votes with the others first."),
        _l("The chair votes only to break a tie."),
    ),
    "assemblies.conflict_has_no_vote": RuleWords(
        _l("Conflict of interest"),
        _l("A member has no vote on a matter between itself and the platform."),
        _l("A conflict of interest does not take the vote away."),
    ),
    "assemblies.candidate_may_vote": RuleWords(
        _l("Candidates who vote"),
        _l("A candidate may vote in the election."),
        _l("A candidate does not vote in the election."),
    ),
    "assemblies.election_method": RuleWords(
        _l("Election of officers"),
        _l("Officers are elected by: %(value)s, unless the election says otherwise."),
    ),
    "assemblies.election_secret": RuleWords(
        _l("Secret elections"),
        _l("Elections are secret."),
        _l("Elections are by roll call."),
    ),
    "assemblies.deemed_resolution": RuleWords(
        _l("Deemed resolution"),
        _l("A proposal that all voting members consent to counts as resolved."),
        _l("There is no resolution without an assembly."),
    ),
    "assemblies.minutes_totals": RuleWords(
        _l("Contents of the minutes"),
        _l("The minutes also state the number of members, attendance by way, and each result."),
        _l("The minutes state what the rules require only."),
    ),
    "assemblies.minutes_chair_signs": RuleWords(
        _l("Signature of the chair"),
        _l("The chair signs the minutes."),
        _l("The chair need not sign the minutes."),
    ),
    "assemblies.minutes_signatories": RuleWords(
        _l("Signatories"),
        _l("%(value)s signatories sign the minutes as well."),
        _l("No signatories are needed."),
    ),
    "assemblies.ballots_inspectable": RuleWords(
        _l("Inspection of ballots and proxies"),
        _l("Ballots and proxies can be inspected for a stated reason."),
        _l("Ballots and proxies cannot be inspected."),
    ),
}
