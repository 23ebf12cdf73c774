// The SPARQL editor where scripts run: colours, completion, prefixes, examples, names, and the place of a mistake.
// The textarea stays what it is, with its own undo, selection and screen reader; the colours lie behind it.
"use strict";

const field = document.getElementById("query");
const form = document.getElementById("editor");
const data = document.getElementById("terms").dataset;
const terms = JSON.parse(data.terms);
const known = JSON.parse(data.prefixes);

for (const hidden of form.querySelectorAll("[hidden]")) hidden.hidden = false;

// Through the browser's own editing, so that Ctrl+Z takes it back.
function replace(start, end, text) {
  field.focus();
  field.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) field.setRangeText(text, start, end, "end");
  paint();
}

// --- colours ---

const WORDS = new Set(terms.filter(([, kind]) => kind === "word").flatMap(([word]) => word.split(" ")).concat(
  "A", "BY", "AS", "IN", "NOT", "IF", "IRI", "URI", "BASE", "SEPARATOR", "NAMED", "UNDEF", "TRUE", "FALSE", "REDUCED", "ABS",
  "SAMETERM", "ISIRI", "ISLITERAL", "ISBLANK"));
const TOKEN = new RegExp([
  /(?<comment>#[^\n]*)/,
  /(?<iri><[^<>"{}|^`\\\x00-\x20]*>)/,
  /(?<string>"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)/,
  /(?<variable>[?$][\p{L}\p{N}_]+)/,
  /(?<name>[\p{L}\p{N}_.-]*:[\p{L}\p{N}_.:%-]*)/,
  /(?<number>(?<![\p{L}\p{N}_])\d+(?:\.\d+)?)/,
  /(?<word>\p{L}[\p{L}\p{N}_]*)/,
].map((part) => part.source).join("|"), "gu");

const back = document.createElement("pre");
back.className = "colours";
const lines = document.createElement("pre");
lines.className = "lines";
for (const one of [back, lines]) one.setAttribute("aria-hidden", "true");
field.before(lines, back);
field.parentElement.classList.add("lively");
field.wrap = "off";

const told = document.getElementById("problem");
const bad = { line: Number(told?.dataset.line || 0), column: Number(told?.dataset.column || 0), text: field.value };

function declared(text) {
  return new Set([...Object.keys(known), ...[...text.matchAll(/\bprefix\s+([\w.-]*):/gi)].map((one) => one[1])]);
}

function paint() {
  const text = field.value;
  const prefixes = declared(text);
  const parts = [];
  let here = 0;
  for (const found of text.matchAll(TOKEN)) {
    let [kind] = Object.entries(found.groups).find(([, value]) => value !== undefined);
    if (kind === "word" && !WORDS.has(found[0].toUpperCase())) continue;
    if (kind === "name" && found[0][0] !== "_" && !prefixes.has(found[0].split(":")[0])) kind = "unknown";
    const span = document.createElement("span");
    span.className = kind;
    span.textContent = found[0];
    parts.push(text.slice(here, found.index), span);
    here = found.index + found[0].length;
  }
  back.replaceChildren(...parts, `${text.slice(here)}\n`);
  const count = text.split("\n").length;
  field.rows = Math.max(10, Math.min(30, count + 1));
  const wrong = bad.text === text ? bad.line : 0; // as long as nothing was changed
  lines.replaceChildren(...Array.from({ length: count }, (_, index) => {
    const number = document.createElement("span");
    number.textContent = index + 1;
    if (index + 1 === wrong) number.className = "wrong";
    return number;
  }));
  follow();
}

function follow() {
  back.scrollTop = lines.scrollTop = field.scrollTop;
  back.scrollLeft = field.scrollLeft;
}

field.addEventListener("scroll", follow);
field.addEventListener("input", paint);
paint();

if (bad.line) {
  const before = field.value.split("\n").slice(0, bad.line - 1);
  const place = before.reduce((sum, line) => sum + line.length + 1, 0) + bad.column - 1;
  field.focus();
  field.setSelectionRange(place, place);
}

// --- examples, prefixes, names ---

const examples = document.getElementById("examples");
examples.addEventListener("change", () => {
  if (examples.value) replace(0, field.value.length, examples.value);
  examples.value = "";
});

function declare(names) {
  const text = field.value;
  const missing = names.filter((name) => !new RegExp(`\\bprefix\\s+${name}:`, "i").test(text));
  const head = missing.map((name) => `PREFIX ${name}: <${known[name]}>\n`).join("");
  const at = field.selectionStart;
  if (!head) return;
  replace(0, 0, head);
  field.setSelectionRange(at + head.length, at + head.length);
}

document.getElementById("insert-prefixes").addEventListener("click", () => {
  const used = [...field.value.matchAll(TOKEN)].filter((one) => one.groups.name).map((one) => one[0].split(":")[0]);
  declare([...new Set(used)].filter((name) => name in known).sort());
});

const prefix = document.getElementById("prefix");
prefix.addEventListener("change", () => {
  if (prefix.value) declare([prefix.value]);
  prefix.value = "";
});

const who = document.getElementById("who");
const close = combobox(who, {
  chosen: (one) => {
    const [kind, ...rest] = decodeURIComponent(one.path.replace(/\.html$/, "")).split("/");
    const name = rest.join("/");
    const plain = /^[\w-]+$/.test(name);
    replace(field.selectionStart, field.selectionEnd, plain ? `${kind}:${name}` : `<${known[kind]}${name}>`);
    who.value = "";
    close();
  },
});
who.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });

// --- completion ---

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
  return /[?$]?[\p{L}\p{N}_:.-]*$/u.exec(field.value.slice(0, field.selectionStart))[0];
}

function hide() {
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
  hide();
}

// What fits best: behind "a" a class, behind a subject or a semicolon a property.
function fitting(before) {
  if (/(?:\ba|rdf:type)\s+$/.test(before)) return "class";
  return /;\s*$|(?:[.{]|^)\s*(?:[?$]\w+|[\w-]+:[\w-]*|<[^>]*>)\s+$/.test(before) ? "property" : "";
}

// "ck:wed" and "wed" find ck:Wedding; behind its prefix a term is found by any part.
function fits(term, begun) {
  const small = term.toLowerCase();
  if (small.startsWith(begun)) return true;
  const [name, local] = small.split(":");
  if (!local) return false;
  const [asked, part] = begun.split(":");
  return part ? asked === name && local.includes(part) : begun.length > 1 && part === undefined && local.startsWith(begun);
}

function complete(asked) {
  const begun = word();
  const text = field.value;
  if (!asked && !/^(?:[?$][\p{L}\p{N}_]|[\w-]+:|\p{L}{2})/u.test(begun)) return hide();
  const variables = [...new Set(text.match(/[?$]\w+/g) || [])].map((one) => [one, "variable", ""]);
  const prefixes = [...declared(text)].map((name) => [`${name}:`, "prefix", known[name] || ""]);
  const kind = fitting(text.slice(0, field.selectionStart - begun.length));
  const small = begun.toLowerCase();
  const rank = ([term, is]) => (is === kind ? 0 : 2) + (term.toLowerCase().startsWith(small) ? 0 : 1);
  const found = [...variables, ...terms, ...prefixes].filter(([term]) => term !== begun && fits(term, small))
    .sort((a, b) => rank(a) - rank(b)).slice(0, 10);
  list.replaceChildren(...found.map(([term, is, means], index) => {
    const item = document.createElement("li");
    item.id = `completion-${index}`;
    item.dataset.term = term;
    item.setAttribute("role", "option");
    const name = document.createElement("span");
    name.textContent = term;
    const note = document.createElement("small");
    note.textContent = means || is;
    item.append(name, note);
    item.addEventListener("mousedown", (event) => { event.preventDefault(); take(term); });
    return item;
  }));
  list.hidden = found.length === 0;
  if (!found.length) return;
  place(begun);
  select(0);
}

// Under the word that is being written; the letters are all of one width.
function place(begun) {
  const before = field.value.slice(0, field.selectionStart - begun.length).split("\n");
  const style = getComputedStyle(field);
  const ruler = document.createElement("span");
  ruler.textContent = "0".repeat(100);
  back.append(ruler);
  const wide = ruler.getBoundingClientRect().width / 100;
  ruler.remove();
  const left = parseFloat(style.paddingLeft) + before.at(-1).length * wide - field.scrollLeft;
  const top = parseFloat(style.paddingTop) + before.length * parseFloat(style.lineHeight) - field.scrollTop;
  list.style.top = `${top + 4}px`;
  list.style.left = `${Math.max(0, Math.min(left, field.clientWidth - list.offsetWidth))}px`;
}

// The next line begins where this one does, and a step further behind an opening bracket.
function newline() {
  const line = field.value.slice(0, field.selectionStart).split("\n").pop();
  hide();
  replace(field.selectionStart, field.selectionEnd, `\n${/^\s*/.exec(line)[0]}${/[{(]\s*(?:#.*)?$/.test(line) ? "  " : ""}`);
}

field.addEventListener("input", (event) => {
  if (event.inputType?.startsWith("history")) hide();
  else complete(false);
});
field.addEventListener("blur", hide);
field.addEventListener("keydown", (event) => {
  const open = !list.hidden;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(form.querySelector("button"));
  else if (event.key === " " && event.ctrlKey) complete(true);
  else if (open && event.key === "ArrowDown") select((at + 1) % list.children.length);
  else if (open && event.key === "ArrowUp") select((at + list.children.length - 1) % list.children.length);
  else if (open && event.key === "Tab") take(list.children[at].dataset.term);
  else if (open && event.key === "Enter" && word()) take(list.children[at].dataset.term);
  else if (open && event.key === "Escape") hide();
  else if (event.key === "Enter" && !event.shiftKey) newline();
  else return;
  event.preventDefault();
});
