# Markings of records, and exports that a second person approves.
command-markings-raise = Mark higher
command-markings-raise-effect = The record is marked as you say from now on; whoever may not see that marking no longer sees the record.
command-markings-lower = Mark lower
command-markings-lower-effect = A second person decides. Once approved, more people may see the record; what it was marked before stays in its history.
purpose-marking = Marking of a record
field-caveats = Caveats
field-caveats-hint = Codes of the security policy, separated by spaces. Leave empty if there is none.
field-releasable = Releasable to
field-releasable-hint = Codes of the parties, separated by spaces. Leave empty if the record is not limited to any.
refusal-marking-unchanged = The record is marked so already. Nothing was changed.
refusal-marking-not-lower = This marking is not lower than the one that stands. Mark the record higher instead; that takes one person.
refusal-downgrade-needs-two = A lower level, a caveat less or a party more takes a second person. Ask for it with “Mark lower”, with your reason.
refusal-releasable-to-nobody = What this is made from is releasable to different parties, and to none of them all. Nothing was stored. Use records that one party may see.
