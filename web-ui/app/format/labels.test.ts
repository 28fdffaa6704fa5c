import { expect, test } from "vitest";
import { labelsOf, labelsWrong, labelWords } from "./labels";

test("labels are read as they are written", () => {
  const labels = { env: "production", site: "a=b c" };

  expect(labelsWrong(labelWords(labels))).toBeNull();
  expect(labelsOf(labelWords(labels))).toEqual(labels);
});

test.each([[["production"]], [["=production"]], [["env="]]])("%j is no label", (words) => {
  expect(labelsWrong(words)).toContain("is no label");
});

test("a key is given once", () => {
  expect(labelsWrong(["env=a", "env=b"])).toBe("The label env is given twice.");
});
