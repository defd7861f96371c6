// What `local-runner check` says of the set-up.

import { api } from "./api.js";
import { button, empty, h, replace } from "./dom.js";

export async function check(root) {
  async function load() {
    replace(root, h("h1", {}, "Check"), h("p", { class: "loading", role: "status" }, "Asking HubSpot, the AI and this machine …"));
    let answer;
    try {
      answer = await api.check();
    } catch (error) {
      if (error.status !== 404) throw error;
      return replace(root, h("h1", {}, "Check"), empty("Run `local-runner check` in a terminal: this host does not check itself."));
    }
    const lines = answer.lines;
    const of = (verdict) => lines.filter((each) => each.verdict === verdict).length;
    replace(root, h("h1", {}, "Check"),
      h("p", {}, `${of("fault")} faults, ${of("warning")} warnings, ${of("ok")} in order.`),
      h("div", { class: "actions" }, button("Check again", load, { "data-key": "r" })),
      h("table", {}, h("tbody", {}, lines.map((each) => h("tr", {},
        h("td", {}, h("span", { class: `chip ${{ ok: "done", warning: "retry", fault: "failed" }[each.verdict] ?? "skipped"}` }, each.verdict)),
        h("th", { scope: "row" }, each.name, each.organization ? ` (${each.organization})` : ""),
        h("td", {}, each.says, each.fix ? h("p", { class: "quiet" }, each.fix) : null))))));
  }

  await load();
  return { refresh() {} };
}
