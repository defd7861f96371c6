// The sessions, and one with its data, its decision and what can be done with it.

import { api, newest, throttled } from "./api.js";
import { button, empty, h, id, note, replace } from "./dom.js";
import { ago, clock } from "./format.js";
import { outside } from "./events.js";

const page = 100;
const states = ["open", "handed-off", "paused", "closed"];

export async function sessions(root, members, context) {
  let address = members;
  let list = [];
  const [ask, askOne] = [newest(api.sessions), newest(api.session)];
  const table = h("tbody");
  const more = h("div", { class: "more" });
  const detail = h("aside", { class: "detail", "aria-label": "The session", hidden: true });
  const state = h("select", { onchange: (event) => context.go({ view: "sessions", state: event.target.value }) });

  function drawState() {
    replace(state, h("option", { value: "" }, "any"),
      [...new Set([...states, address.state].filter(Boolean))].map((each) => h("option", { value: each, selected: each === address.state }, each)));
  }

  function drawRows() {
    if (!list.length) return replace(table, h("tr", {}, h("td", { colspan: "6" }, empty("No session. The first conversation shows here by itself."))));
    const focused = table.contains(document.activeElement) ? document.activeElement.closest("tr").dataset.id : null;
    replace(table, list.map((session) => h("tr", {
      tabindex: "0", "data-id": session.sessionId, "aria-selected": session.sessionId === address.open ? "true" : "false",
      onclick: () => context.go({ view: "sessions", ...address, open: session.sessionId }),
    },
      h("td", { class: "time", title: session.updatedAt }, ago(session.updatedAt)),
      h("td", {}, h("span", { class: `chip state-${session.state}` }, session.state)),
      h("td", {}, session.contactName ?? session.contactEmail ?? "unknown"),
      h("td", { class: "wide" }, session.channel), h("td", { class: "wide" }, session.threadId ?? ""),
      h("td", { class: "wide" }, session.sessionId))));
    if (focused) table.querySelector(`tr[data-id="${CSS.escape(focused)}"]`)?.focus();
  }

  /** As many as are shown already. */
  async function load(isAnew = false) {
    const answer = await ask({ state: address.state, limit: isAnew ? page : Math.min(500, Math.max(page, list.length)) });
    if (!answer) return;
    list = answer.sessions;
    drawRows();
    drawMore(answer.next);
  }

  function drawMore(next) {
    replace(more, next ? button("Show older", async () => {
      const answer = await api.sessions({ state: address.state, before: next, limit: page });
      list = list.concat(answer.sessions);
      drawRows();
      drawMore(answer.next);
    }) : null);
  }

  async function drawDetail() {
    detail.hidden = !address.open;
    root.classList.toggle("with-detail", Boolean(address.open));
    if (!address.open) return;
    try {
      const answer = await askOne(address.open);
      if (answer) replace(detail, sessionParts(answer, context, drawDetail, close));
    } catch (error) {
      replace(detail, h("p", { class: "error" }, error.message));
    }
  }

  const close = () => address.open && context.go({ view: "sessions", ...address, open: undefined });

  drawState();
  replace(root, h("h1", {}, "Sessions"), h("form", { class: "filters", onsubmit: (event) => event.preventDefault() }, h("label", {}, "State", state)),
    h("div", { class: "split" },
      h("div", { class: "list" }, h("table", {}, h("thead", {}, h("tr", {}, [["Changed"], ["State"], ["Customer"], ["Channel", "wide"], ["Thread", "wide"], ["Session", "wide"]]
        .map(([label, kind]) => h("th", { scope: "col", class: kind ?? "" }, label)))), table), more),
      detail));
  await load();
  await drawDetail();

  const soon = throttled(async () => { await load(); await drawDetail(); }, 500);
  return {
    async update(next) {
      const isSame = next.state === address.state;
      address = next;
      drawState();
      if (isSame) drawRows();
      else await load(true);
      await drawDetail();
    },
    close, refresh: soon, seen: soon, leave: soon.stop,
  };
}

/** What DeskRelay knows of one conversation. */
export function sessionParts(answer, context, changed, close) {
  const session = answer.session;
  const fact = (label, value) => value ? [h("dt", {}, label), h("dd", {}, value)] : [];
  const act = (label, action, question) => button(label, async () => {
    if (question && !confirm(question)) return;
    try {
      await api.control(session.sessionId, action);
      note(`${action}: queued`);
      setTimeout(changed, 600);
    } catch (error) {
      note(error.message, true);
    }
  });
  return [
    h("div", { class: "bar" }, h("h2", {}, session.contactName ?? "Session"), h("span", { class: `chip state-${session.state}` }, session.state),
      close ? h("button", { type: "button", class: "plain", onclick: close, "aria-label": "Close" }, "✕") : null),
    h("dl", { class: "facts" },
      fact("Session", id(session.sessionId)),
      fact("Thread", session.threadId && id(session.threadId, context.link({ view: "story", id: session.threadId }, session.threadId))),
      fact("In HubSpot", outside(context.info.links?.thread, session.threadId)),
      fact("At the AI", outside(context.info.links?.session, session.sessionId)),
      fact("Channel", session.channel), fact("E-mail", session.contactEmail), fact("Phone", session.contactPhone),
      fact("Ticket", session.ticketId && id(session.ticketId)), fact("Language", session.language), fact("Sentiment", session.sentiment),
      fact("State since", clock(session.stateSince)), fact("Begun", clock(session.createdAt))),
    h("div", { class: "actions" },
      session.state === "paused" ? act("Resume", "resume") : act("Pause", "pause"),
      act("Hand over", "handoff", "A person gets the conversation, and the AI stops. Go on?"),
      act("Close", "close", "The conversation is closed. Go on?")),
    h("h3", {}, "Custom data"),
    answer.customData.length
      ? h("table", { class: "data" }, h("tbody", {}, answer.customData.map((each) => h("tr", {},
        h("th", { scope: "row" }, each.property), h("td", {}, each.isRedacted ? "redacted" : each.value ?? "cleared", each.label ? ` (${each.label})` : ""),
        h("td", { class: "quiet" }, each.origin)))))
      : h("p", { class: "quiet" }, "None yet."),
    answer.timeline?.length ? [h("h3", {}, "What was said"), h("ol", { class: "said" }, answer.timeline.map((each) => h("li", { class: each.role },
      h("span", { class: "quiet" }, `${each.role}, ${clock(each.createdAt)}`), h("p", {}, each.text))))] : null,
  ];
}
