// What was given up: why, what to do, and again, one or many.

import { api, throttled } from "./api.js";
import { button, empty, h, json, note, replace } from "./dom.js";
import { clock, count } from "./format.js";

export async function deadLetters(root, members, context) {
  let address = members;
  let letters = [];
  let counts = {};
  let next = null;
  const chosen = new Set();
  const actions = h("div", { class: "actions" });
  const table = h("div");
  const more = h("div", { class: "actions" });
  const detail = h("aside", { class: "detail", "aria-label": "The dead letter", hidden: true });

  async function load() {
    // As many pages as are shown already.
    const shown = letters.length;
    ({ deadLetters: letters, counts, next } = await api.deadLetters({ code: address.code }));
    while (next && letters.length < shown) await loadMore();
    for (const number of [...chosen]) if (!letters.some((each) => each.number === number)) chosen.delete(number);
    draw();
  }

  async function loadMore() {
    const page = await api.deadLetters({ code: address.code, after: next });
    ({ counts, next } = page);
    letters = letters.concat(page.deadLetters);
  }

  async function retry(which) {
    const { retried } = await api.retry(which);
    note(`${count(retried, "dead letter")} delivered again`);
    chosen.clear();
    await load();
  }

  async function drop(numbers) {
    if (!confirm(`Drop ${count(numbers.length, "dead letter")} for good?`)) return;
    await api.drop(numbers);
    chosen.clear();
    await load();
  }

  function draw() {
    replace(actions,
      button(`Retry ${chosen.size || ""} chosen`, () => retry({ numbers: [...chosen] }), { disabled: chosen.size === 0, "data-key": "r" }),
      Object.entries(counts).map(([code, many]) => button(`Retry all ${many} of ${code}`, () => retry({ code }))),
      button(`Drop ${chosen.size || ""} chosen`, () => drop([...chosen]), { disabled: chosen.size === 0, class: "danger" }));
    replace(more, next ? button("Show more", async () => { await loadMore(); draw(); }) : null);
    if (!letters.length) return replace(table, empty("No dead letter. What cannot be delivered is kept here, never dropped."));
    const all = h("input", {
      type: "checkbox", "aria-label": "Choose all that are shown", checked: chosen.size === letters.length,
      onchange: (event) => { for (const each of letters) event.target.checked ? chosen.add(each.number) : chosen.delete(each.number); draw(); },
    });
    replace(table, h("table", {},
      h("thead", {}, h("tr", {}, h("th", {}, all), [["Given up"], ["Function"], ["Code"], ["Event", "wide"], ["Message", "wide"]].map(([label, kind]) => h("th", { scope: "col", class: kind ?? "" }, label)))),
      h("tbody", {}, letters.map((letter) => h("tr", {
        tabindex: "0", "aria-selected": String(letter.number) === address.open ? "true" : "false",
        onclick: () => context.go({ view: "dead-letters", ...address, open: letter.number }),
      },
        h("td", { onclick: (event) => event.stopPropagation() }, h("input", {
          type: "checkbox", checked: chosen.has(letter.number), "aria-label": `Choose ${letter.eventId}`,
          onchange: (event) => { event.target.checked ? chosen.add(letter.number) : chosen.delete(letter.number); draw(); },
        })),
        h("td", { class: "time" }, clock(letter.buried)), h("td", {}, letter.function), h("td", {}, h("span", { class: "chip failed" }, letter.code)),
        h("td", { class: "wide" }, letter.type), h("td", { class: "wide" }, letter.message ?? ""))))));
  }

  async function drawDetail() {
    detail.hidden = !address.open;
    root.classList.toggle("with-detail", Boolean(address.open));
    if (!address.open) return;
    try {
      const letter = await api.deadLetter(address.open);
      replace(detail,
        h("div", { class: "bar" }, h("h2", {}, letter.function), h("span", { class: "chip failed" }, letter.code),
          h("button", { type: "button", class: "plain", onclick: close, "aria-label": "Close" }, "✕")),
        h("p", {}, letter.remedy ?? ""), letter.message ? h("p", { class: "quiet" }, letter.message) : null,
        h("div", { class: "actions" }, context.link({ view: "story", id: letter.eventId }, "The whole story"),
          button("Retry", () => retry({ numbers: [letter.number] }).then(close)),
          button("Drop", () => drop([letter.number]).then(close), { class: "danger" })),
        letter.event ? h("details", { open: true }, h("summary", {}, "Event"), json(letter.event)) : null);
    } catch (error) {
      replace(detail, h("p", { class: "error" }, error.message));
    }
  }

  const close = () => address.open && context.go({ view: "dead-letters", ...address, open: undefined });

  replace(root, h("h1", {}, "Dead letters"), actions, h("div", { class: "split" }, h("div", { class: "list" }, table, more), detail));
  await load();
  await drawDetail();
  const soon = throttled(load, 500);
  return {
    async update(next) { address = next; draw(); await drawDetail(); },
    close, refresh: soon, seen: (entry) => entry.outcome === "buried" && soon(), leave: soon.stop,
  };
}
