import { Button, Menu } from "@mantine/core";
import type { UseMutationResult } from "@tanstack/react-query";
import type { Machine, Repository } from "../api/types";
import { useReasonNot } from "../api/usePermission";
import { isActive, kindTitle } from "../run/runState";
import { ChevronIcon } from "../ui/icons";
import { ReasonedButton } from "../ui/ReasonedButton";

interface BackUpNowProps {
  machine: Machine;
  /** Undefined while they are being read. */
  repositories: readonly Repository[] | undefined;
  backUp: Pick<
    UseMutationResult<unknown, unknown, { machine: string; repository: string }>,
    "mutate" | "isPending" | "variables"
  >;
  size?: "xs" | "sm";
}

/** One press where there is one repository, a choice where there are several, the reason where there is none. */
export function BackUpNow({ machine, repositories, backUp, size = "sm" }: BackUpNowProps) {
  const ready = (repositories ?? []).filter((repository) => repository.state === "ready");
  const notPermitted = useReasonNot("backup", "starting backups");
  const reason = notPermitted ?? reasonNot(machine, repositories, ready);
  const start = (repository: Repository) => backUp.mutate({ machine: machine.id, repository: repository.id });
  const loading = backUp.isPending && backUp.variables?.machine === machine.id;
  const name = `Back up now: ${machine.name}`;
  const [only, ...others] = ready;

  if (reason !== null || only === undefined || others.length === 0) {
    return (
      <ReasonedButton
        size={size}
        variant="light"
        aria-label={name}
        loading={loading}
        disabledReason={reason}
        onClick={() => only !== undefined && start(only)}
      >
        Back up now
      </ReasonedButton>
    );
  }
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          size={size}
          variant="light"
          aria-label={name}
          loading={loading}
          rightSection={<ChevronIcon size={14} />}
        >
          Back up now
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>To which repository?</Menu.Label>
        {ready.map((repository) => (
          <Menu.Item key={repository.id} onClick={() => start(repository)}>
            {repository.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function reasonNot(
  machine: Machine,
  repositories: readonly Repository[] | undefined,
  ready: readonly Repository[],
): string | null {
  if (machine.lastRun !== null && isActive(machine.lastRun.state)) {
    return `A ${kindTitle(machine.lastRun.kind).toLowerCase()} of this machine is ${machine.lastRun.state}.`;
  }
  if (machine.disks.length === 0) return "This machine has no disks.";
  if (repositories === undefined) return "The repositories are not known yet.";
  if (ready.length > 0) return null;
  const [first] = repositories;
  if (first === undefined) return "There is no repository yet.";
  return first.state === "failed"
    ? `Repository ${first.name} could not be opened. Its connection run says why.`
    : `Repository ${first.name} is still being connected.`;
}
