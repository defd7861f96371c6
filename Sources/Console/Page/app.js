// The frame: which view stands in the address, what is live, and the keys.

import { api, listen } from "./api.js";
import { h, note, replace } from "./dom.js";
import { demo } from "./demo.js";
import { events } from "./events.js";
import { story } from "./story.js";
import { sessions } from "./sessions.js";
import { queue } from "./queue.js";
import { deadLetters } from "./dead-letters.js";
import { report } from "./report.js";
import { check } from "./check.js";

const views = [
  { name: "demo", label: "Try it", view: demo, onlyIn: (info) => info.isDemo },
  { name: "events", label: "Events", view: events },
  { name: "sessions", label: "Sessions", view: sessions },
  { name: "queue", label: "Queue", view: queue },
  { name: "dead-letters", label: "Dead letters", view: deadLetters },
  { name: "report", label: "Report", view: report },
  { name: "check", label: "Check", view: check },
  { name: "story", view: story },
];
const main = document.getElementById("main");

/** What the views are given. */
const context = {
  info: null,
  /** The members of the address; `view` is the name of the view. */
  get address() { return Object.fromEntries(new URLSearchParams(location.search)); },
  /** Goes to another address; members of undefined or "" are left out. */
  go(members) {
    const given = Object.entries(members).filter(([, value]) => value !== undefined && value !== null && value !== "");
    const address = `/console?${new URLSearchParams(given)}`;
    history.pushState({}, "", address);
    return show();
  },
  /** A link within the page. */
  link(members, ...children) {
    const address = `/console?${new URLSearchParams(members)}`;
    return h("a", {
      href: address,
      onclick: (event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        event.stopPropagation();
        context.go(members);
      },
    }, ...children);
  },
};

let shown = null;
let showing = 0;

async function show() {
  const turn = ++showing;
  const { view: name = context.info.isDemo ? "demo" : "events", ...members } = context.address;
  const chosen = views.find((each) => each.name === name) ?? views.find((each) => each.name === "events");
  for (const link of document.querySelectorAll("#nav a")) {
    if (link.dataset.view === chosen.name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (shown?.name === chosen.name && shown.update) return shown.update(members);
  shown?.leave?.();
  shown = null;
  replace(main, h("p", { class: "loading", role: "status" }, "Loading …"));
  try {
    const root = h("div", { class: `view ${chosen.name}` });
    const handle = await chosen.view(root, members, context);
    if (turn !== showing) return handle?.leave?.();
    replace(main, root);
    shown = { name: chosen.name, ...handle };
  } catch (error) {
    if (turn !== showing) return;
    replace(main, h("div", { class: "error", role: "alert" },
      h("p", {}, error.message), h("button", { type: "button", onclick: show }, "Try again")));
  }
}

function navigation() {
  const links = views.filter((each) => each.label && (each.onlyIn?.(context.info) ?? true));
  replace(document.getElementById("nav"), links.map(({ name, label }) => {
    const link = context.link({ view: name }, label);
    link.dataset.view = name;
    return link;
  }));
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input, textarea, select, [contenteditable]");
  if (event.key === "Escape") {
    if (isTyping) event.target.blur();
    shown?.close?.();
    return;
  }
  if (isTyping || event.metaKey || event.ctrlKey || event.altKey) return;
  const links = [...document.querySelectorAll("#nav a")];
  if (/^[1-9]$/.test(event.key)) links[Number(event.key) - 1]?.click();
  else if (event.key === "/") { event.preventDefault(); main.querySelector("input, select")?.focus(); }
  else if (event.key === "?") document.getElementById("help").showModal();
  else if (event.key === "j" || event.key === "k") {
    const rows = [...main.querySelectorAll("tr[tabindex]")];
    const at = rows.indexOf(document.activeElement.closest?.("tr"));
    rows[Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), rows.length - 1)]?.focus();
  } else if (event.key === "r") main.querySelector("[data-key=r]")?.click();
  else if (event.key === "Enter" && event.target.matches("tr[tabindex]")) event.target.click();
});

window.addEventListener("popstate", show);
window.addEventListener("unhandledrejection", (event) => note(event.reason?.message ?? "a step failed", true));

async function start() {
  const live = document.getElementById("live");
  try {
    context.info = await api.info();
  } catch (error) {
    live.textContent = "off";
    replace(main, h("div", { class: "error", role: "alert" },
      h("p", {}, error.message), h("button", { type: "button", onclick: start }, "Try again")));
    return;
  }
  navigation();
  document.querySelector(".brand").title = `DeskRelay ${context.info.version}`;
  if (context.info.missingInvocations) note(`The history misses ${context.info.missingInvocations} invocations: the log says why.`, true);
  listen((entry) => shown?.seen?.(entry), (isOpen, why) => {
    const wasOff = live.classList.contains("off");
    live.textContent = isOpen ? "live" : `not live: ${why ?? "trying again"}`;
    live.classList.toggle("on", isOpen);
    live.classList.toggle("off", !isOpen);
    if (isOpen && wasOff) shown?.refresh?.();
  });
  await show();
}

start();
