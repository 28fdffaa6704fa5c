import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { enter, mockApi, visit } from "../../test/dashboard";

mockApi();
const AUDIT = "/settings/audit";

async function rows() {
  const table = await screen.findByRole("table", { name: "Requests" });
  return within(table).getAllByRole("row").slice(1);
}

test("each request says who asked for what, and how it ended", async () => {
  const { user } = visit(AUDIT);

  const [newest, stranger, refused, made] = await rows();
  expect(newest).toHaveTextContent("anna");
  expect(newest).toHaveTextContent("not known");
  expect(stranger).toHaveTextContent("203.0.113.9");
  expect(refused).toHaveTextContent("web1-hook");
  expect(refused).toHaveTextContent("403");
  if (made === undefined) throw new Error("The mock's trail is too short");
  await user.click(within(made).getByText("what was sent"));
  expect(within(made).getByText(/"imagePath": "/)).toBeVisible();
});

test("the trail is narrowed by who, what and when, and the address says so", async () => {
  const { user, router } = visit(AUDIT);
  await enter(user, await screen.findByLabelText("Who"), "anna");
  await enter(user, screen.getByLabelText("What"), "createMachine");
  fireEvent.change(screen.getByLabelText("From"), { target: { value: "2001-01-01T00:00:00" } });
  await user.click(screen.getByRole("button", { name: "Show" }));

  await waitFor(async () => expect(await rows()).toHaveLength(1));
  expect(router.state.location.search).toBe(
    "?caller=anna&operation=createMachine&from=2001-01-01T00%3A00%3A00.000Z",
  );
  expect(screen.getByLabelText("Who")).toHaveValue("anna");
  fireEvent.change(screen.getByLabelText("To"), { target: { value: "2001-01-02T00:00:00" } });
  await user.click(screen.getByRole("button", { name: "Show" }));
  await user.click(await screen.findByRole("link", { name: "show all requests" }));

  await waitFor(async () => expect(await rows()).toHaveLength(4));
});

test("what was done to one thing is one press away", async () => {
  const { user } = visit(AUDIT);
  const [link] = await screen.findAllByRole("link", { name: /^All requests about machine/ });
  if (link === undefined) throw new Error("No machine in the mock's trail");

  await user.click(link);

  await waitFor(async () => expect(await rows()).toHaveLength(2));
});

test("an intact chain tells its head, to be kept", async () => {
  const { user } = visit(AUDIT);

  await user.click(await screen.findByRole("button", { name: "Check the chain" }));

  expect(await screen.findByRole("status")).toHaveTextContent("intact up to entry 45");
  expect(screen.getByText(/^45 9f72e42b/)).toBeVisible();
});

test("a head that the trail does not have any more is told", async () => {
  const { user } = visit(AUDIT);
  await enter(user, await screen.findByLabelText("Number of a head"), "12");
  await user.click(screen.getByRole("button", { name: "Check the chain" }));
  expect(screen.getByText(/belong together/)).toBeVisible();

  await enter(user, screen.getByLabelText("Its hash"), "0".repeat(64));
  await user.click(screen.getByRole("button", { name: "Check the chain" }));

  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("broken at entry 12");
  expect(alert).toHaveTextContent("written anew");
});
