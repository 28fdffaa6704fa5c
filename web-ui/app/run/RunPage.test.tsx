import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { mockId } from "../../mock-api/seed";
import { mockApi, visit } from "../../test/dashboard";
import type { Run } from "../api/types";

const mocked = mockApi();

function startBackup(of: string): Run {
  const { farm } = mocked.api;
  const machine = farm.machines.find((each) => each.name === of);
  const [repository] = farm.repositories;
  if (machine === undefined || repository === undefined)
    throw new Error(`The mock lacks ${of} or a repository`);
  return farm.startBackup(machine, repository.id, "auto");
}

function advance(ticks: number): void {
  act(() => {
    for (let tick = 0; tick < ticks; tick += 1) mocked.api.farm.advance();
  });
}

test("a run is followed by server-sent events from queued to succeeded", async () => {
  const run = startBackup("web-01");
  visit(`/runs/${run.id}`);
  await screen.findByText("waiting for a worker");
  await waitFor(() => expect(screen.getByRole("status", { name: "Connection" })).toHaveTextContent("live"));

  advance(12);
  await screen.findByText("50 %");
  expect(screen.getByRole("group", { name: "Found" })).toHaveTextContent("96.0 MiB");
  expect(screen.getByRole("group", { name: "Read" })).toHaveTextContent("48.0 MiB");
  expect(within(screen.getByRole("list", { name: "Steps" })).getByText("read")).toBeVisible();

  advance(20);
  await screen.findByText("100 %");
  expect(screen.queryByRole("button", { name: "Cancel run" })).not.toBeInTheDocument();
  const disks = await screen.findByRole("table", { name: "Disks" });
  expect(disks).toHaveTextContent("is trusted");
  expect(await screen.findByText(/^Committed point/)).toBeVisible();
});

test("a run that has ended tells what it asked of the store", async () => {
  const run = mocked.api.farm.runs.find((each) => each.cost !== null);
  visit(`/runs/${run?.id}`);

  expect(await screen.findByText("Asked of the store")).toBeVisible();
  expect(screen.getByText(/^24 requests/)).toHaveTextContent("18.0 KiB down");
});

test("a retention run shows what it decided of each point and why", async () => {
  const run = mocked.api.farm.runs.find((each) => each.kind === "retention");
  visit(`/runs/${run?.id}`);

  expect(await screen.findByRole("heading", { name: "Trial retention of web-01" })).toBeVisible();
  const verdicts = await screen.findByRole("table", { name: "Verdicts" });
  expect(within(verdicts).getAllByText("kept")).toHaveLength(3);
  expect(within(verdicts).getAllByText("would be deleted")).toHaveLength(3);
  expect(within(verdicts).getByText("last 1 of 3")).toBeVisible();
  expect(screen.queryByText("Progress")).not.toBeInTheDocument();
});

test("a failed run shows code, message and what to do", async () => {
  const run = mocked.api.farm.runs.find((each) => each.state === "failed");
  visit(`/runs/${run?.id}`);

  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("image-busy");
  expect(alert).toHaveTextContent("another process holds QEMU's lock");
  expect(alert).toHaveTextContent("What to do: Shut the machine down");
});

test("a retried run shows the line of its retries", async () => {
  const first = mocked.api.farm.runs.find((each) => each.state === "failed");
  const retry = mocked.api.farm.runs.find((each) => each.state === "succeeded");
  if (first === undefined || retry === undefined)
    throw new Error("The mock has runs that failed and succeeded");
  first.retriedBy = retry.id;
  retry.retryOf = first.id;
  retry.retryNumber = 1;
  visit(`/runs/${first.id}`);

  const line = await screen.findByRole("list", { name: "Retries" });
  expect(await within(line).findByText("First run (this run)")).toBeVisible();
  expect(within(line).getByRole("link", { name: "Retry 1" })).toHaveAttribute("href", `/runs/${retry.id}`);
});

test("a queued run says what it waits for", async () => {
  const run = startBackup("web-01");
  run.waitingFor = "repository-limit";
  visit(`/runs/${run.id}`);

  expect(await screen.findByText("a place at its repository")).toBeVisible();
});

test("cancelling asks first, then the run ends as cancelled", async () => {
  const run = startBackup("web-01");
  const { user } = visit(`/runs/${run.id}`);
  await user.click(await screen.findByRole("button", { name: "Cancel run" }));
  await user.click(await screen.findByRole("button", { name: "Cancel the run" }));
  await waitFor(() =>
    expect(screen.getByRole("button", { name: "Cancel run" })).toHaveAccessibleDescription(/asked to stop/),
  );

  advance(1);
  await waitFor(() => expect(screen.getByRole("alert")).toHaveTextContent("The run was cancelled"));
  expect(run.state).toBe("cancelled");
});

test("a run that ended just before it is cancelled says so", async () => {
  const run = startBackup("busy-01");
  const { user } = visit(`/runs/${run.id}`);
  await user.click(await screen.findByRole("button", { name: "Cancel run" }));
  run.state = "succeeded";
  await user.click(await screen.findByRole("button", { name: "Cancel the run" }));

  expect(await screen.findByText(/The run has succeeded already/)).toBeVisible();
});

test("a run that does not exist is reported in the server's words", async () => {
  visit(`/runs/${mockId(4, 999)}`);

  expect(await screen.findByRole("alert")).toHaveTextContent("There is no run");
});

test("a run of a machine that was removed still names it, without a way to it", async () => {
  const [run] = mocked.api.farm.runs;
  if (run === undefined) throw new Error("The mock has no runs");
  run.machine = { id: null, name: "gone-01" };
  visit(`/runs/${run.id}`);

  expect(await screen.findByText("gone-01 (removed)")).toBeVisible();
  expect(screen.queryByRole("link", { name: /gone-01/ })).not.toBeInTheDocument();
});

test("a run of a restore says where to and how", async () => {
  const { farm } = mocked.api;
  const [point] = farm.points;
  if (point === undefined) throw new Error("The mock has no points");
  const run = farm.startRestore(point, {
    point: point.id,
    disk: "data",
    target: "/etc/passwd",
    format: "raw",
  });
  visit(`/runs/${run.id}`);

  expect(await screen.findByText("/etc/passwd")).toBeVisible();
  expect(screen.getByText(/raw, disk data/)).toBeVisible();
  advance(2);
  expect(await screen.findByRole("alert")).toHaveTextContent("path-not-allowed");
});
