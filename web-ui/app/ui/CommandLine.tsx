import { ActionIcon, Code, CopyButton, Group, Stack, Text, Tooltip } from "@mantine/core";
import classes from "./CommandLine.module.css";
import { CheckIcon, CopyIcon } from "./icons";

interface CommandLineProps {
  label: string;
  command: string;
}

/** A command that does what the page is about, ready to be copied. */
export function CommandLine({ label, command }: CommandLineProps) {
  return (
    <Stack gap={4}>
      <Group justify="space-between" align="end">
        <Text size="xs" c="dimmed">
          {label}
        </Text>
        {navigator.clipboard !== undefined && <Copy what={label} text={command} />}
      </Group>
      <Code block className={classes.command}>
        {command}
      </Code>
    </Stack>
  );
}

function Copy({ what, text }: { what: string; text: string }) {
  return (
    <CopyButton value={text} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? "Copied" : "Copy"}>
          <ActionIcon
            size="sm"
            variant="subtle"
            color={copied ? "green" : "gray"}
            onClick={copy}
            aria-label={`Copy: ${what}`}
          >
            {copied ? <CheckIcon size={14} /> : <CopyIcon size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
