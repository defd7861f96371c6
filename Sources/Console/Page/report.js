// How it goes: outcomes, time to answer, why people took over.

import { api, newest } from "./api.js";
import { empty, h, replace } from "./dom.js";
import { outside } from "./events.js";
import { clock, count, duration } from "./format.js";

const spans = [["1h", "an hour"], ["24h", "a day"], ["7d", "a week"], ["30d", "30 days"]];

export async function report(root, members, context) {
  let address = members;
  const ask = newest(api.report);

  async function load() {
    const since = address.since ?? "24h";
    const answer = await ask(since);
    if (!answer) return;
    const sum = (counts) => Object.values(counts ?? {}).reduce((total, each) => total + each, 0);
    const { handled, answered, drafted, unfinished } = answer;
    const [handedOver, quiet] = [sum(answer.handedOver), sum(answer.quiet)];
    const reasons = (counts, kind) => Object.entries(counts ?? {}).sort((a, b) => b[1] - a[1]).map(([code, number]) => [code, number, kind]);
    replace(root,
      h("h1", {}, "Report"),
      h("form", { class: "filters", onsubmit: (event) => event.preventDefault() }, h("label", {}, "The last",
        h("select", { onchange: (event) => context.go({ view: "report", since: event.target.value }) },
          spans.map(([value, label]) => h("option", { value, selected: value === since }, label))))),
      handled ? [
        h("div", { class: "tiles" },
          tile(handled, "customer messages"), tile(answered, "answered", handled), tile(drafted, "drafted", handled), answer.unknown ? tile(answer.unknown, "answered or drafted", handled) : null,
          tile(handedOver, "handed over", handled), tile(answer.resolved, "conversations resolved"), tile(quiet, "left to people", handled), tile(unfinished, "not finished", handled),
          tile(duration(answer.medianMillisecondsToAnswer) || "none", "median time to answer"),
          tile(duration(answer.p95MillisecondsToAnswer) || "none", "95 of 100 within")),
        chart("Outcomes", [["answered", answered, "done"], ["drafted", drafted, "waiting"], ["answered or drafted", answer.unknown ?? 0, "waiting"], ["handed over", handedOver, "retry"],
          ["left to people", quiet, "skipped"], ["not finished", unfinished, "failed"]]),
        chart("Time to answer", (answer.timesToAnswer ?? []).map((each) => [each.within ? `within ${duration(each.within)}` : "longer", each.count, "done"])),
        chart("Why people took over", reasons(answer.handedOver, "retry")),
        chart("Why the AI stayed quiet", reasons(answer.quiet, "skipped")),
        questions(answer.unanswered, context),
      ] : empty("No customer wrote in this time."));
  }

  await load();
  return { update(next) { address = next; return load(); }, refresh: load };
}

/** What nothing answered, the newest first: where an article may be missing. */
function questions(unanswered, context) {
  if (!unanswered?.newest?.length) return null;
  const all = Object.values(unanswered.counts).reduce((total, each) => total + each, 0);
  return h("section", { class: "questions" }, h("h2", {}, `Questions that nothing answered (${all.toLocaleString("en")})`),
    h("table", {},
      h("thead", {}, h("tr", {}, ["Asked", "Why", "Thread", ""].map((label) => h("th", { scope: "col" }, label)))),
      h("tbody", {}, unanswered.newest.map((each) => h("tr", {},
        h("td", { class: "time", title: each.askedAt }, clock(each.askedAt)),
        h("td", {}, each.reason ?? each.code ?? "the AI's choice"),
        h("td", { class: "nowrap" }, context.link({ view: "story", id: each.messageId }, each.threadId)),
        h("td", { class: "nowrap" }, outside(context.info.links?.thread, each.threadId)))))));
}

function tile(value, label, of) {
  return h("div", { class: "tile" }, h("strong", {}, typeof value === "number" ? value.toLocaleString("en") : value),
    h("span", {}, of ? `${label} (${Math.round((value / of) * 100)} %)` : label));
}

function chart(title, rows) {
  const shown = rows.filter(([, value]) => value > 0);
  if (!shown.length) return null;
  const most = Math.max(...shown.map(([, value]) => value));
  return h("section", { class: "chart" }, h("h2", {}, title), h("table", {}, h("tbody", {}, shown.map(([label, value, kind]) => h("tr", {},
    h("th", { scope: "row" }, label),
    h("td", { class: "plot" }, h("span", { class: `segment ${kind}`, style: { width: `${(value / most) * 100}%` } })),
    h("td", { class: "number", title: count(value, "message") }, value.toLocaleString("en")))))));
}
