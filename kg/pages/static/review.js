// The review by keys: J and K move, A and R answer, U takes back. The token stays in this tab only.
"use strict";

const token = document.getElementById("token");
const cards = [...document.querySelectorAll(".card")];
let at = -1;

token.value = sessionStorage.getItem("kg-token") || "";
token.form.addEventListener("submit", () => sessionStorage.setItem("kg-token", token.value));
for (const hidden of document.querySelectorAll("[data-scripted]")) hidden.hidden = false;

function go(to) {
  at = Math.max(0, Math.min(cards.length - 1, to));
  cards[at]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  const answer = { a: "accept", r: "reject", u: "undo" }[event.key];
  if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(at - 1);
  else if (answer && at >= 0) cards[at].querySelector(`button[value*=" ${answer} "]`)?.click();
  else return;
  event.preventDefault();
});

if (token.value && cards.length) go(0);
