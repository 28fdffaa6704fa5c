import type {
  AuditedRequest,
  LogEntry,
  LogLevel,
  Machine,
  Point,
  Repository,
  RequestedMode,
  Run,
  StartRestore,
  Token,
  User,
} from "../app/api/types";
import { isActive } from "../app/run/runState";
import { auditSeed } from "./audit";
import { type Notifications, notificationSeed } from "./notifications";
import { stopSteps, tick } from "./scenario";
import { busyError, instant, lastPoint, mockId, named, pointDisk, report, type Seed } from "./seed";
import { tokenSeed } from "./tokens";
import { userSeed } from "./users";

type Watcher = (run: Run) => void;

const TOTAL_PER_DISK = 20 * 1024 ** 3;

/**
 * What the mocked server knows. Runs move only when `advance` is called: by a timer in the browser, by hand in tests.
 * A machine whose name starts with `busy` fails with `image-busy`; a restore into `/etc` with `path-not-allowed`.
 */
export class MockCatalog {
  readonly machines: Machine[];
  readonly repositories: Repository[];
  readonly points: Point[];
  readonly runs: Run[];
  readonly tokens: Token[];
  readonly users: User[];
  readonly audit: AuditedRequest[];
  readonly notifications: Notifications;
  readonly #logs = new Map<string, LogEntry[]>();
  readonly #watchers = new Set<Watcher>();
  readonly #now: () => number;
  /** When the mock began, in milliseconds. */
  readonly begun: number;

  constructor(seed: Seed, now: () => number) {
    ({
      machines: this.machines,
      repositories: this.repositories,
      points: this.points,
      runs: this.runs,
    } = seed);
    this.#now = now;
    this.begun = now();
    this.tokens = tokenSeed(this.begun);
    this.users = userSeed(this.begun);
    this.audit = auditSeed(this.begun);
    this.notifications = notificationSeed(this.begun);
    for (const run of this.runs) this.#narrate(run);
  }

  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  log(run: string): readonly LogEntry[] {
    return this.#logs.get(run) ?? [];
  }

  startBackup(machine: Machine, repositoryId: string, mode: RequestedMode): Run {
    const repository = this.repositories.find((each) => each.id === repositoryId);
    if (repository === undefined) throw new Error(`No repository ${repositoryId}`);
    const run = this.#queue("backup", named(machine), named(repository), null);
    run.requestedMode = mode;
    machine.lastRun = run;
    return run;
  }

  startRestore(point: Point, request: StartRestore): Run {
    const run = this.#queue("restore", point.machine, point.repository, point.id);
    run.restore = { disk: request.disk ?? null, target: request.target, format: request.format ?? "qcow2" };
    return run;
  }

  /** Asks a run to stop; it does so at the next tick. */
  cancel(run: Run): void {
    run.cancelRequested = true;
    this.#changed(run);
  }

  #stop(run: Run): void {
    this.#end(run, "cancelled", {
      code: "cancelled",
      message: "The run was cancelled. Nothing was committed.",
    });
  }

  /** One tick for every run that is not over. */
  advance(): void {
    for (const run of this.runs.filter((each) => isActive(each.state))) this.#advance(run);
  }

  #queue(
    kind: Run["kind"],
    machine: Run["machine"],
    repository: Run["repository"],
    point: string | null,
  ): Run {
    const run: Run = {
      id: mockId(4, this.runs.length + 1),
      kind,
      state: "queued",
      machine,
      repository,
      policy: null,
      trigger: "request",
      requestedMode: null,
      point,
      worker: null,
      createdAt: instant(this.#now()),
      startedAt: null,
      finishedAt: null,
      steps: [],
      progress: {
        totalBytes: 0,
        foundBytes: 0,
        readBytes: 0,
        storedBytes: 0,
        uploadedBytes: 0,
        bytesPerSecond: null,
        estimatedEnd: null,
      },
      disks: [],
      cost: null,
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
    this.runs.push(run);
    this.#tell(run, "info", "Queued for pool default");
    return run;
  }

  #advance(run: Run): void {
    if (run.cancelRequested) {
      this.#stop(run);
      return;
    }
    const now = instant(this.#now());
    const machine = this.machines.find((each) => each.id === run.machine?.id);
    const disks = machine?.disks.length ?? 1;
    if (run.state === "queued") {
      run.state = "running";
      run.worker = "worker-1";
      run.startedAt = now;
      run.progress = { ...run.progress, totalBytes: TOTAL_PER_DISK * disks };
      this.#tell(run, "info", "Taken by worker-1");
    } else if (machine?.name.startsWith("busy") && run.kind === "backup") {
      this.#end(run, "failed", busyError(machine));
      return;
    } else if (run.restore?.target.startsWith("/etc/")) {
      this.#end(run, "failed", {
        code: "path-not-allowed",
        message: `${run.restore.target} is outside the worker's image roots. Expected a path below /var/lib/libvirt/images.`,
      });
      return;
    }
    const before = run.steps.find((step) => step.state === "running")?.name;
    const over = tick(run, now, 96 * 1024 ** 2 * disks);
    const after = run.steps.find((step) => step.state === "running")?.name;
    if (after !== undefined && after !== before) this.#tell(run, "info", `Step ${after} began`);
    if (over) this.#complete(run, machine, now);
    else this.#changed(run);
  }

  #complete(run: Run, machine: Machine | undefined, now: string): void {
    run.state = "succeeded";
    run.finishedAt = now;
    if (run.kind === "backup" && machine !== undefined) this.#commit(run, machine, now);
    this.#tell(run, "info", run.kind === "backup" ? `Committed point ${run.point}` : "Done");
    this.#changed(run);
  }

  #commit(run: Run, machine: Machine, now: string): void {
    const base = machine.lastPoint?.id ?? null;
    run.point = mockId(5, this.runs.indexOf(run) + 1);
    run.disks = machine.disks.map((disk, index) =>
      report(
        disk.name,
        base === null ? "full" : "bitmap",
        (index + 1) * TOTAL_PER_DISK,
        this.runs.length,
        base,
      ),
    );
    const point: Point = {
      id: run.point,
      machine: named(machine),
      repository: run.repository,
      createdAt: now,
      disks: run.disks.map(pointDisk),
      run: run.id,
    };
    this.points.push(point);
    machine.lastPoint = lastPoint(point);
  }

  #end(run: Run, state: "failed" | "cancelled", error: NonNullable<Run["error"]>): void {
    const now = instant(this.#now());
    stopSteps(run, state, now);
    run.state = state;
    run.finishedAt = now;
    run.error = error;
    this.#tell(run, state === "failed" ? "error" : "warning", error.message);
    this.#changed(run);
  }

  #changed(run: Run): void {
    for (const watcher of this.#watchers) watcher(structuredClone(run));
  }

  #tell(run: Run, level: LogLevel, message: string): void {
    const lines = this.#logs.get(run.id) ?? [];
    lines.push({ seq: lines.length + 1, at: instant(this.#now()), level, message });
    this.#logs.set(run.id, lines);
  }

  /** Gives a run of the seed the log that it would have left. */
  #narrate(run: Run): void {
    const lines: LogEntry[] = [];
    const add = (at: string | null | undefined, level: LogLevel, message: string) =>
      lines.push({ seq: lines.length + 1, at: at ?? run.createdAt, level, message });
    add(run.startedAt, "info", `Taken by ${run.worker}`);
    for (const disk of run.disks) {
      add(
        run.startedAt,
        disk.mode === "compare" ? "warning" : "info",
        `Disk ${disk.disk}: ${disk.mode}, ${disk.reason}`,
      );
    }
    if (run.error !== null) add(run.finishedAt, "error", run.error.message);
    else add(run.finishedAt, "info", `Committed point ${run.point}`);
    this.#logs.set(run.id, lines);
  }
}
