// What was found is underlined while one types; everything here works without it, by a button more.

// Instants that come nearer, on letters that are about to leave.
setInterval(() => document.querySelectorAll(".countdown[data-until]").forEach((each) => {
  const left = Math.max(0, Math.round((Date.parse(each.dataset.until) - Date.now()) / 1000));
  each.textContent = each.textContent.replace(/\d+/, left);
}), 1000);

const form = document.getElementById("letter");
if (form) {
  const text = form.elements.body, marks = form.querySelector(".marks");
  const proof = document.getElementById("proof"), heard = document.getElementById("heard");
  const begun = text.value, kept = form.querySelector(".keeping small"), wasKept = kept.textContent;
  let places = [], judged = text.value, before = text.value, sent = false;

  // Places are counted in characters, the browser counts in UTF-16 units.
  const units = (body, count) => {
    let at = 0;
    for (; count > 0 && at < body.length; count--) at += body.codePointAt(at) > 0xffff ? 2 : 1;
    return at;
  };

  // Read what was found in a text, and bring it to where the words have moved since.
  const read = () => {
    places = [...proof.querySelectorAll(".notes > li")].map((item) => ({
      item, start: units(judged, +item.dataset.start), end: units(judged, +item.dataset.end),
      severity: item.className.split(" ")[0], put: item.dataset.put,
    }));
    move(judged, text.value);
    paint();
    tell();
  };

  // Of an edit only its two ends are known: what lies before stays, what lies after moves.
  const move = (old, now) => {
    if (old === now) return;
    const most = Math.min(old.length, now.length);
    let head = 0, tail = 0;
    while (head < most && old[head] === now[head]) head++;
    while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
    const end = old.length - tail, by = now.length - old.length;
    places = places.filter((place) => place.end <= head || place.start >= end).map((place) =>
      place.end <= head ? place : { ...place, start: place.start + by, end: place.end + by });
  };

  const paint = () => {
    const cut = [];
    let at = 0;
    for (const place of [...places].sort((a, b) => a.start - b.start)) {
      if (place.start < at || place.end <= place.start) continue;
      const mark = document.createElement("mark");
      mark.className = place.severity + (place.item.classList.contains("here") ? " here" : "");
      mark.textContent = text.value.slice(place.start, place.end);
      cut.push(text.value.slice(at, place.start), mark);
      at = place.end;
    }
    marks.replaceChildren(...cut, text.value.slice(at) + "\u200b");
  };

  // The verdict is read aloud when it becomes another one, not at every key.
  const tell = () => {
    const verdict = document.getElementById("verdict");
    const said = verdict ? [...verdict.querySelectorAll("strong, span")].map((each) => each.textContent).join(". ") : "";
    if (heard.textContent !== said) heard.textContent = said;
  };

  const here = (place) => {
    places.forEach((each) => each.item.classList.toggle("here", each === place));
    paint();
  };

  const select = (place) => {
    text.focus();
    text.setSelectionRange(place.start, place.end);
    here(place);
    place.item.scrollIntoView({ block: "nearest" });
  };

  const accept = (place) => {
    if (!place || place.put === undefined) return;
    select(place);
    const typed = place.put ? document.execCommand("insertText", false, place.put) : document.execCommand("delete");
    if (!typed) {
      text.setRangeText(place.put, place.start, place.end, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const next = (by) => {
    const inOrder = places.filter((place) => place.end > place.start).sort((a, b) => a.start - b.start);
    const at = text.selectionStart;
    const found = by > 0 ? inOrder.find((place) => place.start > at || (place.start === at && text.selectionEnd === at))
      : [...inOrder].reverse().find((place) => place.end < at || place.start < at);
    const place = found || inOrder.at(by > 0 ? 0 : -1);
    if (place) select(place);
  };

  const under = () => {
    const [start, end] = [text.selectionStart, text.selectionEnd];
    const touched = places.filter((place) => place.put !== undefined && place.start <= end && place.end >= start);
    return touched[0] || places.find((place) => place.put !== undefined && place.start >= start);
  };

  const typed = () => {
    move(before, text.value);
    before = text.value;
    paint();
    mail();
    kept.textContent = text.value === begun ? wasKept : kept.dataset.changed;
    form.dispatchEvent(new CustomEvent("typed"));
  };

  const mail = () => {
    const link = form.querySelector("a.mail");
    if (!link) return;
    const subject = form.elements.subject ? form.elements.subject.value : "";
    const body = encodeURIComponent(text.value.replace(/\n/g, "\r\n"));
    link.href = `${link.href.split("?")[0]}?subject=${encodeURIComponent(subject)}&body=${body}`;
    link.hidden = link.href.length > 2000; // some mail programs lose what is beyond
  };

  form.addEventListener("input", typed);
  text.addEventListener("scroll", () => { text.scrollTop = 0; });
  text.addEventListener("keydown", (event) => {
    if (event.key === "F8") next(event.shiftKey ? -1 : 1);
    else if (event.key === "F9") accept(under());
    else return;
    event.preventDefault();
  });
  proof.addEventListener("click", (event) => {
    const place = places.find((each) => each.item.contains(event.target));
    if (!place || !event.target.closest("button")) return;
    event.preventDefault();
    if (event.target.closest(".put")) accept(place);
    else select(place);
  });
  proof.addEventListener("htmx:configRequest", () => { sent = text.value; });
  proof.addEventListener("htmx:afterSwap", () => { judged = sent; read(); });
  const away = () => { heard.textContent = proof.dataset.away; heard.className = "said error"; };
  proof.addEventListener("htmx:sendError", away);
  proof.addEventListener("htmx:afterOnLoad", ({ detail }) => {
    const refused = detail.xhr.status >= 400;
    if (refused) heard.textContent = proof.dataset.refused;
    heard.className = refused ? "said error" : "hidden";
  });
  // Any other page shows a refusal in place of all that was there; here that would take the words along.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.requestConfig.elt === proof && detail.xhr.status >= 400) detail.shouldSwap = false;
  });

  // Whether this is a phone, only the browser knows.
  const isPhone = matchMedia("(pointer: coarse) and (max-width: 40rem)").matches;
  form.elements.device.value = isPhone ? "phone" : "computer";

  const copy = form.querySelector("button.copy");
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    const said = copy.textContent;
    try {
      await navigator.clipboard.writeText(text.value);
      copy.textContent = copy.dataset.done;
    } catch {
      text.select();
      copy.textContent = copy.dataset.not;
    }
    setTimeout(() => { copy.textContent = said; }, 3000);
  });

  let leaving = false;
  // Sent to a server that is not there, the words would be gone with the page: ask for it first.
  let answers = false;
  form.addEventListener("submit", (event) => {
    leaving = answers;
    if (!answers) {
      event.preventDefault();
      fetch("/static/web/icon.svg", { method: "HEAD", cache: "no-store" }).then(() => { answers = true; form.requestSubmit(event.submitter); }, away);
    }
    answers = false;
  });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => { if (!leaving && text.value !== begun) event.preventDefault(); });

  form.classList.add("live");
  read();
}
