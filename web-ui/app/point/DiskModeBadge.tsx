import { Badge } from "@mantine/core";
import type { DiskMode } from "../api/types";

const COLOR: Record<DiskMode, string> = { full: "blue", bitmap: "tide", compare: "yellow" };

const MEANING: Record<DiskMode, string> = {
  full: "Everything was read: there was no earlier point",
  bitmap: "Only what the mark names was read",
  compare: "Everything was read, only differences were stored",
};

/** How a disk was read. */
export function DiskModeBadge({ mode }: { mode: DiskMode }) {
  return (
    <Badge size="sm" variant="light" color={COLOR[mode]} tt="none" title={MEANING[mode]}>
      {mode}
    </Badge>
  );
}
