# Words of the pages.

# Titles and places.
page-today = Today
page-good-day = Nothing waits for you. A good day.
page-desk-clearance = Clearance desk
page-registers = Registers
page-administration = Administration
page-mail = Mail register
page-cases = Clearance cases
page-people = People
page-approvals = Approvals
page-import = Take a tracker over
page-proof = Check a proof
page-search = Search
page-search-empty = Nothing was found. Try fewer words, or only the beginning of one.
page-notices = Notices
page-me = My page
page-demo-banner = Demonstration: a fictional agency, invented people and rules.

# Today.
page-section-approvals = Waiting for my approval
page-section-approvals-empty = Nothing waits for your approval.
page-section-requests = My requests
page-section-requests-empty = You have asked for nothing that is still open.
page-section-next = Next in the queue
page-section-next-empty = Nothing waits for the office.
page-section-mail = Mail not linked to a case
page-section-mail-empty = All mail is linked.
page-section-expiring = Expiring in 30 days
page-section-expiring-empty = Nothing expires in the next 30 days.

# The guided tour of the demonstration.
page-tour-1 = Take a tracker over
page-tour-1-text = Drop the office’s Excel list, or tracker-with-faults.xlsx from the folder “try” beside the demo’s data, and see what each row would change. Nothing is written until a second person approves.
page-tour-2 = See who lacks what
page-tour-2-text = Everybody whose access is below what the post requires, with the reasons, one fact at a time.
page-tour-3 = Open a case and walk it through
page-tour-3-text = Each step says what it needs and whose clock runs. Try to approve your own request and read the refusal.
page-tour-4 = Ask what was known in the past
page-tour-4-text = The past is a question: two dates, one answer.
page-tour-5 = Check a proof
page-tour-5-text = Copy the proof of an entry, change one letter, and see what the check says.

# The clearance desk.
page-figure-coverage = Posts covered
page-figure-coverage-target = Target: everybody in a post holds what it requires
page-figure-expired = Expired in post
page-figure-expired-target = Target: none
page-figure-open-cases = Open cases
page-figure-open-cases-target = Target: none older than the authority usually takes
page-figure-second-person = Waiting for a second person
page-figure-second-person-target = Target: decided the same day
page-figure-decisions-due = Decisions to be recorded
page-figure-decisions-due-target = Target: recorded the day they come in
page-figure-expiring = Expiring within 90 days
page-figure-expiring-target = Target: each with a renewal under way
page-pipeline = Open cases by stage, with the age of the oldest
page-pipeline-text = How many open cases stand at each stage, and how long the oldest has been there.
page-queue = The queue
page-outlook = Clearances that expire, next { $months } months
page-outlook-text = How many clearances of people in post expire in each of the next { $months } months; each bar leads to them.
page-wrong = What is wrong
page-open-case = Open a case
page-register-mail = Register mail
page-import-tracker = Take a tracker over

# Who lacks what; the time machine.
page-who-lacks = Who lacks what
page-who-lacks-intro = People in post whose effective access is below what is required of them, by the post or by a contract or programme they work on.
page-who-lacks-empty = Nobody lacks anything.
page-requirements = Requirements and holders
page-requirements-intro = Clearances that stand and that nobody needs any more, requirements without a holder, and how those stand who work on contracts and programmes.
page-requirements-need-ended = Clearances without a need
page-requirements-without-holder = Requirements without a holder
page-requirements-since = Not needed since
page-requirements-of = Post, contract or programme
page-requirements-contracts = On contracts and programmes
page-requirements-people = People on it
page-requirements-standing = How they stand
page-requirements-nobody = Nobody works on it
page-requirements-all-covered = All are covered
page-requirements-below =
    { $count ->
        [one] { $count } below what is required
       *[other] { $count } below what is required
    }
page-time-machine = Time machine: { $name }
page-access = Effective access
page-access-today = May see
page-access-until = Until
page-access-clearance = Clearance
clearance-valid = Valid
clearance-valid-conditional = Valid, with conditions
clearance-extended = Extended
clearance-suspended = Suspended
clearance-withdrawn = Withdrawn
clearance-refused = Refused
clearance-expired = Expired
clearance-lapsed = Lapsed
clearance-cancelled = Cancelled
clearance-transferred = Transferred
clearance-claimed-unverified = Claimed, not verified
page-access-need = Posts require
page-access-because = What is missing first
page-access-none = No access
page-access-sentence = On { $date }, as known on { $known }.
page-hindsight = More has become known since. Today the answer for that day is different.

# Taking a tracker over.
page-import-step-file = File
page-import-step-mapping = Columns
page-import-step-check = Check
page-import-step-approval = Second person
page-import-figures-new = New people
page-import-figures-changed = Rows that change something
page-import-figures-unchanged = Rows that change nothing
page-import-figures-refused = Rows refused
page-import-attest-hint = Ticked: an access authorisation and a briefing are recorded for each holder in force who has none. Not ticked: they have no effective access until both are recorded.
page-import-limits = An .xlsx or .csv file of at most 200 MiB, without password and without macros. Formulas are never calculated.
page-import-earlier = Earlier imports

# Tables, exports, records.
page-total =
    { $count ->
        [0] No rows
        [one] { $count } row
       *[other] { $count } rows
    }
page-total-more = 1,000+ rows
page-export-csv = Export as CSV
page-export-xlsx = Export as XLSX
page-export-json = Export as JSON
page-export-proof = Export with proofs
page-timeline-more = Show earlier entries
page-entry = Entry { $number }
page-asked = Asked for: { $what }
page-permit = duty “{ $duty }”
page-permit-deputy = duty “{ $duty }” in the place of { $name }
page-approval-cleared = The clearance on record covers the level of this grant
page-approval-not-cleared = No clearance on record covers the level of this grant: look at it elsewhere before you approve
page-print-note = Printed by { $who } on { $when }

# Proofs.
page-proof-holds = The proof holds
page-proof-fails = The proof does not hold
page-proof-step-format = The text is a complete proof
page-proof-step-signature = The log’s root is signed by this office
page-proof-step-inclusion = The entry is in the log that was signed

# Messages.
page-not-found = There is nothing here
page-refused = This was not carried out
page-conflict = Somebody changed this record meanwhile
