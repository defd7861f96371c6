// The story of a thread, a message, a session or an event: a waterfall, and each step's input, output and log.

import { api, newest, throttled } from "./api.js";
import { empty, h, replace } from "./dom.js";
import { clock, duration } from "./format.js";
import { invocation, outside } from "./events.js";

export async function story(root, members, context) {
  let address = members;
  let answer = null;
  const ask = newest(api.trace);

  async function load() {
    if (!address.id) return replace(root, h("h1", {}, "Story"), heading(), empty("Give the id of a thread, message, session or event."));
    try {
      const found = await ask(address.id);
      if (!found) return;
      answer = found;
      draw();
    } catch (error) {
      if (error.status !== 404) throw error;
      replace(root, heading(),
        empty(`Nothing is known of ${address.id}: it is under way, or older than the history.`));
    }
  }

  function heading() {
    return h("form", {
      class: "filters", onsubmit: (event) => {
        event.preventDefault();
        context.go({ view: "story", id: event.target.elements.id.value.trim() });
      },
    }, h("label", {}, "Thread, message, session or event", h("input", { name: "id", value: address.id ?? "", spellcheck: "false", autocomplete: "off", size: "36" })),
      h("button", {}, "Show"));
  }

  function draw() {
    const rows = flat(answer.steps);
    const thread = rows.map((row) => row.deliveries[0].threadId).find(Boolean);
    const session = rows.map((row) => row.deliveries[0].sessionId).find(Boolean);
    replace(root,
      h("h1", {}, `Story of ${answer.kind} `, h("code", {}, answer.id)),
      heading(),
      h("p", { class: `verdict ${answer.verdict.isAnswered ? "good" : ""}` }, answer.verdict.sentence),
      h("p", { class: "links" },
        thread && answer.kind !== "thread" ? context.link({ view: "story", id: thread }, "The whole thread") : null,
        session ? context.link({ view: "sessions", open: session }, "The session") : null,
        thread ? context.link({ view: "events", thread }, "Its events as a list") : null,
        outside(context.info.links?.thread, thread)),
      waterfall(rows),
      h("p", { class: "legend" },
        swatch("planned", "put off on purpose"), swatch("waiting", "waits for a worker"), swatch("done", "done"),
        swatch("skipped", "skipped"), swatch("retry", "comes again"), swatch("failed", "failed")));
  }

  function waterfall(rows) {
    const start = Math.min(...rows.flatMap((row) => row.deliveries.map((each) => time(each.queued))));
    const end = Math.max(...rows.flatMap((row) => row.deliveries.map((each) => time(each.ended))), start + 1);
    const scale = new Scale(rows, start, end);
    return h("div", { class: "waterfall", role: "group", "aria-label": "Steps in time" },
      h("div", { class: "axis", "aria-hidden": "true" }, scale.marks().map(([at, label]) => h("span", { style: { left: `${at}%` } }, label))),
      rows.map((row) => step(row, scale)));
  }

  function step(row, scale) {
    const last = row.deliveries[row.deliveries.length - 1];
    const body = h("div", { class: "step-body" });
    const head = h("summary", {},
      h("span", { class: "label", style: { paddingLeft: `${11 + row.depth * 14}px` } },
        h("span", { class: `dot ${last.status}` }), h("strong", {}, row.function), " ", h("span", { class: "quiet" }, row.subject)),
      h("span", { class: "bars" }, row.deliveries.flatMap((each, index) => bars(each, row.deliveries[index - 1], scale))),
      h("span", { class: "outcome" }, row.outcome.join(", "), row.deliveries.length > 1 ? ` · ${row.deliveries.length} deliveries` : ""));
    const details = h("details", { class: "step" }, head, body);
    details.addEventListener("toggle", async () => {
      if (!details.open || body.querySelector("section")) return;
      try {
        const answers = await Promise.all(row.deliveries.map((each) => api.event(each.number)));
        replace(body, await Promise.all(answers.map(async (each) => h("section", {}, await invocation(each, context)))));
      } catch (error) {
        replace(body, h("p", { class: "error" }, error.message));
      }
    });
    return details;
  }

  await load();
  const soon = throttled(() => root.querySelector("details[open]") || load(), 400);
  return {
    update(next) { address = next; return load(); },
    refresh: load,
    leave: soon.stop,
    // Whatever belongs to it: a step may name another id than the one that is shown.
    seen: soon,
  };
}

const time = (text) => new Date(text).getTime();

function flat(steps, depth = 0) {
  return steps.flatMap((step) => [{ ...step, depth }, ...flat(step.children ?? [], depth + 1)]);
}

function swatch(kind, label) {
  return h("span", {}, h("span", { class: `swatch ${kind}` }), label);
}

/** Time to place. Long stretches in which nothing was done are shown short, and said. */
class Scale {
  constructor(rows, start, end) {
    const busy = rows.flatMap((row) => row.deliveries.map((each) => [time(each.started), time(each.ended)])).sort((a, b) => a[0] - b[0]);
    const gaps = [];
    let reached = start;
    for (const [from, to] of busy) {
      if (from - reached > 60_000) gaps.push([reached, from]);
      reached = Math.max(reached, to);
    }
    this.start = start;
    const open = Math.max(1, end - start - gaps.reduce((sum, [from, to]) => sum + to - from, 0));
    const short = open * 0.08;
    this.gaps = gaps.map(([from, to]) => ({ from, to, short }));
    this.length = open + this.gaps.length * short;
  }

  at(moment) {
    let place = moment - this.start;
    for (const gap of this.gaps) {
      if (moment >= gap.to) place -= gap.to - gap.from - gap.short;
      else if (moment > gap.from) place -= (moment - gap.from) * (1 - gap.short / (gap.to - gap.from));
    }
    return Math.min(100, Math.max(0, (place / this.length) * 100));
  }

  marks() {
    const marks = [[0, clock(this.start)]];
    for (const gap of this.gaps) {
      const [at, label] = [this.at(gap.from), `… ${duration(gap.to - gap.from)} …`];
      const last = marks[marks.length - 1];
      // Two labels at one place would lie over each other.
      if (at - last[0] < 15) last[1] += ` ${label}`;
      else marks.push([at, label]);
    }
    if (!this.gaps.length) for (const share of [0.25, 0.5, 0.75]) marks.push([share * 100, `+${duration(share * this.length)}`]);
    return marks;
  }
}

/** One delivery. What was put off begins where the delivery before it ended. */
function bars(entry, previous, scale) {
  const parts = [
    ["planned", previous?.ended ?? entry.queued, entry.due, "put off"], ["waiting", entry.due, entry.started, "waited"], [entry.status, entry.started, entry.ended, "worked"],
  ];
  return parts.map(([kind, from, to, word]) => {
    const length = time(to) - time(from);
    if (length <= 0 && kind !== entry.status) return null;
    const left = scale.at(time(from));
    const width = scale.at(time(to)) - left;
    return h("span", {
      class: `segment ${kind}`, title: `${word} ${duration(length)}${kind === entry.status ? `: ${entry.status} ${entry.code ?? ""}` : ""}`,
      style: { left: `${left}%`, width: `max(${kind === entry.status ? 3 : 1}px, ${width}%)` },
    });
  }).filter(Boolean);
}
