// The host's API below /console/api: what the commands print with --json.

import { note } from "./dom.js";

export class APIError extends Error {
  constructor(status, body) {
    super(body?.error ?? `the host answered ${status}`);
    this.status = status;
    this.code = body?.code;
  }
}

async function call(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method, headers: body === undefined ? {} : { "content-type": "application/json", "x-deskrelay-console": "1" },
      body: body === undefined ? undefined : JSON.stringify(body), credentials: "same-origin",
    });
  } catch {
    throw new APIError(0, { error: "the host does not answer: is it still running?" });
  }
  const text = await response.text();
  let answer = null;
  try { answer = text ? JSON.parse(text) : null; } catch { /* an answer of a proxy */ }
  if (!response.ok) throw new APIError(response.status, answer);
  return answer;
}

function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return given.length ? `?${new URLSearchParams(given)}` : "";
}

const part = encodeURIComponent;
const base = "/console/api";

export const api = {
  info: () => call("GET", `${base}/info`),
  events: (filter) => call("GET", `${base}/events${query(filter)}`),
  event: (number) => call("GET", `${base}/events/${part(number)}`),
  trace: (id) => call("GET", `${base}/trace/${part(id)}`),
  explain: (id) => call("GET", `${base}/explain/${part(id)}`),
  sessions: (filter) => call("GET", `${base}/sessions${query(filter)}`),
  session: (id) => call("GET", `${base}/sessions/${part(id)}`),
  control: (id, action) => call("POST", `${base}/sessions/${part(id)}/control`, { action }),
  queue: () => call("GET", `${base}/queue`),
  deadLetters: (filter) => call("GET", `${base}/dead-letters${query(filter)}`),
  deadLetter: (number) => call("GET", `${base}/dead-letters/${part(number)}`),
  retry: (which) => call("POST", `${base}/dead-letters/retry`, which),
  drop: (numbers) => call("POST", `${base}/dead-letters/drop`, { numbers }),
  replay: (body) => call("POST", `${base}/replay`, body),
  report: (since) => call("GET", `${base}/report${query({ since })}`),
  check: () => call("GET", `${base}/check`),
  simulator: (method, path, body) => call(method, `/console/simulator${path}`, body),
};

/**
 * Calls `seen` with each invocation as it ends, and `state` with whether it hears, and why not where the host says so. An answer of the
 * host goes on for a while and ends; the browser asks again at once, from where it was. Only a longer silence is told.
 */
export function listen(seen, state) {
  let silence = null;
  let isLive = false;
  const told = (isHeard, why) => {
    clearTimeout(silence);
    silence = null;
    isLive = isHeard;
    state(isHeard, why);
  };
  const connect = () => {
    const source = new EventSource(`${base}/stream`);
    source.addEventListener("live", () => told(true));
    source.addEventListener("fault", (event) => told(false, JSON.parse(event.data).error));
    source.addEventListener("error", () => {
      if (isLive) silence ??= setTimeout(() => told(false), 3000);
      // What was refused the browser does not ask again.
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, 5000);
    });
    source.addEventListener("invocation", (event) => seen(JSON.parse(event.data)));
  };
  connect();
}

/**
 * A function that has `load` called soon, and not more often than once in so many milliseconds, however often it is called itself.
 * `stop()` ends it.
 */
export function throttled(load, milliseconds) {
  let timer = null;
  let [isLoading, isAsked, isStopped] = [false, false, false];
  async function run() {
    timer = null;
    [isLoading, isAsked] = [true, false];
    try {
      await load();
    } catch (error) {
      note(error.message, true);
    } finally {
      isLoading = false;
    }
    if (isAsked) soon();
  }
  function soon() {
    if (isStopped) return;
    if (isLoading) isAsked = true;
    else timer ??= setTimeout(run, milliseconds);
  }
  soon.stop = () => { isStopped = true; clearTimeout(timer); };
  return soon;
}

/** Asks as `ask` does; null in the place of an answer, or an error, that a later call has overtaken. */
export function newest(ask) {
  let turn = 0;
  return async (...values) => {
    const own = ++turn;
    try {
      const answer = await ask(...values);
      return own === turn ? answer : null;
    } catch (error) {
      if (own === turn) throw error;
      return null;
    }
  };
}
