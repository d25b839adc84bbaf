// Show the sentences of a letter from the reader's own copy, each under its paraphrase. The copy
// stays on the page: nothing is sent or stored.
"use strict";

{
  const part = document.getElementById("own-copy");
  const words = JSON.parse(part.dataset.words);
  const [chosen, pasted] = part.querySelectorAll("input, textarea");
  const result = part.querySelector(".result");
  const clear = part.querySelector(".clear");
  const SPACES = [9, 10, 11, 12, 13, 32];
  let turn = 0; // a copy that is opened while another is searched takes its place

  // The seals and what finds them are loaded with the first copy, each after what it needs.
  async function ready() {
    if (window.letter) return;
    for (const address of part.dataset.scripts.split(" ")) await load(address);
  }

  function remove() {
    turn += 1;
    document.querySelectorAll(".own").forEach((element) => element.remove());
    clear.hidden = true;
    say("");
  }

  function say(text, isRefused = false) {
    result.textContent = text;
    result.classList.toggle("refused", isRefused);
  }

  // The text in a file, or why it is none: in the words of the package.
  function read(bytes) {
    let at = [0xef, 0xbb, 0xbf].every((byte, number) => bytes[number] === byte) ? 3 : 0;
    while (SPACES.includes(bytes[at])) at += 1;
    const start = String.fromCharCode(...bytes.slice(at, at + 8));
    const form = words.forms.find(([beginning]) => start.startsWith(beginning));
    if (form) return { refused: form[1] };
    if (bytes.length > words.largest) return { refused: words.refusals.large };
    if (bytes.includes(0)) return { refused: words.refusals.binary };
    let text = "";
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      return { refused: words.refusals.encoding };
    }
    const folded = [...window.seals.fold(text)];
    if (!folded.length) return { refused: words.refusals.empty };
    const letters = folded.filter((character) => /\p{L}/u.test(character));
    if (letters.length * 2 < folded.length) return { refused: words.refusals.signs };
    return { text: text.replace(/\r\n?/g, "\n") };
  }

  function show(id, sentence) {
    const place = document.getElementById(id);
    if (!place) return;
    const own = document.createElement("p");
    own.className = sentence ? "own" : "own absent";
    if (sentence) {
      const mark = document.createElement("span");
      mark.className = "mark";
      mark.textContent = words.own;
      const quoted = document.createElement("q");
      quoted.lang = part.dataset.language;
      quoted.textContent = sentence;
      own.append(mark, quoted);
    } else {
      own.textContent = words.missing;
    }
    place.firstElementChild.after(own);
  }

  async function look(name, blob) {
    remove();
    const mine = turn;
    say(words.searching);
    try {
      await ready();
    } catch {
      say(words.broken, true);
      return;
    }
    const bytes = new Uint8Array(await blob.slice(0, words.largest + 1).arrayBuffer());
    const { text, refused } = read(bytes);
    const found = refused ? null : await window.seals.find(text, window.letter);
    if (mine !== turn) return;
    if (refused || found.isAnother) {
      const another = words.another[Math.min(found?.own.size ?? 0, 2)];
      say(`${name}: ${refused ?? another.replace("{held}", found.own.size)}`, true);
      return;
    }
    for (const { id } of window.letter) show(id, found.own.get(id));
    say(words.found.replace("{file}", () => name).replace("{found}", found.own.size));
    clear.hidden = false;
  }

  chosen.addEventListener("change", () => {
    const [file] = chosen.files;
    if (file) look(file.name, file);
    chosen.value = ""; // so that the same file can be chosen again
  });
  part.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    look(words.pasted, new Blob([pasted.value]));
  });
  part.addEventListener("dragover", (event) => event.preventDefault());
  part.addEventListener("drop", (event) => {
    const [file] = event.dataTransfer.files;
    if (!file) return; // text that is dragged into the field
    event.preventDefault();
    look(file.name, file);
  });
  clear.addEventListener("click", () => {
    remove();
    pasted.value = "";
    chosen.focus();
  });
  part.hidden = false;
}
