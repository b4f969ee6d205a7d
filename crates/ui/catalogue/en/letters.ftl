# Letters: templates, drafts, signatures, reply sheets, receipts; and what stands on the paper itself.

# Registers.
register-letter-templates = Letter templates
register-letter-templates-one = Letter template
register-letters = Letters
register-letters-one = Letter
register-letter-lines = Listed in letters
register-letter-lines-one = Line of a letter
register-receipts = Receipts
register-receipts-one = Receipt

# Fields.
field-letter-templates-name = Name of the template
field-letter-templates-kind = Kind of letter
field-letters-kind = Kind of letter
field-subject-en = Subject in English
field-subject-en-hint = Neutral: never a name together with a level or an adverse fact.
field-subject-fr = Subject in French
field-subject-fr-hint = Neutral: never a name together with a level or an adverse fact.
field-body-en = Text in English
field-body-en-hint = An empty line begins a new paragraph; lines that begin with “- ” are points. Fields stand in double braces: authority, reply_due, reference, date, signatory; in a chaser also count, oldest_days and, in a paragraph of its own, cases; in a letter about a case also case, their_reference, level.
field-body-fr = Text in French
field-body-fr-hint = The same fields as in English.
field-letters-template = Written from
field-template = Template
field-template-hint = Type part of its name.
field-template-version = Version of the template
field-drafted-by = Drafted by
field-signatory = Signed by
field-signed-on = Signed on
field-letters-mail-item = Entry in the mail register
field-letters-document = The letter as issued
field-letter = Letter
field-position = Place in the letter
field-letter-lines-number = Case
field-letter-lines-level = Level asked for
field-sent-on = Sent on
field-letter-lines-days = Days with the authority
field-answer = Answer
field-expected-on = Decision expected on
field-answer-remark = Remark of the authority
field-receipt = A receipt is expected
field-receipts-mail-item = For
field-due-on = Wanted by
field-returned-on-hint = The day the receipt came back. Such as 2026-11-22.
field-returned-by = Signed by

# Choices and states.
choice-chaser = Chaser
choice-case-letter = Letter about a case
choice-general-letter = General letter
choice-in-use = In use
choice-retired = No longer used
choice-letter-draft = Draft
choice-letter-signed = Signed
choice-letter-issued = Issued
choice-letter-answered = Answered
choice-letter-withdrawn = Withdrawn
state-letter-draft = Draft
state-letter-signed = Signed
state-letter-issued = Issued
state-letter-answered = Answered
state-letter-withdrawn = Withdrawn
choice-still-pending = Still pending
choice-already-decided = Already decided
choice-has-question = The authority has a question
choice-not-known = Not known to the authority
choice-receipt-due = Due
choice-receipt-returned = Came back

# Commands.
command-letter-templates-add = Add a template
command-letter-templates-add-done = Template added
command-letter-templates-add-effect = Letters can be drafted from it at once.
command-letter-templates-change = Change the template
command-letter-templates-change-done = Template changed
command-letter-templates-change-effect = Letters drafted from now on use the new version. Drafts and letters that exist stay as they are.
command-letters-draft = Draft a letter
command-letters-draft-done = Letter drafted
command-letters-draft-effect = The text of the template is copied into a draft that can be corrected. It takes no number before it is signed.
command-letters-about-case = Draft a letter to the authority
command-letters-about-case-done = Letter drafted
command-letters-about-case-effect = The text of the template is filled in from the case. The draft takes no number before it is signed.
command-chasers-draft = Draft a chaser
command-chasers-draft-done = Chaser drafted
command-chasers-draft-effect = One letter lists every case of this authority whose usual time is over and that was not asked about lately. It takes no number before it is signed.
command-letters-edit = Correct the draft
command-letters-edit-done = Draft corrected
command-letters-edit-effect = Only this draft changes, not its template.
command-letters-sign = Sign the letter
command-letters-sign-done = Letter signed
command-letters-sign-effect = The letter takes the next number of the outgoing mail register, is set as PDF in both languages and sealed. It cannot be changed afterwards.
command-letters-issue = Set and seal the letter
command-letters-issue-done = Letter issued
command-letters-issue-effect = The PDF is made from what was signed and sealed as it is.
command-letters-answered = Record the answer
command-letters-answered-done = Letter answered
command-letters-answered-effect = The incoming letter is tied to this one, and it is closed.
command-letters-withdraw = Withdraw the draft
command-letters-withdraw-done = Draft withdrawn
command-letters-withdraw-effect = The draft stays as a record, with your reason. No number was taken. Its cases can be listed in another letter.
command-letters-read-reply = Apply the reply sheet
command-letters-read-reply-done = Reply sheet applied
command-letters-read-reply-effect = The differences above are written into the lines of the letter, a case without the authority’s reference learns it, and the sheet is kept with the letter.
command-mail-return-receipt = Record the receipt
command-mail-return-receipt-done = Receipt came back
command-mail-return-receipt-effect = The receipt no longer waits.

# Refusals.
refusal-template-field-unknown = Line { $line }: “{ $name }” is no field. Use one of: { $known }.
refusal-template-field-misplaced = Line { $line }: the field “{ $name }” does not belong in this kind of letter. Use one of: { $known }.
refusal-template-section-not-alone = Line { $line }: the section “{ $name }” must stand alone in its line, in the text of the letter. Put it into a paragraph of its own.
refusal-template-retired = This template is no longer used. Choose another.
refusal-template-of-another-kind = This template is for another kind of letter. Choose one that fits.
refusal-template-missing = There is no chaser template in use. Add one among the letter templates, or name one here.
refusal-nothing-overdue = No case of this authority is to be asked about today: its usual time is not over, or it was asked about lately, or a draft lists it already.
refusal-letter-not-a-draft = This letter is signed and cannot be changed. Write another.
refusal-letter-field-open = Line { $line }: the field “{ $name }” is still open. Correct the draft first.
refusal-letter-not-set = The letter could not be set. Try again from its page.
refusal-reply-says-nothing = The sheet says nothing that is not recorded already. Nothing was written.
refusal-receipt-returned-already = This receipt came back already. There is nothing more to do.
refusal-receipt-of-incoming = A receipt is expected only for what goes out. Take the tick away, or choose outgoing.
refusal-received-day-missing = Say on which day it arrived: it stands in the book beside the day it was registered.

# Pages.
page-chasers = Chasers
page-chasers-intro = Cases that are with an authority. A case is to be asked about when the authority’s usual time is over and the last letter is four weeks old.
page-chasers-due = To ask about
page-chasers-waiting = With the authority
page-chasers-oldest = Longest, in days
page-chasers-last = Last asked
page-chasers-action = Next step
page-chasers-none = No case is with an authority.
page-letter-preview = Preview (PDF)
page-letter-pdf = Letter (PDF)
page-letter-docx = Letter to edit (DOCX)
page-reply-sheet = Reply sheet (XLSX)
page-reply-read = Read the reply sheet
page-reply-file = Reply sheet that came back
page-reply-file-hint = XLSX or CSV, with the headings it was sent with. Nothing is written before you have seen the differences.
page-reply-nothing = nothing new

# What stands on the paper.
letter-office = Security Office
letter-our-reference = Our reference
letter-date = Date
letter-reply-due = Answer wanted by
letter-no-number = DRAFT: no number
letter-not-signed = not signed
letter-cases = Cases concerned
letter-our-case = Our case
letter-your-reference = Your reference
letter-name = Name
letter-sent-on = Sent on
letter-days = Days
page-letter-xml = As XML
