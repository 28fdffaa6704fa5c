import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { MOCK_TOKENS } from "../../mock-api/handlers";
import { mockApi, visit } from "../../test/dashboard";

const mocked = mockApi();

test("each machine shows its disks, its last point and the state of its last run", async () => {
  visit("/machines");

  const row = await screen.findByRole("row", { name: /^db-01/ });
  expect(row).toHaveTextContent("system, data");
  expect(row).toHaveTextContent("bitmap");
  expect(within(row).getByRole("link", { name: "Last run of db-01: succeeded" })).toBeVisible();
  expect(screen.getByRole("row", { name: /^busy-01/ })).toHaveTextContent("image-busy");
  expect(screen.getByRole("row", { name: /^new-01/ })).toHaveTextContent("none yet");
});

test("backing up asks which repository when there are several, and leads to the run", async () => {
  const { user, router } = visit("/machines");

  await user.click(await screen.findByRole("button", { name: "Back up now: new-01" }));
  await user.click(await screen.findByRole("menuitem", { name: "offsite" }));

  await screen.findByRole("heading", { name: "Backup of new-01" });
  const run = mocked.api.farm.runs.at(-1);
  expect(run?.repository.name).toBe("offsite");
  expect(router.state.location.pathname).toBe(`/runs/${run?.id}`);
});

test("backing up needs one press when there is one repository", async () => {
  mocked.api.farm.repositories.pop();
  const { user } = visit("/machines");

  await user.click(await screen.findByRole("button", { name: "Back up now: new-01" }));

  await screen.findByRole("heading", { name: "Backup of new-01" });
  expect(mocked.api.farm.runs.at(-1)?.repository.name).toBe("main");
});

test("the button says why it cannot be pressed", async () => {
  mocked.api.farm.repositories.length = 0;
  visit("/machines");

  await screen.findByText("There is no repository yet", { selector: "[class*=title] *" });
  const button = screen.getByRole("button", { name: "Back up now: web-01" });
  expect(button).toHaveAttribute("aria-disabled", "true");
  expect(button).toHaveAccessibleDescription("There is no repository yet.");
});

test("a machine at work cannot be backed up at the same time", async () => {
  const { farm } = mocked.api;
  const web = farm.machines.find((machine) => machine.name === "web-01");
  const [main] = farm.repositories;
  if (web === undefined || main === undefined) throw new Error("The mock lacks web-01 or a repository");
  farm.startBackup(web, main.id, "auto");
  visit("/machines");

  const button = await screen.findByRole("button", { name: "Back up now: web-01" });

  expect(button).toHaveAccessibleDescription("A backup of this machine is queued.");
});

test("a refused backup shows the server's words", async () => {
  const { user } = visit("/machines");
  const button = await screen.findByRole("button", { name: "Back up now: web-01" });
  mocked.api.farm.machines.length = 0;

  await user.click(button);
  await user.click(await screen.findByRole("menuitem", { name: "main" }));

  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("The backup could not be started");
  expect(alert).toHaveTextContent("There is no machine");
});

test("each machine shows its labels and how it is protected", async () => {
  visit("/machines");

  const row = await screen.findByRole("row", { name: /^db-01/ });
  expect(row).toHaveTextContent("protected");
  expect(within(row).getByRole("link", { name: "Machines with tier=db" })).toBeVisible();
  const busy = within(screen.getByRole("row", { name: /^busy-01/ }));
  expect(busy.getByTitle(/^Its newest point is 3 d 23 h old/)).toHaveTextContent("late");
  expect(screen.getByRole("row", { name: /^new-01/ })).toHaveTextContent("never");
  expect(screen.getByRole("row", { name: /^web-01/ })).toHaveTextContent("uncovered");
});

test("a label narrows the list, together with others and with protection", async () => {
  const { user, router } = visit("/machines");

  await user.click(await screen.findByRole("link", { name: "Machines with tier=db" }));
  await screen.findByRole("button", { name: "No longer only tier=db" });
  await screen.findByRole("row", { name: /^db-01/ });
  expect(screen.queryByRole("row", { name: /^busy-01/ })).toBeNull();
  await user.click(screen.getByRole("button", { name: "No longer only tier=db" }));
  await user.type(screen.getByLabelText("Label"), "env=production{Enter}");
  await screen.findByRole("row", { name: /^busy-01/ });
  await user.selectOptions(screen.getByLabelText("Protection"), "late");

  await screen.findByRole("row", { name: /^busy-01/ });
  expect(screen.queryByRole("row", { name: /^db-01/ })).toBeNull();
  expect(router.state.location.search).toBe("?label=env%3Dproduction&protection=late");
});

test("when no machine is like that, the way back is shown", async () => {
  const { user } = visit("/machines?label=env%3Dnowhere");

  await screen.findByText("No machine is like that");
  await user.click(screen.getByRole("link", { name: "show all machines" }));

  await screen.findByRole("row", { name: /^web-01/ });
});

test("a label that is none is refused in the server's words", async () => {
  const { user } = visit("/machines");

  await user.type(await screen.findByLabelText("Label"), "production{Enter}");

  expect(await screen.findByRole("alert")).toHaveTextContent("must be a label such as env=production");
});

test("an empty server says how to create a repository and a machine", async () => {
  visit("/machines", MOCK_TOKENS.empty);

  await screen.findByText("No machine is protected yet");
  expect(screen.getByText(/curl -X POST .*\/api\/v1\/machines/)).toBeVisible();
  expect(await screen.findByText(/curl -X POST .*\/api\/v1\/repositories/)).toBeVisible();
  expect(screen.getByText(/^tidemark backup/)).toBeVisible();
});
