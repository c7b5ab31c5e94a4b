// Conveniences over pages that work without them.

if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js");

// An action's choices close when Escape is pressed or something else is chosen.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelectorAll("details.choices[open]").forEach((each) => { each.open = false; });
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.choices[open]").forEach((each) => {
    if (!each.contains(event.target)) each.open = false;
  });
});

// Keys: one letter each, wherever nobody is typing. The list of them is behind "?".
function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "/") {
    event.preventDefault();
    document.querySelector("form.search input")?.focus();
  } else if (event.key === "?") {
    document.querySelector("#keys")?.showModal();
  } else if (/^[a-z]$/.test(event.key)) {
    document.querySelector(`[data-key="${event.key}"]`)?.click();
  }
});

// What prints well says so.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
