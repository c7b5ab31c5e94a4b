// Files that are too large are refused before they are sent, and one that is on its way says so.
document.querySelectorAll("input[type=file][data-most]").forEach((input) => {
  input.addEventListener("change", () => {
    const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
    input.setCustomValidity(size > Number(input.dataset.most) ? input.dataset.tooLarge : "");
    input.reportValidity();
  });
  input.form.addEventListener("submit", () => {
    input.form.querySelector("button").setAttribute("aria-busy", "true");
  });
});
