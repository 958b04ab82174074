"use strict";
(() => {
  const WRITING = ["new", "take", "build", "final", "publish"];  // what saves a workbook is told by the look at it
  const LARGEST = 64 * 1024 * 1024;
  const gone = document.getElementById("gone");
  const dialog = document.getElementById("ask");
  let closed = false;

  const wait = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

  const told = (words) => {
    gone.textContent = words;
    gone.hidden = false;
  };

  // What the desk answers; an error with its words where it refuses or is no longer there.
  const asked = async (address, options) => {
    let answer;
    try {
      answer = await fetch(address, options);
    } catch {
      const words = closed ? "程序已经关闭。" : "程序没有回答：可能已经关闭。请重新启动它，用新的地址打开。";
      told(words);
      throw new Error(words);
    }
    gone.hidden = true;
    if (!answer.ok) throw new Error(await answer.text());
    return answer;
  };

  const posted = async (address, body) => (await asked(address, {method: "POST", body})).json();

  const sure = (words) => new Promise((resolve) => {
    document.getElementById("asked").textContent = words;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), {once: true});
    dialog.showModal();
  });
  document.getElementById("yes").addEventListener("click", () => dialog.close("yes"));
  document.getElementById("no").addEventListener("click", () => dialog.close(""));

  const said = (place, words, kind) => {
    const line = document.createElement("p");
    line.className = kind;
    line.textContent = words;
    place.replaceChildren(line);
  };

  // --- parts of the page that change with what is done ---------------------------------------

  const fragment = (html) => new DOMParser().parseFromString(html, "text/html");

  // A part in which somebody is typing, or reads a result, is left as it is.
  const busy = (part) => part.classList.contains("touched")
    || (part.contains(document.activeElement) && document.activeElement.matches("input, select"));

  const load = async (part) => {
    try {
      const page = fragment(await (await asked(part.dataset.from)).text());
      if (!part.classList.contains("touched")) part.replaceChildren(...page.body.childNodes);
    } catch (error) {
      said(part, error.message, "note error");
    }
  };

  // One after the other, so that no older answer comes behind a newer one; one waits at most.
  let refreshing = Promise.resolve();
  let waiting = 0;
  const refresh = (form) => {
    if (waiting) return refreshing;
    waiting += 1;
    refreshing = refreshing.then(() => { waiting -= 1; return refreshed(form); }).catch(() => {});
    return refreshing;
  };

  const refreshed = async (form) => {
    for (const part of document.querySelectorAll("[data-from]")) {
      if (!part.contains(form)) await load(part);
    }
    if (!document.getElementById("live")) return;
    const page = fragment(await (await asked(location.href)).text());
    for (const part of document.querySelectorAll("[data-part]")) {
      const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
      if (!fresh || busy(part)) continue;
      const focused = part.contains(document.activeElement);
      part.replaceWith(fresh);
      if (focused && form) resultOf(form).focus();
    }
  };

  // --- buttons -------------------------------------------------------------------------------

  const resultOf = (form) => {
    const place = document.getElementById(form.dataset.into) || form.querySelector(".result");
    place.tabIndex = -1;
    return place;
  };

  const run = async (form) => {
    const place = resultOf(form);
    const buttons = [...form.querySelectorAll("button")];
    for (const button of buttons) button.setAttribute("aria-disabled", "true");
    form.classList.add("running");
    try {
      said(place, "…", "waiting");
      const fields = JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));
      const {job} = await posted(`do/${form.dataset.do}`, fields);
      let state = {html: null};
      while (state.html === null) {
        await wait(250);
        state = await (await asked(`job?number=${job}`)).json();
        if (state.html === null && place.textContent !== state.title) said(place, state.title, "waiting");
      }
      place.replaceChildren(...fragment(state.html).body.childNodes);
      form.closest("[data-part]")?.classList.remove("touched");
    } catch (error) {
      said(place, error.message, "note error");
    } finally {
      form.classList.remove("running");
      for (const button of buttons) button.removeAttribute("aria-disabled");
    }
    if (WRITING.includes(form.dataset.do)) await refresh(form);
  };

  addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-do]");
    if (!form) return;
    event.preventDefault();
    // A button that is pressed while a file is still being sent waits for it.
    if (sending.get(form) && !(await sending.get(form))) return;
    if (!form.classList.contains("running")) await run(form);
  });

  addEventListener("change", async (event) => {
    const field = event.target;
    if (field.type === "file") await take(field.closest("form"), [...field.files]);
    if (field.dataset.ask && field.checked && !(await sure(field.dataset.ask))) field.checked = false;
    if (field.type === "file") field.value = "";
  });

  addEventListener("input", (event) => {
    event.target.closest("[data-part]")?.classList.add("touched");
  });

  addEventListener("click", (event) => {
    const all = event.target.closest("[data-all]");
    if (all) for (const tick of all.closest("form").querySelectorAll("[name=yes]:not([data-doubtful])")) tick.checked = true;
  });

  document.getElementById("close").addEventListener("click", async () => {
    if (!(await sure("关闭程序？写好的都已保存。"))) return;
    try {
      await posted("close", "[]");
      closed = true;
      const head = document.createElement("h1");
      head.textContent = "已关闭，这个页面可以关掉了";
      document.getElementById("main").replaceChildren(head);
      document.getElementById("close").hidden = true;
    } catch (error) {
      told(error.message);
    }
  });

  // --- files ---------------------------------------------------------------------------------

  const sending = new Map();  // by form: whether all its files have arrived

  const take = async (form, files) => {
    if (!form || !files.length || form.classList.contains("running")) return;
    sending.set(form, taken(form, files));
    const arrived = await sending.get(form);
    sending.delete(form);
    if (arrived && "atOnce" in form.dataset) await run(form);
  };

  const taken = async (form, files) => {
    const list = form.querySelector(".dropped");
    if (!form.querySelector("input[type=file]").multiple && files.length > 1) {
      said(resultOf(form), "这里一次只放一个文件。", "note error");
      return false;
    }
    list.replaceChildren();
    resultOf(form).replaceChildren();
    for (const old of form.querySelectorAll("input[name=file]")) old.remove();
    try {
      for (const file of files) await sent(form, list, file);
    } catch (error) {
      said(resultOf(form), error.message, "note error");
      return false;
    }
    for (const again of form.querySelectorAll(".again")) again.hidden = false;
    return true;
  };

  const sent = async (form, list, file) => {
    if (file.size > LARGEST) throw new Error(`${file.name} 太大：最多 64 MB。`);
    const line = document.createElement("li");
    line.textContent = `${file.name}（正在放入…）`;
    list.append(line);
    const key = (await posted(`upload?name=${encodeURIComponent(file.name)}`, file)).file;
    line.textContent = file.name;
    const source = form.querySelector("select[name=source]");
    if (source) {
      const option = new Option(`由 ${file.name} 结转`, `file:${key}`, true, true);
      source.prepend(option);
      source.value = option.value;
    } else {
      const kept = document.createElement("input");
      Object.assign(kept, {type: "hidden", name: "file", value: key});
      form.append(kept);
    }
  };

  // Files of what was dropped, those in folders too; hidden ones are none of a person's.
  const within = async (entry) => {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => { entry.file(resolve, reject); });
      return file.name.startsWith(".") || file.name.startsWith("~$") ? [] : [file];
    }
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
      if (!some.length) return found;
      for (const one of some) found.push(...await within(one));
    }
  };

  const zoneAt = (event) => event.target.closest?.("form")?.querySelector(".drop");

  addEventListener("dragover", (event) => {
    event.preventDefault();  // else the browser would open the file in the place of the page
    for (const zone of document.querySelectorAll(".drop.over")) zone.classList.remove("over");
    const zone = zoneAt(event);
    zone?.classList.add("over");
    event.dataTransfer.dropEffect = zone ? "copy" : "none";
  });

  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) for (const zone of document.querySelectorAll(".drop.over")) zone.classList.remove("over");
  });

  addEventListener("drop", async (event) => {
    event.preventDefault();
    const zone = zoneAt(event);
    if (!zone) return;
    zone.classList.remove("over");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const files = entries.length ? (await Promise.all(entries.map(within))).flat() : [...event.dataTransfer.files];
    await take(zone.closest("form"), files);
  });

  // Results from before the last save stay, and say so.
  const aged = (saved) => {
    for (const view of document.querySelectorAll("[data-saved]")) {
      if (!saved || view.dataset.saved === saved) continue;
      const line = document.createElement("p");
      line.className = "small older";
      line.textContent = "这是以前的结果：工作簿后来又保存过。";
      view.prepend(line);
      delete view.dataset.saved;
    }
  };

  // --- what each save changes ----------------------------------------------------------------

  // Work that another page began, or this one before it was loaded anew: said while it lasts.
  const elsewhere = async (busy) => {
    const line = document.getElementById("busy");
    const words = document.querySelector("form.running") ? "" : busy;
    const ended = !line.hidden && !busy;
    line.textContent = words;
    line.hidden = !words;
    if (ended) await refresh(null);
  };

  const watched = async () => {
    const live = document.getElementById("live");
    let seen = "";
    while (live && !closed) {
      try {
        const query = new URLSearchParams({name: live.dataset.name, seen});
        const state = document.hidden ? {html: null} : await (await asked(`live?${query}`)).json();
        if (!document.hidden) await elsewhere(state.busy);
        aged(state.saved);
        if (state.html !== null) {
          const first = seen === "";
          seen = state.seen;
          live.replaceChildren(...fragment(state.html).body.childNodes);
          if (!first || document.querySelector("[data-part=open]")) await refresh(null);
        }
      } catch (error) {
        said(live, error.message, "note error");  // and asked again: a workbook may be away while it is saved
        seen = "";
      }
      await wait(1000);
    }
  };

  for (const part of document.querySelectorAll("[data-from]")) load(part);
  watched();
})();
