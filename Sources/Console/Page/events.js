// The list of invocations with its filters, and one of them.

import { api, newest } from "./api.js";
import { button, empty, h, id, json, note, replace } from "./dom.js";
import { ago, clock, duration } from "./format.js";

const filters = [
  { name: "function", label: "Function", values: (info) => info.functions ?? [] },
  { name: "status", label: "Status", values: () => ["done", "skipped", "retry", "failed"] },
  { name: "code", label: "Code" },
  { name: "thread", label: "Thread" },
  { name: "type", label: "Event type" },
  { name: "organization", label: "Organization", values: (info) => info.organizations ?? [], onlyIn: (info) => (info.organizations ?? []).length > 1 },
  { name: "since", label: "Since", values: () => ["15m", "1h", "24h", "7d"] },
];
const page = 100;

export async function events(root, members, context) {
  const table = h("tbody");
  const more = h("div", { class: "more" });
  const detail = h("aside", { class: "detail", "aria-label": "The invocation", hidden: true });
  const form = h("form", { class: "filters", onsubmit: (event) => event.preventDefault() });
  let address = members;
  let entries = [];
  const [ask, askOne] = [newest(api.events), newest(api.event)];

  function drawFilters() {
    replace(form, filters.filter((each) => each.onlyIn?.(context.info) ?? true).map((each) => {
      const change = (event) => context.go({ view: "events", ...address, open: undefined, [each.name]: event.target.value.trim() });
      const value = address[each.name] ?? "";
      const values = each.values?.(context.info);
      const field = values
        ? h("select", { name: each.name, onchange: change },
          h("option", { value: "" }, "any"),
          [...new Set([...values, value].filter(Boolean))].map((one) => h("option", { value: one, selected: one === value }, one)))
        : h("input", { name: each.name, value, placeholder: "any", autocomplete: "off", spellcheck: "false", onchange: change });
      return h("label", {}, each.label, field);
    }), Object.keys(address).some((name) => name !== "open")
      ? h("button", { type: "button", class: "plain", onclick: () => context.go({ view: "events" }) }, "Clear filters") : null);
  }

  function filter() {
    const { open, ...rest } = address;
    return rest;
  }

  function row(entry) {
    const open = () => context.go({ view: "events", ...address, open: entry.number });
    return h("tr", {
      tabindex: "0", "data-id": entry.number, class: `status-${entry.status}`, "aria-selected": String(entry.number) === address.open ? "true" : "false",
      onclick: open,
    },
      h("td", { title: entry.ended, class: "time" }, clock(entry.ended)),
      h("td", {}, h("span", { class: `chip ${entry.status}` }, entry.status)),
      h("td", { class: "nowrap" }, entry.function),
      h("td", { class: "wide" }, entry.code ?? ""),
      h("td", { class: "wide" }, entry.type),
      h("td", { class: "nowrap" }, entry.threadId ? context.link({ view: "story", id: entry.threadId }, entry.threadId) : ""),
      h("td", { class: "number wide" }, duration(entry.waitedMilliseconds)),
      h("td", { class: "number" }, duration(entry.workedMilliseconds)));
  }

  function drawRows() {
    // Whoever goes by keys stays where they are.
    const focused = table.contains(document.activeElement) ? document.activeElement.closest("tr").dataset.id : null;
    if (entries.length) replace(table, entries.map(row));
    else replace(table, h("tr", {}, h("td", { colspan: "8" },
      empty(Object.keys(filter()).length ? "Nothing fits these filters." : "Nothing has happened yet. The first message shows here by itself."))));
    if (focused) table.querySelector(`tr[data-id="${CSS.escape(focused)}"]`)?.focus();
  }

  async function load() {
    const answer = await ask({ ...filter(), limit: page });
    if (!answer) return;
    entries = answer.entries;
    drawRows();
    drawMore(answer.next);
  }

  function drawMore(next) {
    replace(more, next ? button("Show older", async () => {
      const answer = await ask({ ...filter(), before: next, limit: page });
      if (!answer) return;
      entries = entries.concat(answer.entries);
      drawRows();
      drawMore(answer.next);
    }) : null);
  }

  async function drawDetail() {
    detail.hidden = !address.open;
    root.classList.toggle("with-detail", Boolean(address.open));
    if (!address.open) return;
    replace(detail, h("p", { class: "loading" }, "Loading …"));
    try {
      const answer = await askOne(address.open);
      if (answer) replace(detail, await invocation(answer, context, close));
    } catch (error) {
      replace(detail, h("p", { class: "error" }, error.message));
    }
  }

  function close() {
    if (address.open) context.go({ view: "events", ...address, open: undefined });
  }

  async function update(next) {
    const isSameList = JSON.stringify({ ...next, open: 0 }) === JSON.stringify({ ...address, open: 0 });
    address = next;
    if (isSameList) drawRows();
    else { drawFilters(); await load(); }
    await drawDetail();
  }

  function fits(entry) {
    const wanted = { function: entry.function, status: entry.status, code: entry.code, thread: entry.threadId, type: entry.type, organization: entry.organization };
    return Object.entries(filter()).every(([name, value]) => name === "since" || wanted[name] === value);
  }

  drawFilters();
  replace(root,
    h("h1", {}, "Events"), form,
    h("div", { class: "split" },
      h("div", { class: "list" },
        h("table", {},
          h("thead", {}, h("tr", {}, [["Ended"], ["Status"], ["Function"], ["Code", "wide"], ["Event", "wide"], ["Thread"], ["Waited", "number wide"], ["Worked", "number"]]
            .map(([label, kind]) => h("th", { scope: "col", class: kind ?? "" }, label)))),
          table), more),
      detail));
  await load();
  await drawDetail();

  return {
    update, close, refresh: load,
    seen(entry) {
      if (!fits(entry)) return;
      entries = [entry, ...entries.filter((each) => each.number !== entry.number)].slice(0, 1000);
      if (entries.length === 1) drawRows();
      else {
        table.prepend(row(entry));
        while (table.rows.length > 1000) table.lastElementChild.remove();
      }
    },
  };
}

/** One invocation: what came in, what came out, what was logged. */
export async function invocation(answer, context, close) {
  const entry = answer.entry;
  const fact = (label, value) => value ? [h("dt", {}, label), h("dd", {}, value)] : [];
  const sessionLink = entry.sessionId && context.link({ view: "sessions", open: entry.sessionId }, entry.sessionId);
  return [
    h("div", { class: "bar" }, h("h2", {}, entry.function),
      h("span", { class: `chip ${entry.status}` }, entry.status),
      close ? h("button", { type: "button", class: "plain", onclick: close, "aria-label": "Close" }, "✕") : null),
    entry.code ? h("p", {}, h("code", {}, entry.code), entry.remedy ? ` ${entry.remedy}` : "") : null,
    entry.message ? h("p", { class: "quiet" }, entry.message) : null,
    h("dl", { class: "facts" },
      fact("Event", id(entry.eventId)), fact("Type", entry.type),
      fact("Followed from", entry.causeId && id(entry.causeId, context.link({ view: "story", id: entry.causeId }, entry.causeId))),
      fact("Thread", entry.threadId && id(entry.threadId, context.link({ view: "story", id: entry.threadId }, entry.threadId))),
      fact("In HubSpot", outside(context.info.links?.thread, entry.threadId)),
      fact("Session", entry.sessionId && id(entry.sessionId, sessionLink)),
      fact("Message", entry.messageId && id(entry.messageId, context.link({ view: "story", id: entry.messageId }, entry.messageId))),
      fact("Ticket", entry.ticketId && id(entry.ticketId)),
      fact("Organization", entry.organization), fact("Trace", entry.traceParent && id(entry.traceParent.split("-")[1])),
      fact("Attempt", entry.attempt ? String(entry.attempt + 1) : ""),
      fact("Queued", `${clock(entry.queued)} (${ago(entry.queued)})`),
      fact("Waited", duration(entry.waitedMilliseconds)), fact("Worked", duration(entry.workedMilliseconds)),
      fact("Then", { postponed: `comes again at ${clock(entry.comesAgain)}`, buried: "a dead letter", lost: "delivered again: this result did not count" }[entry.outcome])),
    h("div", { class: "actions" },
      context.link({ view: "story", id: entry.eventId }, "The whole story"),
      answer.event && entry.type !== "http.request" ? replayButton(answer, context) : null),
    part("Input", answer.event), part("Output", answer.result), log(answer.log),
    answer.event ? null : h("p", { class: "quiet" }, "Input, output and log are not kept any more, or never were."),
  ];
}

function part(title, value) {
  return value ? h("details", { open: title === "Output" }, h("summary", {}, title), json(value)) : null;
}

function log(lines) {
  return lines?.length ? h("details", {}, h("summary", {}, `Log (${lines.length})`), json(lines)) : null;
}

export function outside(template, value) {
  if (!template || !value || !/^https:\/\//.test(template)) return null;
  return h("a", { href: template.replace("{id}", encodeURIComponent(value)), target: "_blank", rel: "noreferrer noopener" }, "open ↗");
}

function replayButton(answer, context) {
  return button("Replay …", async () => {
    const dialog = await replayDialog(answer, context);
    document.body.append(dialog);
    dialog.showModal();
  }, { "data-key": "r" });
}

async function replayDialog(answer, context) {
  const first = await api.replay({ number: answer.entry.number, dryRun: true });
  const text = h("textarea", { rows: "14", spellcheck: "false", "aria-label": "The event's data as JSON" }, JSON.stringify(answer.event.data, null, 2));
  const fault = h("p", { class: "fault", role: "alert" });
  const dialog = h("dialog", { class: "replay", onclose: () => dialog.remove() },
    h("h2", {}, `Replay ${answer.entry.type}`),
    h("p", {}, "A new event with its own id goes to ", h("code", {}, answer.entry.function), ". You may change its data first."),
    first.notRepeated?.length
      ? [h("p", {}, "Not done again, because it stands already:"), h("ul", {}, first.notRepeated.map((each) => h("li", {}, each)))]
      : null,
    text, fault,
    h("div", { class: "actions" },
      button("Replay", async () => {
        fault.textContent = "";
        try {
          const data = JSON.parse(text.value);
          const isChanged = JSON.stringify(data) !== JSON.stringify(answer.event.data);
          const sent = await api.replay({ number: answer.entry.number, ...(isChanged ? { event: { ...answer.event, data } } : {}) });
          dialog.close();
          note("replayed");
          await context.go({ view: "story", id: sent.eventId });
        } catch (error) {
          fault.textContent = error.message;
        }
      }),
      h("button", { type: "button", class: "plain", onclick: () => dialog.close() }, "Cancel")));
  return dialog;
}
