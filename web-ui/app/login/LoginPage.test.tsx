import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { MOCK_TOKENS } from "../../mock-api/handlers";
import { mockApi, visit } from "../../test/dashboard";
import { expire, loggedIn, token } from "../api/session";

const mocked = mockApi();

test("a known token logs in and is kept for the tab only", async () => {
  const { user } = visit("/runs", null);

  await user.type(await screen.findByLabelText("API token"), ` ${MOCK_TOKENS.farm} `);
  await user.click(screen.getByRole("button", { name: "Log in" }));

  await screen.findByRole("heading", { name: "Runs" });
  expect(token()).toBe(MOCK_TOKENS.farm);
  expect(localStorage.getItem("tidemark.token")).toBeNull();
});

test("a wrong token shows the server's words and keeps nothing", async () => {
  const { user } = visit("/machines", null);

  await user.type(await screen.findByLabelText("API token"), "tmk_wrong");
  await user.click(screen.getByRole("button", { name: "Log in" }));

  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("Not logged in");
  expect(alert).toHaveTextContent("The token is not known to this server");
  expect(alert).toHaveTextContent("unauthorized");
  expect(token()).toBeNull();
});

test("a proxy's answer that is no problem document is shown too", async () => {
  const { user } = visit("/machines", null);

  await user.type(await screen.findByLabelText("API token"), MOCK_TOKENS.brokenProxy);
  await user.click(screen.getByRole("button", { name: "Log in" }));

  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("HTTP 502 Bad Gateway");
  expect(alert).toHaveTextContent("upstream connect error");
});

test("text that cannot be a token is refused before it is sent", async () => {
  const { user } = visit("/machines", null);

  await user.type(await screen.findByLabelText("API token"), "tmk schlüssel");
  await user.click(screen.getByRole("button", { name: "Log in" }));

  expect(await screen.findByRole("alert")).toHaveTextContent("That is not a token");
});

test("a token that stops being valid leads back to the log-in with the reason", async () => {
  visit("/machines");
  await screen.findByRole("table", { name: "Machines" });

  expire("The token was revoked.");

  expect(await screen.findByRole("alert")).toHaveTextContent("The token was revoked.");
  await waitFor(() => expect(screen.queryByRole("table")).not.toBeInTheDocument());
});

test("name and password log in by a cookie, and logging out ends the session", async () => {
  mocked.api.letIn("correct horse battery", "admin");
  const { user } = visit("/runs", null);

  await user.type(await screen.findByLabelText("Name"), "anna");
  await user.type(screen.getByLabelText("Password"), "correct horse battery");
  await user.click(screen.getByRole("button", { name: "Log in" }));

  await screen.findByRole("heading", { name: "Runs" });
  expect(token()).toBeNull();
  await user.click(screen.getByRole("button", { name: "Log out" }));
  await screen.findByLabelText("Name");
  expect(mocked.api.ended).toBe(true);
  expect(loggedIn()).toBe(false);
});

test("a wrong password shows the server's words and leaves the name", async () => {
  mocked.api.letIn("correct horse battery", "admin");
  const { user } = visit("/runs", null);

  await user.type(await screen.findByLabelText("Name"), "anna");
  await user.type(screen.getByLabelText("Password"), "wrong");
  await user.click(screen.getByRole("button", { name: "Log in" }));

  expect(await screen.findByRole("alert")).toHaveTextContent("log-in-failed");
  expect(screen.getByLabelText("Name")).toHaveValue("anna");
});

test("a provider is offered, and why it let nobody in is said", async () => {
  mocked.api.letIn("correct horse battery", "admin");
  visit("/login?refused=role-missing", null);

  expect(await screen.findByRole("link", { name: "Log in with Company account" })).toHaveAttribute(
    "href",
    "/oauth2/authorization/mock",
  );
  expect(screen.getByRole("alert")).toHaveTextContent("no group that may use this server");
});

test("what a role may not do says so", async () => {
  mocked.api.letIn("unused", "viewer");
  visit("/machines");

  const [first] = await screen.findAllByRole("button", { name: /^Back up now/ });

  await waitFor(() =>
    expect(first).toHaveAccessibleDescription("Role viewer does not permit starting backups."),
  );
});
