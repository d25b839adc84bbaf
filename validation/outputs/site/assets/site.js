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

function cite(claim) {
  const { title, address, id } = document.getElementById("cite").dataset;
  for (const text of citations) {
    const escaped = escapes[text.dataset.form];
    const said = `${claim.dataset.claim} [${claim.id}]`;
    text.textContent = text.dataset.whole
      .replace(escaped(title), () => escaped(said))
      .replace(id, () => `${id}-${claim.id.replace(/[^a-z0-9]+/g, "-")}`);
    if (address) text.textContent = text.textContent.replace(address, `${address}#${claim.id}`);
  }
  const whole = document.getElementById("cite");
  whole.open = true;
  whole.querySelector("summary").focus();
  whole.scrollIntoView();
}

for (const claim of document.querySelectorAll(".claim")) {
  const tools = claim.querySelector(".tools");
  tools.append(" · ", button(tools.dataset.cite, () => cite(claim)));
}
