import { Button, Group, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { ProblemAlert } from "./ProblemAlert";

interface DialogFormProps {
  /** What the button says that sends the form. */
  action: string;
  /** Whether the form cannot be sent yet. */
  incomplete?: boolean;
  /** What is said when it was refused: "The user could not be added". */
  failed: string;
  attempt: { isPending: boolean; error: unknown; reset: () => void };
  onSubmit: () => void;
  onClose: () => void;
  /** The fields, which say themselves what is wrong with them. */
  children: ReactNode;
}

/** The form of a dialog: what was refused above its fields, the ways out below. */
export function DialogForm({
  action,
  incomplete = false,
  failed,
  attempt,
  onSubmit,
  onClose,
  children,
}: DialogFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {attempt.error !== null && (
          <ProblemAlert what={failed} problem={attempt.error} onClose={attempt.reset} />
        )}
        {children}
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <Button type="submit" loading={attempt.isPending} disabled={incomplete}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
