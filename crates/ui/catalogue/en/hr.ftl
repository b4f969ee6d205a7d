# The exchange with HR, and what a leaver sets off.

# Registers.
register-hr-messages = HR messages
register-hr-messages-one = HR message
register-hr-rows = HR rows that wait
register-hr-rows-one = HR row
register-departures = Departures
register-departures-one = Departure

# Fields.
field-hr-messages-name = File name
field-documents = Numbers of the messages
field-hr-messages-digest = Digest of the file (SHA-256)
field-received-at = Received at
field-hr-messages-rows = People
field-rows-matched = Matched by themselves
field-rows-waiting = Waiting
field-hr-messages-staged = Rows as read
field-hr-messages-received-by = Brought in by
field-message = Message
field-line = Line
field-row = Row
field-row-reason = Why it waits
field-settled-on = Settled on
field-departures-last-day = Last day of service
field-last-day = Last day of service
field-last-day-hint = The last day on which the person serves. Such as 2027-03-31.
field-end-reason = Why it ends
field-learned-from = Learned from
field-learned-at = Opened at
field-expected-end = Contract ends on
field-import-batches-of = What was imported

# Choices.
choice-hr-received = Received
choice-hr-applied = Applied
choice-row-waiting = Waiting
choice-row-matched = Matched by hand
choice-row-applied = Applied
choice-row-set-aside = Set aside
choice-row-has-errors = Something could not be read
choice-row-incomplete = Name, birth date or nationality is missing
choice-nobody-like-this = Nobody the office knows
choice-resembles-somebody = Like somebody, not surely the same
choice-number-of-another = The number is another person’s
choice-person-twice = Twice in the file
choice-own-file = The file of one who works on it
choice-not-storable = A value that no register takes
choice-learned-from-hr = Human resources
choice-learned-by-hand = By hand
choice-end-left = Leaves the agency
choice-end-contract = Contract ends
choice-end-transferred = Transferred
choice-end-retired = Retires
choice-end-died = Died
choice-import-tracker = Tracker
choice-import-hr = HR message
choice-cancellation = Cancellation
choice-closed-completed = Closed: completed
choice-cancellation-letter = Letter about a cancellation
choice-certificate-recall = Letter that calls certificates back
state-closed-completed = Closed: completed
state-row-waiting = Waiting
state-row-matched = Matched by hand
state-row-applied = Applied
state-row-set-aside = Set aside

# Commands.
command-hr-messages-receive = Receive an HR file
command-hr-messages-receive-done = HR file received
command-hr-messages-receive-effect = The file is received once. Who finds no place waits with a reason; nothing else is written.
command-hr-messages-apply = Apply what HR sent
command-hr-messages-apply-done = Applied what HR sent
command-hr-messages-apply-effect = Once a second person approves, the differences are written in one entry. For each leaver a cancellation, the draft of its letter and the tasks are opened. All of it can be undone while nobody has built upon it.
command-hr-rows-match = Say whose row this is
command-hr-rows-match-done = Row matched by hand
command-hr-rows-match-effect = The row can then be applied with its message, by two people.
command-hr-rows-set-aside = Set this row aside
command-hr-rows-set-aside-done = Row set aside
command-hr-rows-set-aside-effect = The row stays on record with your reason and is not applied.
command-departures-record = Record that the person leaves
command-departures-record-done = End of service recorded
command-departures-record-effect = Posts end on that day. A cancellation of the clearance in force, the draft of its letter and the tasks that are owed are opened at once.
command-case-authority-told = Record that the authority was told
command-case-authority-told-done = Authority told, case completed
command-case-authority-told-effect = A second person must approve. The letter then completes the case; a cancellation or a transfer ends the clearance with it, of a leaver after the last day of service.
command-departures-mark-left = Has left
command-departures-mark-left-done = Person has left
command-hr-messages-let-go = Let the rows of a message go
command-hr-messages-let-go-done = Rows of the message gone
job-personnel = System (what personnel sends)
job-leavers = System (leavers)

# Pages.
page-hr = HR exchange
page-hr-intro = Each file is received once. Its differences are shown, a second person approves, and what was applied can be undone.
page-hr-step-file = File
page-hr-step-check = Differences
page-hr-step-approval = Approval
page-hr-file = HR file
page-hr-file-hint = An HRMD_A message, flat or as XML, or a table (CSV) with the headings PERNR, INFTY, BEGDA, ENDDA and the names of the fields. Only actions, organisation, personal data, e-mail and the end of the contract are read; the file itself is not kept.
page-hr-limits = At most 64 MB and 400,000 records.
page-hr-messages = Messages received
page-hr-waiting = Rows that wait
page-hr-applied = What was applied, to undo
page-hr-figures-leavers = Leavers
page-hr-figures-waiting = Waiting
page-hr-needs-change = The message changes something.
page-hr-feed = For HR: who meets the requirement
import-field-surname = family name
import-field-given = given names
import-field-nationality = nationality
import-field-email = e-mail
import-field-last-day = last day
import-field-post-until = post held until
import-field-expected-end = contract ends

# Figures.
part-matched = all matched by themselves
part-waiting = some wait
part-rows-old = rows that wait longer than 5 wd
part-learned-late = leavers learned late

# Refusals.
refusal-hr-rows-gone = The rows of this message are gone: nothing of it waits, and { $days } days after it was applied nothing of it is undone. Look at the records it made, or have personnel send a new message.
refusal-hr-rows-needed = Something of this message still waits or may be undone. Its rows stay.
refusal-import-undo-over = What personnel sent is undone within { $days } days after it was applied. Correct the records themselves, or have personnel send a new message.
refusal-hr-received-already = This file was received on { $day } already. Nothing was received twice.
refusal-hr-number-taken = The message { $number } was received already with another content. Ask HR to send a new message.
refusal-hr-file-names-nobody = The file names nobody the office could take in. Look at what was left out, and ask HR for the right message.
refusal-hr-row-incomplete = Name, birth date or nationality is missing. The row waits until HR sends them or somebody says whose it is.
refusal-hr-row-unknown = Nobody the office knows, and no word that service begins. The row waits until somebody says whose it is or sets it aside.
refusal-hr-row-resembles = Somebody on record resembles this person, but not surely. The row waits until somebody says whose it is.
refusal-hr-row-number-of-another = The personnel number is on record for a person with another name and birth date. The row waits until somebody says whose it is.
refusal-hr-row-not-storable = A value is longer than the register takes, or dates contradict each other. The row waits until HR corrects it.
refusal-no-post-to-leave = The person holds no post on that day. Check the day, or end the post that was forgotten.
refusal-departure-known = The office knows of this end already, and what follows is open.

# Evidence.
evidence-person = the person whose row it is
