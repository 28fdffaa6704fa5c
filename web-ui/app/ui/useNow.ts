import { useCallback, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The present in milliseconds, cut to a whole `resolution`; one timer serves the whole page. */
export function useNow(resolution: number): number {
  const snapshot = useCallback(() => Math.floor(Date.now() / resolution) * resolution, [resolution]);
  return useSyncExternalStore(subscribe, snapshot);
}
