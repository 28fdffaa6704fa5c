const pad = (value: number, width = 2) => String(value).padStart(width, "0");

/** Local date and time to the second, always 24 hours and always the same width: "2026-11-22 21:34:05". */
export function formatTime(instant: string): string {
  const at = new Date(instant);
  const date = `${pad(at.getFullYear(), 4)}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return `${date} ${formatClock(instant)}`;
}

/** Local time of day to the second: "21:34:05". */
export function formatClock(instant: string): string {
  const at = new Date(instant);
  return `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
}

/** The same instant for the careful reader: in UTC, and the zone that the shown time is in. */
export function exactTime(instant: string): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return `${new Date(instant).toISOString()} (shown in ${zone})`;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, whole units, never rounded up: "3 minutes ago"; dates beyond a month are left to the absolute time. */
export function formatAgo(instant: string, now: number): string {
  const age = now - new Date(instant).getTime();
  if (age < 0) return age > -MINUTE ? "just now" : "in the future";
  if (age < 10 * SECOND) return "just now";
  if (age < MINUTE) return ago(age / SECOND, "second");
  if (age < HOUR) return ago(age / MINUTE, "minute");
  if (age < DAY) return ago(age / HOUR, "hour");
  if (age < 31 * DAY) return ago(age / DAY, "day");
  return formatTime(instant).slice(0, 10);
}

function ago(amount: number, unit: string): string {
  const whole = Math.trunc(amount);
  return `${whole} ${unit}${whole === 1 ? "" : "s"} ago`;
}

/** A duration by its two largest units: "1 h 4 min", "2 min 5 s", "12.3 s", "450 ms". */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < SECOND) return `${Math.max(0, Math.trunc(milliseconds))} ms`;
  if (milliseconds < MINUTE) return `${(Math.trunc(milliseconds / 100) / 10).toFixed(1)} s`;
  const seconds = Math.trunc(milliseconds / SECOND);
  if (milliseconds < HOUR) return `${Math.trunc(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.trunc(seconds / 60);
  if (milliseconds < DAY) return `${Math.trunc(minutes / 60)} h ${minutes % 60} min`;
  const hours = Math.trunc(minutes / 60);
  return `${Math.trunc(hours / 24)} d ${hours % 24} h`;
}
