// Only in the page that gen watch keeps fresh: read it again when the window is looked at again,
// and every few seconds while nobody uses it and no source is open.
(() => {
  const loaded = Date.now();
  let used = 0;
  const reload = () => { if (!document.documentElement.classList.contains("open")) location.reload(); };
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    addEventListener(kind, () => { used = Date.now(); }, {passive: true});
  }
  addEventListener("focus", () => { if (Date.now() - loaded > 2000) reload(); });
  setInterval(() => { if (Date.now() - used > 10000) reload(); }, 3000);
})();
