# What every desk uses: people, posts, authorities, rules, mail, and the five facts of a clearance.

# Registers.
register-people = People
register-people-one = Person
register-authorities = Authorities
register-authorities-one = Authority
register-posts = Posts
register-posts-one = Post
register-assignments = Assignments
register-assignments-one = Assignment
register-contracts = Contracts and programmes
register-contracts-one = Contract or programme
register-contract-people = People on contracts and programmes
register-contract-people-one = Work on a contract or programme
register-policy-packs = Policy packs
register-policy-packs-one = Policy pack
register-number-series = Number series
register-number-series-one = Number series
register-mail-registers = Mail registers
register-mail-registers-one = Mail register
register-mail-items = Mail
register-mail-items-one = Mail item
register-attachments = Attachments
register-attachments-one = Attachment
register-clearance-requirements = Clearance requirements
register-clearance-requirements-one = Clearance requirement
register-decisions = Decisions
register-decisions-one = Decision
register-certificates = Certificates
register-certificates-one = Certificate
register-access-authorisations = Access authorisations
register-access-authorisations-one = Access authorisation
register-briefings = Briefings
register-briefings-one = Briefing

# Fields: people, posts, authorities.
field-surname = Family name
field-given = Given names
field-nationality = Nationality
field-nationality-hint = The one that counts for the authority. Type the country or its three-letter code.
field-personnel-number = Personnel number
field-personnel-number-hint = As it stands in the personnel system. It keeps namesakes apart.
field-birth-date = Date of birth
field-birth-date-hint = Such as 1984-07-31.
field-email = E-mail address
field-remarks = Remarks
field-remarks-hint = Facts only, no judgement, nothing from a questionnaire.
field-posts-number = Post number
field-title = Title
field-unit = Unit
field-post = Post
field-post-hint = Type part of the post number or title.
field-contract = Contract or programme
field-works-as = Works as
field-assignments-kind = Capacity
field-nation = Nation
field-authorities-kind = Kind of authority
field-name-en = Name in English
field-name-fr = Name in French
field-address = Postal address

# Fields: rules and series of numbers.
field-policy-packs-kind = What it rules
field-edition = Edition
field-policy-packs-valid-from = Applies from
field-policy-packs-source = Where the rules come from
field-rules = Rules
field-rules-hint = The pack as JSON: name, source, and one rule for each nation and level.
field-policy-packs-recorded-by = Proposed by
field-policy-packs-verified-by = Approved by
field-number-series-name = What is counted
field-last = Last number given

# Fields: mail and files.
field-body = Body
field-direction = Direction
field-last-number = Last number given
field-mail-items-register = Mail register
field-mail-items-number = Number in the register
field-mail-items-kind = Kind of mail
field-reference = Reference
field-reference-hint = As printed on the document.
field-subject = Subject
field-subject-hint = Neutral: never a name together with a level or an adverse fact.
field-document-date = Date on the document
field-document-date-hint = As printed, not the day it arrived. Such as 2026-11-22.
field-authority = Authority
field-authority-hint = Type the country or part of the name.
field-correspondent = Other correspondent
field-correspondent-hint = Only if it is not an authority.
field-their-reference = Their reference
field-their-reference-hint = The reference the correspondent put on the document.
field-channel = Channel
field-reply-due = Answer due
field-reply-due-hint = The day by which an answer or a receipt is expected. Leave empty if none is.
field-concerns = Concerns
field-corrected-because = Why it was corrected
field-void-reason = Why it is void
field-registered-at = Registered on
field-item = Mail item
field-file = Scanned file
field-file-hint = The document as it was signed. It is stored sealed.
field-file-name = File name
field-attachments-record = Attached to
field-attachments-name = File name
field-bytes = Size in bytes
field-blob = Sealed content

# Fields: the five facts.
field-categories = Categories
field-categories-hint = Codes such as ATOMAL, separated by spaces. They never follow from the level; leave empty if there are none.
field-requirement = Clearance requirement
field-clearance-requirements-level = Level required
field-clearance-requirements-categories = Categories required
field-decisions-kind = What was decided
field-decisions-reference = Authority’s reference
field-decisions-nation = Nation of the authority
field-programme = Programme
field-staff-category = Category of staff
field-category = Special area
field-decided-on = Decided on
field-decided-on-hint = The date of the decision itself, not of the letter’s arrival.
field-notified-on = Notified on
field-notified-on-hint = Some authorities count the validity from this day. Leave empty if it is not stated.
field-conditions = Conditions
field-conditions-hint = What the authority requires, word for word. Needed for a grant with conditions.
field-difference-reason = Why the printed last day differs from the rule
field-difference-reason-hint = Only if the printed day is not the one the authority’s rule gives. Say who confirmed it, or on what ground.
field-source = Incoming letter
field-source-hint = Type the reference or part of the subject. The letter must stand in the mail register.
field-claimed = Claimed, not verified
field-claimed-hint = Somebody says so, no letter proves it. Gives no access.
field-case = Case
field-decision = Decision
field-model = Model
field-certificates-number = Certificate number
field-name-printed = Name as printed
field-name-printed-hint = Letter by letter as on the certificate, even if it differs from the register.
field-held-at = Where it is kept
field-held-at-hint = Cabinet and shelf mark, such as cabinet 3, A-114.
field-returned-on = Returned or void since
field-access-authorisations-kind = Kind of access
field-need-to-know = Need-to-know
field-need-to-know-hint = What the person must see, and for which duty.
field-briefings-kind = Briefed on
field-language = Language
field-given-on = Acknowledged on
field-given-on-hint = The day the person signed; not later than today.
field-next-due = To be repeated by
field-signed-how = How it was signed
field-signed-how-hint = On paper or electronically, and before whom.
field-debriefed-on = Debriefed on

# Choices: people, posts, authorities, rules.
choice-active = Active
choice-left = Left
choice-staff = Staff
choice-temporary = Temporary staff
choice-consultant = Consultant
choice-contractor = Contractor
choice-intern = Intern
choice-nsa = National security authority (NSA)
choice-dsa = Designated security authority (DSA)
choice-delegation = Delegation
choice-authority-rules = Rules of authorities
choice-in-force = In force
choice-superseded = Superseded

# Choices: mail. “post” is also a briefing.
choice-incoming = Incoming
choice-outgoing = Outgoing
choice-post = Post
choice-contract = Contract
choice-bag = Diplomatic bag
choice-courier = Courier
choice-email = E-mail
choice-network = Secure network
choice-by-hand = By hand
choice-letter = Letter
choice-request = Request
choice-decision = Decision
choice-receipt = Receipt
choice-notice = Notice
choice-take-over = Tracker taken over
choice-issued = Registered
choice-void = Void

# Choices: the five facts.
choice-grant = Grant
choice-grant-with-conditions = Grant with conditions
choice-refuse = Refusal
choice-withdraw = Withdrawal
choice-suspend = Suspension
choice-lift-suspension = Lifting of the suspension
choice-no-objection = No objection
choice-cancel = Cancellation
choice-transfer = Transfer to another body
choice-left-post = Left the post
choice-left-employer = Left the service
choice-data-changed = Personal data changed
choice-cert-lost = Certificate lost
choice-cert-damaged = Certificate damaged
choice-cert-returned = Certificate returned
choice-service-gap = Service interrupted too long
choice-rev6-certificate = Certificate (REV6)
choice-rev8-confirmation = Confirmation (REV8)
choice-pscc = Clearance certificate (PSCC)
choice-meeting-certificate = Meeting certificate
choice-full = Full access
choice-provisional = Provisional access
choice-one-time = One-time access
choice-emergency = Emergency access
choice-meeting = Access for a meeting
choice-nato = NATO
choice-atomal = ATOMAL
choice-bohemia = BOHEMIA
choice-crypto = CRYPTO
choice-eu = EU
choice-travel = Travel

# Commands: what the button says, what the timeline says, what will happen.
command-people-add = Add a person
command-people-add-done = Person added
command-people-change = Change this person
command-people-change-done = Person changed
command-authorities-add = Add an authority
command-authorities-add-done = Authority added
command-authorities-change = Change this authority
command-authorities-change-done = Authority changed
command-posts-add = Add a post
command-posts-add-done = Post added
command-posts-change = Change this post
command-posts-change-done = Post changed
command-assignments-add = Add an assignment
command-assignments-add-done = Assignment added
command-assignments-change = Change this assignment
command-assignments-change-done = Assignment changed
command-contracts-add = Add a contract or programme
command-contracts-add-done = Contract or programme added
command-contracts-change = Change this contract or programme
command-contracts-change-done = Contract or programme changed
command-contract-people-add = Add somebody who works on it
command-contract-people-add-done = Person added
command-contract-people-change = Change this work
command-contract-people-change-done = Work changed
command-clearance-requirements-add = Add a clearance requirement
command-clearance-requirements-add-done = Clearance requirement added
command-clearance-requirements-change = Change this clearance requirement
command-clearance-requirements-change-done = Clearance requirement changed
command-certificates-add = Add a certificate
command-certificates-add-done = Certificate added
command-certificates-change = Change this certificate
command-certificates-change-done = Certificate changed
command-mail-register = Register mail
command-mail-register-done = Mail registered
command-mail-register-effect = The letter takes the next number of its register. The number is never given again, even if the entry is voided.
command-mail-correct = Correct entry
command-mail-correct-done = Entry corrected
command-mail-correct-effect = The number, the direction and whom it concerns stay. What stood there before stays as an earlier version, with your reason beside the new one.
command-mail-void = Void mail item
command-mail-void-done = Mail item voided
command-mail-void-effect = A second person must approve. The entry then stays in the register as void, with your reason and both names.
command-policy-adopt = Adopt rules
command-policy-adopt-done = Rules adopted
command-policy-adopt-effect = A second person must approve. From the first day on these rules apply, and replace packs of their kind that apply from that day or later.
command-clearances-record-adverse = Record suspension or withdrawal
command-clearances-record-adverse-done = Suspension or withdrawal recorded
command-clearances-record-adverse-effect = A second person must approve. Effective access then changes at once: it ends with a suspension or a withdrawal, and may come back when a suspension is lifted. Where a certificate is out, the letter that calls it back is drafted and its return becomes a task.

# Refusals.
refusal-date-in-future = This date lies in the future, and only what has happened is recorded. Correct it.
refusal-correspondent-missing = The entry says neither which authority nor which other correspondent it comes from or goes to. Name one of them.
refusal-mail-void-already = This mail item is void already. There is nothing more to do.
refusal-mail-relied-on = The mail item { $reference } is the evidence of a decision or a case, so it cannot be voided. Correct what rests on it first.
refusal-mail-rests = A decision or a case rests on { $reference } as it stands, so it is not rewritten. Register the right one and rest on that, or have what rests on it corrected.
refusal-mail-kind-of-import = An entry of a table that was taken over keeps its kind, and no other entry takes it.
refusal-mail-is-void = The mail item { $reference } is void and proves nothing. Choose another, or register the letter again.
refusal-mail-of-another = { $reference } is registered as a letter about somebody else. Nothing was changed. Choose the letter about this person, correct the entry in the mail book, or, where something rests on it already, register the letter again without a person.
refusal-mail-not-incoming = { $reference } is outgoing mail, and an incoming letter is needed here. Choose the letter that came in, or register it first.
refusal-mail-not-outgoing = { $reference } is incoming mail, and an outgoing letter is needed here. Choose the letter that was sent, or register it first.
refusal-pack-unreadable = The rules cannot be read: { $error }. Correct the text and send it again.

# The five facts and employment, as the reason tree names them.
fact-employment = Assignment
fact-requirement = Requirement
fact-decision = Decision
fact-certificate = Certificate
fact-authorisation = Access authorisation
fact-briefing = Briefing

# Reasons. Arguments: level (a text), categories and date, each “none” when there is none.
reason-employment =
    { $date ->
        [none] The person holds a post, with no end date.
       *[other] The person holds a post until { $date }.
    }
reason-employment-none =
    { $date ->
        [none] The person holds no post.
       *[other] The person holds no post; the last assignment ended on { $date }.
    }
reason-requirement = The requirement is { $level }{ $categories ->
        [none] { "" }
       *[other] { " with " }{ $categories }
    }.
reason-requirement-none = Nothing the person does requires a clearance, neither a post nor a contract or programme, so there is no need to give access.
reason-decision = The authority granted { $level }{ $categories ->
        [none] { "" }
       *[other] { " with " }{ $categories }
    }{ $date ->
        [none] { "" }
       *[other] { " until " }{ $date }
    }.
reason-decision-conditional = The authority granted { $level }{ $categories ->
        [none] { "" }
       *[other] { " with " }{ $categories }
    }{ $date ->
        [none] { "" }
       *[other] { " until " }{ $date }
    }, with conditions.
reason-decision-none = No authority has decided.
reason-decision-claimed =
    { $date ->
        [none] A clearance is only claimed; no letter proves it.
       *[other] A clearance of { $date } is only claimed; no letter proves it.
    }
reason-decision-withdrawn =
    { $date ->
        [none] The clearance was withdrawn.
       *[other] The clearance was withdrawn on { $date }.
    }
reason-decision-cancelled =
    { $letter ->
        [none] The clearance is cancelled since { $date }.
       *[other] The clearance is cancelled since { $date }, by letter { $letter }.
    }
reason-decision-transferred =
    { $letter ->
        [none] The clearance went to another body on { $date }.
       *[other] The clearance went to another body on { $date }, by letter { $letter }.
    }
reason-decision-service-gap =
    { $date ->
        [none] The grant no longer counts: service began too long after it, or was broken for too long.
       *[other] The grant counted until { $date }: service began too long after it, or was broken for too long. Its authority confirms it anew.
    }
reason-decision-refused =
    { $date ->
        [none] The clearance was refused.
       *[other] The clearance was refused on { $date }.
    }
reason-decision-suspended =
    { $date ->
        [none] The clearance is suspended.
       *[other] The clearance has been suspended since { $date }.
    }
reason-decision-expired =
    { $date ->
        [none] The clearance has expired.
       *[other] The clearance expired on { $date }.
    }
reason-certificate = The certificate shows { $level }{ $categories ->
        [none] { "" }
       *[other] { " with " }{ $categories }
    }{ $date ->
        [none] { "" }
       *[other] { " until " }{ $date }
    }.
reason-certificate-not-needed = The authority’s rule asks for no certificate; the decision on { $level }{ $categories ->
        [none] { "" }
       *[other] { " with " }{ $categories }
    } is enough.
reason-certificate-none = No certificate is on file.
reason-certificate-expired =
    { $date ->
        [none] The certificate has expired.
       *[other] The certificate expired on { $date }.
    }
reason-certificate-returned =
    { $date ->
        [none] The certificate was returned or is void.
       *[other] The certificate was returned or became void on { $date }.
    }
reason-authorisation = The head of office authorised access to { $level }{ $categories ->
        [none] { "" }
       *[other] { " with " }{ $categories }
    }{ $date ->
        [none] { "" }
       *[other] { " until " }{ $date }
    }.
reason-authorisation-none = The head of office has not authorised access.
reason-authorisation-ended =
    { $date ->
        [none] The access authorisation has ended.
       *[other] The access authorisation ended on { $date }.
    }
reason-briefing =
    { $date ->
        [none] The person was briefed.
       *[other] The person was briefed; the briefing counts until { $date }.
    }
reason-briefing-none = The person has not been briefed.
reason-briefing-lapsed =
    { $date ->
        [none] The briefing has lapsed and must be repeated.
       *[other] The briefing lapsed on { $date } and must be repeated.
    }
reason-briefing-debriefed =
    { $date ->
        [none] The person was debriefed.
       *[other] The person was debriefed on { $date }.
    }
reason-category-not-briefed =
    { $date ->
        [none] Without { $categories }: the person has not been briefed on it.
       *[other] Without { $categories }: the person is not briefed on it now; the last briefing was to be repeated by { $date }.
    }

# Contacts.
register-contacts = Contacts
register-contacts-one = Contact
field-role = Responsible for
field-phone = Telephone
field-contacts-name = Name
command-contacts-add = Add a contact
command-contacts-add-done = Contact added
command-contacts-change = Change this contact
command-contacts-change-done = Contact changed
field-birth-place = Place of birth
field-birth-place-hint = As the identity document has it.
field-birth-country = Country of birth
field-point-of-contact = Point of contact
field-telephone = Telephone

register-mail-bands = Bands of the mail book
register-mail-bands-one = Band of the mail book
command-mail-bands-add = Add a band
command-mail-bands-add-done = Band added
command-mail-bands-change = Change the band
command-mail-bands-change-done = Band changed
field-band = Band
field-from-level = From level
field-letter-level = Marking of the letter
field-letter-level-hint = Where the mail book has bands, it says into which book the letter goes. A number once given stays.
field-medium = Written on
choice-on-paper = Paper
choice-on-disc = Disc
choice-on-memory-stick = Memory stick
choice-as-file = File


field-enclosures = Enclosures
field-tracking-number = Tracking number
refusal-mail-count = Enter a number between 0 and { $max }.
refusal-band-letters = A band is named by capital letters alone: it stands in the number of each letter.
