import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { mockId } from "../../mock-api/seed";
import { mockApi, visit } from "../../test/dashboard";

const mocked = mockApi();
const DB = `/machines/${mockId(1, 1)}`;

test("points are listed newest first, with mode and reason of each disk", async () => {
  visit(DB);

  const points = await screen.findByRole("table", { name: "Points" });
  const rows = within(points).getAllByRole("row").slice(1);
  expect(rows).toHaveLength(6);
  expect(rows[0]).toHaveTextContent("bitmap");
  expect(rows[2]).toHaveTextContent("the mark is flagged in_use");
  expect(rows[5]).toHaveTextContent("no earlier point of this disk");
  expect(within(screen.getByRole("table", { name: "Disks" })).getByText(/db-01-data.qcow2/)).toBeVisible();
  expect(await screen.findByRole("table", { name: "Runs" })).toBeVisible();
});

test("coverage says which policies back the machine up, and why others do not", async () => {
  const { user } = visit(DB);

  const covering = await screen.findByRole("table", { name: "Coverage" });
  expect(within(covering).getByRole("row", { name: /^nightly/ })).toHaveTextContent("by labels");
  expect(within(covering).getByRole("row", { name: /^weekly/ })).toHaveTextContent("by name");
  expect(within(covering).queryByRole("row", { name: /^yearly/ })).toBeNull();
  await user.selectOptions(screen.getByLabelText("Policies"), "All policies");

  expect(await screen.findByRole("row", { name: /^yearly/ })).toHaveTextContent("the policy is disabled");
});

test("a label that differs is named with both values", async () => {
  const { user } = visit(`/machines/${mockId(1, 3)}`);

  await user.selectOptions(await screen.findByLabelText("Policies"), "All policies");

  const row = await screen.findByRole("row", { name: /^nightly/ });
  expect(row).toHaveTextContent("env is test, wanted is production");
});

test("a restore goes to its run, with disk, target and format as chosen", async () => {
  const { user } = visit(DB);
  const [newest] = await screen.findAllByRole("button", { name: /^Restore point of/ });
  if (newest === undefined) throw new Error("No point to restore");
  await user.click(newest);
  const dialog = await screen.findByRole("dialog", { name: "Restore db-01" });

  await user.selectOptions(within(dialog).getByLabelText("Disk"), "data");
  await user.type(within(dialog).getByLabelText("Target path"), "/srv/data.img");
  await user.click(within(dialog).getByRole("radio", { name: "raw (sparse)" }));
  expect(within(dialog).getByText(/--disk data --to \/srv\/data.img --format raw/)).toBeVisible();
  await user.click(within(dialog).getByRole("button", { name: "Restore" }));

  await screen.findByRole("heading", { name: "Restore of db-01" });
  expect(mocked.api.farm.runs.at(-1)?.kind).toBe("restore");
});

test("a target that is no absolute path is refused before it is sent", async () => {
  const { user } = visit(DB);
  const [newest] = await screen.findAllByRole("button", { name: /^Restore point of/ });
  if (newest === undefined) throw new Error("No point to restore");
  await user.click(newest);
  const dialog = await screen.findByRole("dialog", { name: "Restore db-01" });

  await user.type(within(dialog).getByLabelText("Target path"), "data.img");
  await user.click(within(dialog).getByRole("button", { name: "Restore" }));

  expect(within(dialog).getByLabelText("Target path")).toBeInvalid();
  expect(within(dialog).getByText(/absolute path/)).toBeVisible();
});

test("a refused restore shows every field that the server found wrong", async () => {
  const { user } = visit(DB);
  const [newest] = await screen.findAllByRole("button", { name: /^Restore point of/ });
  if (newest === undefined) throw new Error("No point to restore");
  await user.click(newest);
  const dialog = await screen.findByRole("dialog", { name: "Restore db-01" });

  await user.type(within(dialog).getByLabelText("Target path"), "/srv/");
  await user.click(within(dialog).getByRole("button", { name: "Restore" }));

  const alert = await within(dialog).findByRole("alert");
  expect(alert).toHaveTextContent("validation-failed");
  expect(alert).toHaveTextContent("target names a directory; give the file to write");
});

test("a machine that does not exist is reported in the server's words", async () => {
  visit("/machines/nobody");

  expect(await screen.findByRole("alert")).toHaveTextContent("There is no machine nobody.");
});
