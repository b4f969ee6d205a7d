# The gate list.
page-gate = Gate list
page-gate-intro = Paste the names of those who want to come in, one a line, and say what they would see and when. Each gets yes or no, and why. Nothing of the list is kept.
page-gate-names = Names or personnel numbers
field-gate-names-hint = Family name first or last, with or without a rank before it, one a line.
field-gate-categories-hint = For example ATOMAL; leave it empty when there is none.
page-gate-ask = Ask
page-gate-sentence = Asked for { $label }, on every day from { $from } to { $until }.
page-gate-yes = Yes
page-gate-no = No
page-gate-no-holds = No: { $access }
page-gate-unknown = Not known
page-gate-several = Several people; ask by personnel number
refusal-too-many-names = A gate list may hold at most { $max } names. Ask in several parts.
page-gate-pdf = As PDF
page-gate-xml = As XML
refusal-gate-list-too-long-to-leave = A list of more than { $max } names does not leave as a file: it would tell too much about too many. Ask for fewer names at once.
