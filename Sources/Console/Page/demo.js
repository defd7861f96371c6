// The demo: the customer at the left, HubSpot in the middle, DeskRelay at the right.

import { api, throttled } from "./api.js";
import { button, empty, foreignHTML, h, note, replace } from "./dom.js";
import { clock } from "./format.js";
import { sessionParts } from "./sessions.js";

const chatChannel = "1000";
const customers = { chat: { name: "Casey Customer", email: "casey@customer.example" }, email: { name: "Robin Reader", email: "robin@reader.example" } };

export async function demo(root, members, context) {
  const settings = await api.simulator("GET", "/settings");
  const rep = settings.rep;
  let address = members;
  let threads = [];
  let drawn = "";
  const soon = throttled(load, 150);
  const customer = h("section", { class: "column customer", "aria-labelledby": "customer-title" });
  const hubSpot = h("section", { class: "column hubspot", "aria-labelledby": "hubspot-title" });
  const relay = h("section", { class: "column relay", "aria-labelledby": "relay-title" });
  replace(root, customer, hubSpot, relay);

  const customerBody = h("div", { class: "column-body" });
  const chooser = h("select", { "aria-label": "Conversation", onchange: (event) => context.go({ view: "demo", thread: event.target.value }) });
  replace(customer, h("h2", { id: "customer-title" }, "The customer"), chooser, customerBody, composer());
  const hubSpotBody = h("div", { class: "column-body" });
  replace(hubSpot, h("h2", { id: "hubspot-title" }, "HubSpot’s inbox"), hubSpotBody, repComposer());
  const relayBody = h("div", { class: "column-body" });
  replace(relay, h("h2", { id: "relay-title" }, "DeskRelay"), relayBody);

  async function act(path, body, method = "POST") {
    try {
      const answer = await api.simulator(method, path, body);
      soon();
      return answer;
    } catch (error) {
      note(error.message, true);
      return null;
    }
  }

  /** The customer's own: a chat widget, and an e-mail. */
  function composer() {
    const kind = h("select", { "aria-label": "Channel" }, h("option", { value: "chat" }, "Chat"), h("option", { value: "email" }, "E-mail"));
    const subject = h("input", { placeholder: "Subject", "aria-label": "Subject", hidden: true });
    const text = h("textarea", { rows: "3", placeholder: "Ask about shipping, returns, sizes … or for a person", "aria-label": "What the customer writes", required: true });
    kind.addEventListener("change", () => { subject.hidden = kind.value !== "email"; });
    const isNew = h("input", { type: "checkbox" });
    const form = h("form", {
      class: "composer", onsubmit: async (event) => {
        event.preventDefault();
        const written = text.value.trim();
        if (!written) return;
        const known = isNew.checked ? null : threads.find((each) => each.id === address.thread);
        const isChat = known ? known.originalChannelId === chatChannel : kind.value === "chat";
        const who = isChat ? customers.chat : customers.email;
        const answer = isChat
          ? await act("/customer/chat", { text: written, ...(known ? { threadId: known.id } : who) })
          : await act("/customer/email", { from: who.email, name: who.name, subject: subject.value || "A question", text: written, ...(known ? { threadId: known.id } : {}) });
        if (!answer) return;
        text.value = "";
        isNew.checked = false;
        if (answer.threadId && answer.threadId !== address.thread) await context.go({ view: "demo", thread: answer.threadId });
      },
    },
      h("div", { class: "row" }, kind, subject, h("label", { class: "check" }, isNew, "new conversation")),
      h("div", { class: "row" }, text, h("button", {}, "Send")));
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); form.requestSubmit(); }
    });
    return form;
  }

  /** The person at the desk. */
  function repComposer() {
    const text = h("textarea", { rows: "2", placeholder: "Play the person at the desk", "aria-label": "What the person writes" });
    const write = (path) => async () => {
      if (!address.thread || !text.value.trim()) return;
      if (await act(path, { threadId: address.thread, text: text.value.trim() })) text.value = "";
    };
    return h("form", { class: "composer", onsubmit: (event) => event.preventDefault() },
      h("div", { class: "row" }, text),
      h("div", { class: "row actions" }, button("Reply", write("/rep/reply")), button("Comment", write("/rep/comment"))));
  }

  function drawCustomer(thread) {
    replace(chooser, threads.length ? null : h("option", {}, "no conversation yet"), [...threads].reverse().map((each) =>
      h("option", { value: each.id, selected: each.id === address.thread }, `${each.originalChannelId === chatChannel ? "Chat" : "E-mail"} ${each.id}`)));
    if (!thread) return replace(customerBody, empty("Write as a customer: the answer comes here."));
    const seen = thread.messages.filter((each) => each.type === "MESSAGE" || each.type === "WELCOME_MESSAGE");
    replace(customerBody, h("ol", { class: "bubbles" }, seen.map((each) => h("li", { class: each.direction === "INCOMING" ? "mine" : "theirs" },
      h("span", { class: "quiet" }, each.direction === "INCOMING" ? "you" : each.senders?.[0]?.name ?? "the shop"),
      each.richText && each.direction !== "INCOMING" ? foreignHTML(each.richText, "The message as the customer sees it", each.text) : h("p", {}, each.text ?? "")))));
    customerBody.scrollTop = customerBody.scrollHeight;
  }

  function actor(idText) {
    if (!idText) return "";
    if (idText === `A-${settings.aiUser.userId}`) return "the AI";
    if (idText === `A-${rep.userId}`) return `${rep.firstName} ${rep.lastName}`;
    return { I: "the app", S: "HubSpot", V: "the customer", E: "the customer", B: "a bot", L: "HubSpot’s agent" }[idText[0]] ?? idText;
  }

  function drawHubSpot(thread, ticket, notes) {
    if (!thread) return replace(hubSpotBody, empty("The thread shows here."));
    const select = (label, value, options, change) => h("label", {}, label, h("select", { onchange: (event) => change(event.target.value) },
      options.map(([key, text]) => h("option", { value: key, selected: key === value }, text))));
    const owner = thread.assignedTo ?? "";
    const people = [["", "nobody"], [`A-${settings.aiUser.userId}`, "the AI"], [`A-${rep.userId}`, `${rep.firstName} ${rep.lastName}`]];
    const pipeline = settings.pipelines?.[0];
    replace(hubSpotBody,
      h("div", { class: "row facts-row" },
        select("Owner", owner, people.some(([key]) => key === owner) ? people : [...people, [owner, owner]],
          (value) => act("/rep/assign", { threadId: thread.id, userId: value ? Number(value.slice(2)) : null })),
        select("Status", thread.status, [["OPEN", "open"], ["CLOSED", "closed"]],
          (value) => act(value === "OPEN" ? "/rep/reopen" : "/rep/close", { threadId: thread.id }))),
      ticket ? h("div", { class: "row facts-row" },
        select("Stage", ticket.properties.hs_pipeline_stage, (pipeline?.stages ?? []).map((each) => [each.id, each.label]),
          (value) => act("/rep/property", { ticketId: ticket.id, name: "hs_pipeline_stage", value })),
        select("Priority", ticket.properties.hs_ticket_priority ?? "", [["", "none"], ["LOW", "low"], ["MEDIUM", "medium"], ["HIGH", "high"], ["URGENT", "urgent"]],
          (value) => act("/rep/property", { ticketId: ticket.id, name: "hs_ticket_priority", value })),
        h("label", {}, "Ticket", h("input", {
          value: ticket.properties.subject ?? "", "aria-label": "The ticket’s name",
          onchange: (event) => act("/rep/property", { ticketId: ticket.id, name: "subject", value: event.target.value }),
        }))) : h("p", {}, button("Make a ticket", () => act("/rep/ticket", { threadId: thread.id, properties: { subject: "A conversation", hs_pipeline_stage: pipeline?.stages?.[0]?.id ?? "1" } }))),
      h("ol", { class: "timeline" }, thread.messages.map((each) => timelineItem(each)), notes.map((each) =>
        h("li", { class: "comment" }, h("span", { class: "quiet" }, "a note on the ticket"), foreignHTML(each.properties.hs_note_body ?? "", "A note", (each.properties.hs_note_body ?? "").replaceAll(/<(p|br|li)/g, "\n<"))))));
    hubSpotBody.scrollTop = hubSpotBody.scrollHeight;
  }

  function timelineItem(message) {
    const head = h("span", { class: "quiet" }, `${actor(message.createdBy)}, ${clock(message.createdAt)}`);
    switch (message.type) {
      case "MESSAGE":
        return h("li", { class: message.direction === "INCOMING" ? "incoming" : "outgoing" }, head,
          message.subject ? h("p", { class: "quiet" }, `Subject: ${message.subject}`) : null,
          message.richText ? foreignHTML(message.richText, "A message", message.text) : h("p", {}, message.text ?? ""),
          message.status?.statusType === "FAILED" ? h("p", { class: "fault" }, "not delivered") : null);
      case "COMMENT": return h("li", { class: "comment" }, head, h("strong", {}, " internal comment"), foreignHTML(message.richText ?? "", "An internal comment", message.text));
      case "ASSIGNMENT": return h("li", { class: "fact" }, `${clock(message.createdAt)} assigned to ${message.assignedTo ? actor(message.assignedTo) : "nobody"}`);
      case "THREAD_STATUS_CHANGE": return h("li", { class: "fact" }, `${clock(message.createdAt)} ${message.newStatus === "CLOSED" ? "closed" : "opened"}`);
      default: return h("li", { class: "fact" }, message.text ?? message.type.toLowerCase().replaceAll("_", " "));
    }
  }

  async function drawRelay(thread) {
    if (!thread) return replace(relayBody, empty("Session, decision and steps show here."));
    const entry = (await api.events({ thread: thread.id, limit: 200 })).entries;
    const sessionID = entry.map((each) => each.sessionId).find(Boolean);
    const turn = entry.find((each) => each.type === "conversation.turn" && each.status !== "retry");
    const [session, last] = await Promise.all([
      sessionID ? api.session(sessionID).catch(() => null) : null, turn ? api.event(turn.number).catch(() => null) : null,
    ]);
    replace(relayBody,
      h("p", {}, context.link({ view: "story", id: thread.id }, "The waterfall of this conversation")),
      last ? decision(last) : h("p", { class: "quiet" }, "No decision yet."),
      session ? sessionParts({ ...session, timeline: [] }, context, () => soon()) : h("p", { class: "quiet" }, "No session yet."));
  }

  function decision(answer) {
    const data = answer.result?.data ?? {};
    return h("section", { class: "decision" }, h("h3", {}, "The last decision: ", h("span", { class: `chip ${answer.entry.status}` }, data.decision ?? answer.entry.code ?? answer.entry.status)),
      answer.entry.code ? h("p", {}, h("code", {}, answer.entry.code), ` ${answer.entry.remedy ?? ""}`) : null,
      data.rules?.length ? h("table", { class: "data rules" }, h("tbody", {}, data.rules.map((each) => h("tr", { class: each.verdict === "pass" ? "" : "decides" },
        h("th", { scope: "row" }, each.rule), h("td", {}, each.verdict), h("td", { class: "quiet" }, each.code ?? ""))))) : null);
  }

  async function load() {
    threads = (await api.simulator("GET", "/threads")).threads;
    if (!address.thread && threads.length) address = { ...address, thread: threads[threads.length - 1].id };
    const thread = address.thread ? await api.simulator("GET", `/threads/${encodeURIComponent(address.thread)}`).catch(() => null) : null;
    const ticketID = thread?.threadAssociations?.associatedTicketId;
    const ticket = ticketID ? await api.simulator("GET", `/records/tickets/${ticketID}`).catch(() => null) : null;
    const noteIDs = ticket?.associations?.notes ?? [];
    const notes = (await Promise.all(noteIDs.map((each) => api.simulator("GET", `/records/notes/${each}`).catch(() => null)))).filter(Boolean);
    // Only what changed is drawn anew: a frame that is drawn again flickers, and a field loses its words.
    const state = JSON.stringify([threads, thread, ticket, notes]);
    if (state !== drawn) {
      drawn = state;
      drawCustomer(thread);
      if (!hubSpotBody.contains(document.activeElement) || !document.activeElement.matches("input")) drawHubSpot(thread, ticket, notes);
    }
    await drawRelay(thread);
  }

  await load();
  return {
    update(next) { address = next; drawn = ""; return load(); },
    seen: soon, refresh: soon, leave: soon.stop,
  };
}
