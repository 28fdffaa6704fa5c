import type { Coverage, Machine, WhyNot } from "../app/api/types";
import { mockId } from "./seed";

const NIGHTS = ["2027-01-04", "2027-01-05", "2027-01-06", "2027-01-07", "2027-01-08"].map(
  (day) => `${day}T02:00:00Z`,
);
const NOT_NAMED: WhyNot = { reason: "not-named", key: null, wanted: null, found: null };

/** What the mock's three policies say of a machine: by label, by name, and not at all. */
export function coverageOf(machine: Machine): Coverage[] {
  const { state, newestPoint, objectiveSeconds } = machine.protection;
  const env = machine.labels.env ?? null;
  const labelled = env === "production";
  const named = machine.name === "db-01" || env === "test";
  return [
    {
      policy: { id: mockId(6, 1), name: "nightly" },
      covered: labelled,
      how: labelled ? "labels" : null,
      nextFireTimes: NIGHTS,
      objectiveSeconds,
      newestPoint,
      late: labelled && state === "late",
      whyNot: labelled
        ? []
        : [
            NOT_NAMED,
            {
              reason: env === null ? "label-missing" : "label-differs",
              key: "env",
              wanted: "production",
              found: env,
            },
          ],
    },
    {
      policy: { id: mockId(6, 2), name: "weekly" },
      covered: named,
      how: named ? "name" : null,
      nextFireTimes: NIGHTS,
      objectiveSeconds: null,
      newestPoint,
      late: false,
      whyNot: named ? [] : [NOT_NAMED],
    },
    {
      policy: { id: mockId(6, 3), name: "yearly" },
      covered: false,
      how: "name",
      nextFireTimes: [],
      objectiveSeconds: null,
      newestPoint,
      late: false,
      whyNot: [{ reason: "disabled", key: null, wanted: null, found: null }],
    },
  ];
}
