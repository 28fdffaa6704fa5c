import type {
  DiskMode,
  DiskReport,
  LastPoint,
  Machine,
  Point,
  PointDisk,
  Repository,
  Run,
} from "../app/api/types";
import { finishedSteps } from "./scenario";

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Ids that are stable over restarts, so that a link into the mock stays good. */
export function mockId(kind: number, number: number): string {
  return `${String(kind).padStart(8, "0")}-0000-7000-8000-${String(number).padStart(12, "0")}`;
}

export interface Seed {
  readonly machines: Machine[];
  readonly repositories: Repository[];
  readonly points: Point[];
  readonly runs: Run[];
}

export function emptySeed(): Seed {
  return { machines: [], repositories: [], points: [], runs: [] };
}

/** A small farm with something of everything: several disks, several repositories, every kind of outcome. */
export function farmSeed(now: number): Seed {
  const repositories = [
    repository(1, "main", "s3://backups/main", now - 40 * 24 * HOUR),
    repository(2, "offsite", "s3://offsite-backups/tidemark", now - 12 * 24 * HOUR),
  ];
  const machines = [
    machine(1, "db-01", ["system", "data"], { env: "production", tier: "db" }, now - 30 * 24 * HOUR),
    machine(2, "busy-01", ["system"], { env: "production" }, now - 20 * 24 * HOUR),
    machine(3, "new-01", ["system"], { env: "test" }, now - HOUR),
    machine(4, "web-01", ["system"], {}, now - 30 * 24 * HOUR),
  ];
  const seed: Seed = { machines, repositories, points: [], runs: [] };
  for (let night = 5; night >= 0; night -= 1) {
    const at = now - night * 24 * HOUR - 3 * HOUR;
    addBackup(seed, 0, night === 5, at, night === 2);
    addBackup(seed, 3, night === 5, at + 20 * MINUTE, false);
  }
  addBackup(seed, 1, true, now - 4 * 24 * HOUR, false);
  addFailure(seed, 1, now - 2 * HOUR);
  addRetention(seed, 3, now - 2.5 * HOUR);
  for (const each of machines) {
    const newest = seed.points.filter((point) => point.machine.id === each.id).at(-1);
    each.lastPoint = newest === undefined ? null : lastPoint(newest);
    each.lastRun = seed.runs.filter((run) => run.machine?.id === each.id).at(-1) ?? null;
    each.protection = protection(each, now);
  }
  return seed;
}

function repository(number: number, name: string, location: string, created: number): Repository {
  return {
    id: mockId(2, number),
    name,
    location,
    endpoint: null,
    region: "eu-central-1",
    sealed: false,
    limits: { requestsPerSecond: null, bytesPerSecond: null, concurrentRuns: null },
    state: "ready",
    repositoryId: mockId(9, number),
    connectRun: null,
    createdAt: instant(created),
  };
}

function machine(
  number: number,
  name: string,
  disks: string[],
  labels: Record<string, string>,
  created: number,
): Machine {
  return {
    id: mockId(1, number),
    name,
    pool: "default",
    disks: disks.map((disk, index) => ({
      id: mockId(3, number * 10 + index),
      name: disk,
      imagePath: `/var/lib/libvirt/images/${name}-${disk}.qcow2`,
    })),
    labels,
    protection: { state: "uncovered", newestPoint: null, ageSeconds: null, objectiveSeconds: null },
    createdAt: instant(created),
    lastPoint: null,
    lastRun: null,
  };
}

/** What a machine tells of its newest point. */
export function lastPoint({ id, repository, createdAt, disks }: Point): LastPoint {
  return { id, repository, createdAt, modes: [...new Set(disks.map((disk) => disk.mode))] };
}

/** As though one policy with an objective of a day covered each machine that says where it belongs. */
function protection({ labels, lastPoint }: Machine, now: number): Machine["protection"] {
  const newestPoint = lastPoint?.createdAt ?? null;
  const ageSeconds = newestPoint === null ? null : Math.trunc((now - Date.parse(newestPoint)) / 1000);
  if (labels.env === undefined)
    return { state: "uncovered", newestPoint, ageSeconds, objectiveSeconds: null };
  const objectiveSeconds = 24 * 3600;
  const state = ageSeconds === null ? "never" : ageSeconds > objectiveSeconds ? "late" : "protected";
  return { state, newestPoint, ageSeconds, objectiveSeconds };
}

function addBackup(seed: Seed, machineIndex: number, first: boolean, at: number, markLost: boolean): void {
  const of = seed.machines[machineIndex];
  const repositoryOf = seed.repositories[0];
  if (of === undefined || repositoryOf === undefined) throw new Error("The seed names what it does not have");
  const number = seed.runs.length + 1;
  const base = seed.points.filter((point) => point.machine.id === of.id).at(-1)?.id ?? null;
  const reports = of.disks.map((disk, index) => {
    const mode: DiskMode = first ? "full" : markLost && index === 0 ? "compare" : "bitmap";
    return report(disk.name, mode, (index + 1) * 20 * GIB, number, mode === "full" ? null : base);
  });
  const run = backupRun(seed, machineIndex, number, at, reports);
  run.state = markLost ? "warning" : "succeeded";
  seed.runs.push(run);
  seed.points.push({
    id: run.point ?? mockId(5, number),
    machine: named(of),
    repository: named(repositoryOf),
    createdAt: instant(at + 10_000),
    disks: reports.map(pointDisk),
    run: run.id,
  });
}

const NOTHING_READ: Run["progress"] = {
  totalBytes: 0,
  foundBytes: 0,
  readBytes: 0,
  storedBytes: 0,
  uploadedBytes: 0,
  bytesPerSecond: null,
  estimatedEnd: null,
};

function addFailure(seed: Seed, machineIndex: number, at: number): void {
  const run = backupRun(seed, machineIndex, seed.runs.length + 1, at, []);
  run.state = "failed";
  run.point = null;
  run.finishedAt = instant(at + 1_800);
  run.progress = { ...NOTHING_READ };
  run.steps = run.steps.slice(0, 1).map((step) => ({ ...step, state: "failed" }));
  run.error = busyError(seed.machines[machineIndex]);
  seed.runs.push(run);
}

/** Deletes nothing of the mock's: it is a trial. */
function addRetention(seed: Seed, machineIndex: number, at: number): void {
  const run = backupRun(seed, machineIndex, seed.runs.length + 1, at, []);
  run.kind = "retention";
  run.dryRun = true;
  run.point = null;
  run.requestedMode = null;
  run.finishedAt = instant(at + 900);
  run.progress = { ...NOTHING_READ };
  run.steps = finishedSteps("retention", at, at + 900);
  run.cost = { requests: 9, bytesUp: 0, bytesDown: 11 * KIB };
  seed.runs.push(run);
}

export function busyError(of: Machine | undefined): { code: string; message: string } {
  const path = of?.disks[0]?.imagePath ?? "the image";
  return {
    code: "image-busy",
    message: `${path} is in use: another process holds QEMU's lock on byte 201 of it. Expected no lock, found a shared one.`,
  };
}

export function report(
  disk: string,
  mode: DiskMode,
  virtualBytes: number,
  salt: number,
  basePoint: string | null,
): DiskReport {
  const used = Math.trunc(virtualBytes * 0.45);
  const changed = mode === "full" ? used : (40 + ((salt * 37) % 90)) * MIB + ((salt * 7) % 16) * 64 * KIB;
  return {
    disk,
    mode,
    requestedMode: "auto",
    reason: reasonOf(mode, basePoint),
    basePoint,
    virtualBytes,
    changedBytes: changed,
    readBytes: mode === "compare" ? used : changed,
    newChunks: Math.trunc(changed / (64 * KIB)),
    storedBytes: Math.trunc(changed * 0.47),
  };
}

function reasonOf(mode: DiskMode, basePoint: string | null): string {
  switch (mode) {
    case "full":
      return "no earlier point of this disk";
    case "bitmap":
      return `mark of point ${basePoint?.slice(-4)} is trusted`;
    case "compare":
      return "the mark is flagged in_use: QEMU did not close the image cleanly";
  }
}

function backupRun(seed: Seed, machineIndex: number, number: number, at: number, disks: DiskReport[]): Run {
  const of = seed.machines[machineIndex];
  const repositoryOf = seed.repositories[0];
  if (of === undefined || repositoryOf === undefined) throw new Error("The seed names what it does not have");
  const sum = (key: "virtualBytes" | "readBytes" | "storedBytes") =>
    disks.reduce((total, disk) => total + disk[key], 0);
  const end = at + 12_000 + sum("readBytes") / 400_000;
  return {
    id: mockId(4, number),
    kind: "backup",
    state: "succeeded",
    machine: named(of),
    repository: named(repositoryOf),
    policy: { id: mockId(6, 1), name: "nightly" },
    trigger: "schedule",
    requestedMode: "auto",
    point: mockId(5, number),
    worker: "worker-1",
    createdAt: instant(at),
    startedAt: instant(at + 400),
    finishedAt: instant(end),
    steps: finishedSteps("backup", at + 400, end),
    progress: {
      totalBytes: sum("virtualBytes"),
      foundBytes: sum("readBytes"),
      readBytes: sum("readBytes"),
      storedBytes: sum("storedBytes"),
      uploadedBytes: sum("storedBytes") + 36 * KIB,
      bytesPerSecond: null,
      estimatedEnd: null,
    },
    disks,
    cost: { requests: 24, bytesUp: sum("storedBytes") + 36 * KIB, bytesDown: 18 * KIB },
    error: null,
    attempt: 1,
    cancelRequested: false,
    waitingFor: null,
    waitingUntil: null,
    retryOf: null,
    retryNumber: 0,
    retriedBy: null,
    restore: null,
    dryRun: false,
  };
}

export function pointDisk(disk: DiskReport): PointDisk {
  return {
    name: disk.disk,
    mode: disk.mode,
    reason: disk.reason,
    basePoint: disk.basePoint,
    virtualBytes: disk.virtualBytes,
    changedBytes: disk.changedBytes,
    storedBytes: disk.storedBytes,
  };
}

export function named({ id, name }: { id: string; name: string }): { id: string; name: string } {
  return { id, name };
}

export function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
