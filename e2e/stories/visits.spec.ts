// Visits: what stands in the way of each is found on every reading; an approved visit is red the moment a suspension is recorded; a request that cannot be
// made is refused with every reason; guests at the gate.
import { expect, test } from "../lib/test.ts";
import { approve, as, button, day, fill, look, main, move, page, send, t, walk } from "../lib/walk.ts";

walk("visits");

const PATH = "/clearance/visits";
const row = (subject: string) => main().locator("tbody tr", { hasText: subject });
const good = () => t("page-visits-good");
// Both languages walk one office: each has a visit and a guest of its own.
const STANDS = { en: "Acceptance of the antenna hall", fr: "Handover of the ground station" };

test("CL-07 the list says how each visit stands, and why", async ({ lang }) => {
  await as("paul");
  await page.goto(PATH);
  await expect(row(STANDS[lang])).toContainText(good());
  await expect(row("Programme review")).toContainText(t("state-visit-approved"));
  await expect(row("Programme review")).not.toContainText(good());
  await look("list");
  await row("Programme review").getByRole("link").first().click();
  await expect(main()).toContainText(t("page-visit-check"));
  await look("suspended");
});

test("DONE-CL-09 a request that cannot be made is refused with every reason in the reader's language", async () => {
  await as("paul");
  await page.goto(PATH);
  await row("Workshop on logistics").getByRole("link").first().click();
  const rows = main().locator("table").first().locator("tbody tr");
  expect(await rows.count()).toBeGreaterThanOrEqual(2);
  await look("check");
  await main().getByRole("link", { name: t("page-visit-record"), exact: true }).click();
  await look("draft");
  await move("visits.validate");
  await send("visits.validate");
  const wrong = main().locator(".error-summary");
  const said = await wrong.innerText();
  const name = /^(.+): |^(.+)\u202f: /m.exec(said.split("\n").find((line) => line.includes(day(10))) ?? "")?.slice(1).find(Boolean) ?? "";
  const given = /\b(\d)\b/.exec(said.split("\n").find((line) => line.includes("20")) ?? "")?.[1] ?? "";
  const printed = /“(.+)”|«\u202f(.+)\u202f»/.exec(said)?.slice(1).find(Boolean) ?? "";
  expect(printed, "another name than the visitor's").toContain("-Lund");
  // Every reason, in the reader's words.
  await expect(wrong).toContainText(t("refusal-visit-document-ends", { name, date: day(10), last: day(11) }));
  await expect(wrong).toContainText(t("refusal-visit-lead-short", { wanted: 20, given }));
  await expect(wrong).toContainText(t("refusal-visit-name-differs", { name, printed }));
  await look("refused");
  await page.goto(PATH);
  await expect(row("Workshop on logistics")).toContainText(t("state-visit-draft"));
});

/** What the gate list answers to a name, asked anew. */
async function atTheGate(name: string): Promise<string> {
  await page.goto("/clearance/gate-list");
  await fill({ names: name, level: "C" });
  await button("page-gate-ask").click();
  await page.waitForLoadState("load");
  return main().locator("table.lacks tbody tr").first().innerText();
}

test("DONE-CL-03 suspending a clearance turns the approved visits of that person red, and the gate list says no", async ({ lang }) => {
  test.setTimeout(120_000);
  await as("paul");
  await page.goto(PATH);
  await row(STANDS[lang]).getByRole("link").first().click();
  const visit = new URL(page.url()).pathname;
  const holder = await main().locator("a[href^='/people/']").first().getAttribute("href");
  const person = /per_\w+/.exec(holder ?? "")?.[0] ?? "";
  const name = (await main().locator("a[href^='/people/']").first().innerText()).trim();
  expect(await atTheGate(name), "before").toContain(t("page-gate-yes"));
  await as("tomas");
  await page.goto(`/do/mail.register?direction=incoming&person=${person}`);
  await fill({ kind: "decision", subject: "Notice of an authority", document_date: day(0), channel: "post", correspondent: "An authority" });
  await send("mail.register");
  const letter = /mai_\w+/.exec(page.url())?.[0] ?? "";
  await as("paul");
  await page.goto("/r/authorities");
  const authority = /aut_\w+/.exec((await main().locator("tbody a").first().getAttribute("href")) ?? "")?.[0] ?? "";
  await page.goto(`/do/clearances.record_adverse?on=${person}`);
  await look("suspend");
  await fill({ kind: "suspend", reason_code: "under_review", decided_on: day(0), level: "C", authority, source: letter });
  await send("clearances.record_adverse");
  await expect(main().locator(".error-summary")).toHaveCount(0);
  const asked = new URL(page.url()).pathname;
  await page.goto(PATH);
  await expect(row(STANDS[lang]), "asked for is not recorded").toContainText(good());
  await approve("anna", asked);
  await page.goto(PATH);
  await expect(row(STANDS[lang])).not.toContainText(good());
  const answer = await atTheGate(name);
  expect(answer, "after").toContain(t("page-gate-no"));
  for (const other of ["page-gate-yes", "page-gate-unknown", "page-gate-several"]) expect(answer, "after").not.toContain(t(other));
  await page.goto(visit);
  await look("red");
  await page.goto("/");
  await expect(main()).toContainText(t("page-section-visits"));
});

test("CL-07 the form leaves on paper and as XML, and is entered among the exports", async () => {
  await as("paul");
  await page.goto(PATH);
  await row("Contract negotiation").getByRole("link").first().click();
  const here = new URL(page.url()).pathname;
  const answers = await page.evaluate(async (at) => {
    const [pdf, xml] = await Promise.all([fetch(`${at}/request.pdf`), fetch(`${at}/request.xml`)]);
    return { pdf: (await pdf.text()).slice(0, 5), xml: await xml.text(), marking: xml.headers.get("castellan-marking") };
  }, here);
  expect(answers.pdf).toBe("%PDF-");
  expect(answers.xml).toContain("urn:castellan:request-for-visit:1");
  expect(answers.marking).toBeTruthy();
});

test("CL-07 who is expected at the gate is looked at again at the gate", async ({ lang }) => {
  await as("tomas");
  await page.goto("/clearance/gate");
  await expect(main().locator("tbody tr")).toHaveCount(2);
  await expect(row("Lefèvre")).toContainText(t("choice-unescorted"));
  await expect(row("Okonkwo")).toContainText(t("choice-escorted"));
  // Whoever is refused stays on this page, as refused: it says so.
  await expect(main()).toContainText(t("page-gate-today-intro", { date: day() }));
  await look("gate");
  const [guest, command, then] = lang === "en" ? ["Lefèvre", "incoming.let_in", "in"] : ["Okonkwo", "incoming.let_out", "out"];
  await row(guest!).getByRole("link", { name: t(`command-${command!.replace(/[._]/g, "-")}`), exact: true }).click();
  await send(command!);
  await look("at-the-gate");
  await page.goto("/clearance/gate");
  await expect(row(guest!)).toContainText(t(`state-incoming-${then}`));
});
