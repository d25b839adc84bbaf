// The map: missions, threats, or both.
"use strict";

const layers = document.querySelector(".layers");
if (layers) {
  const map = document.querySelector(".map");
  const show = () => {
    const chosen = layers.querySelector(":checked").value;
    map.classList.toggle("only-missions", chosen === "missions");
    map.classList.toggle("only-threats", chosen === "threats");
  };
  layers.addEventListener("change", show);
  layers.hidden = false;
  show(); // a browser may keep the choice when it comes back to the page
}
