import { expect, test } from "vitest";
import { formatAgo, formatDuration, formatTime } from "./time";

test("times are shown to the second, always equally wide", () => {
  expect(formatTime("2026-01-02T03:04:05.678Z")).toBe("2026-01-02 03:04:05");
});

test.each([
  [0, "0 ms"],
  [999.9, "999 ms"],
  [1_000, "1.0 s"],
  [59_999, "59.9 s"],
  [60_000, "1 min 0 s"],
  [3_599_999, "59 min 59 s"],
  [3_600_000, "1 h 0 min"],
  [90_061_000, "1 d 1 h"],
])("%d ms last %s", (milliseconds, shown) => {
  expect(formatDuration(milliseconds)).toBe(shown);
});

const NOW = Date.parse("2026-11-22T12:00:00Z");

test.each([
  [9, "just now"],
  [59, "59 seconds ago"],
  [60, "1 minute ago"],
  [3_599, "59 minutes ago"],
  [7_199, "1 hour ago"],
  [2 * 86_400, "2 days ago"],
  [40 * 86_400, "2026-10-13"],
  [-5, "just now"],
  [-3_600, "in the future"],
])("%d seconds back is %s", (seconds, shown) => {
  expect(formatAgo(new Date(NOW - seconds * 1_000).toISOString(), NOW)).toBe(shown);
});
