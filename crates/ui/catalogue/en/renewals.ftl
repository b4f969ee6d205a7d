# Renewals: when they start, what is due, and whom other rules would move.

register-lead-times = Lead times learned
register-lead-times-one = Lead time learned
field-learned-on = Learned on
field-authority-days = Authority (days)
field-office-days = Office (days)
field-subject-days = Person (days)
field-files-seen = Files
job-renewals = System (renewals)
command-renewals-learn = Write lead time down
command-renewals-learn-done = Lead time written down
command-renewals-start = Start renewal
command-renewals-start-done = Renewal started

choice-renewals = Renewals
choice-renewal-due = To be started
choice-renewal-in-hand = Under way
choice-renewal-ask = Ask first
choice-renewal-soon = Starts soon
choice-renewal-later = Later
page-renewal-due-text = Their start has come and no renewal is open
page-renewal-in-hand-text = A renewal is open
page-renewal-ask-text = The contract ends before a renewal is of use
page-renewal-soon-text = Their start is within the warning time
page-renewal-later-text = Nothing to do yet

page-renewals = Renewals
page-renewals-intro = When the renewal of each clearance in post starts: the last day less the authority’s lead, or less the time files have really taken where that is longer. Nothing starts by itself: no adopted rules say so.
page-renewals-intro-itself = When the renewal of each clearance in post starts: the last day less the authority’s lead, or less the time files have really taken where that is longer. The system opens what is due each day.
page-renewals-all = All, those that start first on top
page-renewals-month = Renewals that start in { $month }
page-renewals-workload = Renewals that start, next { $months } months
page-renewals-workload-text = How many renewals start in each of the next { $months } months, without those under way; what should have started before stands in the first. Each bar leads to them.
page-renewals-start = Renewal starts
page-renewals-until = Clearance ends
page-renewals-stands = How it stands
page-renewals-action = Case
page-renewals-contract = Contract ends on { $date }: renew?
page-renewals-passed = { $stage }; { $percent } % of the time has passed
page-renewals-rule = By rule
page-renewals-learned = By history (authority + office + person)
page-renewals-months = { $months } months
page-renewals-days = { $parts } = { $days } days

page-whatif = Whom these rules would move
page-whatif-count = { $count ->
    [0] Nobody is moved.
    [one] { $count } person is moved, as of the first day of these rules or of today.
   *[other] { $count } people are moved, as of the first day of these rules or of today.
}
page-whatif-cut = { $count ->
    [one] The first is shown.
   *[other] The first { $count } are shown.
}
page-whatif-change = { $before } → { $after }
page-whatif-grant = Clearance
page-whatif-access = Effective access
page-whatif-none = none
page-whatif-nobody = Nobody is moved.
page-whatif-until = { $what } until { $until }
page-whatif-in-scope = For one thing, until
page-whatif-briefed = Briefed by
page-whatif-appraised = Appraised by
page-whatif-cases = Whose authority would be asked at another time
page-whatif-cases-count = { $count ->
    [0] No case is moved.
    [one] { $count } case with its authority is moved.
   *[other] { $count } cases with their authorities are moved.
}
page-whatif-sent = Sent on
page-whatif-asked = The authority is asked from
page-whatif-musters = Which control points would be mustered at another time
page-whatif-musters-count = { $count ->
    [0] No muster is moved.
    [one] The muster of { $count } control point is moved.
   *[other] The musters of { $count } control points are moved.
}
page-whatif-mustered = Muster due
page-whatif-files = Whose file these rules would keep otherwise
page-whatif-files-count = { $count ->
    [0] No file is moved.
    [one] { $count } file is moved, as of the first day of these rules or of today.
   *[other] { $count } files are moved, as of the first day of these rules or of today.
}
page-whatif-file = The file
page-whatif-file-no-period = no period runs
page-whatif-file-in-use = in use
page-whatif-file-running = kept
page-whatif-file-held = held
page-whatif-file-due = due for disposal
page-whatif-visits = Which visits these rules would judge otherwise
page-whatif-visits-count = { $count ->
    [0] No open visit is moved.
    [one] { $count } open visit is moved, as it stands today.
   *[other] { $count } open visits are moved, as they stand today.
}
page-whatif-faults-before = No longer in the way
page-whatif-faults-after = Newly in the way
page-whatif-nothing = nothing
page-whatif-guests = Whose badge these rules would change
page-whatif-guests-count = { $count ->
    [0] No badge changes.
    [one] The badge of { $count } visitor changes.
   *[other] The badges of { $count } visitors change.
}

refusal-renewals-not-by-itself = No adopted rules say that renewals start by themselves. Nothing was opened. Have a policy pack for renewals adopted, or open the case yourself.
refusal-renewal-no-longer-due = The clearance no longer ends on that day, or the person’s post no longer requires one. Nothing was opened.
page-today-renewals-due = { $count ->
    [one] { $count } renewal is due and has no case
   *[other] { $count } renewals are due and have no case
}
page-today-renewals-escalated = { $count ->
    [one] { $count } renewal is late and not with its authority
   *[other] { $count } renewals are late and not with their authority
}
page-today-renewals-ask = { $count ->
    [one] { $count } renewal waits for a word whether it is wanted
   *[other] { $count } renewals wait for a word whether they are wanted
}
page-today-renewals-soon = { $count ->
    [one] { $count } renewal starts soon
   *[other] { $count } renewals start soon
}
register-renewal-checks = Daily counts of renewals
register-renewal-checks-one = Daily count of renewals
field-renewals-due = Due, without a case
field-renewals-escalated = Late, not with the authority
field-renewals-asked = To be asked about
field-renewals-soon = Starting soon
command-renewal-checks-write = Record the daily count of renewals
command-renewal-checks-write-done = Count recorded
refusal-renewals-checked-today = Renewals have been counted today. The next count is tomorrow.
