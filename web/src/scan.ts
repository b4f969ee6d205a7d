// A scan that may be cut off from the network: every line is kept in the browser before anything else happens, told at once, and handed in
// when the server can be reached. The server's word replaces ours when it comes; a line bears an id of its own, so that it counts once.
interface Line {
  id: string;
  code: string;
  place: string;
  at: number;
}

interface Told {
  taken: string[];
  items: Record<string, { outcome: string; seen: string[] }>;
}

const AT_ONCE = 500;
const AGAIN_MS = 15_000;

// As the server keeps codes: a label's own in capitals without spaces and dashes, anything else as it was read.
function plain(read: string): string {
  const code = read.replace(/[\s-]/g, "").toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
  return /^[0-9A-HJKMNP-TV-Z]{11}$/.test(code) ? code : read.trim();
}

function freshId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function scan(): void {
  const page = document.querySelector<HTMLElement>("[data-scan]");
  if (!page) return;
  const key = `castellan-scan-${page.dataset.scan ?? ""}`;
  const form = page.querySelector<HTMLFormElement>("form[data-scan-form]");
  const input = page.querySelector<HTMLInputElement>("#scan-code");
  const place = page.querySelector<HTMLSelectElement>("#scan-place");
  const last = page.querySelector<HTMLElement>("[data-scan-last]");
  const body = page.querySelector<HTMLTableSectionElement>("tbody[data-scan-rows]");
  if (!body) return;

  const rows = new Map([...body.rows].map((row) => [row.dataset.code ?? "", row]));
  const around = new Map<string, string[]>();
  for (const option of place?.options ?? []) around.set(option.value, (option.dataset.around ?? "").split(" "));
  const elsewhere = new Map<string, string>();
  for (const line of (page.querySelector<HTMLTemplateElement>("template[data-elsewhere]")?.content.textContent ?? "").split("\n")) {
    const [code, home] = line.split(" ");
    if (code) elsewhere.set(code, home ?? "");
  }

  const kept = (): Line[] => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "[]") as Line[];
    } catch {
      return [];
    }
  };
  const keep = (lines: Line[]): void => {
    if (lines.length === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(lines));
  };
  const say = (which: string, count = 0): void => {
    for (const notice of page.querySelectorAll<HTMLElement>("[data-say]")) {
      notice.hidden = notice.dataset.say !== which;
      const words = notice.querySelector("p");
      if (!notice.hidden && words) {
        words.dataset.words ??= words.textContent ?? "";
        words.textContent = words.dataset.words.replace("0", String(count));
      }
    }
  };
  const within = (inner: string, outer: string): boolean => (around.get(inner) ?? [inner]).includes(outer);

  // The outcome an item would have where the register has it comes with its row; what is left is whether it was read there.
  const outcome = (row: HTMLTableRowElement, seen: string[]): string => {
    if (seen.some((one) => seen.some((other) => !within(one, other) && !within(other, one)))) return "outcome_duplicate_label";
    const homes = (row.dataset.around ?? "").split(" ");
    if (row.dataset.found === "outcome_unregistered") return "outcome_unregistered";
    return seen.every((at) => homes.includes(at)) ? (row.dataset.found ?? "") : "outcome_misplaced";
  };
  const show = (row: HTMLTableRowElement, told: string, seen: string[]): void => {
    row.dataset.seen = seen.join(" ");
    const read = row.querySelector<HTMLElement>("[data-cell=seen]");
    const stands = row.querySelector<HTMLElement>("[data-cell=outcome]");
    if (read) read.textContent = seen.join(", ");
    const words = page.querySelector<HTMLTemplateElement>(`template[data-outcome="${CSS.escape(told)}"]`);
    if (stands) stands.replaceChildren(words ? document.importNode(words.content, true) : "…");
  };
  const added = (code: string): HTMLTableRowElement => {
    const home = elsewhere.get(code);
    const row = body.insertRow(0);
    row.dataset.code = code;
    const head = document.createElement("th");
    head.scope = "row";
    head.className = "fixed";
    head.textContent = code;
    row.append(head);
    for (const [text, cell] of [["–", ""], [home ?? "–", ""], ["", "seen"], ["", "outcome"]] as const) {
      const data = row.insertCell();
      data.textContent = text;
      if (cell) data.dataset.cell = cell;
    }
    // With more codes elsewhere than the page carries, what is not among them is told by the server.
    const unknown = page.dataset.cut === undefined ? "outcome_unregistered" : "";
    row.dataset.found = home === undefined ? unknown : "outcome_misplaced";
    row.dataset.around = home ?? place?.value ?? "";
    rows.set(code, row);
    return row;
  };
  const read = (line: Line): HTMLTableRowElement => {
    const row = rows.get(line.code) ?? added(line.code);
    const seen = new Set((row.dataset.seen ?? "").split(" ").filter((at) => at !== ""));
    seen.add(line.place);
    show(row, outcome(row, [...seen]), [...seen]);
    return row;
  };

  let sending = false;
  let closed = false;
  const send = async (): Promise<void> => {
    if (sending || !form) return;
    const waiting = kept().slice(0, AT_ONCE);
    if (waiting.length === 0) return;
    sending = true;
    let more = false;
    try {
      const lines = waiting.map((line) => [line.id, line.code, line.place, line.at].join("\t")).join("\n");
      const csrf = form.querySelector<HTMLInputElement>("input[name=csrf]")?.value ?? "";
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { accept: "application/json" },
        body: new URLSearchParams({ csrf, lines }),
      });
      if (answer.status === 409) {
        closed = true;
        say("late", kept().length);
      } else if (answer.redirected || answer.status === 403) say("signed-out");
      else if (!answer.ok) say("failed");
      else {
        const told = (await answer.json()) as Told;
        const taken = new Set(told.taken);
        keep(kept().filter((line) => !taken.has(line.id)));
        for (const [code, item] of Object.entries(told.items)) show(rows.get(code) ?? added(code), item.outcome, item.seen);
        // What was read while this was on its way is told once more on top.
        kept().forEach(read);
        more = kept().length > 0;
        if (!more) say("in");
      }
    } catch {
      say("waiting", kept().length);
    } finally {
      sending = false;
    }
    if (more) void send();
  };

  const before = kept();
  before.forEach(read);
  if (!form || !input || !place) {
    if (before.length > 0) say("late", before.length);
    return;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = plain(input.value).slice(0, 60).replace(/\t/g, " ");
    input.value = "";
    input.focus();
    if (code === "") return;
    const there = [...place.options].find((option) => option.value === code.toUpperCase());
    if (there) {
      place.value = there.value;
      return;
    }
    const line = { id: freshId(), code, place: place.value, at: Date.now() };
    try {
      keep([...kept(), line]);
    } catch {
      say("failed");
      return;
    }
    const row = read(line);
    if (last) {
      const words = row.querySelector("[data-cell=outcome]")?.cloneNode(true) as HTMLElement | undefined;
      last.replaceChildren(`${code} `, ...(words?.childNodes ?? []));
      last.hidden = false;
    }
    void send();
  });
  addEventListener("online", () => void send());
  setInterval(() => {
    if (!closed) void send();
  }, AGAIN_MS);
  void send();
}
