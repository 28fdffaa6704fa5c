import { type InfiniteData, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { runQuery } from "../api/queries";
import type { LastRun, Machine, Run } from "../api/types";
import { type Delivery, followRuns } from "./followRuns";
import { isActive } from "./runState";

/** How often a page asks by itself: often while nothing is pushed, rarely (as a safety net) while it is. */
export function pollInterval(delivery: Delivery): number {
  return delivery === "live" ? 15_000 : 2_000;
}

/** Keeps the cached runs in step with the server while `enabled`; narrowed to one run when `run` is given. */
export function useLiveRuns({ run, enabled = true }: { run?: string; enabled?: boolean } = {}): Delivery {
  const queryClient = useQueryClient();
  const [delivery, setDelivery] = useState<Delivery>("connecting");
  useEffect(() => {
    if (!enabled) return;
    const ending = new AbortController();
    void followRuns({
      run,
      onRun: (changed) => void absorb(queryClient, changed),
      onDelivery: setDelivery,
      signal: ending.signal,
    });
    return () => ending.abort();
  }, [queryClient, run, enabled]);
  return delivery;
}

interface ListPage<T> {
  items: T[];
  nextCursor?: string | null;
}

async function absorb(queryClient: QueryClient, run: Run): Promise<void> {
  const { queryKey } = runQuery(run.id);
  // An answer that is still on its way is older than this event, and must not overwrite it.
  await queryClient.cancelQueries({ queryKey, exact: true });
  const known = queryClient.getQueryData(queryKey);
  queryClient.setQueryData(queryKey, run);
  queryClient.setQueriesData<InfiniteData<ListPage<Run>>>({ queryKey: ["runs", "list"] }, (data) =>
    replaceItem(data, run.id, () => run),
  );
  queryClient.setQueriesData<InfiniteData<ListPage<Machine>>>({ queryKey: ["machines", "list"] }, (data) =>
    run.machine === null
      ? data
      : replaceItem(data, run.machine.id, (machine) => ({
          ...machine,
          lastRun: newer(machine.lastRun, run),
        })),
  );
  if (known?.state === run.state) return;
  // A run that came into being or ended moves lists, points and a machine's last point.
  void queryClient.invalidateQueries({ queryKey: ["runs", "list"] });
  if (isActive(run.state)) return;
  void queryClient.invalidateQueries({ queryKey: ["machines"] });
  void queryClient.invalidateQueries({ queryKey: ["points"] });
  void queryClient.invalidateQueries({ queryKey: ["repositories"] });
}

function newer(known: LastRun | null, run: Run): LastRun {
  if (known === null || known.id === run.id) return run;
  return known.createdAt > run.createdAt ? known : run;
}

function replaceItem<T extends { id: string }>(
  data: InfiniteData<ListPage<T>> | undefined,
  id: string | null,
  replacement: (item: T) => T,
): InfiniteData<ListPage<T>> | undefined {
  if (data === undefined) return undefined;
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      items: page.items.map((item) => (item.id === id ? replacement(item) : item)),
    })),
  };
}
