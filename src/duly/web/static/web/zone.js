// The machine that Duly runs on may keep another time than the one who sits before it.
const field = document.querySelector("[data-guessed]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const known = [...document.querySelectorAll("#zones option")].some((each) => each.value === here);
if (known && field.value === field.defaultValue) field.value = here;
