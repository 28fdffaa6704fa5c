import { client, unwrap } from "../api/client";
import { Problem } from "../api/problem";
import type { Run } from "../api/types";
import { readEvents } from "./eventStream";

/** How the page learns of changes: pushed by the server, or asked for while the stream is away. */
export type Delivery = "connecting" | "live" | "polling";

interface Follower {
  /** Follow only this run; all runs when absent. */
  readonly run?: string;
  readonly onRun: (run: Run) => void;
  readonly onDelivery: (delivery: Delivery) => void;
  readonly signal: AbortSignal;
  /** How long to wait before the first reconnection; doubled each time. */
  readonly firstDelayMs?: number;
}

const LONGEST_DELAY_MS = 30_000;
const FAILURES_BEFORE_POLLING = 2;

/**
 * Follows the server's run events until the signal aborts, and reconnects by itself, waiting longer each time.
 * A refusal that trying again cannot change (no such run, no permission) ends it in `polling`.
 */
export async function followRuns({
  run,
  onRun,
  onDelivery,
  signal,
  firstDelayMs = 1_000,
}: Follower): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const body = await open(run, signal);
      onDelivery("live");
      for await (const event of readEvents(body)) {
        failures = 0;
        if (event.name === "run") onRun(JSON.parse(event.data) as Run);
      }
    } catch (thrown) {
      if (signal.aborted) return;
      if (thrown instanceof Problem && thrown.status >= 400 && thrown.status < 500 && thrown.status !== 429) {
        onDelivery("polling");
        return;
      }
    }
    if (signal.aborted) return;
    failures += 1;
    onDelivery(failures >= FAILURES_BEFORE_POLLING ? "polling" : "connecting");
    await pause(Math.min(firstDelayMs * 2 ** (failures - 1), LONGEST_DELAY_MS), signal);
  }
}

async function open(run: string | undefined, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const query = run === undefined ? {} : { run };
  const body = await unwrap(client.GET("/api/v1/events", { params: { query }, parseAs: "stream", signal }));
  if (body === null || body === undefined) throw new Problem(0, "The event stream is empty", null, null);
  return body;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
  });
}
