// What `local-runner check` says of the set-up.

import { api } from "./api.js";
import { button, empty, h, replace } from "./dom.js";
import { count } from "./format.js";

/** What is to be done stands first. */
const order = ["fault", "warning", "ok"];

export async function check(root, members, context) {
  async function load() {
    replace(root, h("h1", {}, "Check"), h("p", { class: "loading", role: "status" }, "Asking HubSpot, the AI and this machine …"));
    let answer;
    try {
      answer = await api.check();
    } catch (error) {
      const words = error.status === 404 ? "Run `local-runner check` in a terminal: this host does not check itself." : error.message;
      return replace(root, h("h1", {}, "Check"), empty(words, error.status === 404 ? null : button("Try again", load)));
    }
    const lines = [...answer.lines].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
    const isOfSeveral = (context.info.organizations ?? []).length > 1;
    const of = (verdict) => lines.filter((each) => each.verdict === verdict).length;
    replace(root, h("h1", {}, "Check"),
      h("p", {}, `${count(of("fault"), "fault")}, ${count(of("warning"), "warning")}, ${of("ok")} in order.`),
      h("div", { class: "actions" }, button("Check again", load, { "data-key": "r" })),
      h("table", {}, h("tbody", {}, lines.map((each) => h("tr", {},
        h("td", {}, h("span", { class: `chip ${{ ok: "done", warning: "retry", fault: "failed" }[each.verdict] ?? "skipped"}` }, each.verdict)),
        h("th", { scope: "row" }, each.name, isOfSeveral && each.organization ? ` (${each.organization})` : ""),
        h("td", {}, each.says, each.fix ? h("p", { class: "quiet" }, each.fix) : null))))));
  }

  await load();
  return { refresh() {} };
}
