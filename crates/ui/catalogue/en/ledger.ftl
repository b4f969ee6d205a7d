# Accounts, duties, approvals and entries.

# Registers.
register-accounts = Accounts
register-accounts-one = Account
register-credentials = Credentials
register-credentials-one = Credential
register-grants = Granted duties
register-grants-one = Granted duty
register-api-tokens = API tokens
register-api-tokens-one = API token
register-approvals = Approvals
register-approvals-one = Approval
register-transitions = Changes of state
register-transitions-one = Change of state

# Fields.
field-login = User name
field-lang = Language
field-disabled = Closed
field-account = Account
field-password = Password hash
field-otp = Secret of the one-time codes
field-grant = Granted duty
field-duty = Duty
field-grants-level = Highest level
field-compartments = Compartments
field-compartments-hint = Codes of the compartments this duty opens, separated by spaces. Leave empty if it opens none.
field-api-tokens-name = What it is for
field-api-tokens-digest = Digest of the token
field-approval = Request
field-command = Action
field-approvals-command = What is asked
field-input = What was entered
field-requester = Asked by
field-requested-at = Asked on
field-decided-by = Decided by
field-decided-at = Decided on
field-approvals-reason = Reason for the rejection
field-from-state = State before
field-to-state = State after
field-evidence = Evidence
field-time = Time

# Choices.
choice-pending = Waiting
choice-approved = Approved
choice-rejected = Rejected

# Before the first state of a record.
state-none = New

# Purposes of entries.
purpose-office = Office work
purpose-access = Administration of access
purpose-four-eyes = Decision of a second person
purpose-clearance = Clearances
purpose-registry = Mail register
purpose-policy = Rules
purpose-import = Import

# Commands: what the button says, what the timeline says, what will happen.
command-instance-bootstrap = Set up the instance
command-instance-bootstrap-done = Instance set up
command-log-restore = Restore from a backup
command-log-restore-done = Restored from a backup; nothing that was known was missing
command-log-reopen = Reopen the log
command-log-reopen-done = Log reopened after a restore; entries that were known are lost
command-log-erase-again = Erase again
command-log-erase-again-done = Erased again, as before the restore
command-keys-rotate = Change the master key
command-keys-rotate-done = Master key changed
command-grants-grant = Grant duty
command-grants-grant-done = Duty granted
command-grants-grant-effect = Your request is frozen and waits for a second person. The duty holds from its first day once they approve.
command-grants-end = End granted duty
command-grants-end-done = Granted duty ended
command-grants-end-effect = The duty ends at once: the person can no longer use it. The grant stays on record as void.
command-accounts-close = Close the account
command-accounts-close-done = Account closed
command-accounts-close-effect = The person is signed out at once. Their duties, delegations, memberships and keys end. Everything stays on record as void.
command-accounts-reopen = Open the account again
command-accounts-reopen-done = Account opened again
command-accounts-reopen-effect = A second person must approve. The person can sign in again and holds no duty until one is granted anew.
command-approvals-approve = Approve
command-approvals-approve-done = Approved
command-approvals-approve-effect = What was asked is carried out at once, exactly as it was entered, under both names.
command-approvals-reject = Reject
command-approvals-reject-done = Rejected
command-approvals-reject-effect = The request ends and nothing else changes. The requester sees your reason.

# Refusals: who may do what.
refusal-own-file = This is about you or your household, and nobody handles their own file. Ask a colleague with the same duty.
refusal-duty-missing = You hold no duty that allows this. It takes one of: { $duties }. Ask somebody who has it.
refusal-system-may-not = The system does not do this by itself; it takes a person.
refusal-not-found = There is nothing here, or nothing that you may see. Search by the reference, or ask the person who sent you the link.
refusal-account-closed = This account is closed or no longer exists. Ask the access administrator.
refusal-account-closed-already = This account is closed already.
refusal-account-open = This account is open. There is nothing to open again.
refusal-account-own = Nobody closes their own account. Ask a colleague to do it.
refusal-not-empty = This instance has accounts already, so it cannot be set up again. Sign in instead.
refusal-grant-to-self = Nobody grants a duty to themselves or approves their own. Ask a colleague to do it.

# Refusals: records and values.
refusal-reference-not-found = The record named here is not there, or you may not see it. Type part of its name and choose it from the list.
refusal-reference-ambiguous = Several records fit this text. Choose the one you mean.
refusal-value-taken = Another record of this register already has this value, and it must be the only one. You may not be allowed to see that record. Check what you entered.
refusal-until-before-from = The last day lies before the first. Correct one of the two dates.
refusal-level-unknown = The level “{ $level }” is not one of the security policy in force. Choose a level from the list.
refusal-level-obsolete = The level “{ $level }” is obsolete in the security policy in force. Choose a level in use.
refusal-policy-lacks-level = The security policy has no level with the code { $level } that this system may hold, and the register { $register } needs it. Name it in the policy's settings, or raise the ceiling.
refusal-policy-moves-level = The data was written under a policy in which the level { $level } has rank { $rank }; this one ranks it otherwise or lacks it. Start with the former policy.
refusal-category-obsolete = The category “{ $category }” is obsolete in the security policy in force. Take it out.
refusal-category-excluded = The category “{ $category }” excludes another one that is named. Take one of them out.
refusal-category-required = With these markings the security policy asks for a category: { $categories }. Add what is missing.
refusal-category-single = The security policy allows one category of “{ $set }” only. Choose one.
refusal-level-above-ceiling = This level is higher than this system may hold. Nothing was stored. Use a system approved for that level.
refusal-filter-unknown = This register cannot be filtered by “{ $field }”. Remove this filter.
refusal-too-many-rows = This would change more than { $max } rows at once. Divide it into parts.

# Refusals: the decision of a second person.
refusal-same-person = You asked for this yourself, or it is about you. Somebody else with the same duty must approve it.
refusal-request-changed = The request is no longer the one you were shown, so it was not carried out. Open it again and check it.
refusal-request-lapsed = This request waited too long and has lapsed. Ask for it again.
refusal-request-decided = This request has been decided already. Open it to see how.

# Refusals: sending and repeating.
refusal-command-unknown = There is no action “{ $command }”. Check how it is written.
refusal-idempotency-key-bad = The idempotency key is empty or too long. Send a shorter one.
refusal-idempotency-key-reused = This idempotency key was used for something else. Send the request with a new key.
refusal-conflict = Somebody changed this record while you were editing it. Nothing of yours is lost: compare both versions and save again.
refusal-if-match-missing = The request does not say which version it changes. Read the record and send its version with “If-Match”.
refusal-busy = Too much is waiting just now and nothing was changed. Try again in a moment.
refusal-outcome-unknown = Your change was sent, but it is not known whether it was stored. Send the same again: it is never carried out twice.
refusal-internal = Something failed inside the system. Try again; if it happens again, give your administrator the number of the request.
refusal-method = This address does not accept that kind of request. Go back and use the buttons of the page.
refusal-body-too-large = What was sent is larger than allowed. Send less, or divide it.
refusal-json-unreadable = What was sent is not readable JSON, or is nested too deeply. Correct it and send it again.
refusal-file-missing = No file was sent, or it is empty. Choose a file.
refusal-export-quota = An export may hold at most { $max } rows. Narrow it with filters.

# Refusals: signing in.
refusal-sign-in-failed = User name, password or code do not fit. Check them and try again with a fresh code.
refusal-requester-sees-no-more = Whoever asked for this can no longer see what it is about. Turn the request down.
refusal-import-holds-hidden = This import wrote records you do not see, perhaps about yourself. Somebody who sees all of them must undo it.
refusal-sign-in-slow = There were too many failed tries. Wait { $seconds } seconds, then try again.
refusal-code-used = This code has been used already. Wait for the next one and enter that.
refusal-signed-out = You are signed out, so nothing was changed. Sign in again; you will come back to this page.
refusal-step-up = This needs a fresh proof that it is you. Enter the code your authenticator shows now.
refusal-csrf = The form was not sent from a page of your present session, so nothing was changed. Reload the page and send it again.

# Refusals: proofs.
refusal-proof-too-long = The text is too long to be a proof. Paste only the text under “Proof”.
refusal-proof-unreadable = This is not a proof, or a part of it is missing. Paste the whole text, from its first line to its last.
refusal-proof-signature = The signature is not that of this office. The proof comes from elsewhere or was changed. Ask who gave it to you.
refusal-proof-mismatch = The entry is not in the log that was signed. The proof or the entry was changed. Do not rely on it; tell the auditor.
