// Times and lengths, for people.

export function duration(milliseconds) {
  if (milliseconds === null || milliseconds === undefined) return "";
  const value = Math.max(0, milliseconds);
  if (value < 1000) return `${Math.round(value)}\u00a0ms`;
  if (value < 60_000) return `${(value / 1000).toFixed(value < 10_000 ? 1 : 0)}\u00a0s`;
  if (value < 3_600_000) return `${Math.round(value / 60_000)}\u00a0min`;
  if (value < 172_800_000) return `${(value / 3_600_000).toFixed(1)}\u00a0h`;
  return `${Math.round(value / 86_400_000)}\u00a0d`;
}

export function clock(time) {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "";
  const today = new Date().toDateString() === date.toDateString();
  const hours = date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
  return today ? hours : `${date.toLocaleDateString([], { month: "short", day: "numeric" })} ${hours}`;
}

export function ago(time) {
  const passed = Date.now() - new Date(time).getTime();
  return Number.isNaN(passed) ? "" : passed < 1500 ? "now" : `${duration(passed)} ago`;
}

/** `4 events`, `1 event` */
export function count(number, word) {
  return `${Number(number).toLocaleString("en")} ${word}${Number(number) === 1 ? "" : "s"}`;
}
