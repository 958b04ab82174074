// The reviewer's way through the page: few tab stops, next and previous, search, remarks and ticks.
(() => {
  const source = document.documentElement.cloneNode(true);   // the page as it came, to be saved with remarks
  const byId = id => document.getElementById(id);
  const article = byId("document");
  const said = byId("said"), tick = byId("tick"), form = byId("remark");

  // --- one tab stop for the text and one for the findings; arrow keys go on from there
  const numbers = "[role=button]", blocks = "[data-block]";
  const cards = [...document.querySelectorAll(".findings > li")];
  const stops = {};
  const stop = (kind, item) => {
    if (stops[kind]) stops[kind].tabIndex = -1;
    stops[kind] = item;
    if (item) item.tabIndex = 0;
  };
  stop("number", article.querySelector(numbers));
  stop("card", cards[0]);
  const seen = element => element.offsetParent !== null || element.getClientRects().length > 0;
  const after = (a, b) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING;
  const apart = (a, b) => !a.contains(b) && !b.contains(a);
  // The nearest item behind, or before, the one in use, whether that is one of them or not.
  const step = (items, from, forward) => {
    const usable = item => apart(item, from) && (forward ? after(from, item) : after(item, from)) && seen(item);
    return forward ? items.find(usable) : [...items].reverse().find(usable);
  };
  // The same in the text, from element to element: it may have hundreds of thousands.
  const walkText = (kind, from, forward) => {
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_ELEMENT);
    walker.currentNode = from;
    while (forward ? walker.nextNode() : walker.previousNode()) {
      const item = walker.currentNode;
      if (item.matches(kind) && apart(item, from) && seen(item)) return item;
      if (item.localName === "noscript") {
        const place = item.parentElement;
        waiting.draw(place);
        walker.currentNode = forward ? place : place.nextSibling;
      }
    }
    return null;
  };
  const focus = element => {
    element.focus({preventScroll: true});
    element.scrollIntoView({block: "nearest"});
  };
  const arrows = {ArrowRight: [numbers, true], ArrowLeft: [numbers, false], ArrowDown: [blocks, true], ArrowUp: [blocks, false]};
  document.addEventListener("focusin", event => {
    const element = event.target;
    if (element.matches("#document [role=button]")) stop("number", element);
    if (cards.includes(element)) stop("card", element);
    const item = element.closest("#document [role=button], [data-block], .findings > li");
    if (item && item === element) choose(item);
  });

  // --- next and previous of what needs a decision
  const due = () => {
    waiting.those(text => /class="(note |gap|([a-z]+ )?changed")/.test(text));
    return [...document.querySelectorAll("article .note, article .gap, article .changed[id], article .remarked, .findings > li")];
  };
  const decide = forward => {
    const from = document.activeElement && document.activeElement !== document.body ? document.activeElement : byId("summary");
    const target = step(due(), from, forward);
    if (!target) return;
    if (target.tabIndex < 0 && !target.hasAttribute("tabindex")) target.tabIndex = -1;
    focus(target);
    document.querySelectorAll(".here").forEach(element => element.classList.remove("here"));
    target.classList.add("here");
  };
  byId("next").addEventListener("click", () => decide(true));
  byId("before").addEventListener("click", () => decide(false));
  document.addEventListener("click", event => {
    const link = event.target.closest("a[data-first]");
    if (link) {
      event.preventDefault();
      const target = due().find(item => item.matches(link.dataset.first));
      if (target) focus(target);
    } else {
      const block = event.target.closest("#document [data-block]");
      if (block && !event.target.closest("[role=button], a") && String(getSelection()) === "") choose(block);
    }
  });
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input:not([type=checkbox]), textarea");
    if (typing) return;
    const arrow = arrows[event.key];
    if (event.key === "n" || event.key === "p") decide(event.key === "n");
    else if (event.key === "/") byId("search").focus();
    else if (arrow && event.target.closest("#document")) {
      const target = walkText(arrow[0], event.target, arrow[1]);
      if (target) focus(target);
    } else if (arrow && event.target.closest(".findings")) {
      const target = step(cards, event.target, event.key === "ArrowDown" || event.key === "ArrowRight");
      if (target) focus(target);
    } else return;
    event.preventDefault();
  });

  // --- search: hits are painted where the browser can, and walked through with Enter
  const search = byId("search"), hits = byId("hits");
  let found = [], at = -1;
  const look = () => {
    found = [];
    at = -1;
    const wanted = search.value.trim().toLowerCase();
    if (wanted) waiting.all();
    if (wanted) for (const block of document.querySelectorAll("main :is(h1,h2,h3,h4,p,td,th,dd,li)")) {
      if (!block.textContent.toLowerCase().includes(wanted) || block.querySelector("p,li,td")) continue;
      const nodes = [];
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      let whole = "";
      while (walker.nextNode()) { nodes.push([whole.length, walker.currentNode]); whole += walker.currentNode.data; }
      const place = offset => {
        const [start, node] = nodes.filter(([begin]) => begin <= offset).pop();
        return [node, Math.min(offset - start, node.data.length)];
      };
      const lower = whole.toLowerCase();
      for (let i = lower.indexOf(wanted); i >= 0; i = lower.indexOf(wanted, i + wanted.length)) {
        const range = new Range();
        range.setStart(...place(i));
        const [node, offset] = place(i + wanted.length - 1);
        range.setEnd(node, offset + 1);
        found.push(range);
      }
    }
    hits.textContent = wanted ? found.length + " 处" : "";
    if (window.Highlight) { CSS.highlights.set("hit", new Highlight(...found)); CSS.highlights.delete("now"); }
  };
  const walk = forward => {
    if (!found.length) return;
    at = (at + (forward ? 1 : -1) + found.length) % found.length;
    const holder = found[at].startContainer.parentElement;
    for (let up = holder; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    holder.scrollIntoView({block: "center"});
    if (window.Highlight) CSS.highlights.set("now", new Highlight(found[at]));
    hits.textContent = (at + 1) + " / " + found.length + " 处";
  };
  search.addEventListener("input", look);
  search.addEventListener("keydown", event => {
    if (event.key === "Enter") { event.preventDefault(); walk(!event.shiftKey); }
    else if (event.key === "Escape") { search.value = ""; look(); }
  });

  // --- remarks and ticks: in the browser's storage, in a saved copy of the page, in an exported file
  const {draft, identity, workbook} = document.body.dataset;
  const shelf = "gen-review:" + (identity || draft);
  const read = () => { try { return JSON.parse(localStorage.getItem(shelf)) || {}; } catch { return {}; } };
  const inFile = JSON.parse(byId("kept").textContent);
  const stored = read();
  const store = {reviewer: stored.reviewer || inFile.reviewer || "", remarks: {...inFile.remarks, ...stored.remarks}};
  const keep = () => { try { localStorage.setItem(shelf, JSON.stringify(store)); } catch { /* the page can still be saved */ } };
  let chosen = null;

  const kindOf = item => item.matches(".findings > li") ? "finding" : item.matches("[role=button]") ? "number" : "paragraph";
  const names = {finding: "这一条核对结果", number: "这个数字", paragraph: "这一段"};
  const clear = item => {
    const copy = item.cloneNode(true);
    copy.querySelectorAll(".go, .kin, ul, dl, .was").forEach(part => part.remove());
    return copy.textContent.trim();
  };
  const heading = item => {
    if (item.closest(".findings")) return "核对结果";
    const above = [...article.querySelectorAll("h2,h3,h4")].filter(title => title === item || after(title, item)).pop();
    return above ? above.textContent : "封面";
  };
  const cellsOf = item => {
    const data = JSON.parse(byId("data").textContent);
    if (kindOf(item) === "finding") return [...item.querySelectorAll(":scope > dl code")].map(code => code.textContent);
    const owners = item.matches("[role=button]") ? [item] : [...item.querySelectorAll("[role=button]")];
    const entries = owners.map(one => one.dataset.f === undefined ? data.texts[+one.dataset.t] : data.figures[+one.dataset.f]);
    return [...new Set(entries.flatMap(entry => entry.cells || []).map(cell => data.cells[cell][0]))];
  };
  const choose = item => {
    if (!item.id) return;
    chosen = item;
    const known = store.remarks[item.id] || {};
    said.value = known.said || "";
    tick.checked = Boolean(known.done);
    byId("what").textContent = names[kindOf(item)];
    form.hidden = false;
    if (!item.matches("[role=button]") && matchMedia("(max-width: 72rem)").matches) document.documentElement.classList.add("open");
  };
  const note = () => {
    if (!chosen) return;
    if (said.value.trim() || tick.checked) {
      store.remarks[chosen.id] = {
        on: kindOf(chosen), place: heading(chosen), text: clear(chosen), cells: cellsOf(chosen),
        said: said.value.trim(), done: tick.checked, written: new Date().toISOString(),
      };
    } else delete store.remarks[chosen.id];
    keep();
    list();
  };
  said.addEventListener("change", note);
  tick.addEventListener("change", note);
  form.addEventListener("submit", event => event.preventDefault());
  const list = () => {
    document.querySelectorAll(".remarked, .seen").forEach(item => item.classList.remove("remarked", "seen"));
    const items = [];
    let open = 0, done = 0;
    for (const [id, remark] of Object.entries(store.remarks)) {
      const target = waiting.at(id);
      if (remark.done) done += 1; else open += 1;
      if (target) target.classList.add(remark.done ? "seen" : "remarked");
      const item = document.createElement("li"), link = document.createElement("a"), text = document.createElement("p");
      link.href = "#" + id;
      link.dataset.go = "";
      link.textContent = remark.place + "：" + (remark.text.length > 40 ? remark.text.slice(0, 40) + "…" : remark.text);
      text.textContent = (remark.done ? "已看。" : "") + remark.said;
      item.append(link, text);
      items.push(item);
    }
    if (items.length) byId("remarks").replaceChildren(...items);
    byId("open").textContent = open;
    byId("done").textContent = done;
  };
  const save = (name, type, content) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], {type}));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  byId("reviewer").value = store.reviewer;
  byId("reviewer").addEventListener("change", event => { store.reviewer = event.target.value.trim(); keep(); });
  byId("export").addEventListener("click", () => {
    const remarks = Object.entries(store.remarks).map(([id, remark]) => ({id, ...remark}));
    const told = {format: "gen-review-1", draft, identity, workbook, reviewer: store.reviewer, exported: new Date().toISOString(), remarks};
    save(draft + "-意见.json", "application/json", JSON.stringify(told, null, 1) + "\n");
  });
  byId("keep").addEventListener("click", () => {
    const packed = JSON.stringify(store).replace(/[<>&]/g, sign => "\\u00" + sign.charCodeAt(0).toString(16));
    const [start, end] = ['<script type="application/json" id="kept">', "<" + "/script>"];
    const page = source.outerHTML;
    const from = page.indexOf(start) + start.length;
    save(draft + "-审阅.html", "text/html", "<!DOCTYPE html>\n" + page.slice(0, from) + packed + page.slice(page.indexOf(end, from)));
  });
  list();

  // --- a table that is wider than its place can be scrolled by keyboard; the others are no tab stop
  const watch = new IntersectionObserver(entries => {
    for (const {target, isIntersecting} of entries) {
      if (!isIntersecting) continue;
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else if (target !== document.activeElement) target.removeAttribute("tabindex");
    }
  }, {rootMargin: "1000px"});
  const phone = matchMedia("(max-width: 40rem)");   // there nearly all of them are wider
  const settle = within => within.querySelectorAll(".table").forEach(table => {
    watch.unobserve(table);
    if (phone.matches) table.tabIndex = 0; else watch.observe(table);
  });
  phone.addEventListener("change", () => settle(document));
  document.addEventListener("drawn", event => settle(event.target));
  settle(document);
})();
