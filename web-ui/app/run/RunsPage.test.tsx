import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { MOCK_TOKENS } from "../../mock-api/handlers";
import { mockApi, visit } from "../../test/dashboard";

const mocked = mockApi();

test("runs are narrowed by kind and state, and the address says so", async () => {
  const { user, router } = visit("/runs");
  await screen.findByRole("table", { name: "Runs" });

  await user.selectOptions(screen.getByLabelText("State"), "failed");

  await screen.findByRole("row", { name: /busy-01/ });
  expect(within(screen.getByRole("table", { name: "Runs" })).getAllByRole("row")).toHaveLength(2);
  expect(router.state.location.search).toBe("?state=failed");

  await user.selectOptions(screen.getByLabelText("Kind"), "verify");
  expect(await screen.findByText("No run is like that")).toBeVisible();
});

test("a long list is read page by page", async () => {
  const { farm } = mocked.api;
  const [sample] = farm.runs;
  if (sample === undefined) throw new Error("The mock has no runs");
  for (let number = 0; number < 60; number += 1) farm.runs.push({ ...sample, id: `extra-${number}` });
  const { user } = visit("/runs");
  const table = await screen.findByRole("table", { name: "Runs" });
  expect(within(table).getAllByRole("row")).toHaveLength(51);

  await user.click(screen.getByRole("button", { name: "Show more runs" }));

  await screen.findByText((_text, element) => element?.tagName === "TBODY" && element.children.length > 60);
  expect(screen.queryByRole("button", { name: "Show more runs" })).not.toBeInTheDocument();
});

test("an empty server says where runs come from", async () => {
  visit("/runs", MOCK_TOKENS.empty);

  expect(await screen.findByText("Nothing has run yet")).toBeVisible();
});
