import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { enter, mockApi, visit } from "../../test/dashboard";

const mocked = mockApi();
const USERS = "/settings/users";

function userNamed(name: string) {
  const found = mocked.api.farm.users.find((each) => each.name === name);
  if (found === undefined) throw new Error(`The mock lacks ${name}`);
  return found;
}

test("users are listed with what they may and how they log in", async () => {
  visit(USERS);

  expect(await screen.findByRole("row", { name: /^bo/ })).toHaveTextContent("team=web");
  expect(screen.getByRole("row", { name: /^carla/ })).toHaveTextContent("OpenID provider");
  expect(screen.getByRole("row", { name: /^dan/ })).toHaveTextContent("disabled");
  expect(screen.queryByRole("button", { name: "New password for carla" })).toBeNull();
});

test("a user is added with a password that the server finds good", async () => {
  const { user } = visit(USERS);
  await user.click(await screen.findByRole("button", { name: "Add a user" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Add a user" }));

  await enter(user, dialog.getByLabelText("Name"), "erin");
  await enter(user, dialog.getByLabelText("Password"), "short");
  await user.selectOptions(dialog.getByLabelText("Role"), "operator");
  await user.click(dialog.getByRole("button", { name: "Add" }));
  expect(await dialog.findByRole("alert")).toHaveTextContent("password-weak");
  await enter(user, dialog.getByLabelText("Password"), " but long enough now");
  await user.keyboard("{Enter}");

  expect(await screen.findByRole("row", { name: /^erin/ })).toHaveTextContent("operator");
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("role, bounds and whether a user may log in are changed together", async () => {
  const { user } = visit(USERS);
  await user.click(await screen.findByRole("button", { name: "Change bo" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Change bo" }));

  await user.selectOptions(await dialog.findByLabelText("Role"), "viewer");
  await user.type(dialog.getByLabelText("Bounded to", { selector: "input" }), "env=test{Enter}");
  await user.click(dialog.getByRole("switch", { name: /^May log in/ }));
  await user.click(dialog.getByRole("button", { name: "Change" }));

  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(userNamed("bo")).toMatchObject({
    role: "viewer",
    bounds: { team: "web", env: "test" },
    enabled: false,
  });
});

test("a change of what somebody else has changed meanwhile is refused", async () => {
  const { user } = visit(USERS);
  await user.click(await screen.findByRole("button", { name: "Change bo" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Change bo" }));
  await dialog.findByLabelText("Role");
  userNamed("bo").role = "viewer";

  await user.click(dialog.getByRole("button", { name: "Change" }));

  expect(await dialog.findByRole("alert")).toHaveTextContent("precondition-failed");
});

test("the last admin stays, and the server says so", async () => {
  const { user } = visit(USERS);
  await user.click(await screen.findByRole("button", { name: "Change anna" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Change anna" }));

  await user.click(await dialog.findByRole("switch", { name: /^May log in/ }));
  await user.click(dialog.getByRole("button", { name: "Change" }));

  expect(await dialog.findByRole("alert")).toHaveTextContent("last-admin");
});

test("what a provider says of a user is not to be changed here", async () => {
  const { user } = visit(USERS);
  await user.click(await screen.findByRole("button", { name: "Change carla" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Change carla" }));

  await dialog.findByText(/Taken from the OpenID provider/);

  expect(dialog.queryByLabelText("Role")).toBeNull();
  expect(dialog.getByRole("switch", { name: /^May log in/ })).toBeVisible();
});

test("a user gets another password, and is removed after one more question", async () => {
  const { user } = visit(USERS);
  await user.click(await screen.findByRole("button", { name: "New password for dan" }));
  await enter(user, await screen.findByLabelText("Password"), "correct horse battery");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

  await user.click(screen.getByRole("button", { name: "Remove dan" }));
  await user.click(await screen.findByRole("button", { name: "Remove the user" }));

  await waitFor(() => expect(screen.queryByRole("row", { name: /^dan/ })).toBeNull());
});

test("who is no admin is not offered the page", async () => {
  mocked.api.letIn("unused", "operator");
  visit("/settings");

  await screen.findByRole("link", { name: "Tokens" });

  expect(screen.queryByRole("link", { name: "Users" })).toBeNull();
});
