// The office's main path, from its spreadsheet to a proof, as its people walk it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { axe, codeOf, expect, shot, speak, test } from "../lib/test.ts";
import { approve, as, button, count, day, field, fill, link, look, main, move, page, said, send, stands, t, walk, who } from "../lib/walk.ts";

const here = dirname(fileURLToPath(import.meta.url));

/** Who the story is about; each language has a file of its own, so that both stories fit in one office. */
const PERSON = { en: ["Zephyrin", "Clara", "Q"], fr: ["Yserentant", "Bruno", "X"] } as const;

let asked = "";
let casePath = "";
let personPath = "";
let outgoing = "";
let incoming = "";

async function upload(file: string): Promise<void> {
  await page.goto("/import");
  await field("file").setInputFiles(file);
  await button("ui-import-read").click();
  await page.waitForURL(/\/import\/stg_/);
}

walk("main");

test("SP-18 SP-19 signing in with a wrong code is refused with a text", async ({ lang }) => {
  await page.goto("/sign-in");
  await speak(page);
  await look("sign-in");
  await page.locator('input[autocomplete~="username"]').fill(who.paul!.account);
  await page.locator('input[autocomplete~="current-password"]').fill(who.paul!.password);
  await page.locator('input[autocomplete~="one-time-code"]').fill("000000");
  await page.locator('input[autocomplete~="one-time-code"]').press("Enter");
  await expect(main().locator(".error-summary")).toContainText(t("refusal-sign-in-failed"));
  await look("sign-in-refused");
  await as("paul");
  await expect(page).toHaveURL("/");
  await expect(page.locator("html")).toHaveAttribute("lang", lang);
  await expect(page.locator("h1")).toHaveText(t("page-today"));
  await look("today");
});

test("DONE-CL-12 SP-13 the office's spreadsheet is checked without being written", async ({ lang }) => {
  test.setTimeout(120_000);
  const file = join(here, `../fixtures/tracker-${lang}.xlsx`);
  await as("paul");
  const before = await count("people");

  await page.goto("/import");
  await look("import-file");
  await button("ui-import-read").click();
  await expect(main().locator(".error-summary")).toContainText(t("refusal-file-missing"));
  await look("import-no-file");

  await upload(file);
  await look("import-columns");
  const row = main().locator("table.mapping tbody tr", { hasText: "Zettel" });
  await row.locator("select").selectOption("remarks");
  await button("ui-import-dry-run").click();
  await page.waitForURL(/\/check$/);
  const column = lang === "en" ? "Issue date" : "Délivrée le";
  await expect(main()).toContainText(t("finding-impossible-date", { value: "31/02/2023", column, meaning: "", severity: "error" }));
  await expect(main()).toContainText(t("finding-unknown-nation", { value: "Ruritania", column: "", meaning: "", severity: "error" }));
  await expect(main()).toContainText(t("refusal-person-twice"));
  await look("import-check");
  expect(await count("people"), "nothing is written").toBe(before);
});

test("DONE-CL-12 SP-18 one person asks, another approves: the tracker is taken over", async ({ lang }) => {
  test.setTimeout(120_000);
  await as("paul");
  await page.goBack();
  await field("attest").check();
  await button("ui-import-ask").click();
  await page.waitForURL(/\/approvals\/apr_/);
  asked = new URL(page.url()).pathname;
  await expect(main()).toContainText(t("page-approval-other-person"));
  await look("import-request");

  // The requester's own approval is refused.
  await fill({ code: codeOf(who.paul!) });
  await button("ui-approve").click();
  await expect(main().locator(".error-summary")).toContainText(t("refusal-same-person"));
  await look("import-own-approval-refused");

  await as("anna");
  await page.goto("/");
  await expect(main().getByRole("link", { name: t("page-decide") }).first()).toBeVisible();
  await look("today-with-request");
  await page.goto(asked);
  await fill({ code: "111111" });
  await button("ui-approve").click();
  await expect(main().locator(".error-summary")).toContainText(t("refusal-code-wrong"));
  await approve("anna", asked);
  await expect(page).toHaveURL(/\/r\/import_batches\/imp_/);
  await expect(main()).toContainText(`tracker-${lang}.xlsx`);
  await look("import-record");
});

test("DONE-CL-12 the same file again would change nothing, and an import is undone as a whole", async ({ lang }) => {
  test.setTimeout(120_000);
  const file = join(here, `../fixtures/tracker-${lang}.xlsx`);
  const batch = new URL(page.url()).pathname;
  await as("paul");
  await upload(file);
  await main().locator("table.mapping tbody tr", { hasText: "Zettel" }).locator("select").selectOption("remarks");
  await button("ui-import-dry-run").click();
  await page.waitForURL(/\/check$/);
  await expect(button("ui-import-ask")).toHaveCount(0);
  await look("import-nothing-new");

  await page.goto(batch);
  await move("import.undo");
  await send("import.undo");
  await expect(main().locator(".error-summary")).toContainText(t("refusal-field-required"));
  await fill({ reason: "Wrong edition of the list" });
  await send("import.undo");
  await page.waitForURL(/\/approvals\//);
  asked = new URL(page.url()).pathname;
  await look("undo-request");
  await approve("anna", asked);
  await expect(main()).toContainText(t("choice-undone"));
  const [surname] = PERSON[lang];
  await page.goto(`/r/people?q=${surname}`);
  await expect(main().locator("table tbody tr")).toHaveCount(0);
  await look("people-empty");

  // The right edition, for good.
  await as("paul");
  await upload(file);
  await button("ui-import-dry-run").click();
  await page.waitForURL(/\/check$/);
  await field("attest").check();
  await button("ui-import-ask").click();
  await page.waitForURL(/\/approvals\//);
  asked = new URL(page.url()).pathname;
  await approve("anna", asked);
  await page.goto(`/r/people?q=${surname}`);
  await expect(main().locator("table tbody tr")).toHaveCount(1);
});

test("CL-05 who lacks what, why, and a case from there", async ({ lang }) => {
  test.setTimeout(120_000);
  const [surname, given, letter] = PERSON[lang];
  await as("paul");
  // The post needs a category beside the level.
  await page.goto("/do/clearance_requirements.add");
  await fill({ post: `${letter}-009`, level: "S", categories: "ATOMAL", valid_from: day(-1) });
  await send("clearance_requirements.add");
  await page.goto(`/clearance/lacking?q=${surname}`);
  const row = main().locator("table tbody tr", { hasText: surname });
  await row.locator("summary").click();
  await expect(row).toContainText(t("reason-decision-none"));
  await look("lacking");
  await row.getByRole("link", { name: t("command-case-open") }).click();
  await expect(field("person")).toHaveValue(`${surname} ${given}`);
  await expect(field("categories")).toHaveValue("ATOMAL");
  await fill({ priority: "urgent" });
  await look("case-open");
  await send("case.open");
  await expect(main().locator(".error-summary")).toContainText(t("refusal-urgency-needs-two"));
  await look("case-open-refused");
  await fill({ priority: "routine" });
  await send("case.open");
  await page.waitForURL(/\/r\/psc_cases\/psc_/);
  casePath = new URL(page.url()).pathname;
  await stands("requested");
  await look("case-requested");

  // Two more at once, seen before they are opened.
  await page.goto(`/clearance/lacking?q=${letter}`);
  await main().locator('tbody input[name="select"]').first().check();
  await main().getByRole("button", { name: t("page-open-cases") }).click();
  await expect(main()).toContainText(t("page-open-cases-new"));
  await look("cases-for-many");
  await main().getByRole("button", { name: t("page-open-cases-submit", { count: 1 }) }).click();
  await expect(page).toHaveURL(/\/r\/psc_cases\?view=newest/);
  await look("cases");
});

test("CL-01 CL-04 the case walks to the authority, and not without a letter", async () => {
  test.setTimeout(180_000);
  await as("paul");
  await page.goto(casePath);
  await move("case.confirm_need");
  await look("confirm-need");
  await send("case.confirm_need");
  await stands("need_confirmed");
  await move("case.invite_subject");
  await fill({ consent_notice: "2026-03" });
  await send("case.invite_subject");
  await stands("subject_invited");
  await move("case.hand_over_forms");
  await send("case.hand_over_forms");
  await stands("with_subject");
  await move("case.return_for_correction");
  await fill({ defect_incomplete: "yes", defects: "Form 2, question 7: an address is missing" });
  await send("case.return_for_correction");
  await stands("returned_for_correction");
  await look("case-returned");
  await move("case.resubmit");
  await send("case.resubmit");
  await move("case.complete");
  await send("case.complete");
  await expect(main().locator(".error-summary")).toContainText(t("refusal-checklist-not-done"));
  await fill({ checklist_done: "yes" });
  await send("case.complete");
  await stands("complete");
  await expect(main().locator(".needs").first()).toContainText(t("evidence-outgoing-mail-where"));
  await look("case-complete");

  await move("case.dispatch");
  await expect(main().locator(".needs")).toContainText(t("evidence-outgoing-mail-where"));
  await send("case.dispatch");
  await expect(main().locator(".error-summary")).toContainText(t("refusal-letter-missing-outgoing"));
  await look("dispatch-refused");

  await main().locator(".needs").getByRole("link", { name: t("page-register-mail") }).click();
  await fill({ kind: "request", subject: "Request for a personnel security clearance", document_date: day(), channel: "courier" });
  await field("file").setInputFiles({ name: "request.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n% a scan\n") });
  await look("register-mail");
  await send("mail.register");
  await expect(page).toHaveURL(casePath);
  await move("case.dispatch");
  await look("dispatch");
  await send("case.dispatch");
  await stands("dispatched");
  outgoing = (await main().getByRole("link", { name: /^ASO\/\d+\/OUT\// }).first().innerText()).trim();

  await move("case.acknowledge");
  await fill({ authority_reference: "ACK-1" });
  await send("case.acknowledge");
  await stands("acknowledged_by_authority");
  await look("case-acknowledged");
});

test("SP-02 CL-01 the registry enters the decision's letter; two people record the decision, two authorise", async ({ lang }) => {
  test.setTimeout(180_000);
  await as("tomas");
  await page.goto(casePath);
  await look("case-as-registry");
  await as("paul");
  await page.goto(casePath);
  const register = await main().locator(".needs").getByRole("link", { name: t("page-register-mail") }).first().getAttribute("href");
  await as("tomas");
  await page.goto(register!);
  await fill({ kind: "decision", subject: "Decision on an application", document_date: day(-1), channel: "post", their_reference: "D-77" });
  await send("mail.register");
  await expect(page).toHaveURL(casePath);

  await as("paul");
  await page.goto(casePath);
  await move("case.receive_decision");
  await send("case.receive_decision");
  await stands("decision_received");
  incoming = (await main().getByRole("link", { name: /^ASO\/\d+\/IN\// }).first().innerText()).trim();

  await move("case.record_decision");
  await fill({ outcome: "grant", reference: `D-77/${PERSON[lang][2]}`, decided_on: day(-1), valid_until: day(900) });
  await look("record-decision");
  await send("case.record_decision");
  await expect(main().locator(".error-summary")).toBeVisible();
  const rule = /\d{4}-\d{2}-\d{2}/.exec((await main().locator(".error-summary").innerText()).replace(day(900), ""))?.[0] ?? "";
  await expect(main().locator(".error-summary")).toContainText(t("refusal-validity-differs", { printed: day(900), rule }));
  await look("record-decision-refused");
  await fill({ difference_reason: "The authority shortened it: contract ends then" });
  await send("case.record_decision");
  await page.waitForURL(/\/approvals\//);
  asked = new URL(page.url()).pathname;
  await look("decision-request");
  await fill({ code: codeOf(who.paul!) });
  await button("ui-approve").click();
  await expect(main().locator(".error-summary")).toContainText(t("refusal-same-person"));
  await page.goto(casePath);
  await expect(main()).toContainText(t("page-waiting-for-approval"));
  await look("case-waiting");
  await approve("anna", asked);
  await expect(page).toHaveURL(casePath);
  await stands("decision_recorded");
  await look("case-decided");

  await move("case.authorise_access");
  await fill({ need_to_know: "Works on the plans of the agency" });
  await send("case.authorise_access");
  await page.waitForURL(/\/approvals\//);
  asked = new URL(page.url()).pathname;
  await approve("helene", asked);
  await expect(page).toHaveURL(casePath);
  await stands("briefing_due");

  await as("paul");
  await page.goto(casePath);
  await move("case.acknowledge_briefing");
  await look("briefing");
  await fill({ given_on: day(), signed_how: "On paper, before P. Okafor", certificate_number: "C-77", held_at: "Safe 2" });
  await send("case.acknowledge_briefing");
  await stands("closed_granted");

  // Everything that happened, by whom, why and by what right.
  const line = main().locator(".timeline-list > li");
  await expect(line).toHaveCount(13);
  await expect(line.first()).toContainText(t("command-case-acknowledge-briefing-done"));
  await expect(line.first()).toContainText("Paul Okafor");
  await expect(main().locator(".timeline-list")).toContainText("The authority shortened it");
  for (const one of await line.all()) await expect(one).toContainText(t("ui-permit"));
  await expect(main().locator(".stages li")).toHaveCount(11);
  await expect(main().locator(".clock")).toHaveCount(4);
  await look("case-closed");
  personPath = (await main().locator("dl.facts").getByRole("link", { name: new RegExp("^" + "(Zephyrin|Yserentant)") }).first().getAttribute("href"))!;
});

test("SP-02 the mail register has no gaps, and a letter a decision rests on is not voided", async () => {
  test.setTimeout(120_000);
  await as("tomas");
  for (const [direction, reference] of [["outgoing", outgoing], ["incoming", incoming]] as const) {
    await page.goto(`/r/mail_items?q=${encodeURIComponent(reference)}&direction=${direction}`);
    await expect(main().locator("tbody tr").first()).toContainText(reference);
  }
  await page.goto("/r/mail_items?view=newest");
  const all = await main().locator("tbody th a").allInnerTexts();
  for (const way of ["IN", "OUT"]) {
    const year = new Date().getUTCFullYear();
    const numbers = all.filter((r) => r.includes(`/${year}/${way}/`)).map((r) => Number(r.split("/").at(-1)));
    expect(numbers, way).toEqual(numbers.map((_, at) => numbers[0]! - at));
  }
  await look("mail");
  for (const reference of [incoming, outgoing]) {
    await page.goto(`/r/mail_items?q=${encodeURIComponent(reference)}`);
    await main().getByRole("link", { name: reference }).click();
    if (reference === outgoing) {
      await expect(main()).toContainText("request.pdf");
      await look("letter");
    }
    await move("mail.void");
    await fill({ reason: "Entered twice" });
    await send("mail.void");
    await expect(main().locator(".error-summary")).toContainText(t("refusal-mail-relied-on", { reference }));
  }
  await look("void-refused");
});

test("DONE-CL-01 CL-02 the past is a question: before and after, as known then, on paper", async () => {
  test.setTimeout(120_000);
  await as("paul");
  await page.goto(personPath);
  await look("person");
  await link("page-access-history").click();
  const answer = main().locator(".answer-value");
  const reasons = main().locator("ul.reasons > li");
  await expect(answer).toHaveText(/^\D+ ATOMAL$/);
  const level = (await answer.innerText()).trim().replace(" ATOMAL", "");
  // A line for each fact, and each says the level and the categories that follow from it.
  const facts = ["employment", "requirement", "decision", "certificate", "authorisation", "briefing"];
  for (const [at, fact] of facts.entries()) await expect(reasons.nth(at)).toContainText(t(`fact-${fact}`));
  for (const at of [1, 2, 3, 4]) {
    await expect(reasons.nth(at)).toContainText(level);
    await expect(reasons.nth(at)).toContainText("ATOMAL");
  }
  await expect(reasons.nth(2)).toContainText(day(900));
  await look("access-today");
  const form = main().locator("form.past");
  const ask = async (on: string, known: string) => {
    await form.locator('[name="on"]').fill(on);
    await form.locator('[name="known"]').fill(known);
    await form.getByRole("button").click();
    await page.waitForLoadState("load");
  };
  await ask(day(-1), "");
  await expect(answer).toContainText(t("page-access-none"));
  await expect(reasons.nth(4)).toContainText(t("reason-authorisation-none"));
  await expect(reasons.nth(2), "decided by then, as is known today").not.toContainText(t("reason-decision-none"));
  // The same past day as it was known on that day: nobody had recorded the decision.
  await ask(day(-1), day(-1));
  await expect(answer).toContainText(t("page-access-none"));
  await expect(reasons.nth(2)).toContainText(t("reason-decision-none"));
  await expect(form.locator('[name="known"]')).toHaveValue(day(-1));
  await ask(day(30), "");
  await expect(answer).toHaveText(`${level} ATOMAL`);
  await ask(day(), day(-1));
  await expect(answer).toContainText(t("page-access-none"));
  await expect(main().locator(".notice")).toBeVisible();
  await look("access-as-known");
  const told = [await answer.innerText(), ...(await reasons.allInnerTexts())];
  await page.emulateMedia({ media: "print" });
  expect([await answer.innerText(), ...(await reasons.allInnerTexts())], "paper says what the page says").toEqual(told);
  await expect(page.locator("nav.rail")).toBeHidden();
  await expect(page.locator("footer.foot")).toBeVisible();
  await shot(page, "main-print-access");
  await page.goto(casePath);
  await shot(page, "main-print-case");
  await page.emulateMedia({ media: "screen" });
});

test("SP-03 a proof from the time line holds, and with one character changed it does not", async () => {
  await as("george");
  await page.goto(casePath);
  await main().locator(".timeline-list a").first().click();
  await page.waitForURL(/\/proof\/\d+$/);
  await look("proof-of-entry");
  const [download] = await Promise.all([page.waitForEvent("download"), link("page-proof-download").click()]);
  const text = readFileSync((await download.path())!, "utf8");
  await page.goto("/proof");
  await look("proof-empty");
  await field("proof").fill(text);
  await button("ui-proof-check").click();
  await expect(main().locator(".answer.tone-good")).toBeVisible();
  await look("proof-holds");
  const at = text.indexOf("case.acknowledge_briefing");
  const changed = at > 0 ? text.slice(0, at) + "C" + text.slice(at + 1) : text.replace(/[0-9](?=[^0-9]*$)/, (d) => String((Number(d) + 1) % 10));
  expect(changed).not.toBe(text);
  await field("proof").fill(changed);
  await button("ui-proof-check").click();
  await expect(main().locator(".answer.tone-bad")).toBeVisible();
  await look("proof-fails");
});

test("SP-19 the keyboard leads everywhere: skip link, palette, search", async ({ lang }) => {
  const [surname] = PERSON[lang];
  await as("paul");
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.locator(".skip")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#content")).toBeFocused();
  await page.keyboard.press("Control+k");
  await expect(page.locator("dialog#palette")).toBeVisible();
  await page.keyboard.type(surname.slice(0, 6));
  await expect(page.locator("dialog#palette li:not([hidden]) a", { hasText: surname }).first()).toBeVisible();
  await axe(page);
  await shot(page, "main-palette");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/r\/people\//);
  await page.keyboard.press("/");
  await expect(page.locator("input[data-search]")).toBeFocused();
  await page.keyboard.type(surname);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search/);
  await expect(main()).toContainText(surname);
  await look("search");
  await page.keyboard.press("?");
  await expect(page.locator("dialog#keys")).toBeVisible();
  await page.keyboard.press("Escape");
});

test("SP-18 what was done is the same on every database", async ({ lang }) => {
  await as("anna");
  const read = async (path: string) => {
    const answer = await page.evaluate(async (at) => {
      const response = await fetch(at);
      return { status: response.status, text: await response.text() };
    }, path);
    expect(answer.status, path).toBe(200);
    return JSON.parse(answer.text);
  };
  const id = casePath.split("/").at(-1)!;
  const whole = await read(`/api/v1/psc_cases/${id}`);
  const history = await read(`/api/v1/psc_cases/${id}/history`);
  const mail = await read(`/api/v1/mail_items?concerns=${id}&view=newest`);
  const decision = await read(`/api/v1/decisions/${whole.decision}`);
  const plain = (record: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(record).filter(([name, value]) => {
        const text = typeof value === "string" ? value : "";
        return name !== "id" && !/^[a-z]{3}_[0-9A-Za-z]{20,}$/.test(text) && !(typeof value === "number" && value > 1e12);
      }),
    );
  const state = {
    case: plain(whole),
    moves: history.map((entry: { command: string; duty: string }) => [entry.command, entry.duty]),
    mail: mail.items.map((item: Record<string, unknown>) => [item.reference, item.kind, item.status]),
    decision: plain(decision),
    people: await count("people"),
    lacking: (await read("/api/v1/who-lacks")).count ?? (await read("/api/v1/who-lacks")).items?.length,
  };
  const backend = process.env.CASTELLAN_E2E_DATABASE ?? "here";
  const folder = join(here, "../../target/e2e");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `state-${backend}-${lang}.json`), `${JSON.stringify(state, null, 2)}\n`);
  // A refusal is an answer with a status of its own; the browser notes it. Nothing else is said.
  expect(said().filter((line) => !line.includes("Failed to load resource")), "the console is silent").toEqual([]);
});
