// Cards by keyboard. y, n, c and u press what carries that key; j and k, or the arrows, go on and back.
// Nothing happens while a field has the focus, with Ctrl, Alt or Meta held, or while a key is held down.
const cards = [...document.querySelectorAll("[data-card]")];
const alone = document.querySelector("[data-alone]");
const steps = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

// What was answered last from this window can be taken back from any page that shows it.
const answered = new URLSearchParams(location.search).get("done");
if (answered) sessionStorage.setItem("answered", answered);

function undo() {
  const last = sessionStorage.getItem("answered");
  return document.querySelector('[data-press="u"]') ?? (last && document.querySelector(`[data-answered="${CSS.escape(last)}"]`));
}

const current = () => document.activeElement?.closest("[data-card]") ?? alone;

function go(step) {
  const here = cards.indexOf(current());
  const next = cards[here < 0 ? 0 : Math.min(Math.max(here + step, 0), cards.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  if (event.key in steps) {
    if (alone || (event.key.startsWith("Arrow") && !current())) return;
    event.preventDefault();
    go(steps[event.key]);
    return;
  }
  const pressed = event.key === "u" ? undo() : current()?.querySelector(`[data-press="${CSS.escape(event.key)}"]`);
  if (!pressed) return;
  event.preventDefault();
  pressed.click();
});

for (const each of document.querySelectorAll("[data-keys]")) each.hidden = false;
for (const each of document.querySelectorAll("[data-undo]")) each.hidden = !undo();

// Whoever was led to a card or a field goes on from there; browsers differ in whether they do so unasked.
const arrive = () => location.hash.length > 1 && document.getElementById(location.hash.slice(1))?.focus();
arrive();
addEventListener("hashchange", arrive);
