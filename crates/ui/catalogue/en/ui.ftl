# The shell and the pages every desk uses.
ui-skip = Skip to content
ui-marking = Marking of this page
ui-posture = Posture
ui-demo = Demonstration
ui-search-all = Search everything
ui-palette-open = Go to
ui-palette = Where to? Type part of a name or a reference
ui-notices =
    { $count ->
        [0] No notices
        [one] { $count } notice
       *[other] { $count } notices
    }
ui-my-page = My page and settings
ui-sign-out = Sign out
ui-navigation = Main navigation
ui-trail = Way here
ui-keys = Keyboard
ui-keys-single = Single-key shortcuts
ui-key-palette = Go to any page or record
ui-key-search = Search
ui-key-rows = Next and previous row
ui-key-edit = Edit this record
ui-key-help = This help
ui-close = Close

ui-nothing = nothing recorded
ui-withheld = withheld
ui-select = Choose
ui-select-all = Choose all rows
ui-select-row = Choose { $row }
ui-optional = (optional)
ui-choose = Choose one
ui-find = Find
ui-matches =
    { $count ->
        [one] One was found. Choose it, or change the text and find again.
       *[other] { $count } were found. Choose one, or change the text and find again.
    }
ui-errors =
    { $count ->
        [one] There is a problem
       *[other] There are { $count } problems
    }
ui-field = Field
ui-before = Before
ui-after = After
ui-differences = What changed
ui-as-table = As a table
ui-step-done = done
ui-step-current = current
ui-step-todo = to come
ui-step-stopped = ended here
ui-stages = Stages
ui-reason-ok = fulfilled
ui-reason-missing = missing
ui-reason-note = note
ui-met = There:
ui-not-met = Missing

ui-sign-in = Sign in
ui-sign-in-title = Sign in to Castellan
ui-sign-in-failed = You are not signed in
ui-user = User name
ui-password = Password
ui-code = One-time code
ui-code-hint = The six digits your authenticator shows now.
ui-demo-users = Users of this demonstration
ui-demo-users-intro = A fictional agency. Nothing here is real. Everybody has the same password and the same one-time code.
ui-demo-tries = What to try
ui-name = Name
ui-duty = Duty

ui-today = Today
ui-good-day = Nothing waits for you. A good day.
ui-all-of = All { $count }
ui-reference = Reference
ui-what = What
ui-due = Due
ui-state = State
ui-action = What to do
ui-tour = A short tour
ui-wrong = What is wrong
ui-nothing-wrong = No rule finds anything wrong with the data.

ui-views = Saved views
ui-filters = Filters
ui-chips = Filters in force
ui-remove = remove this filter
ui-clear = Clear all
ui-all = All
ui-apply = Apply
ui-as-of = As it was on
ui-known = As known on
ui-show = Show
ui-time-machine = Time machine
ui-past = You are looking at the past.
ui-past-on = As it was on { $date }.
ui-past-known = As known on { $date }.
ui-past-leave = Back to today
ui-count-exactly = Count exactly
ui-bulk = With the chosen rows:
ui-paging = Pages
ui-previous = Previous
ui-next = Next

ui-print = Print
ui-edit = Edit
ui-ball = Who has the ball
ui-timeline = Everything that happened
ui-timeline-empty = Nothing has happened yet.
ui-what-now = What now
ui-no-transitions = Nothing can be done here now, or it is not your duty.
ui-on-behalf = at the request of { $name }
ui-because = Reason:
ui-permit = Allowed by
ui-entry = entry { $entry }
ui-proof = proof

ui-conflict = Somebody changed this record while you were editing it
ui-conflict-who = { $who } saved a change on { $when }. Nothing of yours is lost: it stands in the fields below.
ui-conflict-todo = Compare both versions, correct the fields below, and save again. What you save then replaces what stands in the register.
ui-theirs = In the register now
ui-mine = What you entered

ui-import-read = Read the file
ui-import-mapping-intro = Say what each column is. What was recognised is filled in; nothing is imported yet.
ui-import-columns = Columns of the file
ui-import-header = Column in the file
ui-import-samples = First values
ui-import-becomes = Becomes
ui-import-guess = Guess
ui-import-leave-out = Leave out
ui-import-dry-run = Check without importing
ui-import-ask = Ask for approval

ui-person = Person
ui-post = Post
ui-requires = Requires
ui-holds = Holds
ui-lacks = Lacks
ui-since = Since
ui-why = Why
ui-effective-access = Effective access

ui-approval = Approval
ui-effects = What will happen
ui-decide = Your decision
ui-approve = Approve
ui-reject = Reject

ui-proof-intro = Every document of this office carries a proof. Paste it here to see what it proves.
ui-proof-paste = Proof
ui-proof-hint = The text under “Proof” on the document, or the content of its file. At most 64 KiB.
ui-proof-check = Check the proof

ui-message-why = Why
ui-message-todo = What to do
ui-message-request = Request { $id }

# The gate list.
ui-gate-asked = Asked
ui-gate-answer = Answer
ui-until = Until
