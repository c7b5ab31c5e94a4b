// Keeps each answer of a debrief while it is typed. The form works without it, step by step.

const form = document.getElementById("debrief");
const told = form.querySelector(".saved");
const PAUSE = 400; // milliseconds after the last key
const LONGEST_WAIT = 15000;

// Saving: one answer at a time, the newest words of each; what fails is tried again.

const unsaved = new Set();
let timer = 0;
let wait = 0;
let running = null;

function changed(event) {
  const field = event.target.closest("[data-answer]");
  if (!field) return;
  // Half an address is one too, of somebody else.
  if (event.type === "input" && field.classList.contains("late")) return;
  unsaved.add(field.dataset.answer);
  told.classList.add("pending");
  save.later(PAUSE);
}

function save() {
  clearTimeout(timer);
  running ??= saveAll().finally(() => { running = null; });
  return running;
}
save.later = (milliseconds) => {
  clearTimeout(timer);
  timer = setTimeout(save, milliseconds);
};

async function saveAll() {
  while (unsaved.size) {
    const [key] = unsaved;
    unsaved.delete(key);
    try {
      said(key, await send(key));
      wait = 0;
    } catch {
      unsaved.add(key);
      wait = Math.min(wait * 2 || 1000, LONGEST_WAIT);
      tell(form.dataset.failed, true);
      save.later(wait);
      return false;
    }
  }
  return true;
}

async function send(key) {
  const data = new FormData();
  for (const [name, value] of new FormData(form)) {
    const field = form.elements[name];
    const asked = (field instanceof RadioNodeList ? field[0] : field).closest("[data-answer]");
    if (!asked || asked.dataset.answer === key) data.append(name, value);
  }
  data.append("only", key);
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data), keepalive: true });
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Error(answer.status);
  return answer.json();
}

function said(key, { saved, heard, wrong }) {
  const field = form.querySelector(`[data-answer="${key}"]`);
  const place = field.querySelector(".wrong");
  place.textContent = wrong ?? "";
  // Nobody likes to be corrected in the middle of a word.
  place.hidden = !wrong || field.contains(document.activeElement);
  hear(field, heard ?? "");
  tell(saved ?? "", false);
}

function hear(field, text) {
  let place = field.querySelector(".heard");
  if (!place && text) {
    place = document.createElement("small");
    place.className = "heard";
    field.querySelector(".wrong").before(place);
  }
  if (place) place.textContent = text;
}

function tell(text, failed) {
  told.classList.remove("pending");
  told.classList.toggle("failed", failed);
  if (told.textContent !== text) told.textContent = text;
}

form.addEventListener("input", changed);
form.addEventListener("change", changed);
form.addEventListener("focusout", ({ target }) => {
  const place = target.closest("[data-answer]")?.querySelector(".wrong");
  if (place?.textContent) place.hidden = false;
});
window.addEventListener("online", save);
document.addEventListener("visibilitychange", () => { if (document.hidden && unsaved.size) save(); });
window.addEventListener("beforeunload", (event) => { if (unsaved.size && !leaving) event.preventDefault(); });

// Leaving a step: only once the server has what was typed.

let leaving = false;

form.addEventListener("submit", async (event) => {
  // Nothing to wait for: asked again within its own event, a form would not be sent.
  if (leaving || !(unsaved.size || running)) return;
  event.preventDefault();
  if (await save()) {
    leaving = true;
    form.requestSubmit(event.submitter);
  } else {
    tell(form.dataset.held, true);
  }
});
window.addEventListener("pageshow", () => { leaving = false; });

// Keys: Enter goes on, Shift+Enter begins a line, Alt with an arrow changes the step.

function fields() {
  const seen = new Set();
  return [...form.querySelectorAll("input, textarea, select")].filter((each) => {
    if (each.type === "hidden" || !each.getClientRects().length) return false;
    if (each.type !== "radio") return true;
    const chosen = form.querySelector(`input[name="${each.name}"]:checked`) ?? each;
    return each === chosen && !seen.has(each.name) && seen.add(each.name);
  });
}

function begin(field) {
  field.focus();
  if (field.matches("textarea, [type=text]")) field.setSelectionRange(field.value.length, field.value.length);
}

function onward(from) {
  const all = fields();
  const here = all.findIndex((each) => each === from || (each.type === "radio" && each.name === from.name));
  if (all[here + 1]) begin(all[here + 1]);
  else form.requestSubmit(form.querySelector("button[value=next]"));
}

form.addEventListener("keydown", (event) => {
  if (event.isComposing || event.key !== "Enter" || event.shiftKey) return; // an input method uses Enter itself
  if (event.target.matches("button, a")) return;
  event.preventDefault();
  onward(event.target);
});
document.addEventListener("keydown", (event) => {
  const step = event.altKey && { ArrowDown: "next", ArrowUp: "back" }[event.key];
  const button = step && form.querySelector(`button[value=${step}]`);
  if (step) event.preventDefault();
  if (button) form.requestSubmit(button);
});
if (form.contains(document.activeElement)) begin(document.activeElement);
