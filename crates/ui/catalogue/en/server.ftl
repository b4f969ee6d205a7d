# Words of the pages the server makes.
page-access-history = Access on a date
page-all = See all
page-none = Nothing here.
page-yes = yes
page-no = no
page-chosen = the one you came from
page-cancel = Cancel
page-back = Back
page-download = Download
page-technical-name = Name in files and API
page-search-in = Search by name, number or reference
page-view-title = By name or number
page-view-newest = Newest first
page-view-oldest = Longest waiting first
page-view-nationality = By nationality
page-view-nation = By nation
page-view-decided = Latest decision first
page-view-given = Latest briefing first
page-void = This record was taken back. It stays visible and counts nowhere.
page-void-field = Void
page-decide = Decide
page-see-request = See the request
page-waiting-for-approval = A request on this record waits for a second person.
page-expires = expires
page-month = Month
page-as-it-should-be = as it should be
page-needs-attention = needs attention
page-level-too-low = level below the requirement
page-wrong-suspended = People in post whose clearance is suspended
page-wrong-not-briefed = People in post without a current briefing
page-wrong-no-certificate = People in post without a valid certificate
page-wrong-claimed = Clearances only claimed, not verified
page-wrong-need-ended = People whose clearance stands and whose posts require none
page-fact = Fact
page-fact-what = What
page-facts = The facts
page-period = Period
page-facts-chart = The facts over time
page-facts-chart-text = Each line shows when a fact held; the mark is the day in question.
page-approval-by = Asked by
page-approval-at = Asked on
page-approval-digest = Hash of the frozen request
page-approval-duty = Your duty allows this decision
page-approval-frozen = What was asked, frozen
page-approval-other-person = Another person asked
page-approval-request = The request
page-approval-code-hint = A fresh one-time code, to approve. Not needed to reject.
page-fresh-code-hint = A fresh one-time code: the six digits your authenticator shows now.
page-approval-reason-hint = Needed to reject; the requester reads it.
page-import-file = Tracker
page-import-file-hint = XLSX or CSV, as your office keeps it. Title rows, notes and mixed dates are understood.
page-import-changes = What would change
page-import-changes-intro = Row by row, against what the office holds now. At most 200 rows are shown; all are counted above.
page-import-column = Column
page-import-finding = Finding
page-import-findings = Findings
page-import-row = Row
page-import-severity = Weight
page-import-outcome = Outcome
page-severity-error = not taken
page-severity-warning = please check
page-severity-info = understood
page-import-left-out = left out
page-import-please-check = please check
page-import-recognised = recognised
page-import-needs-change = Something would change
page-proof-actor = Account (pseudonym)
page-proof-command = What was done
page-proof-download = Download the proof
page-proof-entry = Entry
page-proof-leaf = The entry itself
page-proof-log = Log
page-proof-size = Entries under the checkpoint
page-proof-time = When
refusal-approve-in-browser = Approvals are given by a person in the browser, never through the API. Open the request and decide there.
refusal-glass-in-browser = The glass is broken by a person in the browser, never through the API.
refusal-sealed-in-browser = Sealed text is opened by a person in the browser with a fresh one-time code, never through the API. Open the record and read it there.
refusal-code-wrong = The one-time code is not right. Enter the one your authenticator shows now.
refusal-field-misshapen = { $field } has the wrong form. Look at the API document for what it takes.
refusal-form-unreadable = The form could not be read. Go back and send it again.
refusal-import-field-twice = Two columns are taken for “{ $field }”. Leave one of them out.
refusal-reference-choose = Choose one of those found.
command-approvals-ask = Ask for approval
command-approvals-ask-done = Asked a second person
register-exports = Exports
register-exports-one = Export
command-exports-record = Record an export
command-exports-record-done = Export taken
field-format = Form
field-query = Narrowed by
field-rows = Rows
field-taken-by = Taken by
field-taken-at = Taken on
choice-csv = CSV
choice-xlsx = XLSX
choice-json = JSON
choice-proof = Proof
command-exports-record-effect = The export gets an entry and a number.
import-field-person = person
import-field-personnel-number = personnel number
import-field-remarks = remarks
import-field-birth-date = date of birth
import-field-status = status
import-field-requirement = requirement
import-field-post = post
import-field-decision = decision
page-demo-tries-head = sign what two people must decide
page-demo-tries-clearance-officer = import a tracker, approve decisions
page-demo-tries-clearance-technician = walk a case to its decision
page-demo-tries-registry = register mail
page-demo-tries-policy-officer = adopt a policy pack
page-demo-tries-auditor = follow the entries and check a proof
page-demo-tries-access-admin = grant a duty
page-demo-tries-hr = see who meets what their post requires
page-demo-tries-manager = see how your unit stands
page-demo-tries-delegation = see how your nationals stand
page-demo-tries-contractor = see how your people stand
page-demo-tries-system-admin = see that you see no record
page-demo-tries-holder = see your own file and who opened it
page-days-waiting =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
page-import-findings-count =
    { $count ->
        [one] { $count } finding
       *[other] { $count } findings, the gravest first; at most 200 are shown
    }
page-stage-text = { $count } · { $days } d

# Cases opened for several people at once.
page-open-cases = Open cases for those chosen
page-open-cases-new = A case is opened
page-open-cases-has = Keeps the open case { $number }
page-open-cases-empty = Nobody was chosen for whom a case would help. Go back and choose people.
page-open-cases-effect = One case is opened for each person, routine priority, at the level the post requires. Each can be cancelled.
page-open-cases-submit =
    { $count ->
        [one] Open { $count } case
       *[other] Open { $count } cases
    }
page-see = Open
page-access-history-text = What this person could see on another day:
page-clock-running = running
page-clock-late = over the usual time
page-clock-usual =
    { $count ->
        [one] usually { $count } day
       *[other] usually { $count } days
    }
refusal-letter-missing-outgoing = This move rests on a registered outgoing letter, and none is chosen. Register the letter in the mail register for this case, then choose it here.
refusal-letter-missing-incoming = This move rests on a registered incoming letter, and none is chosen. Register the letter in the mail register for this case, then choose it here.
page-since = since { $when }
