import type { components } from "./schema";

// The names the dashboard uses for the generated types; the shapes themselves come from openapi.json.
type Schemas = components["schemas"];

export type Machine = Schemas["MachineView"];
export type LastPoint = Schemas["LastPointView"];
export type LastRun = Schemas["LastRunView"];
export type Protection = Schemas["ProtectionView"];
export type ProtectionState = Schemas["ProtectionState"];
export type Coverage = Schemas["CoverageView"];
export type WhyNot = Schemas["WhyNot"];
export type Point = Schemas["PointView"];
export type PointDisk = Schemas["PointDiskView"];
export type DiskMode = Schemas["DiskMode"];
export type RequestedMode = Schemas["RequestedMode"];
export type Repository = Schemas["RepositoryView"];
export type Run = Schemas["RunView"];
export type RunState = Schemas["RunState"];
export type RunKind = Schemas["RunKind"];
export type Step = Schemas["StepView"];
export type StepState = Schemas["StepState"];
export type Progress = Schemas["ProgressView"];
export type DiskReport = Schemas["DiskReportView"];
export type LogEntry = Schemas["RunLogLine"];
export type LogLevel = Schemas["LogLevel"];
export type StartRun = Schemas["StartRun"];
export type StartRestore = Schemas["StartRestore"];
export type RestoreFormat = Schemas["RestoreFormat"];
export type Role = Schemas["Role"];
export type Permission = Schemas["Permission"];
export type ProblemDocument = Schemas["Problem"];
export type FieldProblem = Schemas["FieldProblem"];
