// Search everything. The search page loads what is searched once somebody types; on another page
// the field leads there.
"use strict";

{
  const form = document.querySelector("form.search");
  const field = form.querySelector("input");
  const found = document.getElementById("found");
  const AT_ONCE = 40; // results

  // Letters without case and accents, so that "Belgie" finds "België".
  const folded = (word) => word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const WORD = /[\p{L}\p{M}\p{N}]+/gu;

  // What the address asks for: in the fragment, which a server never sees, or after "?".
  function asked(key) {
    const hash = new URLSearchParams(location.hash.slice(1)).get(key);
    return hash ?? new URLSearchParams(location.search).get(key) ?? "";
  }

  const fragment = (query, kind) => `#${new URLSearchParams(kind ? { q: query, kind } : { q: query })}`;

  function element(name, className = "", text = "") {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.textContent = text;
    return made;
  }

  // A text in which the words that were found are marked.
  function marked(text, terms) {
    const parts = document.createDocumentFragment();
    let at = 0;
    for (const word of text.matchAll(WORD)) {
      if (!terms.has(folded(word[0]))) continue;
      parts.append(text.slice(at, word.index), element("mark", "", word[0]));
      at = word.index + word[0].length;
    }
    parts.append(text.slice(at));
    return parts;
  }

  // The index, made with the first search: in parts, between which the page answers.
  let making = null;
  function index() {
    making ??= load(found.dataset.script).then(async () => {
      const { kinds, pages, entries } = window.searched;
      const names = ["kind", "page", "anchor", "identifier", "name", "forms", "text"];
      const rows = entries.map((entry, id) => {
        const row = { id };
        names.forEach((name, number) => { row[name] = entry[number]; });
        return row;
      });
      const made = new window.MiniSearch({
        fields: ["name", "forms", "identifier", "kind", "text"],
        tokenize: (text) => text.match(WORD) ?? [],
        processTerm: folded,
        extractField: (row, name) => {
          if (name === "forms") return Object.keys(row.forms).join(" ");
          return name === "kind" ? kinds[row.kind].slice(2).join(" ") : row[name];
        },
      });
      await made.addAllAsync(rows, { chunkSize: 100 });
      return { made, kinds, pages, rows };
    });
    return making;
  }

  const OPTIONS = {
    prefix: (word) => word.length > 2,
    boost: { name: 5, forms: 3, identifier: 2 },
    weights: { prefix: 0.5, fuzzy: 0.2 },
  };
  // How many letters of a word may be wrong; in a number none. From `long` letters on it is two:
  // that two letters changed places counts as two.
  const errors = (long) => (word) =>
    /\p{N}/u.test(word) || word.length < 4 ? 0 : word.length < long ? 1 : 2;

  // As typed; then with typing errors, of which a short word may have one, then two; then what has
  // only some of the words. What has the query as its identifier comes first.
  function search({ made, kinds, rows }, query) {
    const boostDocument = (id) => kinds[rows[id].kind][1];
    const isIt = ({ id }) => Number(rows[id].identifier === query.toLowerCase());
    const ways = [
      { combineWith: "AND" },
      { combineWith: "AND", fuzzy: errors(6) },
      { combineWith: "AND", fuzzy: errors(5) },
      { combineWith: "OR", fuzzy: errors(6) },
    ];
    for (const way of ways) {
      const results = made.search(query, { ...OPTIONS, ...way, boostDocument });
      const isPart = way.combineWith === "OR" && (query.match(WORD) ?? []).length > 1;
      if (results.length) {
        return { results: results.sort((one, other) => isIt(other) - isIt(one)), isPart };
      }
    }
    return { results: [], isPart: false };
  }

  function shown(row, result, { kinds, pages }) {
    const terms = new Set(result.terms);
    const item = element("li");
    const name = element("p", "name");
    const link = element("a");
    link.href = pages[row.page] + (row.anchor ? `#${row.anchor}` : "");
    link.append(marked(row.name, terms));
    name.append(link);
    item.append(name, element("p", "kind", kinds[row.kind][2]));
    const others = Object.entries(row.forms).filter(([form]) =>
      folded(form) !== folded(row.name) && (form.match(WORD) ?? []).some((word) => terms.has(folded(word))));
    if (others.length) {
      const [before, after] = found.dataset.also.split("{forms}");
      const also = element("p", "text also", before);
      others.forEach(([form, language], number) => {
        const one = element("span");
        if (language !== document.documentElement.lang) one.lang = language;
        one.append(marked(form, terms));
        also.append(number ? ", " : "", one);
      });
      also.append(after);
      item.append(also);
    }
    if (row.text !== row.name) {
      const text = element("p", "text");
      text.append(marked(row.text, terms));
      item.append(text);
    }
    return item;
  }

  // The address has what is asked for now.
  function keep() {
    const query = field.value.trim();
    const kind = document.getElementById("kind").value;
    history.replaceState(null, "", query ? fragment(query, kind) : location.pathname);
  }

  const prepare = found && (() => {
    const count = found.querySelector(".count");
    const list = found.querySelector("ol");
    const more = element("button", "", found.dataset.more);
    more.type = "button";
    const filter = element("p", "filter");
    const label = element("label", "", found.dataset.kind);
    const choice = element("select");
    label.htmlFor = choice.id = "kind";
    filter.append(label, choice);
    count.before(filter);
    list.after(more);
    let all = [];
    let chosen = [];
    let data = null;

    function showMore() {
      const next = chosen.slice(list.children.length, list.children.length + AT_ONCE);
      list.append(...next.map((result) => shown(data.rows[result.id], result, data)));
      more.hidden = list.children.length >= chosen.length;
    }

    function narrow() {
      chosen = all.filter(({ id }) => !choice.value || data.kinds[data.rows[id].kind][0] === choice.value);
      list.replaceChildren();
      showMore();
    }

    choice.addEventListener("change", () => {
      keep();
      narrow();
    });
    more.addEventListener("click", () => {
      const last = list.lastElementChild;
      showMore();
      last.nextElementSibling.querySelector("a").focus();
    });

    return async function look() {
      const query = field.value.trim();
      found.hidden = !query;
      if (!query) {
        count.textContent = "";
        return;
      }
      try {
        data = await index();
      } catch {
        making = null;
        list.replaceChildren();
        [filter.hidden, more.hidden] = [true, true];
        count.textContent = found.dataset.broken;
        return;
      }
      if (query !== field.value.trim()) return; // somebody typed on meanwhile
      const { results, isPart } = search(data, query);
      all = results;
      const { none, one, some, partly } = found.dataset;
      const words = isPart ? partly : results.length > 1 ? some : results.length ? one : none;
      count.textContent = words.replace("{number}", results.length);
      const kinds = data.kinds.map(([name, , title], kind) => [
        name, title, results.filter(({ id }) => data.rows[id].kind === kind).length]);
      choice.replaceChildren(new Option(found.dataset.kinds, ""), ...kinds
        .filter(([, , number]) => number)
        .map(([name, title, number]) => new Option(`${title} (${number})`, name)));
      const wanted = asked("kind");
      if ([...choice.options].some((option) => option.value === wanted)) choice.value = wanted;
      filter.hidden = choice.options.length < 3;
      narrow();
    };
  })();

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (found) prepare();
    else location.href = form.dataset.page + fragment(field.value);
  });
  form.hidden = false;
  if (found) {
    for (const without of document.querySelectorAll(".without")) without.hidden = true;
    let waiting = 0;
    field.addEventListener("focus", () => index().catch(() => { making = null; }), { once: true });
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        keep();
        prepare();
      }, 120);
    });
    const open = () => {
      field.value = asked("q");
      prepare();
    };
    addEventListener("hashchange", open);
    if (asked("q")) open();
  }
}
