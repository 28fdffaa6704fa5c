import { Button, Group, Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { ProblemAlert } from "./ProblemAlert";

interface ConfirmProps {
  title: string;
  /** What the button says that does it. */
  action: string;
  /** What the button says that leaves everything as it is. */
  stay?: string;
  /** What is said when it was refused: "The token could not be revoked". */
  failed: string;
  attempt: { mutate: () => void; isPending: boolean; error: unknown };
  onClose: () => void;
  /** What comes of it. */
  children: ReactNode;
}

/** Asks once more before something is done that cannot be undone. */
export function Confirm({
  title,
  action,
  stay = "Keep it",
  failed,
  attempt,
  onClose,
  children,
}: ConfirmProps) {
  return (
    <Modal opened onClose={onClose} title={title} centered>
      <Stack>
        {children}
        {attempt.error !== null && <ProblemAlert what={failed} problem={attempt.error} />}
        <Group justify="end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {stay}
          </Button>
          <Button color="red" loading={attempt.isPending} onClick={() => attempt.mutate()}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
