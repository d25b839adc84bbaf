// A chart or a map that is wider than its window opens where its marks are.
"use strict";

for (const region of document.querySelectorAll(".scroll")) {
  const { left } = region.getBoundingClientRect();
  const at = (mark) => mark.getBoundingClientRect().left - left;
  const days = [...region.querySelectorAll(".day")].map(at);
  const places = [...region.querySelectorAll(".place")].map(at);
  // What was said up to the newest letter stands left of its day; of a map, the middle is shown.
  if (days.length) region.scrollLeft = Math.max(...days) - 0.8 * region.clientWidth;
  if (places.length) {
    const middle = places.reduce((sum, place) => sum + place, 0) / places.length;
    region.scrollLeft = middle - region.clientWidth / 2;
  }
}
