import type { Run, RunKind, Step } from "../app/api/types";

const STEP_NAMES: Record<RunKind, readonly string[]> = {
  backup: ["prepare", "read", "commit", "release"],
  restore: ["prepare", "write", "finish"],
  verify: ["prepare", "verify"],
  connect: ["connect"],
  retention: ["open", "forget"],
  collection: ["collect"],
};

/** Ticks of the mock's clock that the longest step of a run takes. */
const TICKS_OF_READING = 20;

export function finishedSteps(kind: RunKind, from: number, to: number): Step[] {
  const names = STEP_NAMES[kind];
  const share = (to - from) / names.length;
  return names.map((name, index) => ({
    name,
    state: "succeeded",
    startedAt: new Date(from + share * index).toISOString(),
    finishedAt: new Date(from + share * (index + 1)).toISOString(),
  }));
}

/** Moves a running run on by one tick; true when its last step has ended. Reading is the second step. */
export function tick(run: Run, now: string, toRead: number): boolean {
  const current = run.steps.at(-1);
  if (current === undefined) return begin(run, now);
  if (run.steps.length === 2 && run.progress.readBytes < toRead) {
    read(run, toRead);
    return false;
  }
  current.state = "succeeded";
  current.finishedAt = now;
  return begin(run, now);
}

/** Begins the step that follows; true when there is none. */
function begin(run: Run, now: string): boolean {
  const name = STEP_NAMES[run.kind][run.steps.length];
  if (name === undefined) return true;
  run.steps.push({ name, state: "running", startedAt: now, finishedAt: null });
  return false;
}

function read(run: Run, toRead: number): void {
  const readBytes = Math.min(toRead, run.progress.readBytes + Math.ceil(toRead / TICKS_OF_READING));
  const storedBytes = run.kind === "backup" ? Math.trunc(readBytes * 0.47) : 0;
  run.progress = { ...run.progress, foundBytes: toRead, readBytes, storedBytes, uploadedBytes: storedBytes };
}

/** Ends every step that has not ended, as a run that stops does. */
export function stopSteps(run: Run, state: "failed" | "cancelled", now: string): void {
  for (const step of run.steps) {
    if (step.state === "running") {
      step.state = state;
      step.finishedAt = now;
    }
  }
}
