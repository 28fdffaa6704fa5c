import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { enter, mockApi, visit } from "../../test/dashboard";

const mocked = mockApi();
const TOKENS = "/settings/tokens";

test("tokens are listed with what they may, until when and whose they are", async () => {
  visit(TOKENS);

  const hook = await screen.findByRole("row", { name: /^web1-hook/ });
  expect(hook).toHaveTextContent("of anna");
  expect(hook).toHaveTextContent("backup-only");
  expect(hook).toHaveTextContent("site=vienna");
  expect(hook).toHaveTextContent("not yet");
  expect(screen.getByRole("row", { name: /^old-script/ })).toHaveTextContent("expired");
  expect(screen.getByRole("row", { name: /^initial/ })).toHaveTextContent("nobody's");
});

test("a token is shown once when it is made, and then no more", async () => {
  const { user } = visit(TOKENS);
  await user.click(await screen.findByRole("button", { name: "Make a token" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Make a token" }));

  await enter(user, dialog.getByLabelText("Name"), "nightly");
  await user.selectOptions(await dialog.findByLabelText("Role"), "backup-only");
  await user.type(dialog.getByLabelText("Bounded to", { selector: "input" }), "env=test{Enter}");
  fireEvent.change(dialog.getByLabelText("Expires"), { target: { value: "2031-12-31T00:00" } });
  await user.click(dialog.getByRole("button", { name: "Make" }));

  const shown = await screen.findByRole("dialog", { name: "Token nightly" });
  expect(shown).toHaveTextContent("tmk_mock-nightly-");
  expect(shown).toHaveTextContent("It is shown this once");
  await user.keyboard("{Escape}");
  expect(screen.getByRole("dialog", { name: "Token nightly" })).toBeVisible();
  await user.click(within(shown).getByRole("button", { name: "I have kept it" }));
  expect(await screen.findByRole("row", { name: /^nightly/ })).toHaveTextContent("env=test");
  expect(screen.queryByText(/tmk_mock-nightly/)).toBeNull();
  expect(mocked.api.farm.tokens.at(-1)).toMatchObject({
    role: "backup-only",
    bounds: { env: "test" },
    expiresAt: "2031-12-31T00:00:00.000Z",
  });
});

test("a name that is taken is refused in the server's words", async () => {
  const { user } = visit(TOKENS);
  await user.click(await screen.findByRole("button", { name: "Make a token" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Make a token" }));

  await user.click(dialog.getByRole("button", { name: "Make" }));
  expect(dialog.getByText("Say how the token is called.")).toBeVisible();
  await enter(user, dialog.getByLabelText("Name"), "prometheus");
  await user.keyboard("{Enter}");

  expect(await dialog.findByRole("alert")).toHaveTextContent("token-exists");
  expect(dialog.getByLabelText("Name")).toHaveValue("prometheus");
});

test("a token is revoked after one more question", async () => {
  const { user } = visit(TOKENS);

  await user.click(await screen.findByRole("button", { name: "Revoke prometheus" }));
  await user.click(await screen.findByRole("button", { name: "Keep it" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(mocked.api.farm.tokens).toHaveLength(4);
  await user.click(screen.getByRole("button", { name: "Revoke prometheus" }));
  await user.click(await screen.findByRole("button", { name: "Revoke the token" }));

  await waitFor(() => expect(screen.queryByRole("row", { name: /^prometheus/ })).toBeNull());
  expect(mocked.api.farm.tokens.map((token) => token.name)).not.toContain("prometheus");
});

test("who came by a token that is no admin's makes no other", async () => {
  mocked.api.letIn("unused", "viewer");
  visit(TOKENS);

  await waitFor(() =>
    expect(screen.getByRole("button", { name: "Make a token" })).toHaveAccessibleDescription(
      /^Log in by name or account/,
    ),
  );
});

test("nobody is offered a role that may do more than they", async () => {
  mocked.api.letIn("correct horse battery", "operator");
  const { user } = visit(TOKENS, null);
  await enter(user, await screen.findByLabelText("Name"), "anna");
  await enter(user, screen.getByLabelText("Password"), "correct horse battery");
  await user.keyboard("{Enter}");

  await user.click(await screen.findByRole("button", { name: "Make a token" }));
  const role = await screen.findByLabelText("Role");

  await waitFor(() =>
    expect(
      within(role)
        .getAllByRole("option")
        .map((option) => option.textContent),
    ).toEqual(["viewer", "operator", "backup-only"]),
  );
});
