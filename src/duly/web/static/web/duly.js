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
