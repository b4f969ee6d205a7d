// Access in scope: given by two for one meeting, seen where it counts and nowhere else, ended by one; certificates for a meeting from draft to issue.
import { expect, test } from "../lib/test.ts";
import { approve, as, day, field, fill, link, look, main, move, page, send, t, walk } from "../lib/walk.ts";

walk("access-in-scope");

// Both languages walk one office: each has a person and a meeting of its own, and takes the next draft.
const OWN = { en: { nation: "DEU", meeting: "Antenna board" }, fr: { nation: "FRA", meeting: "Comité des antennes" } };
let person = "";

test("CL-02 access for one meeting is given by two and counts for that meeting alone", async ({ lang }) => {
  const { nation, meeting } = OWN[lang];
  await as("anna");
  await page.goto(`/r/people?nationality=${nation}`);
  person = /per_\w+/.exec((await main().locator("tbody a").first().getAttribute("href")) ?? "")?.[0] ?? "";
  await page.goto(`/people/${person}/access`);
  const standing = await main().locator(".answer-value").innerText();
  await page.goto(`/do/access.give?on=${person}`);
  await look("form");
  await fill({ kind: "one_time", level: "C", meeting, need_to_know: "It cannot wait", valid_from: day(0), valid_until: day(400) });
  await send("access.give");
  await expect(main().locator(".error-summary")).toContainText("30");
  await look("too-long");
  await fill({ valid_until: day(5) });
  await send("access.give");
  await expect(main().locator(".error-summary")).toHaveCount(0);
  await approve("helene", new URL(page.url()).pathname);
  await as("anna");
  await page.goto(`/people/${person}/access`);
  expect(await main().locator(".answer-value").innerText(), "the standing answer is what it was").toBe(standing);
  await look("standing");
  await main().getByRole("link", { name: new RegExp(meeting) }).click();
  await expect(main().locator(".answer")).toContainText(meeting);
  await look("for-the-meeting");
});

test("CL-02 access that was ended is no longer asked for", async ({ lang }) => {
  const { meeting } = OWN[lang];
  await as("anna");
  await page.goto(`/people/${person}/access`);
  const href = (await main().getByRole("link", { name: new RegExp(meeting) }).getAttribute("href")) ?? "";
  const access = /aac_\w+/.exec(href)?.[0] ?? "";
  await page.goto(`/r/access_authorisations/${access}`);
  await look("record");
  await move("access.end");
  await fill({ reason: "The meeting was called off" });
  await send("access.end");
  await page.goto(`/people/${person}/access`);
  await expect(main().getByRole("link", { name: new RegExp(meeting) })).toHaveCount(0);
});

test("CL-07 a certificate for a meeting is numbered when it is signed, and ends its case when it is out", async () => {
  await as("anna");
  await page.goto("/r/letters?kind=meeting_certificate_letter&state=letter_draft");
  await look("drafts");
  await main().locator("tbody a").first().click();
  const letter = new URL(page.url()).pathname;
  await move("letters.sign");
  await fill({ channel: "post" });
  await send("letters.sign");
  await page.goto(letter);
  const mail = /mai_\w+/.exec((await main().locator("a[href*='/mail_items/mai_']").first().getAttribute("href")) ?? "")?.[0] ?? "";
  const holder = /per_\w+/.exec((await main().locator("a[href*='/people/per_']").first().getAttribute("href")) ?? "")?.[0] ?? "";
  await page.goto(`/r/psc_cases?kind=meeting_certificate&person=${holder}`);
  await main().locator("tbody a").first().click();
  await look("case");
  const opened = new URL(page.url()).pathname;
  await move("case.issue_certificate");
  await fill({ mail_item: mail });
  await send("case.issue_certificate");
  await page.goto(opened);
  await expect(main()).toContainText(t("state-closed-granted"));
  // Asked for the meeting, the gate list offers the next certificates.
  await page.goto(`/r/people/${holder}`);
  const name = (await main().locator("h1").innerText()).trim();
  await page.goto("/clearance/gate-list");
  await fill({ names: name, level: "C", meeting: "Programme board (invented)" });
  await main().getByRole("button", { name: t("page-gate-ask"), exact: true }).click();
  await page.waitForLoadState("load");
  await expect(link("page-gate-draft")).toBeVisible();
  await look("gate");
  await link("page-gate-draft").click();
  await expect(field("event")).toHaveValue("Programme board (invented)");
  await look("draft");
});
