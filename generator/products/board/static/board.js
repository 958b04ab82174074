"use strict";
(() => {
  const table = document.getElementById("board");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const find = document.getElementById("find");
  const states = [...document.querySelectorAll(".states button")];
  let state = "";

  const shown = () => {
    const words = find.value.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase() + " " + row.dataset.rules.toLowerCase();
      row.hidden = (state !== "" && row.dataset.state !== state) || !text.includes(words);
      count += row.hidden ? 0 : 1;
    }
    document.getElementById("shown").textContent = `列出 ${count} 个`;
  };

  for (const button of states) {
    button.addEventListener("click", () => {
      state = button.dataset.state;
      for (const other of states) other.setAttribute("aria-pressed", String(other === button));
      shown();
    });
  }
  find.addEventListener("input", shown);
  for (const button of document.querySelectorAll(".rule")) {
    button.addEventListener("click", () => {
      find.value = button.dataset.rule;
      shown();
      table.scrollIntoView();
    });
  }

  const heads = [...table.tHead.rows[0].cells];
  const key = (row, at) => row.cells[at].dataset.key;
  heads.forEach((head, at) => {
    head.querySelector("button").addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const numbers = rows.every((row) => key(row, at) !== "" && !Number.isNaN(Number(key(row, at))));
      const order = (a, b) => numbers
        ? Number(key(a, at)) - Number(key(b, at))
        : key(a, at).localeCompare(key(b, at), "zh");
      rows.sort((a, b) => (down ? -order(a, b) : order(a, b)));
      body.append(...rows);
    });
  });
  shown();

  // Rows out of sight wait for their layout; screen readers find them only once they have it.
  const layOut = () => {
    const waiting = [...body.querySelectorAll("tr:not(.out)")];
    for (const row of waiting.slice(0, 50)) row.classList.add("out");
    if (waiting.length > 50) setTimeout(layOut, 20);
  };
  addEventListener("load", () => setTimeout(layOut, 300));
})();
