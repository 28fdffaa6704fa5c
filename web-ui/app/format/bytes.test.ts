import { expect, test } from "vitest";
import { exactBytes, formatBytes, formatRate } from "./bytes";

test.each([
  [0, "0 B"],
  [1, "1 B"],
  [1023, "1023 B"],
  [1024, "1.00 KiB"],
  [65_536, "64.0 KiB"],
  [1_048_575, "1023 KiB"],
  [1_610_612_736, "1.50 GiB"],
  [1024 ** 4 - 1, "1023 GiB"],
  [1024 ** 4, "1.00 TiB"],
  [Number.MAX_SAFE_INTEGER, "7.99 PiB"],
  [-2048, "-2.00 KiB"],
])("%d bytes are shown as %s", (bytes, shown) => {
  expect(formatBytes(bytes)).toBe(shown);
});

test("the exact count is grouped and has the right number", () => {
  expect(exactBytes(1_610_612_736)).toBe("1,610,612,736 bytes");
  expect(exactBytes(1)).toBe("1 byte");
});

test("a rate is bytes a second", () => {
  expect(formatRate(1536)).toBe("1.50 KiB/s");
});
