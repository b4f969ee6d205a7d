// Ctrl K: the links of the page's navigation, plus what the server finds at /palette.
const folded = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function palette(): void {
  const dialog = document.querySelector<HTMLDialogElement>("dialog#palette");
  const input = dialog?.querySelector<HTMLInputElement>("input");
  const list = dialog?.querySelector<HTMLUListElement>("ul");
  if (!dialog || !input || !list) return;
  const own = [...list.children] as HTMLLIElement[];
  const source = dialog.dataset.source;
  let waiting: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const filter = () => {
    const wanted = folded(input.value.trim());
    for (const item of own) item.hidden = !folded(item.textContent ?? "").includes(wanted);
  };
  const ask = async () => {
    waiting?.abort();
    for (const item of [...list.children]) if (!own.includes(item as HTMLLIElement)) item.remove();
    const wanted = input.value.trim();
    if (!source || wanted.length < 2) return;
    waiting = new AbortController();
    try {
      const answer = await fetch(`${source}?q=${encodeURIComponent(wanted)}`, { signal: waiting.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const link of page.querySelectorAll("a[href]")) {
        const item = document.createElement("li");
        item.append(document.importNode(link, true));
        list.append(item);
      }
    } catch {
      // A newer question replaced this one, or the server is away: the page's own links remain.
    }
  };
  const links = () => [...list.querySelectorAll<HTMLAnchorElement>("li:not([hidden]) a")];
  const open = () => {
    input.value = "";
    filter();
    dialog.showModal();
    input.focus();
  };

  input.addEventListener("input", () => {
    filter();
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
  dialog.addEventListener("keydown", (event) => {
    const all = links();
    const at = all.indexOf(document.activeElement as HTMLAnchorElement);
    if (event.key === "ArrowDown") all[Math.min(at + 1, all.length - 1)]?.focus();
    else if (event.key === "ArrowUp") (at > 0 ? all[at - 1] : input)?.focus();
    else if (event.key === "Enter" && document.activeElement === input) all[0]?.click();
    else return;
    event.preventDefault();
  });
  for (const opener of document.querySelectorAll<HTMLButtonElement>("button[data-open-palette]")) {
    opener.hidden = false;
    opener.addEventListener("click", open);
  }
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (dialog.open) dialog.close();
      else open();
    }
  });
}
