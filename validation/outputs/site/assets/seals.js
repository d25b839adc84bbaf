// Fold a text and find the passages of a letter in it by their seals, as the package does itself:
// this follows seals.py, windows.py and letter.py name by name. What characters there are and how
// far to look comes from there, in the file sealing.js.
"use strict";

window.seals = (() => {
  const { sealing: given, sha256 } = window;
  const SLICE = 20; // milliseconds of work, after which the page may answer
  const OFTEN = 100; // words, after which it is asked whether they are over
  const among = (ranges) => new RegExp(`^[${ranges}]+$`, "u");
  const CLUSTER = new RegExp(`[^][${given.combining}]*`, "gu");
  const DROPPED = among(given.hyphens + given.spaces + given.invisible);
  const LEFT_OUT = new RegExp(`^(?:[${given.spaces}]+|[${given.breaking}])$`, "u");
  const AT_A_SPACE = new RegExp(`^[${given.spaces}]|[${given.spaces}]$`, "u");
  const BROKEN = new RegExp(`^[${given.breaking}]\\s*\\n`, "u");
  const DIGIT = among(given.digits);
  const LETTER = /^\p{L}$/u;
  const NUMBER = /\p{Nd}+/gu;
  const PAGE = new RegExp(given.page, "iu");
  const FOOT = new RegExp(given.foot, "gu");

  // What is kept of a character and its combining marks.
  const kept = new Map();
  function plain(cluster) {
    if (!kept.has(cluster)) {
      const characters = [...cluster.normalize("NFC")].filter((one) => !DROPPED.test(one));
      kept.set(cluster, characters.map((one) => given.plain[one] ?? one).join(""));
    }
    return kept.get(cluster);
  }

  const clusters = (text) => text.match(CLUSTER) ?? [];
  const fold = (text) => clusters(text).map(plain).join("");
  const seal = (text) => sha256(fold(text));
  const length = (text) => [...text].length; // in code points, as the package counts

  function isJoint(before, after) {
    if (LETTER.test(before) && LETTER.test(after)) {
      return /^\p{Lowercase}$/u.test(before) && /^\p{Uppercase}$/u.test(after);
    }
    return !(DIGIT.test(before) && DIGIT.test(after));
  }

  // Characters that can be sliced by code points.
  function sliced(characters) {
    const string = characters.join("");
    const at = [0];
    for (const character of characters) at.push(at[at.length - 1] + character.length);
    return { string, at, slice: (start, stop) => string.slice(at[start], at[stop]) };
  }

  // A folded text: its characters, the line of each, and what may begin there.
  class Text {
    constructor(text) {
      this.text = text;
      this.characters = [];
      this.lines = [];
      this.spans = [];
      this.leftOut = [];
      let [at, line, leftOut] = [0, 1, "\n\n"];
      for (const cluster of clusters(text)) {
        for (const character of plain(cluster)) {
          this.characters.push(character);
          this.lines.push(line);
          this.spans.push([at, at + cluster.length]);
          this.leftOut.push(leftOut);
          leftOut = "";
        }
        if (LEFT_OUT.test(cluster)) leftOut += cluster;
        at += cluster.length;
        line += cluster.split("\n").length - 1;
      }
      this.length = this.characters.length;
      this.borders = this.leftOut.map((one) => /\n[^]*\n|\f/.test(one));
      this.joints = this.leftOut.map((one, number) =>
        AT_A_SPACE.test(one) || isJoint(this.characters[number - 1], this.characters[number]));
      this.sliced = sliced(this.characters);
    }

    // Characters as they stand in the text, on one line, without what was cut between them. What is
    // broken at a hyphen is joined there.
    read(offsets) {
      const ends = offsets.filter((offset, number) => offset + 1 !== offsets[number + 1]);
      const starts = offsets.filter((offset, number) => offset - 1 !== offsets[number - 1]);
      const pieces = starts.map((start, number) => {
        const stop = ends[number];
        const words = this.text.slice(this.spans[start][0], this.spans[stop][1]);
        return words + (BROKEN.test(this.leftOut[stop + 1] ?? "") ? "-\n" : " ");
      });
      return pieces.join("").replace(/-\s*\n\s*/g, "-").split(/\s+/).join(" ").replace(/[ -]$/, "");
    }

    hasLetter(offsets) {
      return offsets.some((offset) => LETTER.test(this.characters[offset]));
    }

    // What looks like page furniture, piece by piece.
    furniture() {
      const contents = this.pageLines().map((line) => [
        line, this.sliced.slice(line[0], line[line.length - 1] + 1)]);
      const alike = new Map();
      for (const [, content] of contents) {
        const shape = content.replace(NUMBER, "#");
        if (!alike.has(shape)) alike.set(shape, []);
        alike.get(shape).push(content);
      }
      const found = [];
      for (const [line, content] of contents) {
        const same = alike.get(content.replace(NUMBER, "#"));
        if (!this.hasLetter(line) || PAGE.test(content) || isRunning(same)) found.push(line);
      }
      const taken = new Set(found.flat());
      for (const foot of this.sliced.string.matchAll(FOOT)) {
        const start = this.sliced.at.indexOf(foot.index);
        const piece = range(start, start + length(foot[0]));
        if (!piece.some((offset) => taken.has(offset))) found.push(piece);
      }
      return found;
    }

    // The lines that are no paragraphs; none where a line holds a word or two.
    pageLines() {
      const lines = new Map();
      this.lines.forEach((line, offset) => {
        if (!lines.has(line)) lines.set(line, []);
        lines.get(line).push(offset);
      });
      if (this.length < given.shortestLines * lines.size) return [];
      return [...lines.values()].filter((line) => line.length <= given.longestLine);
    }
  }

  // Whether lines of one shape are a running head or foot, and not a line that occurs twice.
  function isRunning(alike) {
    const isHead = /\p{Nd}/u.test(alike[0]) || length(alike[0]) >= given.runningHead;
    return isHead && (new Set(alike).size > 1 || alike.length >= given.running);
  }

  function range(start, stop) {
    return Array.from({ length: Math.max(stop - start, 0) }, (_, number) => start + number);
  }

  // Some characters of a text, read as if nothing stood between them.
  class View {
    constructor(text, offsets) {
      this.offsets = offsets;
      this.length = offsets.length;
      this.slice = sliced(offsets.map((offset) => text.characters[offset])).slice;
      const gaps = offsets.map((offset, number) => !number || offset !== offsets[number - 1] + 1);
      this.joints = [...offsets.map((offset, number) => text.joints[offset] || gaps[number]), true];
      this.borders = offsets.map((offset, number) => text.borders[offset] || gaps[number]);
      this.words = range(0, this.length + 1).filter((at) => this.joints[at]);
      this.lines = range(0, this.length).filter(
        (at) => !at || text.lines[offsets[at - 1]] !== text.lines[offsets[at]]);
    }
  }

  // A passage as the page has it: `forms` are those in which each of its marks may be set.
  class Passage {
    constructor(row) {
      Object.assign(this, row);
      const escaped = row.marks.map((forms) =>
        forms.map((form) => form.replace(/[[\]()]/g, "\\$&")).join("|"));
      this.patterns = escaped.map((forms) => new RegExp(`${row.note ? "^" : ""}(?:${forms})`, "gu"));
      this.begins = escaped.map((forms) => new RegExp(`^(?:${forms})`, "u"));
    }

    // The passage's own words in a window that may hold marks too; null without its seal.
    read(words) {
      for (const reading of this.patterns.length ? this.readings(words) : [words]) {
        const isAsLong = !this.patterns.length || length(reading) === this.length;
        if (isAsLong && sha256(reading) === this.seal) return reading;
      }
      return null;
    }

    readings(words) {
      const readings = new Set([words]);
      for (const pattern of this.patterns) {
        for (const reading of [...readings]) {
          for (const mark of [...reading.matchAll(pattern)].slice(0, given.marksTried)) {
            readings.add(reading.slice(0, mark.index) + reading.slice(mark.index + mark[0].length));
          }
        }
      }
      return readings;
    }
  }

  // The number of values in a sorted list that are at most, or with `below` less than, a value.
  function count(sorted, value, below = false) {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (below ? sorted[middle] < value : sorted[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // Let the page answer now and then.
  let since = 0;
  async function breathe() {
    if (performance.now() - since < SLICE) return;
    await new Promise((resolve) => setTimeout(resolve));
    since = performance.now();
  }

  // Every window of a view that has the seal of a passage; only the first if that is enough.
  async function whole(view, number, passage, enough) {
    const found = [];
    for (const width of passage.widths) {
      const last = count(view.words, view.length - width);
      for (let word = 0; word < last; word += 1) {
        if (word % OFTEN === 0) await breathe();
        const start = view.words[word];
        if (!view.joints[start + width]) continue;
        const words = passage.read(view.slice(start, start + width));
        if (words === null) continue;
        found.push({ number, offsets: view.offsets.slice(start, start + width) });
        if (enough) return found;
      }
    }
    return found;
  }

  // The window of a passage into which the end of a page has been put: lines between two borders,
  // or words that begin with the mark of a footnote.
  async function interrupted(view, number, passage, marks) {
    for (const width of passage.widths) {
      for (const [cut, resume] of runs(view, Math.min(given.longestCut, view.length - width), marks)) {
        await breathe();
        const beyond = count(view.words, cut, true);
        for (let word = count(view.words, cut - width); word < beyond; word += 1) {
          const start = view.words[word];
          const stop = start + width + resume - cut;
          if (stop > view.length || !view.joints[stop]) continue;
          const words = passage.read(view.slice(start, cut) + view.slice(resume, stop));
          if (words === null) continue;
          const offsets = [...view.offsets.slice(start, cut), ...view.offsets.slice(resume, stop)];
          return { number, offsets };
        }
      }
    }
    return null;
  }

  function* runs(view, longest, marks) {
    for (const [cut, resume] of pairs(view.lines, view.lines, longest)) {
      if (view.borders[cut] && view.borders[resume]) yield [cut, resume];
    }
    if (!marks.length) return;
    const noted = view.words.filter((at) => {
      const piece = view.slice(at, Math.min(at + given.longestMark, view.length));
      return marks.some((mark) => mark.test(piece));
    });
    yield* pairs(noted, view.words, longest);
  }

  function* pairs(cuts, resumptions, longest) {
    for (const cut of cuts) {
      const stop = count(resumptions, cut + longest);
      for (let at = count(resumptions, cut); at < stop; at += 1) yield [cut, resumptions[at]];
    }
  }

  const first = (place) => place.offsets[0];
  const beyond = (place) => place.offsets[place.offsets.length - 1] + 1;

  // As many windows as stand in the order of the letter without overlapping; of two such chains
  // the one with more characters, then the one in which more passages join without a gap.
  function inOrder(places) {
    const isBetter = (one, other) => {
      const place = one.worth.findIndex((value, number) => value !== other.worth[number]);
      return place >= 0 && one.worth[place] > other.worth[place];
    };
    const better = (one, other) => (isBetter(other, one) ? other : one); // of equals the first
    const best = new Map();
    const sorted = [...places].sort((one, other) =>
      first(one) - first(other) || one.number - other.number);
    for (const place of sorted) {
      const alone = { place, before: null, worth: [1, place.offsets.length, 0] };
      let chosen = better(best.get(place.number) ?? alone, alone);
      for (const [number, before] of best) {
        if (number >= place.number || beyond(before.place) > first(place)) continue;
        const joins = number + 1 === place.number && beyond(before.place) === first(place);
        const [passages, characters, joined] = before.worth;
        const worth = [passages + 1, characters + place.offsets.length, joined + Number(joins)];
        chosen = better(chosen, { place, before, worth });
      }
      best.set(place.number, chosen);
    }
    const found = [];
    let last = best.size ? [...best.values()].reduce(better) : null;
    for (; last; last = last.before) found.unshift(last.place);
    return found;
  }

  // One search: which passage was found where, and which text is left.
  class Search {
    constructor(text, passages) {
      this.text = text;
      this.passages = passages;
      this.notes = range(0, passages.length).filter((number) => passages[number].note);
      this.body = range(0, passages.length).filter((number) => !passages[number].note);
      this.held = new Map();
      this.strays = new Set();
      this.length = passages.reduce((sum, passage) => sum + passage.length, 0);
      this.claimed = new Uint8Array(text.length);
      this.suspects = text.furniture();
    }

    get heldLength() {
      return [...this.held.keys()].reduce((sum, number) => sum + this.passages[number].length, 0);
    }

    // Find each passage that is whole in what is left of the text.
    async lookEverywhere(numbers) {
      const found = [];
      for (const view of this.views(range(0, this.text.length), 0)) {
        for (const number of numbers) {
          found.push(...await whole(view, number, this.passages[number], false));
        }
      }
      inOrder(found).forEach((place) => this.hold(place));
      for (const place of found) {
        const isFree = !place.offsets.some((offset) => this.claimed[offset]);
        if (isFree && !this.held.has(place.number)) {
          this.hold(place);
          this.strays.add(place.number);
        }
      }
    }

    // Find each passage that is interrupted, where it should be.
    async lookBetweenNeighbours(numbers) {
      for (const number of numbers) {
        if (this.held.has(number)) continue;
        const [start, stop, isFirst] = this.gap(number, numbers);
        const near = isFirst
          ? range(Math.max(start, stop - this.length), stop)
          : range(start, Math.min(stop, start + this.length));
        for (const view of this.views(near, given.singly)) {
          const place = await this.within(view, number);
          if (place) {
            this.hold(place);
            break;
          }
        }
      }
    }

    async within(view, number) {
      const passage = this.passages[number];
      const uncut = this.notes.filter((note) => !this.held.has(note));
      const marks = uncut.flatMap((note) => this.passages[note].begins);
      const [place] = await whole(view, number, passage, true);
      return place ?? interrupted(view, number, passage, marks);
    }

    hold(place) {
      this.held.set(place.number, place);
      for (const offset of place.offsets) this.claimed[offset] = 1;
    }

    // Where the neighbours that hold leave room for a passage, and whether it has none before it.
    gap(number, order) {
      const held = order.filter((other) => this.held.has(other) && !this.strays.has(other));
      const at = count(held, number, true);
      const before = at ? this.held.get(held[at - 1]) : null;
      const after = at < held.length ? this.held.get(held[at]) : null;
      return [before ? beyond(before) : 0, after ? first(after) : this.text.length, !before];
    }

    // What no passage claims of these characters, with what may be furniture kept and cut.
    *views(offsets, singly) {
      const free = offsets.filter((offset) => !this.claimed[offset]);
      const left = new Set(free);
      const suspects = this.suspects.filter((piece) => piece.some((offset) => left.has(offset)));
      for (const cut of this.cuts(suspects, singly)) {
        const without = new Set(cut.flat());
        yield new View(this.text, free.filter((offset) => !without.has(offset)));
      }
    }

    // Which pieces to cut: each may be kept, or of too many none, those with letters, or all.
    cuts(suspects, singly) {
      if (suspects.length <= singly) {
        const sets = suspects.reduce((some, one) => [...some, ...some.map((set) => [...set, one])], [[]]);
        return sets.sort((one, other) => one.length - other.length);
      }
      const lettered = suspects.filter((piece) => this.text.hasLetter(piece));
      const some = lettered.length && lettered.length < suspects.length ? [lettered] : [];
      return [[], ...some, suspects];
    }
  }

  // Of each passage that stands in a text its own words there, by identifier; how many hold; and
  // whether too little holds for the text to be a copy of the letter. Passages are those of a
  // file like documents/<id>.js, in the order of the letter.
  async function find(text, rows) {
    since = performance.now();
    const search = new Search(new Text(text), rows.map((row) => new Passage(row)));
    await search.lookEverywhere(search.notes);
    await search.lookEverywhere(search.body);
    const isAnother = search.heldLength < given.copy * search.length;
    if (!isAnother) {
      await search.lookBetweenNeighbours(search.body);
      await search.lookBetweenNeighbours(search.notes);
    }
    const own = new Map();
    for (const [number, place] of [...search.held].sort(([one], [other]) => one - other)) {
      own.set(rows[number].id, search.text.read(place.offsets));
    }
    return { own, isAnother };
  }

  return { fold, seal, find };
})();
