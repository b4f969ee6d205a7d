// People kept once, and what other systems say of labels: both languages read, and change nothing.
import { expect, test } from "../lib/test.ts";
import { as, button, field, link, look, main, page, t, walk } from "../lib/walk.ts";

walk("people");

const label = (policy: string, level: string) =>
  `<?xml version="1.0"?><ConfidentialityLabel xmlns="urn:nato:stanag:4774:confidentialitymetadatalabel:1:0"><ConfidentialityInformation>` +
  `<PolicyIdentifier>${policy}</PolicyIdentifier><Classification>${level}</Classification></ConfidentialityInformation></ConfidentialityLabel>`;

const read = async (xml: string) => {
  await field("file").setInputFiles({ name: "label.xml", mimeType: "application/xml", buffer: Buffer.from(xml) });
  await button("ui-import-read").click();
};

test("SP-11 who stands twice is listed with the reason, and one name from before leads to one person", async () => {
  await as("marie");
  await page.goto("/people/duplicates");
  await look("duplicates");
  const pair = main().locator("tbody tr", { hasText: "Koehler" });
  await expect(pair).toContainText("Köhler");
  await expect(pair).toContainText(t("like-spelling-and-birth"));
  await pair.getByRole("link", { name: t("command-people-join") }).click();
  await look("join");
  await page.goto("/clearance/gate-list");
  await field("names").fill("Alix Vandermeulen");
  await button("page-gate-ask").click();
  await expect(main().locator("tbody tr")).toHaveCount(1);
  await expect(main().locator("tbody tr a[href^='/people/']")).toHaveCount(1);
});

test("CL-02 a label of another system is told in this office's words, and what it cannot mean is said", async () => {
  await as("marie");
  await page.goto("/clearance/gate-list");
  await link("page-gate-from-label").click();
  await look("labels");
  await read(label("NATO", "SECRET"));
  await look("label-read");
  await expect(main()).toContainText(t("page-labels-label"));
  await expect(main()).toContainText("SECRET");
  await main().getByRole("link", { name: t("page-gate"), exact: true }).click();
  await expect(field("level")).toHaveValue("S");
  await page.goto("/clearance/labels");
  // A word that looks like ours is Spain's TOP SECRET; of a policy nobody knows it is nothing.
  await read(label("ESP", "SECRETO"));
  await expect(main()).toContainText(/TOP SECRET|TRÈS SECRET/);
  await page.goto("/clearance/labels");
  await read(label("ELSEWHERE", "SECRETO"));
  await expect(main()).toContainText(t("page-labels-not-understood"));
  await read("<!DOCTYPE a><a/>");
  await expect(main().locator(".error-summary")).toContainText(t("finding-label-dtd"));
  await look("label-refused");
});
