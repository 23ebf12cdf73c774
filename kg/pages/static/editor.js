// The SPARQL editor where scripts run: Ctrl+Enter asks, terms are completed, examples and prefixes are put in.
"use strict";

const field = document.getElementById("query");
const form = document.getElementById("editor");
const examples = document.getElementById("examples");
const terms = document.getElementById("terms").dataset.terms.split("|");
const prefixes = new Map([...document.querySelectorAll("#prefixes li")].map((item) => {
  const [name, iri] = item.querySelectorAll("code");
  return [name.textContent.slice(0, -1), iri.textContent];
}));

for (const hidden of document.querySelectorAll("[data-scripted]")) hidden.hidden = false;

examples.hidden = false;
examples.addEventListener("change", () => {
  if (examples.value) replace(0, field.value.length, examples.value);
  examples.value = "";
  field.focus();
});

// Through the browser's own editing, so that Ctrl+Z takes it back.
function replace(start, end, text) {
  field.focus();
  field.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) field.setRangeText(text, start, end, "end");
}

const insert = document.getElementById("insert-prefixes");
insert.hidden = false;
insert.addEventListener("click", () => {
  const text = field.value;
  const used = [...prefixes].filter(([name]) => new RegExp(`(^|[^\\w<])${name}:[\\w/]`).test(text))
    .filter(([name]) => !new RegExp(`prefix\\s+${name}:`, "i").test(text));
  if (used.length) replace(0, 0, used.map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`).join("") + "\n");
});

const list = document.createElement("ul");
list.className = "suggestions inline";
list.id = "completions";
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", "Completions");
list.hidden = true;
field.after(list);
field.setAttribute("aria-controls", list.id);
let at = -1;

function word() {
  return /[?$]?[\w:]*$/.exec(field.value.slice(0, field.selectionStart))[0];
}

function close() {
  list.hidden = true;
  at = -1;
  field.removeAttribute("aria-activedescendant");
}

function select(number) {
  at = number;
  [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
  field.setAttribute("aria-activedescendant", list.children[at].id);
  list.children[at].scrollIntoView({ block: "nearest" });
}

function take(term) {
  replace(field.selectionStart - word().length, field.selectionStart, term);
  close();
}

function complete(asked) {
  const begun = word();
  if (!asked && !/^([?$]\w|[a-z]+:\w)/.test(begun)) return close();
  const variables = [...new Set(field.value.match(/[?$]\w+/g) || [])].filter((one) => one !== begun);
  const wanted = begun.toLowerCase();
  const found = [...variables, ...terms].filter((one) => one.toLowerCase().startsWith(wanted) && one !== begun).slice(0, 8);
  list.replaceChildren(...found.map((term, index) => {
    const item = document.createElement("li");
    item.id = `completion-${index}`;
    item.setAttribute("role", "option");
    item.textContent = term;
    item.addEventListener("mousedown", (event) => { event.preventDefault(); take(term); });
    return item;
  }));
  list.hidden = found.length === 0;
  if (found.length) select(0);
}

field.addEventListener("input", () => complete(false));
field.addEventListener("blur", close);
field.addEventListener("keydown", (event) => {
  const open = !list.hidden;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(form.querySelector("button"));
  else if (event.key === " " && event.ctrlKey) complete(true);
  else if (open && event.key === "ArrowDown") select((at + 1) % list.children.length);
  else if (open && event.key === "ArrowUp") select((at + list.children.length - 1) % list.children.length);
  else if (open && (event.key === "Enter" || event.key === "Tab")) take(list.children[at].textContent);
  else if (open && event.key === "Escape") close();
  else return;
  event.preventDefault();
});
