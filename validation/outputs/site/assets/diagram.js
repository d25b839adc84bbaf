// The picture of the whole: lines between the lists of links, and following them.
//
// Pointing at a thing or moving the focus to it shows its links; the dot beside its name keeps them
// until it is pressed again, or Escape is. The names stay links to the pages of the things.
"use strict";

const SVG = "http://www.w3.org/2000/svg";

function follow(diagram) {
  const words = diagram.dataset;
  const lists = diagram.querySelector(".lists");
  const told = diagram.querySelector("output");
  const hint = window.matchMedia("(hover: none)").matches ? words.touch : words.hint;
  const items = new Map();
  const lines = [];
  let kept = null;

  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "lines");
  lists.prepend(svg);

  const all = document.createElement("button");
  all.type = "button";
  all.textContent = words.all;
  all.hidden = true;
  all.addEventListener("click", () => keep(null));
  told.after(all);

  for (const item of lists.querySelectorAll("[data-item]")) {
    const link = item.querySelector("a");
    const dot = document.createElement("button");
    dot.type = "button";
    dot.setAttribute("aria-pressed", "false");
    dot.setAttribute("aria-label", words.follow.replace("{name}", link.textContent));
    dot.addEventListener("click", () => keep(kept === item ? null : item));
    const basis = document.createElement("span");
    basis.className = "basis";
    link.after(basis, dot);
    items.set(item.dataset.item, { item, dot, basis, name: link.textContent });
  }

  for (const { item } of items.values()) {
    for (const tie of (item.dataset.ties || "").split(" ").filter(Boolean)) {
      const [end, basis] = tie.split(":");
      const path = document.createElementNS(SVG, "path");
      svg.append(path);
      lines.push({ ends: [item, items.get(end).item], basis, path, kind: end.split("/")[0] });
    }
  }

  // All boxes are read before a line is set: the browser lays the page out once.
  function draw() {
    const frame = lists.getBoundingClientRect();
    const boxes = new Map([...items.values()].map(({ item }) => [item, item.getBoundingClientRect()]));
    for (const { ends, path, kind, basis } of lines) {
      const [a, b] = ends.map((end) => boxes.get(end)).sort((one, other) => one.left - other.left);
      const [x1, x2] = [a.right - frame.left, b.left - frame.left];
      const [y1, y2] = [a, b].map((box) => box.top + box.height / 2 - frame.top);
      const middle = (x1 + x2) / 2;
      path.setAttribute("d", `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`);
      path.setAttribute("class", `of-${kind} ${basis}${path.classList.contains("on") ? " on" : ""}`);
    }
  }

  // "Sophia: 3 interests, 1 region", in the words of the page.
  function sentence(item, linked) {
    const counts = [];
    for (const section of lists.querySelectorAll("section")) {
      const count = [...linked.keys()].filter((other) => section.contains(other)).length;
      const { one, several } = section.dataset;
      if (count) counts.push(`${count} ${count === 1 ? one : several}`);
    }
    return `${items.get(item.dataset.item).name}: ${counts.join(", ")}`;
  }

  function show(item) {
    const linked = new Map();
    for (const { ends, basis, path } of lines) {
      const isOn = ends.includes(item);
      path.classList.toggle("on", isOn);
      if (isOn) linked.set(ends.find((end) => end !== item), basis);
    }
    diagram.classList.toggle("following", Boolean(item));
    for (const other of items.values()) {
      other.item.classList.toggle("chosen", other.item === item);
      other.item.classList.toggle("linked", linked.has(other.item));
      other.basis.textContent = linked.has(other.item) ? words[linked.get(other.item)] : "";
    }
    const said = item ? sentence(item, linked) : hint;
    if (told.textContent !== said) told.textContent = said;
  }

  function keep(item) {
    kept = item;
    for (const other of items.values()) {
      other.dot.setAttribute("aria-pressed", String(other.item === item));
    }
    // A picture that is higher than the window is folded to what is linked.
    diagram.classList.remove("kept", "folded");
    const isHigh = lists.offsetHeight > window.innerHeight - 100;
    diagram.classList.toggle("kept", Boolean(item));
    diagram.classList.toggle("folded", Boolean(item) && isHigh);
    all.hidden = !item;
    show(item);
    draw();
    if (item && isHigh) diagram.scrollIntoView({ block: "nearest" });
  }

  const itemOf = (event) => kept || event.target.closest("[data-item]");
  lists.addEventListener("pointerover", (event) => show(itemOf(event)));
  lists.addEventListener("pointerleave", () => show(kept));
  lists.addEventListener("focusin", (event) => show(itemOf(event)));
  lists.addEventListener("focusout", () => show(kept));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") keep(null);
  });
  new ResizeObserver(draw).observe(lists);
  for (const part of diagram.querySelectorAll(".legend, .follows")) part.hidden = false;
  show(null);
}

for (const diagram of document.querySelectorAll(".diagram")) follow(diagram);
