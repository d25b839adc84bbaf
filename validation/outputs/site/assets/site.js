// What every page has: copying a citation, and a change of language that keeps the place.
"use strict";

// The place that is read: the fragment of the address, or the first part in view.
function place() {
  if (location.hash) return location.hash;
  const parts = [...document.querySelectorAll("main [id]")];
  const seen = parts.find((part) => part.getBoundingClientRect().top >= 0);
  return seen && window.scrollY > 0 ? `#${seen.id}` : "";
}

for (const link of document.querySelectorAll(".language a")) {
  const address = link.getAttribute("href");
  link.addEventListener("click", () => {
    link.setAttribute("href", address + location.search + place());
  });
}

// The clipboard of the browser is missing over plain http; a selection can be copied there too.
async function copy(element) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(element.textContent);
      return;
    } catch {
      // A browser may refuse it; then the other way.
    }
  }
  getSelection().selectAllChildren(element);
  document.execCommand("copy");
}

// Data of a page stand in a script file, as a page that is opened from disk can fetch no other.
function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}

function button(words, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  made.addEventListener("click", () => press(made));
  return made;
}

const citations = [...document.querySelectorAll(".copied")];
for (const text of citations) {
  text.dataset.whole = text.textContent;
  const copying = button(text.dataset.copy, async () => {
    await copy(text);
    copying.textContent = text.dataset.done;
  });
  text.before(copying);
}

// The citation of one claim: its sentence for the title of the page, its key behind the address.
const escapes = {
  text: (words) => words,
  bibtex: (words) => words.replace(/[&%$#_{}]/g, "\\$&"),
  csl: (words) => JSON.stringify(words).slice(1, -1),
};

// The part of the page with its citation stands under a claim while that is cited.
const citing = document.getElementById("cite");
const summary = citing.querySelector("summary");
const home = document.createComment("cite");
citing.before(home);

function cite(claim, pressed) {
  const { title, address, id } = citing.dataset;
  for (const text of citations) {
    const escaped = escapes[text.dataset.form];
    const said = `${claim.dataset.claim} [${claim.id}]`;
    let whole = text.dataset.whole
      .replace(escaped(title), () => escaped(said))
      .replace(id, () => `${id}-${claim.id.replace(/[^a-z0-9]+/g, "-")}`);
    if (address) whole = whole.replace(address, () => `${address}#${claim.id}`);
    text.textContent = whole;
  }
  claim.append(citing);
  summary.textContent = citing.dataset.claim;
  citing.open = true;
  summary.focus();
  citing.pressed = pressed;
}

// Folded again, it goes back to the foot of the page, and the focus to where it came from.
function release() {
  if (!citing.pressed) return;
  for (const text of citations) text.textContent = text.dataset.whole;
  summary.textContent = citing.dataset.page;
  home.after(citing);
  citing.pressed.focus();
  citing.pressed = null;
}

citing.addEventListener("toggle", () => citing.open || release());
citing.addEventListener("keydown", (event) => {
  if (event.key === "Escape") citing.open = false;
});

for (const claim of document.querySelectorAll(".claim")) {
  const tools = claim.querySelector(".tools");
  tools.append(" · ", button(tools.dataset.cite, (pressed) => cite(claim, pressed)));
}
