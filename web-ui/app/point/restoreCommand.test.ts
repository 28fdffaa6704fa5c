import { expect, test } from "vitest";
import { quoted, restoreCommand } from "./restoreCommand";

test("the command restores the chosen disk from the bucket alone", () => {
  const command = restoreCommand({
    point: "0193-point",
    disk: "data",
    target: "/srv/data.img",
    format: "raw",
    location: "s3://backups/main",
  });

  expect(command.replaceAll(" \\\n ", "")).toBe(
    "tidemark restore 0193-point --repository s3://backups/main --disk data --to /srv/data.img --format raw",
  );
});

test.each([
  ["/srv/a b.img", "'/srv/a b.img'"],
  ["it's", "'it'\\''s'"],
  ["$(rm -rf ~)", "'$(rm -rf ~)'"],
  ["", "''"],
])("%s is pasted as %s", (text, safe) => {
  expect(quoted(text)).toBe(safe);
});
