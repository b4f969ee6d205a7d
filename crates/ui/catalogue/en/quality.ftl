# Data quality: rules that are asked of what is stored, and the runs in which they were.

register-quality-runs = Data-quality runs
register-quality-runs-one = Data-quality run
field-ran-on = Day
field-ran-at = When
field-occasion = Occasion
field-looks = Looked at
field-failed = Not as it should be
field-per-mille = Score (‰)
field-by-rule = Rule by rule
field-rules-digest = Digest of the rules
choice-quality-nightly = Nightly
choice-quality-rules-changed = The rules changed
command-quality-run = Write data-quality run down
command-quality-run-done = Data-quality run written down
refusal-quality-ran-today = These rules have been asked today.
refusal-category-unknown = The security policy has no category { $category }.

quality-refused-today = Would be refused today
quality-refused-today-text = Records that could not be entered as they stand: a required field is empty, a text is too long, a code is none of the list, or days are in the wrong order. These are the same rules as on entry, asked again.
quality-code-unknown = Code that is no longer known
quality-code-unknown-text = Records that name a level, a category or a nation which the security policy or the list of nations does not know today.
quality-label-above-ceiling = Marked above the ceiling
quality-label-above-ceiling-text = Records marked higher than this system may hold.
quality-person-without-birth-date = In service without date of birth
quality-person-without-birth-date-text = People who hold a post today and whose date of birth is not entered.
quality-person-without-number = In service without personnel number
quality-person-without-number-text = People who hold a post today and whose personnel number is not entered.
quality-document-run-out = Holder whose identity document has run out
quality-document-run-out-text = People with a clearance in force whose last passport or identity document in the register is past its last day.
quality-clearance-without-letter = Clearance without its letter
quality-clearance-without-letter-text = Grants in force, other than those that are only claimed, that rest on no registered letter.
quality-file-obsolete = File in use of somebody who left
quality-file-obsolete-text = Files in use whose person left longer ago than the adopted checklists let them stay in use (90 days where nothing is adopted).
quality-file-without-place = File whose place no longer exists
quality-file-without-place-text = Files whose home or place is void.
quality-case-need-ended = Open case whose need has ended
quality-case-need-ended-text = Open cases past the confirmation of need, where no post of the person requires anything, today or later, and no proof of need is written down.

page-quality = Data quality
page-quality-intro = Every rule, asked of what is stored now and of what you may see. The rules of entry are asked of every record again; the others are about what is incomplete or out of date.
page-quality-intro-run = Every rule, as the system found it on { $day } in all records. A rule that fails leads to those of its records that you may see, asked now.
page-quality-intro-none = Choose a rule to ask it of what you may see, or ask all of them.
page-quality-ask = Ask all rules now
page-quality-score = Score
page-quality-score-text = Share of all looks in which nothing was wrong, rounded down
page-quality-share = { $share } ‰
page-quality-nothing = nothing to look at
page-quality-rules = Rules
page-quality-rule = Rule
page-quality-stands = How it stands
page-quality-runs = Runs by the system, over all records
page-quality-record = Record
page-quality-register = Register
page-quality-why = Why
page-quality-at = { $field }: { $why }
page-quality-of = { $failing } of { $looked } looked at are not as they should be.
page-quality-cut = { $count ->
    [one] The first is shown.
   *[other] The first { $count } are shown.
}

field-rows-faulty = Rows with a fault as they came
field-faults = Faults as it came
page-import-quality = Quality before and after
page-import-quality-intro = How good the tracker was as it came, and how good the records made of it are now, read anew each time: what was corrected since counts as corrected. Rows that were not taken have no records, and people you may not see are not counted.
page-import-quality-before = Score of the sheet as it came
page-import-quality-after = Score of its records today
page-import-sound-of = { $sound } of { $rows } without a fault
page-import-faults = Fault by fault
page-import-fault = Fault
page-import-before = Rows before
page-import-after = People after
page-import-change = Difference
page-import-fault-count = { $fault }: { $count }
page-import-fault-without-name = No name
page-import-fault-person-without-number = No personnel number
page-import-fault-person-without-birth-date = No date of birth
page-import-fault-code-unknown = Nation, level or category unknown
page-import-fault-date-unreadable = Date that cannot be read
page-import-fault-date-impossible = Date that cannot be right
page-import-fault-entered-twice = May stand twice
