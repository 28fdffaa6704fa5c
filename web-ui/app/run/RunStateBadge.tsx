import { Badge, Loader } from "@mantine/core";
import type { RunState } from "../api/types";
import { AlertIcon, CheckIcon, CrossIcon } from "../ui/icons";
import { STATE_COLOR } from "./runState";

export function RunStateBadge({ state }: { state: RunState }) {
  return (
    <Badge color={STATE_COLOR[state]} variant="light" tt="none" leftSection={<StateIcon state={state} />}>
      {state}
    </Badge>
  );
}

function StateIcon({ state }: { state: RunState }) {
  switch (state) {
    case "running":
      return <Loader size={10} color="tide" aria-hidden="true" />;
    case "succeeded":
      return <CheckIcon size={12} />;
    case "failed":
    case "cancelled":
      return <CrossIcon size={12} />;
    case "warning":
    case "lost":
      return <AlertIcon size={12} />;
    case "queued":
      return null;
  }
}
