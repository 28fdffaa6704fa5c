import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "../api/client";
import type { LogEntry } from "../api/types";

/** The end of a run's log, as far as it was read. */
export interface LogTail {
  readonly items: readonly LogEntry[];
  /** Sequence number to read on from. */
  readonly next: number;
  /** Lines that were read but are no longer kept. */
  readonly dropped: number;
}

/** More lines than this make a page slow; the whole log stays on the server. */
const LINES_KEPT = 2_000;

const EMPTY: LogTail = { items: [], next: 0, dropped: 0 };

export function runLogKey(run: string) {
  return ["runs", run, "log"] as const;
}

/** Each fetch reads only what was added since the one before. */
export function runLogQuery(run: string, queryClient: QueryClient) {
  const queryKey = runLogKey(run);
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) => readOn(run, queryClient.getQueryData<LogTail>(queryKey) ?? EMPTY, signal),
  });
}

async function readOn(run: string, from: LogTail, signal: AbortSignal): Promise<LogTail> {
  let tail = from;
  for (;;) {
    const page = await unwrap(
      client.GET("/api/v1/runs/{id}/log", {
        params: { path: { id: run }, query: { after: tail.next } },
        signal,
      }),
    );
    if (page.items.length === 0 || page.next <= tail.next) return tail;
    const items = [...tail.items, ...page.items];
    const surplus = Math.max(0, items.length - LINES_KEPT);
    tail = { items: items.slice(surplus), next: page.next, dropped: tail.dropped + surplus };
  }
}
