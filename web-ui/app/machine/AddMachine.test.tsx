import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { enter, mockApi, visit } from "../../test/dashboard";

const mocked = mockApi();

async function openDialog(user: UserEvent) {
  await user.click(await screen.findByRole("button", { name: "Protect a machine" }));
  return within(await screen.findByRole("dialog", { name: "Protect a machine" }));
}

test("a machine is made of images that the workers see, and its page opens", async () => {
  const { user, router } = visit("/machines");
  const dialog = await openDialog(user);

  await enter(user, dialog.getByLabelText("Machine"), "mail-01");
  await user.click(dialog.getByLabelText("Image", { selector: "input" }));
  const offered = await screen.findAllByRole("option");
  expect(offered.map((option) => option.textContent).join()).not.toContain("db-01-system");
  await user.click(screen.getByRole("option", { name: /mail-01.qcow2/ }));
  expect(dialog.getByLabelText("Name")).toHaveValue("mail-01");
  await user.click(dialog.getByRole("button", { name: "Add a disk" }));
  const second = within(dialog.getByRole("group", { name: "Disk 2" }));
  await enter(user, second.getByLabelText("Image", { selector: "input" }), "data");
  await user.click(await screen.findByRole("option", { name: /mail-01-data.qcow2/ }));
  await user.clear(second.getByLabelText("Name"));
  await enter(user, second.getByLabelText("Name"), "data");
  await user.type(dialog.getByLabelText("Labels", { selector: "input" }), "env=test{Enter}");
  expect(dialog.getByText(/data=.*mail-01-data.qcow2/)).toHaveTextContent("tidemark machine add mail-01");
  await user.click(dialog.getByRole("button", { name: "Protect" }));

  await screen.findByRole("heading", { name: "mail-01" });
  const made = mocked.api.farm.machines.at(-1);
  expect(made?.disks.map((disk) => [disk.name, disk.imagePath])).toEqual([
    ["mail-01", "/var/lib/libvirt/images/mail-01.qcow2"],
    ["data", "/var/lib/libvirt/images/mail-01-data.qcow2"],
  ]);
  expect(made?.labels).toEqual({ env: "test" });
  expect(router.state.location.pathname).toBe(`/machines/${made?.id}`);
});

test("a path that no worker has told of can be typed", async () => {
  const { user } = visit("/machines");
  const dialog = await openDialog(user);

  await enter(user, dialog.getByLabelText("Machine"), "new-02");
  await user.selectOptions(await dialog.findByLabelText("Pool"), "rack-2");
  await dialog.findByText(/have told of no image/);
  await enter(user, dialog.getByLabelText("Image", { selector: "input" }), "/images/system.raw");
  await user.click(dialog.getByRole("button", { name: "Protect" }));

  await screen.findByRole("heading", { name: "new-02" });
  expect(mocked.api.farm.machines.at(-1)).toMatchObject({
    pool: "rack-2",
    disks: [{ name: "system", imagePath: "/images/system.raw" }],
  });
});

test("what is missing is said at its field, and nothing is sent", async () => {
  const { user } = visit("/machines");
  const before = mocked.api.farm.machines.length;
  const dialog = await openDialog(user);

  await user.click(dialog.getByRole("button", { name: "Add a disk" }));
  await user.click(dialog.getByRole("button", { name: "Leave disk 2 away" }));
  await enter(user, dialog.getByLabelText("Image", { selector: "input" }), "relative.qcow2");
  await user.type(dialog.getByLabelText("Labels", { selector: "input" }), "production{Enter}");
  await user.click(dialog.getByRole("button", { name: "Protect" }));

  expect(dialog.getByText("Say how the machine is called.")).toBeVisible();
  expect(dialog.getByText("Give an absolute path: it starts with “/”.")).toBeVisible();
  expect(dialog.getByText(/“production” is no label/)).toBeVisible();
  expect(mocked.api.farm.machines).toHaveLength(before);
});

test("a refusal is shown in the server's words, and what was typed stays", async () => {
  const { user } = visit("/machines");
  const dialog = await openDialog(user);

  await enter(user, dialog.getByLabelText("Machine"), "db-01");
  await enter(user, dialog.getByLabelText("Image", { selector: "input" }), "/images/x.qcow2");
  await user.click(dialog.getByRole("button", { name: "Protect" }));

  expect(await dialog.findByRole("alert")).toHaveTextContent("There is a machine named");
  expect(dialog.getByLabelText("Machine")).toHaveValue("db-01");
});

test("who may not configure is told so", async () => {
  mocked.api.letIn("unused", "operator");
  visit("/machines");

  await waitFor(() =>
    expect(
      screen.getByRole("button", { name: "Protect a machine", hidden: true }),
    ).toHaveAccessibleDescription("Role operator does not permit protecting machines."),
  );
});
