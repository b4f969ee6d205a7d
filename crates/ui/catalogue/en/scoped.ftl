# Access in scope: provisional, one-time, emergency and meeting access.
access-provisional = provisional access
access-one-time = one-time access
access-emergency = emergency access
access-meeting = access for a meeting
only-for-scope-visit = the visit
only-for-scope-meeting = the meeting
only-for-scope-document = the document
only-for-scope-function = the duties of the post
choice-scope-visit = A visit
choice-scope-meeting = A meeting or event
choice-scope-document = A document or case
choice-scope-function = The duties of a post
field-meeting = Meeting or event
field-matter = Document or case, by its reference
field-scope = Limited to
field-scope-text = Which
field-scope-record = Record it is limited to
field-access-authorisations-nation = Rule of
field-access-authorisations-case = Case it came from
field-ended-on = Ended on
field-end-reason = Why it was ended
field-extended-until = Extended until
field-gate-meeting-hint = As it is called in the access that was given for it. Leave it empty when there is no such access.
command-access-give = Give access for one thing
command-access-give-done = Access for one thing given
command-access-give-effect = A second person must approve. The access counts only for what you name here, from the first to the last day, and never as standing access. The authority’s rule says how long it may last and which facts it may lack.
command-access-end = End this access
command-access-end-done = Access ended
command-access-end-effect = From today on this access counts no more. It cannot be given back; new access is asked for anew.
refusal-scope-not-one = Such access is given for exactly one thing. Name one visit, one meeting, one document or one post, and only one of them.
refusal-access-begins-in-past = Access cannot begin before today. Correct the first day.
refusal-meeting-access-for-meeting = Access for a meeting names the meeting. Name it, or choose another kind of access.
refusal-access-without-rule = No rule in force lets the authority’s nationals ({ $nation }) have such access to { $level }. Have the rule adopted first, or choose another kind of access.
refusal-access-too-long = The authority’s rule lets such access last { $days } days at most: until { $date }. Correct the last day.
refusal-access-after-refusal = The clearance was refused, withdrawn or suspended on { $date }. No access is given until the authority has decided otherwise.
refusal-access-over = This access has ended already.
reason-authorisation-in-scope = Authorised by { $access } to { $level }{ $categories ->
        [none] { "" }
       *[other] { " with " }{ $categories }
    } until { $date }, only for { $what } { $name }.
reason-decision-lacking-by-rule = Not needed: the authority’s rule ({ $nation }) lets { $access } stand in for its decision until { $date }, for { $what } { $name }.
reason-decision-one-level-below = The decision stands one level below; the authority’s rule ({ $nation }) lets { $access } go up to { $level } until { $date }, for { $what } { $name }.
reason-certificate-lacking-by-rule = Not needed: the authority’s rule ({ $nation }) lets { $access } go without a certificate until { $date }, for { $what } { $name }.
reason-decision-extended = The authority granted { $level }{ $categories ->
        [none] { "" }
       *[other] { " with " }{ $categories }
    }; its renewal was filed in time, and the grant is extended until { $date }.
page-access-for = Only for { $what } { $name }
page-gate-meeting = Asked for the meeting { $name }: access that was given for it counts.
