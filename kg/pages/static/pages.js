// What the pages do more where scripts run: suggestions while typing, and search in a folder that has no server.
"use strict";

const root = document.body.dataset.root;

function fold(text) {
  return text.normalize("NFKD").replace(/[\u0300-\u036f.]/g, "").replace(/\u2019/g, "'").toLowerCase().trim();
}

// In a static site the names lie in names.js: [name, path, kind, claims, [other names]], the most told of first.
function lookUp(typed, most) {
  const wanted = fold(typed);
  if (!wanted) return [];
  const found = [];
  for (const [name, path, kind, claims, others] of window.kgNames) {
    const by = [name, ...others].find((one) => (" " + fold(one)).includes(" " + wanted));
    if (by) found.push({ name, path, kind, claims, also: by === name ? "" : by });
  }
  const rank = (one) => (fold(one.name) === wanted ? 0 : one.kind === "person" ? 1 : 2);
  return found.sort((a, b) => rank(a) - rank(b)).slice(0, most);
}

async function suggest(typed) {
  if (window.kgNames) return lookUp(typed, 8);
  const answer = await fetch(`${root}suggest?q=${encodeURIComponent(typed)}`);
  return answer.ok ? answer.json() : [];
}

// A combobox after the ARIA Authoring Practices: the arrows choose, Enter opens, Escape closes.
function combobox(input, { many = suggest, chosen } = {}) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${input.id}-list`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  input.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) {
    input.setAttribute(name, value);
  }
  let shown = [];
  let at = -1;
  let latest = 0;

  function close() {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function select(number) {
    at = number;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    if (at >= 0) input.setAttribute("aria-activedescendant", list.children[at].id);
    else input.removeAttribute("aria-activedescendant");
  }

  function show(found) {
    shown = found;
    list.replaceChildren(...found.map((one, index) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${index}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const name = document.createElement("span");
      name.textContent = one.also ? `${one.name} (${one.also})` : one.name;
      const kind = document.createElement("small");
      kind.textContent = `${one.kind === "org" ? "organization" : one.kind}, ${one.claims === 1 ? "1 claim" : `${one.claims} claims`}`;
      item.append(name, kind);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); chosen(one); });
      return item;
    }));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    select(-1);
  }

  input.addEventListener("input", async () => {
    const turn = ++latest;
    if (!input.value.trim()) return close();
    const found = await many(input.value);
    if (turn === latest) show(found);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") select((at + 1) % shown.length);
    else if (event.key === "ArrowUp") select((at + shown.length) % (shown.length + 1) - 1);
    else if (event.key === "Enter" && at >= 0) chosen(shown[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  return close;
}

for (const input of document.querySelectorAll(".find input[name]")) {
  combobox(input, { chosen: (one) => { location.href = root + one.path; } });
}

for (const input of document.querySelectorAll("input[data-names]")) {
  const close = combobox(input, { chosen: (one) => { input.value = one.name; close(); } });
}

// The search page of a static site.
const results = document.getElementById("results");
if (results && window.kgNames) {
  const typed = new URLSearchParams(location.search).get("q") || "";
  document.querySelector("main h1").textContent = typed ? `Found for \u201c${typed}\u201d` : "Search";
  results.replaceChildren(...lookUp(typed, 50).map((one) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = root + one.path;
    link.textContent = one.name;
    item.append(link, one.also ? ` also ${one.also}` : "");
    return item;
  }));
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = "Copied";
  });
}

// The calendar: today, if it is told of.
const today = document.getElementById("today");
if (today) {
  const now = new Date();
  const day = `${String(now.getMonth() + 1).padStart(2, "0")}/${String(now.getDate()).padStart(2, "0")}.html`;
  const told = document.querySelector(`.month a[href$="calendar/${day}"]`);
  if (told) {
    today.querySelector("a").href = told.href;
    today.hidden = false;
  }
}

// A drawing that is wider than its place begins with whom it is about.
for (const place of document.querySelectorAll(".scroll")) {
  const center = place.querySelector(".center");
  if (center && place.scrollWidth > place.clientWidth) {
    const at = center.getBoundingClientRect();
    place.scrollLeft = at.left + at.width / 2 - place.getBoundingClientRect().left - place.clientWidth / 2;
  }
}
