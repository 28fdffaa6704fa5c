import { Alert, Button, Code, Group, List, Text } from "@mantine/core";
import { asProblem } from "../api/problem";
import { AlertIcon } from "./icons";

interface ProblemAlertProps {
  /** What was tried: "The machines could not be read". */
  what: string;
  problem: unknown;
  onRetry?: () => void;
  onClose?: () => void;
}

/** Shows a refused or failed request in the server's words; nothing of them is left out. */
export function ProblemAlert({ what, problem, onRetry, onClose }: ProblemAlertProps) {
  const { title, detail, code, fields } = asProblem(problem);
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      icon={<AlertIcon size={18} />}
      title={what}
      withCloseButton={onClose !== undefined}
      closeButtonLabel="Dismiss"
      onClose={onClose}
    >
      <Text size="sm">
        <Text span size="sm" fw={600}>
          {title}.
        </Text>{" "}
        {detail} {code !== null && <Code>{code}</Code>}
      </Text>
      {fields.length > 0 && (
        <List size="sm" mt={4}>
          {fields.map((field) => (
            <List.Item key={`${field.field} ${field.message}`}>
              <Code>{field.field}</Code> {field.message}
            </List.Item>
          ))}
        </List>
      )}
      {onRetry !== undefined && (
        <Group mt="xs">
          <Button size="xs" variant="light" color="red" onClick={onRetry}>
            Try again
          </Button>
        </Group>
      )}
    </Alert>
  );
}
