// Builds elements. Text is always set as text: nothing that anybody wrote is ever read as HTML.

/** h("p", {class: "quiet", onclick: f}, "text", element, [more], null) */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "style") Object.assign(element.style, value);
    else if (key in element && typeof value !== "string") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function replace(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
}

/**
 * A message of somebody else's, as HTML: in a frame without scripts, forms, and the page's own rights. Nobody can ask such a frame how
 * high it is, so its text tells.
 */
export function foreignHTML(html, title, text = "") {
  const lines = text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 44)), 0);
  const frame = h("iframe", {
    class: "foreign", title, sandbox: "", referrerpolicy: "no-referrer", style: { height: `${Math.min(34 + lines * 21, 420)}px` },
  });
  const style = "<style>:root{color-scheme:light}body{margin:8px;font:14px system-ui,sans-serif;overflow-wrap:anywhere}</style>";
  const quiet = '<meta charset="utf-8"><meta http-equiv="x-dns-prefetch-control" content="off">';
  frame.srcdoc = `<!doctype html>${quiet}${style}${withoutConnections(html)}`;
  return frame;
}

/**
 * A browser connects for `<link rel=preconnect>` also where nothing may be loaded, and a frame within the frame may hold one. Such
 * tags become comments. As text: whatever reads HTML in this page would try it out in this page.
 */
function withoutConnections(html) {
  return html.replace(/<(?=(?:link|base|meta|iframe|frame|object|embed)\b)/gi, "<!");
}

export function json(value) {
  return h("pre", { class: "json", tabindex: "0" }, JSON.stringify(value, null, 2));
}

export function button(label, action, properties = {}) {
  const element = h("button", { type: "button", ...properties }, label);
  element.addEventListener("click", async () => {
    element.disabled = true;
    try {
      await action();
    } finally {
      element.disabled = false;
    }
  });
  return element;
}

/** Copies its text. */
export function id(text, link) {
  if (!text) return null;
  return h(
    "span", { class: "id" }, link ?? h("code", {}, text),
    h("button", {
      type: "button", class: "copy", title: `Copy ${text}`, "aria-label": `Copy ${text}`,
      onclick: (event) => { event.stopPropagation(); navigator.clipboard?.writeText(text); note("copied"); },
    }, "copy"));
}

export function note(text, isFault = false) {
  const line = h("p", { class: isFault ? "fault" : "" }, text);
  document.getElementById("notices").append(line);
  setTimeout(() => line.remove(), isFault ? 8000 : 2500);
}

export function empty(text, ...more) {
  return h("div", { class: "empty" }, h("p", {}, text), ...more);
}
