import type { Rule } from "../api/types";
import { kindTitle } from "../run/runState";

/** What a rule tells, in a sentence. */
export function ruleWords({ runs, digest }: Pick<Rule, "runs" | "digest">): string {
  if (digest !== null) return `a digest of late machines at ${digest.cron} (${digest.timeZone})`;
  if (runs === null) return "nothing";
  const kinds = runs.kinds ?? [];
  const of = kinds.length === 0 ? "all runs" : kinds.map((kind) => kindTitle(kind).toLowerCase()).join(", ");
  const where = [
    runs.label === null ? null : `machines with ${runs.label.key}=${runs.label.value}`,
    runs.machine === null ? null : "one machine",
    runs.policy === null ? null : "one policy",
  ].filter((each) => each !== null);
  return `${of} ${runs.outcomes.join(", ")}${where.length === 0 ? "" : `, of ${where.join(" and ")}`}`;
}
