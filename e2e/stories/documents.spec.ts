// The office's papers: what binds a technician is read and said to be so; a question is found in either language; what rests on a changed text is held
// against it.
import { expect, test } from "../lib/test.ts";
import { as, link, look, main, page, send, t, walk } from "../lib/walk.ts";

walk("documents");

test("SP-09 what binds a technician waits on the day's page and is read there", async ({ lang }) => {
  // Two have not read it: each language takes one of them.
  await as(lang === "en" ? "paul" : "marie");
  await page.goto("/documents");
  await look("documents");
  const waits = main().locator("section", { has: page.getByRole("heading", { name: t("page-documents-to-read"), exact: true }) });
  await waits.getByRole("link", { name: /^SOP\// }).first().click();
  await look("reader");
  await expect(main()).toContainText(t("page-documents-text-intro"));
  const file = await main().locator('a[href^="/attachments/"]').first().getAttribute("href");
  const answer = await page.request.get(file ?? "");
  expect(await answer.text()).toContain(lang === "en" ? "LENDING A PERSONNEL FILE" : "PRÊT D'UN DOSSIER INDIVIDUEL");
  await link("command-acknowledgements-acknowledge").first().click();
  await look("acknowledge");
  await send("acknowledgements.acknowledge");
  await page.goto("/documents");
  await expect(main()).toContainText(t("page-documents-to-read-empty"));
});

test("SP-10 an answer is found in either language, and what rests on a changed text waits", async ({ lang }) => {
  await as("anna");
  await page.goto("/knowledge");
  await look("knowledge");
  await main().locator('[name="q"]').fill(lang === "en" ? "clearance building" : "batiment habilitation");
  await main().getByRole("button", { name: t("page-knowledge-find"), exact: true }).click();
  await expect(main().getByRole("link", { name: /^KB\// }).first()).toBeVisible();
  await look("found");
  const changed = main().locator("section", { has: page.getByRole("heading", { name: t("page-knowledge-changed"), exact: true }) });
  await expect(changed).toContainText("KB/");
  await expect(changed).toContainText("ADV/");
});
