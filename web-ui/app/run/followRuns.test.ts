import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MOCK_TOKENS } from "../../mock-api/handlers";
import { mockApi } from "../../test/dashboard";
import { logIn } from "../api/session";
import type { Run } from "../api/types";
import { type Delivery, followRuns } from "./followRuns";

const mocked = mockApi();
let ending: AbortController;
let seen: Run[];
let deliveries: Delivery[];

beforeEach(() => {
  ending = new AbortController();
  seen = [];
  deliveries = [];
});
afterEach(() => ending.abort());

function follow(run?: string): Promise<void> {
  return followRuns({
    run,
    onRun: (changed) => seen.push(changed),
    onDelivery: (delivery) => deliveries.push(delivery),
    signal: ending.signal,
    firstDelayMs: 5,
  });
}

function startBackup(index: number): Run {
  const { farm } = mocked.api;
  const machine = farm.machines[index];
  const [repository] = farm.repositories;
  if (machine === undefined || repository === undefined)
    throw new Error("The mock lacks a machine or a repository");
  return farm.startBackup(machine, repository.id, "auto");
}

test("only the run that was asked for is followed", async () => {
  logIn(MOCK_TOKENS.farm);
  const wanted = startBackup(0);
  startBackup(3);
  const following = follow(wanted.id);
  await vi.waitFor(() => expect(deliveries).toEqual(["live"]));

  mocked.api.farm.advance();
  mocked.api.farm.advance();

  await vi.waitFor(() => expect(seen).toHaveLength(2));
  expect(new Set(seen.map((run) => run.id))).toEqual(new Set([wanted.id]));
  ending.abort();
  await following;
});

test("a stream that ends is opened again, and events go on", async () => {
  logIn(MOCK_TOKENS.farm);
  startBackup(0);
  const following = follow();
  await vi.waitFor(() => expect(deliveries).toEqual(["live"]));

  mocked.api.dropStreams();
  await vi.waitFor(() => expect(deliveries).toEqual(["live", "connecting", "live"]));
  mocked.api.farm.advance();

  await vi.waitFor(() => expect(seen).toHaveLength(1));
  ending.abort();
  await following;
});

test("while the stream stays away the page is told to ask by itself, and trying goes on", async () => {
  logIn(MOCK_TOKENS.brokenProxy);
  const following = follow();
  await vi.waitFor(() => expect(deliveries.slice(0, 3)).toEqual(["connecting", "polling", "polling"]));

  logIn(MOCK_TOKENS.farm);

  await vi.waitFor(() => expect(deliveries.at(-1)).toBe("live"));
  ending.abort();
  await following;
});

test("a refusal that trying again cannot change ends it", async () => {
  logIn("tmk_unknown");

  await follow();

  expect(deliveries).toEqual(["polling"]);
});
