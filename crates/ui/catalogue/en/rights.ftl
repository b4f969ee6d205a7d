# Rights: duties in the place of others, postures, households, memberships, restricted files, broken glass.

# Registers.
register-delegations = Delegated duties
register-delegations-one = Delegated duty
register-crisis-postures = Crisis postures
register-crisis-postures-one = Crisis posture
register-household-ties = Households
register-household-ties-one = Household tie
register-memberships = Members of cases
register-memberships-one = Member of a case
register-restrictions = Restricted files
register-restrictions-one = Restricted file
register-openings = Openings of restricted files
register-openings-one = Opening of a restricted file
register-broken-glass = Emergency accesses
register-broken-glass-one = Emergency access

# Fields.
field-behalf = On behalf of
field-limited-to = Limited to
field-limited-to-hint = The one unit, nation, site or firm this duty is for. Leave empty if it is for all.
field-posture = Only in posture
field-posture-hint = Name of the crisis posture during which the duty holds. Leave empty if it always holds.
field-from-account = Holder of the duty
field-to-account = Deputy
field-first = What goes first
field-declared-at = Declared on
field-declared-on = Declared on
field-ended-at = Ended on
field-ends-at = Ends on
field-member = Member of the household
field-restricted-on = Restricted since
field-lifted-on = Lifted on
field-restriction = Restricted file
field-restrictions-reference = Reference of the file
field-restrictions-reference-hint = What colleagues will ask for the file by. Never a name.
field-ground = Ground
field-until = Open until
field-finding = Finding
field-reviewed-at = Reviewed on

# Choices.
choice-system-admin = System administrator
choice-manager = Manager
choice-consent = The person agreed
choice-proceedings = Proceedings are pending
choice-return-planned = The person is to return
choice-harm-to-person = Destruction would harm the person
choice-accuracy-disputed = The person disputes what it says
choice-justified = It was justified
choice-not-justified = It was not justified

# Duties.
duty-holder = Holder of a file
duty-system-admin = System administrator
duty-manager = Manager
duty-delegation = National delegation
duty-contractor = Contractor

# Purposes of entries.
purpose-emergency = Emergency
purpose-data-protection = Data protection

# Commands: what the button says, what the timeline says, what will happen.
command-delegations-delegate = Delegate duty
command-delegations-delegate-done = Duty delegated
command-delegations-delegate-effect = Your request is frozen and waits for somebody who grants duties. The deputy then uses the duty from the first to the last day; each entry shows both names. The deputy reads no higher than before.
command-delegations-end = End delegation
command-delegations-end-done = Delegation ended
command-delegations-end-effect = The deputy can no longer use the duty, from now on.
command-postures-declare = Declare crisis posture
command-postures-declare-done = Crisis posture declared
command-postures-declare-effect = Your request is frozen and waits for a second person. Duties prepared for this posture hold from then on, until it ends.
command-postures-end = End crisis posture
command-postures-end-done = Crisis posture ended
command-postures-end-effect = Duties that were given for this posture are gone at once.
command-household-declare = Declare household
command-household-declare-done = Household declared
command-household-declare-effect = From now on neither of the two handles the other’s file.
command-household-end = End household
command-household-end-done = Household ended
command-household-end-effect = Your request is frozen and waits for a second person. The files open again once they approve.
command-memberships-add = Add member
command-memberships-add-done = Member added
command-memberships-add-effect = Your request is frozen and waits for a second member. The colleague sees the case once they approve.
command-memberships-end = End membership
command-memberships-end-done = Membership ended
command-memberships-end-effect = The person no longer sees the case, from now on.
command-restrictions-restrict = Restrict file
command-restrictions-restrict-done = File restricted
command-restrictions-restrict-effect = The file leaves every list and search, for you as well. Opening it again takes two people.
command-restrictions-lift = Lift restriction
command-restrictions-lift-done = Restriction lifted
command-restrictions-lift-effect = Your request is frozen and waits for a second person. The file is found again once they approve.
command-restrictions-open = Ask to open file
command-restrictions-open-done = Restricted file opened
command-restrictions-open-effect = Your request is frozen and waits for a second person. The file is then open to you, and to nobody else, for a few days.
command-emergency-break-glass = Break the glass
command-emergency-break-glass-done = Glass broken
command-emergency-break-glass-effect = For an hour you read what other desks keep, at your own level. You change nothing by it. Two people are told at once and will ask you why.
command-emergency-review = Review emergency access
command-emergency-review-done = Emergency access reviewed
command-emergency-review-effect = Your finding is frozen and waits for a second person.

# Refusals.
refusal-grant-of-a-realm = This duty is for one unit, nation or firm only. Say which.
refusal-delegation-not-held = The holder does not have this duty on the first day, so it cannot be handed over. Choose a duty they hold themselves.
refusal-delegation-too-long = A delegation lasts at most { $max } days. Choose an earlier last day and ask again later.
refusal-deputy-of-requester = You are the deputy of who asked, or they are yours. Somebody else must approve it.
refusal-posture-in-force = This posture has been declared already and still holds. Open it to see since when.
refusal-posture-ended = This posture has ended already.
refusal-household-of-one = A household tie joins two different people. Choose the other one.
refusal-restriction-lifted = This restriction has been lifted; the file is found as any other.
refusal-glass-reason = Say in at least { $min } characters what the emergency is. Two people will read it.
refusal-glass-reviewed = This has been reviewed already. Open it to see the finding.

# Watching who opens files.
register-alarms = Alarms
register-alarms-one = Alarm
register-decoys = Decoys
register-decoys-one = Decoy
field-files = Files within the hour
field-raised-at = Raised on
field-alarms-outcome = What was found
field-settled-at = Settled on
choice-unusual-reading = Unusually many files opened
choice-decoy-opened = Decoy opened
job-watch = System (watch on reading)
command-alarms-raise = Raise alarm
command-alarms-raise-done = Alarm raised
command-alarms-settle = Settle alarm
command-alarms-settle-done = Alarm settled
command-decoys-place = Place decoy
command-decoys-place-done = Decoy placed
command-decoys-place-effect = Whoever opens this person’s file from now on raises an alarm. Use an invented person only.
refusal-alarm-settled = This alarm has been settled already. Open it to see what was found.
refusal-alarm-about-you = This alarm is about your own reading. Somebody else must settle it.

# Windows: how people stand, and one's own file.
page-standing = Standing
page-standing-intro = { $duty }: whether people meet what their post requires, until when, and where an open case is. This page holds nothing else about them.
page-standing-search = Name or personnel number
page-standing-none = Nobody of yours fits this.
page-standing-number = Number
page-standing-met = Requirement met
page-standing-until = Until
page-standing-stage = Stage of the case
page-standing-yes = Met
page-standing-no = Not met
page-standing-nothing = Nothing required
page-stage-preparing = Being prepared
page-stage-with-person = With the person
page-stage-with-authority = With the authority
page-stage-finishing = Being finished
page-turn-preparing = The office
page-turn-with-person = You
page-turn-with-authority = The authority
page-turn-finishing = The office
page-own = My file
page-own-intro = Nobody handles their own file. This is what the office tells you about yours.
page-own-standing = How you stand
page-own-standing-intro = As of today.
page-own-question = Question
page-own-answer = Answer
page-own-turn = Whose turn it is
page-own-opened = Who opened my file
page-own-opened-intro = One line for each colleague and hour. Reading inside an inquiry is not listed here; the auditor sees it.
page-own-opened-none = Nobody opened it in the past year.
page-own-when = Last time
page-own-who = Who
page-own-times = Times
page-glass-open = The glass is broken: for { $minutes } minutes you read what other desks keep. Everything you open is noted, and two people will ask you why.
page-posture-in-force = Crisis posture in force: { $name }

# Realms.
field-realm = Site, unit or firm
command-realms-assign = Assign to a site, unit or firm
command-realms-assign-done = Assigned to a site, unit or firm
command-realms-assign-effect = Your request is frozen and waits for a second person. Those who hold a duty for that site, unit or firm only will then see it.

# What waits, and who may what.
page-section-alarms = Alarms about reading
page-section-alarms-empty = No alarm waits.
page-section-glass = Emergency accesses to be reviewed
page-section-glass-empty = No emergency access waits for its review.
page-permissions = Who may what
page-permissions-intro = The table of duties in force. Its fingerprint stands in every entry; what a person holds of it is under granted duties.
page-permissions-commands = What can be done
page-permissions-what = Action
page-permissions-may = Done or asked by
page-permissions-approves = Approved by a second person
page-permissions-system = The system alone
page-permissions-registers = What can be seen
page-permissions-register = Register
page-permissions-sees = Seen by
page-permissions-edits = Edited by
page-permissions-windows = Views for those outside the desks
page-permissions-fingerprint = Fingerprint of this table: { $hash }
page-window-standing = Standing of people
page-window-own-file = One’s own file
page-everybody = Everybody, of themselves only
page-nobody = Nobody

# Added with care for those who watch.
refusal-delegation-of-another = You hand over your own duty only. For somebody who is away, ask an access administrator to grant the duty.
refusal-marking-of-oversight = Requests, alarms and what else watches the office keep their marking. Nothing was changed.
refusal-marking-beyond-yours = This level or caveat is beyond what you may read yourself. Ask somebody who holds it.
refusal-dispose-restricted = The file is restricted: it is kept, and closed, instead of being destroyed. Lift the restriction first if its ground is gone.
refusal-export-larger = There are more rows now than the { $approved } that were approved. Ask again.
