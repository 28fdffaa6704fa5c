import type { Run, RunKind, RunState } from "../api/types";

export const RUN_STATES: readonly RunState[] = [
  "queued",
  "running",
  "succeeded",
  "warning",
  "failed",
  "cancelled",
  "lost",
];

export const RUN_KINDS: readonly RunKind[] = [
  "backup",
  "restore",
  "verify",
  "connect",
  "retention",
  "collection",
];

/** Whether the run can still change by itself. */
export function isActive(state: RunState): boolean {
  return state === "queued" || state === "running";
}

export const STATE_COLOR: Record<RunState, string> = {
  queued: "gray",
  running: "tide",
  succeeded: "green",
  warning: "yellow",
  failed: "red",
  cancelled: "gray",
  lost: "orange",
};

const KIND_TITLE: Record<RunKind, string> = {
  backup: "Backup",
  restore: "Restore",
  verify: "Verification",
  connect: "Connection",
  retention: "Retention",
  collection: "Collection",
};

export function kindTitle(kind: RunKind): string {
  return KIND_TITLE[kind];
}

/** One line that says what the run is about: "Backup of web-01". */
export function runTitle(run: Run): string {
  const what = run.dryRun ? `Trial ${kindTitle(run.kind).toLowerCase()}` : kindTitle(run.kind);
  return run.machine === null
    ? `${what} of repository ${run.repository.name}`
    : `${what} of ${run.machine.name}`;
}

/** Whether the kind reads or writes disks, whose bytes can be counted as it goes on. */
export function countsBytes(kind: RunKind): boolean {
  return kind === "backup" || kind === "restore" || kind === "verify";
}

/** Share of the bytes to read that were read, 0 to 1; null while it is not known what is to be read. */
export function doneShare(run: Run): number | null {
  const { foundBytes, readBytes } = run.progress;
  if (run.state === "succeeded" || run.state === "warning") return 1;
  if (foundBytes <= 0) return null;
  return Math.min(1, readBytes / foundBytes);
}
