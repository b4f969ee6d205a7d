import { chromium } from 'playwright';
export async function open(base, user, lang) {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, baseURL: base });
  await page.goto('/sign-in');
  await page.locator('input[autocomplete~="username"]').fill(user);
  const p = page.locator('input[autocomplete~="current-password"]'); await p.fill('castellan-demo-2026');
  const once = page.locator('input[autocomplete~="one-time-code"]'); if (await once.count()) await once.fill('246810');
  await p.press('Enter'); await page.waitForLoadState();
  if (await once.count()) { await once.fill('246810'); await once.press('Enter'); await page.waitForLoadState(); }
  if (lang === 'fr') { await page.evaluate(async () => { const c = document.querySelector('input[name=csrf]').value; await fetch('/language', { method: 'POST', headers: {'content-type':'application/x-www-form-urlencoded'}, body: new URLSearchParams({ csrf: c, lang: 'fr' }) }); }); }
  return { browser, page };
}
if (process.argv[1].endsWith('.shot.mjs')) {
  const [base, user, lang, ...paths] = process.argv.slice(2);
  const { browser, page } = await open(base, user, lang);
  let n = 0;
  for (const p of paths) { await page.goto(p); await page.screenshot({ path: `/tmp/shot-${lang}-${n}.png`, fullPage: true }); console.log(p, page.url(), await page.title()); n++; }
  await browser.close();
}
