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

for (const text of document.querySelectorAll(".copied")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text.dataset.copy;
  button.addEventListener("click", async () => {
    await copy(text);
    button.textContent = text.dataset.done;
  });
  text.before(button);
}
