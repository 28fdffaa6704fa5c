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

export const RUN_KINDS: readonly RunKind[] = ["backup", "restore", "verify", "connect"];

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
};

export function kindTitle(kind: RunKind): string {
  return KIND_TITLE[kind];
}

/** One line that says what the run is about: "Backup of web-01". */
export function runTitle(run: Run): string {
  if (run.kind === "connect") return `Connection of repository ${run.repository.name}`;
  const what = kindTitle(run.kind);
  return run.machine === null ? what : `${what} of ${run.machine.name}`;
}

/** Share of the bytes to read that were read, 0 to 1; null while it is not known what is to be read. */
export function doneShare(run: Run): number | null {
  const { foundBytes, readBytes } = run.progress;
  if (run.state === "succeeded" || run.state === "warning") return 1;
  if (foundBytes <= 0) return null;
  return Math.min(1, readBytes / foundBytes);
}
