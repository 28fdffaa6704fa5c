import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { enter, mockApi, visit } from "../../test/dashboard";

const mocked = mockApi();
const NOTIFICATIONS = "/settings/notifications";

async function table(name: string) {
  return within(await screen.findByRole("table", { name }));
}

test("channels, rules and deliveries say where what is told, and what became of it", async () => {
  visit(NOTIFICATIONS);

  expect((await table("Channels")).getByRole("row", { name: /^chat/ })).toHaveTextContent(
    "hooks.example.org",
  );
  const rules = await table("Rules");
  expect(rules.getByRole("row", { name: /^production fails/ })).toHaveTextContent(
    "backup failed, lost, recovered, of machines with env=production",
  );
  expect(rules.getByRole("row", { name: /^every morning/ })).toHaveTextContent("(Europe/Vienna)");
  expect((await table("Deliveries")).getByRole("row", { name: /^failed/ })).toHaveTextContent(
    "spring.mail.host",
  );
});

test("a test says whether it has arrived, and is listed", async () => {
  const { user } = visit(NOTIFICATIONS);

  await user.click(await screen.findByRole("button", { name: "Test chat" }));
  expect(await screen.findByRole("status")).toHaveTextContent("The test has arrived at chat");
  await user.click(screen.getByRole("button", { name: "Test operators" }));

  expect(await screen.findByRole("alert")).toHaveTextContent("There is no SMTP server");
  await (await table("Deliveries")).findByText("[Tidemark] test of operators");
});

test("a webhook is added with its secret, which is not shown again", async () => {
  const { user } = visit(NOTIFICATIONS);
  await user.click(await screen.findByRole("button", { name: "Add a channel" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Add a channel" }));

  await enter(user, dialog.getByLabelText("Name"), "pager");
  await enter(user, dialog.getByLabelText("Address"), "https://pager.example.org/");
  await enter(user, dialog.getByLabelText("Secret"), "short");
  await user.click(dialog.getByRole("button", { name: "Add" }));
  expect(dialog.getByText("Give at least 16 characters.")).toBeVisible();
  await enter(user, dialog.getByLabelText("Secret"), " but long enough now");
  await user.click(dialog.getByRole("button", { name: "Add" }));

  expect((await table("Channels")).getByText("https://pager.example.org/")).toBeVisible();
  expect(screen.queryByText(/long enough/)).toBeNull();
});

test("a channel that a rule uses stays, and the server says why", async () => {
  const { user } = visit(NOTIFICATIONS);

  await user.click(await screen.findByRole("button", { name: "Remove chat" }));
  await user.click(await screen.findByRole("button", { name: "Remove the channel" }));

  expect(await screen.findByRole("alert")).toHaveTextContent("channel-in-use");
});

test("a rule is added for runs of machines with a label", async () => {
  const { user } = visit(NOTIFICATIONS);
  await screen.findByRole("table", { name: "Channels" });
  await user.click(screen.getByRole("button", { name: "Add a rule" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Add a rule" }));

  await enter(user, dialog.getByLabelText("Name"), "tests fail");
  await user.click(dialog.getByLabelText("recovered"));
  await user.click(dialog.getByLabelText("Backup"));
  await enter(user, dialog.getByLabelText("Label"), "env=test");
  await user.click(dialog.getByRole("button", { name: "Add" }));

  await waitFor(() =>
    expect(mocked.api.farm.notifications.rules.at(-1)).toMatchObject({
      name: "tests fail",
      runs: { outcomes: ["failed", "lost"], kinds: ["backup"], label: { key: "env", value: "test" } },
    }),
  );
});

test("a digest is refused in the server's words when its schedule is none", async () => {
  const { user } = visit(NOTIFICATIONS);
  await screen.findByRole("table", { name: "Channels" });
  await user.click(screen.getByRole("button", { name: "Add a rule" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Add a rule" }));

  await enter(user, dialog.getByLabelText("Name"), "weekly");
  await user.click(dialog.getByText("A digest of late machines"));
  await user.clear(dialog.getByLabelText("Schedule"));
  await enter(user, dialog.getByLabelText("Schedule"), "weekly");
  await user.click(dialog.getByRole("button", { name: "Add" }));

  expect(await dialog.findByRole("alert")).toHaveTextContent("cron-invalid");
});

test("a rule is switched off, and removed after one more question", async () => {
  const { user } = visit(NOTIFICATIONS);

  await user.click(await screen.findByRole("switch", { name: "Rule every morning is enabled" }));
  await waitFor(() =>
    expect(screen.getByRole("switch", { name: "Rule every morning is enabled" })).not.toBeChecked(),
  );
  await user.click(screen.getByRole("button", { name: "Remove every morning" }));
  await user.click(await screen.findByRole("button", { name: "Remove the rule" }));

  await waitFor(() => expect(screen.queryByRole("row", { name: /^every morning/ })).toBeNull());
});
