// Single keys: `/` search, `g` and a letter, `j` `k` rows, `e` edit, `?` help. They can be switched off (WCAG 2.1.4).
const SETTING = "castellan-single-keys";

function typing(target: EventTarget | null): boolean {
  const writes = "input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]";
  return target instanceof HTMLElement && target.closest(writes) !== null;
}

function moveRow(step: number): void {
  const rows = [...document.querySelectorAll<HTMLTableRowElement>("main table[data-rows] tbody tr")];
  if (rows.length === 0) return;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + step))];
  (next?.querySelector<HTMLElement>("a[href]") ?? next?.querySelector<HTMLElement>("button, input"))?.focus();
}

function help(): HTMLDialogElement | null {
  return document.querySelector<HTMLDialogElement>("dialog#keys");
}

export function keys(): void {
  const dialog = help();
  const setting = dialog?.querySelector<HTMLInputElement>("input[data-single-keys]");
  let enabled = localStorage.getItem(SETTING) !== "off";
  if (setting) {
    setting.checked = enabled;
    setting.addEventListener("change", () => {
      enabled = setting.checked;
      localStorage.setItem(SETTING, enabled ? "on" : "off");
    });
  }
  for (const opener of document.querySelectorAll<HTMLButtonElement>("button[data-open-keys]")) {
    opener.hidden = false;
    opener.addEventListener("click", () => dialog?.showModal());
  }
  let going = false;
  document.addEventListener("keydown", (event) => {
    if (!enabled || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (going) {
      going = false;
      const link = document.querySelector<HTMLAnchorElement>(`a[data-go="${CSS.escape(event.key)}"]`);
      if (link) {
        event.preventDefault();
        link.click();
      }
      return;
    }
    switch (event.key) {
      case "/":
        document.querySelector<HTMLInputElement>("input[data-search]")?.focus();
        break;
      case "g":
        going = true;
        setTimeout(() => (going = false), 1500);
        break;
      case "j":
        moveRow(1);
        break;
      case "k":
        moveRow(-1);
        break;
      case "e":
        document.querySelector<HTMLElement>("[data-edit]")?.click();
        break;
      case "?":
        dialog?.showModal();
        break;
      default:
        return;
    }
    event.preventDefault();
  });
}
