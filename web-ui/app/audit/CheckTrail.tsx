import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { client, unwrap } from "../api/client";
import type { AuditCheck } from "../api/types";
import { CommandLine } from "../ui/CommandLine";
import { AlertIcon, CheckIcon } from "../ui/icons";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Section } from "../ui/Section";

/** Checks the chain of the trail, together with a head that was kept elsewhere when somebody has one. */
export function CheckTrail() {
  const [number, setNumber] = useState("");
  const [hash, setHash] = useState("");
  const check = useMutation({
    mutationFn: () =>
      unwrap(
        client.GET("/api/v1/audit/check", {
          params: {
            query: number.trim() === "" ? {} : { number: Number(number.trim()), hash: hash.trim() },
          },
        }),
      ),
  });
  const wrong = headWrong(number.trim(), hash.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wrong === null) check.mutate();
  };
  return (
    <Section title="Is the trail intact?">
      <Stack p="md" gap="sm">
        <form onSubmit={submit} noValidate>
          <Group gap="xs" align="end">
            <TextInput
              label="Number of a head"
              description="kept elsewhere; may be left empty"
              size="xs"
              value={number}
              onChange={(event) => setNumber(event.currentTarget.value)}
            />
            <TextInput
              label="Its hash"
              description="64 hexadecimal digits"
              size="xs"
              value={hash}
              onChange={(event) => setHash(event.currentTarget.value)}
              miw={260}
            />
            <Button type="submit" size="xs" loading={check.isPending}>
              Check the chain
            </Button>
          </Group>
        </form>
        {wrong !== null && (
          <Text size="xs" c="red">
            {wrong}
          </Text>
        )}
        {check.error !== null && (
          <ProblemAlert what="The trail could not be checked" problem={check.error} onClose={check.reset} />
        )}
        {check.data !== undefined && <Verdict check={check.data} />}
      </Stack>
    </Section>
  );
}

function headWrong(number: string, hash: string): string | null {
  if (number === "" && hash === "") return null;
  if (!/^\d{1,15}$/.test(number) || !/^[0-9a-f]{64}$/.test(hash)) {
    return "Number and hash of a head belong together: a whole number, and 64 digits from 0 to 9 and a to f.";
  }
  return null;
}

function Verdict({ check: { head, broken } }: { check: AuditCheck }) {
  if (broken !== null) {
    return (
      <Alert
        color="red"
        role="alert"
        icon={<AlertIcon size={18} />}
        title={`The trail is broken at entry ${broken.number}`}
      >
        <Text size="sm">{broken.reason}</Text>
        {broken.expected !== null && <Text size="xs">Expected hash: {broken.expected}</Text>}
        {broken.found !== null && <Text size="xs">Found hash: {broken.found}</Text>}
      </Alert>
    );
  }
  return (
    <Alert
      color="green"
      role="status"
      icon={<CheckIcon size={18} />}
      title={head === null ? "The trail is intact" : `The trail is intact up to entry ${head.number}`}
    >
      {head !== null && (
        <CommandLine
          label="The head, to be kept where the database's administrator cannot write"
          command={`${head.number} ${head.hash}`}
        />
      )}
    </Alert>
  );
}
