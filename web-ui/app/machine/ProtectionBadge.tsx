import { Badge } from "@mantine/core";
import type { Protection, ProtectionState } from "../api/types";
import { formatDuration } from "../format/time";

export const PROTECTION_STATES: readonly ProtectionState[] = ["protected", "late", "never", "uncovered"];

const COLOR: Record<ProtectionState, string> = {
  protected: "green",
  late: "red",
  never: "yellow",
  uncovered: "gray",
};

/** How a machine stands against the objectives of the policies that cover it. */
export function ProtectionBadge({ protection }: { protection: Protection }) {
  return (
    <Badge variant="light" color={COLOR[protection.state]} tt="none" title={meaning(protection)}>
      {protection.state}
    </Badge>
  );
}

function meaning({ state, ageSeconds, objectiveSeconds }: Protection): string {
  const objective = objectiveSeconds === null ? "" : formatDuration(objectiveSeconds * 1000);
  switch (state) {
    case "protected":
      return objective === ""
        ? "A policy covers it; none says how old its newest point may be"
        : `Its newest point is younger than ${objective}`;
    case "late":
      return ageSeconds === null
        ? `It has no point where a policy wants one no older than ${objective}`
        : `Its newest point is ${formatDuration(ageSeconds * 1000)} old, not ${objective} at most`;
    case "never":
      return "A policy covers it, but it has no point yet";
    case "uncovered":
      return "No enabled policy covers it";
  }
}
