(() => {
  let parsed = null;  // of a large book it takes half a second, which nobody waits for
  const data = () => parsed ??= JSON.parse(document.getElementById("data").textContent);
  // What opens a figure or a text is a button: said here, not at each of the thousands in the file.
  const buttons = within => {
    for (const element of within.querySelectorAll("[data-f],[data-t]")) {
      element.setAttribute("role", "button");
      element.setAttribute("tabindex", "-1");
    }
  };
  document.addEventListener("drawn", event => buttons(event.target));
  buttons(document);
  const panel = document.getElementById("panel");
  const told = document.getElementById("told");
  const back = document.getElementById("back");
  const root = document.documentElement;
  let shown = null;   // the element in the text whose source the panel shows
  let trail = [];     // figures opened inside the panel

  const make = (name, text, kind) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };

  const terms = rows => {
    const list = make("dl");
    for (const [name, text] of rows) {
      if (!text) continue;
      list.append(make("dt", name), make("dd", text));
    }
    return list;
  };

  const sources = cells => {
    const table = make("table");
    table.append(make("caption", "来源单元格"));
    const head = table.createTHead().insertRow();
    const taken = cells.some(number => data().cells[number].length > 3);
    for (const name of ["单元格", "内容", "名称", ...(taken ? ["取自"] : [])]) {
      const cell = make("th", name);
      cell.scope = "col";
      head.append(cell);
    }
    const body = table.createTBody();
    for (const number of cells) {
      const row = body.insertRow();
      for (const text of data().cells[number]) row.insertCell().textContent = text;
      row.className = "source";
    }
    return table;
  };

  const parts = numbers => {
    const list = make("ul", undefined, "parts");
    for (const number of numbers) {
      const figure = data().figures[number];
      const item = make("li");
      const open = make("button", figure.label, "part");
      open.type = "button";
      open.addEventListener("click", () => { trail.push(number); draw(); told.querySelector("h2").focus(); });
      item.append(open, " " + (figure.sum || figure.value));
      list.append(item);
    }
    return list;
  };

  const places = (at, own) => {
    const list = make("ul", undefined, "places");
    for (let i = 0; i < at.length; i += 2) {
      const target = waiting.at(at[i]);
      if (!target || target.id === own) continue;
      const item = make("li");
      const link = make("a", data().sections[at[i + 1]] || "封面");
      link.href = "#" + at[i];
      link.dataset.go = "";
      item.append(link, "　" + (target.textContent.length > 30 ? target.textContent.slice(0, 30) + "…" : target.textContent));
      list.append(item);
    }
    return list;
  };

  const title = text => {
    const heading = make("h2", text);
    heading.tabIndex = -1;
    return heading;
  };

  const drawFigure = (number, printed, own) => {
    const figure = data().figures[number], said = data().said;
    told.replaceChildren(
      title(figure.label),
      make("p", figure.value, "big"),
      terms([
        ["印作", printed], ["公式", figure.words || "直接取自单元格"], ["计算", figure.sum],
        ["舍入", said[figure.rounding]], ["另算", figure.otherwise], ["依据", said[figure.basis]], ["说明", figure.missing],
      ]),
    );
    if (figure.parts) told.append(make("h3", "由这些数得出"), parts(figure.parts));
    if (figure.cells) told.append(sources(figure.cells));
    const others = places(figure.at || [], own);
    if (others.children.length) told.append(make("h3", "同一个数还在"), others);
  };

  const drawText = (number, printed, own) => {
    const text = data().texts[number];
    told.replaceChildren(title(shown.classList.contains("gap") ? "还没有填写的内容" : "手工填写的内容"), make("p", printed, "big"));
    if (text.cells) told.append(sources(text.cells));
    const others = places(text.at || [], own);
    if (others.children.length) told.append(make("h3", "同一格的内容还印在"), others);
  };

  const draw = () => {
    back.hidden = trail.length < 2;
    const top = trail.length > 1 ? trail[trail.length - 1] : null;
    if (top !== null) drawFigure(top, "", "");
    else if (shown.dataset.f !== undefined) drawFigure(+shown.dataset.f, shown.textContent, shown.id);
    else drawText(+shown.dataset.t, shown.textContent, shown.id || (shown.closest(".w") || shown).id);
    panel.scrollTop = 0;
  };

  const show = element => {
    if (shown) shown.classList.remove("on");
    shown = element;
    shown.classList.add("on");
    root.classList.add("open");
    trail = [element.dataset.f === undefined ? -1 : +element.dataset.f];
    draw();
    element.scrollIntoView({block: "nearest"});   // not behind the panel on a narrow screen
  };

  const close = () => {
    root.classList.remove("open");
    if (!shown) return;
    shown.classList.remove("on");
    const element = shown;
    told.replaceChildren(make("p", "点击或用 Tab 键选中正文中带下划线的数字，这里显示它的来源。", "help"));
    back.hidden = true;
    shown = null;
    element.focus({preventScroll: true});
  };

  const go = id => {
    const target = waiting.at(id);
    if (!target) return;
    for (let up = target.parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    document.querySelectorAll(".here").forEach(e => e.classList.remove("here"));
    target.classList.add("here");
    target.scrollIntoView({block: "center"});
    const able = target.matches("[tabindex]") ? target : target.querySelector("[tabindex]");
    if (able) able.focus({preventScroll: true});
  };

  const button = event => event.target.closest("[role=button][data-f],[role=button][data-t]");
  let quiet = false;

  document.addEventListener("click", event => {
    const element = button(event);
    if (element) { show(element); return; }
    const link = event.target.closest("a[data-go]");
    if (link) {
      event.preventDefault();
      const id = decodeURIComponent(link.hash.slice(1));
      if (link.closest("#panel") === null) history.replaceState(null, "", link.hash);
      go(id);
    }
  });
  document.addEventListener("focusin", event => { const e = button(event); if (e && !quiet && e !== shown) show(e); });
  document.addEventListener("keydown", event => {
    const element = button(event);
    if (element && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      show(element);
      told.querySelector("h2").focus();
    } else if (event.key === "Escape" && root.classList.contains("open")) {
      quiet = true;
      close();
      quiet = false;
    }
  });
  document.getElementById("close").addEventListener("click", () => { quiet = true; close(); quiet = false; });
  back.addEventListener("click", () => { trail.pop(); draw(); });

  const boxes = document.querySelectorAll("[data-filter]");
  const filter = () => {
    for (const box of boxes) document.body.classList.toggle("no-" + box.dataset.filter, !box.checked);
    const items = [...document.querySelectorAll(".findings > li")];
    const seen = items.filter(item => !document.body.classList.contains("no-" + item.dataset.severity));
    document.getElementById("shown").textContent = items.length ? "显示 " + seen.length + " / " + items.length + " 条" : "";
  };
  boxes.forEach(box => box.addEventListener("change", filter));
  filter();
  if (matchMedia("(max-width: 72rem)").matches) document.querySelector("nav details").open = false;
})();
