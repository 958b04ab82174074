"use strict";
// Of a large page, stretches wait in <noscript>: drawn when the reader comes near, when something in
// them is wanted, before printing, and one after the other while nothing else is to be done.
const waiting = (() => {
  const places = new Set(document.querySelectorAll(".later"));
  const near = new IntersectionObserver(
    entries => entries.forEach(entry => { if (entry.isIntersecting) draw(entry.target); }),
    {rootMargin: "2000px"},
  );
  const draw = place => {
    if (!places.delete(place)) return;
    near.unobserve(place);
    place.innerHTML = place.textContent;   // in <noscript>, where scripts run, the markup is text
    place.style.height = "";
    place.dispatchEvent(new Event("drawn", {bubbles: true}));
  };
  const all = () => places.forEach(draw);
  const those = test => places.forEach(place => { if (test(place.textContent)) draw(place); });
  // The element with an id; it may be in a stretch that waits.
  const at = id => {
    const found = document.getElementById(id);
    if (found) return found;
    for (const place of places) if (place.textContent.includes(` id="${id}"`)) { draw(place); break; }
    return document.getElementById(id);
  };
  // The browser has looked for the target already, and must look again.
  const arrive = () => {
    const before = places.size;
    const name = decodeURIComponent(location.hash.slice(1));
    if (name && at(name) && places.size < before) location.replace(location.hash);
  };
  const idle = window.requestIdleCallback || (work => setTimeout(work, 100));
  const rest = () => {
    const [place] = places;
    if (!place) return;
    draw(place);
    idle(rest);
  };
  document.addEventListener("DOMContentLoaded", () => {
    for (const place of places) {
      place.style.height = "calc(var(--guess) * 1rem)";
      near.observe(place);
    }
    arrive();
  });
  addEventListener("load", () => idle(rest));
  addEventListener("hashchange", arrive);
  addEventListener("beforeprint", all);
  return {all, at, those, draw};
})();
