// What waits, and what is waited for.

import { api, throttled } from "./api.js";
import { empty, h, replace } from "./dom.js";
import { ago, clock, count } from "./format.js";

export async function queue(root, members, context) {
  async function load() {
    const { counts, waits, waiting } = await api.queue();
    replace(root,
      h("h1", {}, "Queue"),
      h("p", {}, `${count(counts.waiting, "event")} waiting, ${counts.running} under way, `, context.link({ view: "dead-letters" }, count(counts.dead, "dead letter")), "."),
      waits.length ? h("section", { class: "waits" }, h("h2", {}, "Waited for"), waits.map((wait) => h("article", {},
        h("p", {}, h("span", { class: "chip retry" }, wait.code), ` ${count(wait.events, "event")} of ${wait.organization}, since ${clock(wait.since)} (${ago(wait.since)})`),
        h("p", {}, `${wait.meaning} ${wait.remedy}`)))) : null,
      waiting.length
        ? h("table", {}, h("thead", {}, h("tr", {}, [["Function"], ["Event"], ["Due"], ["Queued", "wide"], ["Faults", "number wide"], ["Waits for"]].map(([label, kind]) => h("th", { scope: "col", class: kind ?? "" }, label)))),
          h("tbody", {}, waiting.map((each) => h("tr", {},
            h("td", {}, each.function), h("td", {}, context.link({ view: "story", id: each.eventId }, each.type)),
            h("td", { title: each.due }, each.isRunning ? "under way" : new Date(each.due) > new Date() ? `at ${clock(each.due)}` : "now"),
            h("td", { class: "wide" }, ago(each.queued)), h("td", { class: "number wide" }, String(each.faults)),
            h("td", { title: each.remedy ?? "" }, each.code ?? "")))))
        : empty("Nothing waits."));
  }

  await load();
  const soon = throttled(load, 400);
  const ticking = setInterval(soon, 5000);
  return { seen: soon, refresh: soon, leave() { soon.stop(); clearInterval(ticking); } };
}
