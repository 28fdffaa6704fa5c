import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { MOCK_TOKENS } from "../../mock-api/handlers";
import { mockApi } from "../../test/dashboard";
import { logIn } from "../api/session";
import { runLogQuery } from "./runLog";

const mocked = mockApi();

test("each reading of the log goes on where the one before ended", async () => {
  logIn(MOCK_TOKENS.farm);
  const { farm } = mocked.api;
  const [machine] = farm.machines;
  const [repository] = farm.repositories;
  if (machine === undefined || repository === undefined)
    throw new Error("The mock lacks a machine or a repository");
  const run = farm.startBackup(machine, repository.id, "auto");
  const queryClient = new QueryClient();

  const first = await queryClient.fetchQuery(runLogQuery(run.id, queryClient));
  farm.advance();
  const second = await queryClient.fetchQuery(runLogQuery(run.id, queryClient));

  expect(first.items.map((line) => line.message)).toEqual(["Queued for pool default"]);
  expect(second.items.map((line) => line.seq)).toEqual([1, 2, 3]);
  expect(second.items.at(-1)?.message).toBe("Step prepare began");
});
