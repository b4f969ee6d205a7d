// An audit of files: each file against its checklist, a defect becomes a finding, and what was found leads to an incident's or a finding's own page.
import { expect, test } from "../lib/test.ts";
import { as, button, day, field, fill, link, look, main, move, page, send, t, walk } from "../lib/walk.ts";

walk("audits");

let audit = "";
const points = ["identity", "decision", "certificate", "briefing", "questionnaire", "cover"];

async function answer(defect?: string): Promise<void> {
  for (const point of points) {
    const verdict = point === defect ? "point_defect" : "point_right";
    await main().locator(`[name="${point}"][value="${verdict}"]`).check();
  }
}

test("CL-08 the audit under way lists its files, those to be looked at first", async () => {
  await as("paul");
  await page.goto("/clearance/audits");
  await expect(main()).toContainText(t("page-audits-plans"));
  await look("audits");
  await main().getByRole("link", { name: /^AUD\// }).first().click();
  audit = new URL(page.url()).pathname;
  await expect(main()).toContainText("SHA-256");
  await look("audit");
});

test("CL-08 a file is looked at point by point, and a defect without a word is refused at its point", async () => {
  await main().getByRole("link", { name: /^DOS\// }).first().click();
  await look("checklist");
  await button("command-audits-check").click();
  await expect(main().locator(".field-error")).toHaveCount(points.length);
  await answer("cover");
  await button("command-audits-check").click();
  await expect(main().locator(".field-error")).toHaveCount(1);
  await look("refused");
  await field("note_cover").fill("The label is torn");
  await button("command-audits-check").click();
  // The next file follows by itself.
  await expect(page).toHaveURL(/\/clearance\/audits\/files\//);
  await answer();
  await button("command-audits-check").click();
  await page.goto(audit);
  await expect(main()).toContainText(t("state-finding-draft"));
});

test("XD-05 what was found is issued to its owner, planned, and stands on Today", async () => {
  await as("anna");
  await page.goto(audit);
  await link("command-findings-issue-all").click();
  await send("findings.issue_all");
  await page.goto(audit);
  await as("marie");
  await page.goto("/");
  await expect(main()).toContainText(t("page-section-findings"));
  await page.goto(audit);
  const row = main().locator("tr", { hasText: t("state-finding-issued") }).first();
  await row.getByRole("link", { name: /^FND\// }).click();
  await look("finding");
  await move("findings.plan_action");
  await fill({ title: "A new label", kind: "action_corrective", due_on: day(20) });
  await send("findings.plan_action");
  await page.goto(audit);
  await main().locator("tr", { hasText: t("state-finding-issued") }).first().getByRole("link", { name: /^FND\// }).click();
  await expect(main()).toContainText("A new label");
  await move("findings.submit_plan");
  await fill({ root_cause: "cause_procedure" });
  await send("findings.submit_plan");
  await expect(main()).toContainText(t("state-finding-plan-submitted"));
});

test("SP-06 an incident is reported on the page of what it concerns, and taken up", async () => {
  await as("tomas");
  await page.goto("/r/discrepancies?view=oldest");
  await main().getByRole("link", { name: /^DSC\// }).first().click();
  await link("command-incidents-report").click();
  await fill({
    title: "A dossier is not in its safe",
    kind: "incident_loss",
    desk: "desk_registry",
    area: "area_information",
    discovered_on: day(),
  });
  await send("incidents.report");
  await look("incident");
  const incident = new URL(page.url()).pathname;
  await as("helene");
  await page.goto(incident);
  await move("incidents.take_up");
  await fill({ severity: "severity_serious", compromise: "compromise_possible", colleague: "anna" });
  await send("incidents.take_up");
  await as("anna");
  await page.goto(incident);
  await move("incidents.log");
  await fill({ happened_at: `${day(-1)}T09:30`, happened: "The safe was searched." });
  await send("incidents.log");
  await page.goto(incident);
  await expect(main()).toContainText("The safe was searched.");
  await look("inquiry");
});
