import { expect, test } from "vitest";
import { diskName } from "./diskName";

test.each([
  ["/images/web1.qcow2", "web1"],
  ["/images/web1.2027.raw", "web1.2027"],
  ["/images/web1", "web1"],
  ["/images/.hidden", ".hidden"],
  ["/images/", ""],
])("the disk of %s is called “%s”", (path, name) => {
  expect(diskName(path)).toBe(name);
});
