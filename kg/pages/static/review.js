// The review by keys: J and K move, A and R answer, W goes to the reason, U takes back. Token and name stay in this tab.
"use strict";

const form = document.getElementById("review");
const kept = ["token", "by"].map((id) => document.getElementById(id));
const reason = document.getElementById("reason");
const cards = [...document.querySelectorAll(".card")];
const place = `kg-at${location.search}`;
let at = -1;

for (const field of kept) field.value = sessionStorage.getItem(`kg-${field.id}`) || "";
form.addEventListener("submit", () => {
  for (const field of kept) sessionStorage.setItem(`kg-${field.id}`, field.value);
  sessionStorage.setItem(place, String(Math.max(0, at)));
});
for (const hidden of document.querySelectorAll("[data-scripted]")) hidden.hidden = false;

function go(to) {
  at = Math.max(0, Math.min(cards.length - 1, to));
  cards[at]?.focus();
}

// Whoever clicks or tabs into a card goes on from there.
cards.forEach((card, index) => card.addEventListener("focusin", () => { at = index; }));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target === reason) return go(at);
  if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  const answer = { a: "accept", r: "reject", u: "undo" }[event.key];
  if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(at - 1);
  else if (event.key === "w") reason.focus();
  else if (answer && at >= 0) cards[at].querySelector(`button[value*=" ${answer} "]`)?.click();
  else return;
  event.preventDefault();
});

// Enter in a field would press the first button of the page, whatever card that is.
for (const field of [...kept, reason]) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    go(Math.max(0, at));
  });
}

// After an answer its card is gone and the next has taken its place.
if (kept[0].value && cards.length) go(Number(sessionStorage.getItem(place)) || 0);
