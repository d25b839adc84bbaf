// A table to sort, filter and search, in which each view has an address. Of a long table the page
// has a part: its other rows come from a script file, when they are asked for.
"use strict";

{
  const table = document.querySelector("table.data");
  const sheet = table.closest(".sheet");
  const words = JSON.parse(table.dataset.words);
  const heads = [...table.tHead.rows[0].cells];
  const names = heads.map((head) => head.textContent);
  const LENGTH = 100; // rows at a time, if nothing else is chosen
  const LENGTHS = [25, 50, LENGTH, 250, -1];
  let view; // the table of the library
  let shown; // where the address of a copied view stands

  function made(tag, values = {}, ...children) {
    const element = Object.assign(document.createElement(tag), values);
    element.append(...children);
    return element;
  }

  // The text of a cell as in the CSV: without the label of a code.
  function plain(cell) {
    const holder = made("template", { innerHTML: cell });
    holder.content.querySelector(".label")?.remove();
    return holder.content.textContent.trim();
  }

  // Sorted as it is read, without accents: comparing by the rules of a language takes seconds here.
  const folded = (cell) =>
    cell.replace(/<[^>]*>/g, "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  function filtered(column, value) {
    const isCode = heads[column].dataset.coded !== undefined && value !== "";
    const begins = `^${DataTable.util.escapeRegex(value)}( |$)`; // a label may follow the code
    view.column(column).search(isCode ? begins : value, { regex: isCode, smart: !isCode });
  }

  // The view in the address: what differs from the table as it stands on the page.

  const asked = () => new URLSearchParams(location.hash.slice(1));
  const isView = (state) =>
    [...state.keys()].some((key) => /^(search|order|hide|length|page)$|^in\./.test(key));

  function state() {
    const found = new URLSearchParams();
    const put = (key, value) => value && found.set(key, value);
    put("search", view.search());
    for (const field of document.querySelectorAll("[data-filter]")) {
      put(`in.${field.dataset.filter}`, field.value);
    }
    const order = view.order().map(([column, way]) => (way === "desc" ? "-" : "") + names[column]);
    put("order", order.join(","));
    put("hide", names.filter((_, column) => !view.column(column).visible()).join(","));
    put("length", view.page.len() === LENGTH ? "" : String(view.page.len()));
    put("page", view.page() ? String(view.page() + 1) : "");
    return found;
  }

  function keep() {
    const now = state();
    if (isView(now) || isView(asked())) {
      const hash = isView(now) ? `#${now}` : "";
      history.replaceState(null, "", location.pathname + location.search + hash);
    }
    shown.textContent = "";
  }

  function restore() {
    const wanted = asked();
    const listed = (key) => (wanted.get(key) ?? "").split(",").filter(Boolean);
    view.search(wanted.get("search") ?? "");
    for (const field of document.querySelectorAll("[data-filter]")) {
      field.value = wanted.get(`in.${field.dataset.filter}`) ?? "";
      filtered(names.indexOf(field.dataset.filter), field.value);
    }
    const order = listed("order").map((name) => [
      names.indexOf(name.replace(/^-/, "")),
      name.startsWith("-") ? "desc" : "asc",
    ]);
    view.order(order.filter(([column]) => column >= 0));
    const hidden = listed("hide");
    names.forEach((name, column) => view.column(column).visible(!hidden.includes(name), false));
    for (const box of document.querySelectorAll("[data-column]")) {
      box.checked = !hidden.includes(box.dataset.column);
    }
    const length = Number(wanted.get("length"));
    view.page.len(LENGTHS.includes(length) ? length : LENGTH).draw();
    const page = Number(wanted.get("page"));
    if (page > 1 && page <= view.page.info().pages) view.page(page - 1).draw("page");
  }

  // What stands above and below the table.

  function filter(name, column) {
    const label = words.filter.replace("{column}", name);
    const isCoded = heads[column].dataset.coded !== undefined;
    const field = isCoded ? made("select") : made("input", { type: "search" });
    field.dataset.filter = name;
    field.setAttribute("aria-label", label);
    if (isCoded) {
      const codes = [...new Set(view.column(column).data().toArray())].filter(Boolean).sort();
      field.append(made("option", { value: "", textContent: words.any }));
      for (const cell of codes) {
        const text = made("template", { innerHTML: cell }).content.textContent;
        field.append(made("option", { value: plain(cell), textContent: text }));
      }
    }
    field.addEventListener("input", () => {
      filtered(column, field.value);
      view.draw();
    });
    const box = made("input", { type: "checkbox", checked: true });
    box.dataset.column = name;
    box.setAttribute("aria-label", words.shown.replace("{column}", name));
    box.addEventListener("change", () => {
      view.column(column).visible(box.checked, false);
      keep();
    });
    return made("div", {}, made("label", {}, box, name), field);
  }

  // Quoted only where it must be, as the tables of the package are.
  const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  function save() {
    const columns = view.columns(":visible").indexes().toArray();
    const rows = view.rows({ search: "applied", order: "applied" }).data().toArray();
    const lines = rows.map((row) => columns.map((column) => plain(row[column])));
    const text = [columns.map((column) => names[column]), ...lines]
      .map((cells) => `${cells.map(quoted).join(",")}\n`)
      .join("");
    const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    const name = location.pathname.split("/").pop().split(".")[0];
    made("a", { href: address, download: `${name}-view.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  function tools() {
    shown = made("code");
    const said = made("p", {}, shown);
    said.setAttribute("role", "status");
    const copying = button(words.copy, () => {
      shown.textContent = location.href;
      copy(shown); // of site.js
    });
    const clear = button(words.reset, () => {
      history.replaceState(null, "", location.pathname + location.search);
      restore();
    });
    const grid = made("div", { className: "filters" }, ...names.map(filter));
    const summary = made("summary", { textContent: words.columns });
    const columns = made("details", { className: "filtering" }, summary, grid);
    const bar = made("div", { className: "sheet-tools" }, copying, button(words.save, save), clear, said);
    return [columns, bar];
  }

  // What the page gives a cell, for those that the library makes.
  function dress(cell, head) {
    if (head.dataset.head) cell.setAttribute("scope", "row");
    if (!cell.hasChildNodes()) return;
    if (head.dataset.language) cell.lang = head.dataset.language;
    if (table.classList.contains("records")) cell.dataset.label = names[heads.indexOf(head)];
  }

  function start(rows) {
    const search = DataTable.type("html").search;
    DataTable.type("text", { order: { pre: folded }, search });
    view = new DataTable(table, {
      data: rows,
      autoWidth: false,
      order: [],
      pageLength: LENGTH,
      lengthMenu: LENGTHS.map((value) => (value < 0 ? { label: words.all, value } : value)),
      language: words,
      columns: heads.map((head) => ({
        type: head.classList.contains("number") ? "num" : "text",
        className: head.className,
        cellType: head.dataset.head ? "th" : "td",
        createdCell: (cell) => dress(cell, head),
      })),
      layout: { topStart: "search", topEnd: "pageLength", bottomStart: "info", bottomEnd: "paging" },
    });
    // The region that scrolls has the table alone.
    const [top, , bottom] = sheet.querySelectorAll(".dt-layout-row");
    sheet.before(top, ...tools());
    sheet.after(bottom);
    for (const part of document.querySelectorAll(".parts")) part.hidden = true;
    if (isView(asked())) restore();
    view.on("draw", keep);
  }

  // Whether the address names a view, or none after one was shown: then all rows are.
  addEventListener("hashchange", () => {
    if (view && (isView(asked()) || !location.hash)) restore();
    else if (isView(asked())) open();
  });

  // The rows of a long table come once they are asked for, by the reader or by the address.
  const opening = button(words.start, async () => {
    await open();
    document.querySelector(".dt-search input")?.focus();
  });
  opening.className = "sheet-start";

  async function open() {
    opening.disabled = true;
    try {
      await load(table.dataset.rows);
    } catch {
      opening.replaceWith(made("p", { role: "alert", textContent: words.broken }));
      return;
    }
    start(window.rows);
    opening.remove();
  }

  if (!table.dataset.rows) {
    start();
  } else {
    sheet.before(opening);
    if (isView(asked())) open();
  }
}
