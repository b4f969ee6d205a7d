// The table of a register as an office keeps it: tried out row by row, its columns explained once, approved by a second person, undone as a whole.
import { expect, test } from "../lib/test.ts";
import { approve, as, button, count, fill, look, main, move, page, send, t, walk } from "../lib/walk.ts";

walk("imports");

const HEADINGS = { en: ["What could happen", "Desk", "Origin"], fr: ["Ce qui pourrait arriver", "Bureau", "Origine"] } as const;
const CLEARANCE = { en: "Clearance", fr: "Habilitations" } as const;

let staged = "";
let asked = "";
let batch = "";

test("SP-13 the office's own list of risks is tried out, and nothing is written", async ({ lang }) => {
  const [title, desk, cause] = HEADINGS[lang];
  const rows = [
    [title, desk, cause],
    [`Cellar floods (${lang})`, CLEARANCE[lang], "Old pipes"],
    [`Lock fails (${lang})`, "kitchen", ""],
    [`Courier late (${lang})`, CLEARANCE[lang], ""],
  ];
  const table = rows.map((row) => row.join(";")).join("\r\n");
  await as("anna");
  const before = await count("risks");
  await page.goto("/r/risks");
  await main().getByRole("link", { name: t("page-rows-import"), exact: true }).click();
  await look("table-file");
  await button("ui-import-read").click();
  await expect(main().locator(".error-summary")).toContainText(t("refusal-file-missing"));
  await main().locator('input[type="file"]').setInputFiles({ name: `risks-${lang}.csv`, mimeType: "text/csv", buffer: Buffer.from(table, "utf8") });
  await button("ui-import-read").click();
  await page.waitForURL(/\/rows\/stg_.*\/check$/);
  await expect(main()).toContainText("kitchen");
  await expect(main()).toContainText(t("finding-column-left-out", { value: "", column: HEADINGS[lang][2], meaning: "", severity: "info" }));
  await look("table-check");
  staged = new URL(page.url()).pathname;
  expect(await count("risks"), "what was tried out is taken back").toBe(before);
});

test("SP-13 a column is explained, and a second person approves exactly these rows", async ({ lang }) => {
  await page.goto(staged);
  await main().getByRole("link", { name: t("page-rows-columns"), exact: true }).click();
  await main().locator("table.mapping tbody tr", { hasText: HEADINGS[lang][2] }).locator("select").selectOption("cause");
  await look("table-columns");
  await button("ui-import-dry-run").click();
  await page.waitForURL(/\/check$/);
  await button("ui-import-ask").click();
  await page.waitForURL(/\/approvals\/apr_/);
  asked = new URL(page.url()).pathname;
  await expect(main()).toContainText(`Cellar floods (${lang})`);
  await look("table-request");
  await approve("helene", asked);
  await expect(page).toHaveURL(/\/r\/import_batches\/imp_/);
  batch = new URL(page.url()).pathname;
  await look("table-record");
  await page.goto(`/r/risks?q=cellar%20${lang}`);
  await expect(main().locator("table tbody tr")).toHaveCount(1);
});

test("SP-13 an import of a table is undone as a whole", async ({ lang }) => {
  await as("anna");
  await page.goto(batch);
  await move("import.undo");
  await fill({ reason: "Last year's list" });
  await send("import.undo");
  await page.waitForURL(/\/approvals\//);
  asked = new URL(page.url()).pathname;
  await approve("helene", asked);
  await expect(main()).toContainText(t("choice-undone"));
  await page.goto(`/r/risks?q=cellar%20${lang}`);
  await expect(main().locator("table tbody tr")).toHaveCount(0);
});
