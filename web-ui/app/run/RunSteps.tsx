import { Loader, Text } from "@mantine/core";
import type { Step, StepState } from "../api/types";
import { AlertIcon, CheckIcon, CrossIcon } from "../ui/icons";
import { Elapsed } from "../ui/Quantity";
import classes from "./RunSteps.module.css";

interface RunStepsProps {
  steps: readonly Step[];
  /** Whether more may come. */
  active: boolean;
}

/** The steps of a run in the order they began, with how long each took. */
export function RunSteps({ steps, active }: RunStepsProps) {
  if (steps.length === 0) {
    return (
      <Text size="sm" c="dimmed" p="md">
        {active ? "No step has begun yet." : "No step was begun."}
      </Text>
    );
  }
  return (
    <ol className={classes.steps} aria-label="Steps">
      {steps.map((step) => (
        <li key={`${step.name} ${step.startedAt}`} className={classes.step} data-state={step.state}>
          <span className={classes.mark}>
            <StepMark state={step.state} />
          </span>
          <span className={classes.name}>{step.name}</span>
          <span className={classes.state}>{step.state === "succeeded" ? "" : step.state}</span>
          <span className={classes.elapsed}>
            <Elapsed from={step.startedAt} to={step.finishedAt} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function StepMark({ state }: { state: StepState }) {
  switch (state) {
    case "running":
      return <Loader size={14} aria-hidden="true" />;
    case "succeeded":
      return <CheckIcon size={14} />;
    case "failed":
      return <AlertIcon size={14} />;
    case "cancelled":
      return <CrossIcon size={14} />;
  }
}
