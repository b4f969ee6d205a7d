// Every page of the navigation, as each of the eight users.
import { axe, expect, shot, signIn, test, users, watch } from "../lib/test.ts";

// What a duty may not open, with the page that says so.
const REFUSED: Record<string, string[]> = {
  helene: ["/import"],
  tomas: ["/import", "/do/case.open"],
  ines: ["/import", "/do/mail.register"],
  george: ["/import", "/do/case.open"],
  lena: ["/import", "/do/case.open"],
};

for (const [name, user] of Object.entries(users())) {
  test(`SP-18 SP-19 ${name}: every page of the navigation says what it is, and what is not theirs says why`, async ({ page, t }) => {
    test.setTimeout(120_000);
    const said = watch(page);
    await signIn(page, user);
    const links = page.locator("nav.rail a");
    const paths = new Set<string>(["/", "/search?q=lund", "/search?q=zzzzzz"]);
    for (const href of await links.evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""))) paths.add(href);
    await page.goto("/registers");
    for (const href of await page.locator("main table a").evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""))) paths.add(href);

    for (const path of paths) {
      const answer = await page.goto(path);
      expect(answer?.status(), path).toBe(200);
      await expect(page.locator("h1"), path).toHaveCount(1);
      const text = await page.locator("body").innerText();
      expect(text, `every text of ${path} stands in the catalogue`).not.toContain("⟦");
      await axe(page);
      await shot(page, `pages-${name}-${path.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "today"}`);
    }
    expect(said(), "the console is silent").toEqual([]);

    for (const path of REFUSED[name] ?? []) {
      const answer = await page.goto(path);
      expect(answer?.status(), path).toBe(403);
      await expect(page.locator("h1")).toContainText(t("page-refused"));
      const duty = t("refusal-duty-missing", { duties: "@" }).split("@")[0]!;
      await expect(page.locator("main")).toContainText(duty.trim());
      await axe(page);
      await shot(page, `pages-${name}-refused${path.replace(/[^a-z0-9]+/gi, "-")}`);
    }
  });
}

test("SP-18 what does not exist and what is hidden give the same answer", async ({ page }) => {
  await signIn(page, users().tomas!);
  const read = async (path: string) => {
    const answer = await page.request.get(path);
    return { status: answer.status(), text: (await answer.text()).replaceAll(path, "PATH").replaceAll(encodeURIComponent(path), "PATH") };
  };
  // The registry does not see grants; the first is a register nobody has.
  for (const [absent, hidden] of [["/r/nothings", "/r/grants"], ["/r/nothings/per_00000000000000000000000000", "/r/grants/per_00000000000000000000000000"]]) {
    const [a, b] = [await read(absent!), await read(hidden!)];
    expect(a.status).toBe(404);
    expect(b).toEqual(a);
  }
});
