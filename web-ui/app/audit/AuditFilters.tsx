import { Button, Group, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useSearchParams } from "react-router";
import type { AuditFilter } from "../api/queries";
import { formatTime } from "../format/time";

const TEXTS = ["caller", "operation", "subject"] as const;
const TIMES = ["from", "to"] as const;

/** Which requests the address asks for, so that a filtered trail can be passed on as a link. */
export function useAuditFilter(): AuditFilter {
  const [search] = useSearchParams();
  // An address may name a filter without a value, which the server refuses.
  const of = (name: string) => search.get(name) || undefined;
  return {
    caller: of("caller"),
    operation: of("operation"),
    subject: of("subject"),
    from: of("from"),
    to: of("to"),
  };
}

export function filtered(filter: AuditFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

/** Typed, then asked for at once: each answer may read much of a long trail. */
export function AuditFilters({ filter }: { filter: AuditFilter }) {
  const [, setSearch] = useSearchParams();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const asked = new URLSearchParams();
    for (const name of TEXTS) {
      const text = String(typed.get(name) ?? "").trim();
      if (text !== "") asked.set(name, text);
    }
    for (const name of TIMES) {
      const time = String(typed.get(name) ?? "");
      if (time !== "") asked.set(name, new Date(time).toISOString());
    }
    setSearch(asked);
  };
  return (
    // A new form whenever the address asks for something else, so that it shows what is asked for.
    <form onSubmit={submit} key={JSON.stringify(filter)} aria-label="Which requests" noValidate>
      <Group gap="xs" align="end">
        <TextInput
          name="caller"
          label="Who"
          placeholder="name or id"
          defaultValue={filter.caller}
          size="xs"
        />
        <TextInput
          name="operation"
          label="What"
          placeholder="deleteMachine"
          defaultValue={filter.operation}
          size="xs"
        />
        <TextInput name="subject" label="Of" placeholder="id" defaultValue={filter.subject} size="xs" />
        <TimeInput name="from" label="From" value={filter.from} />
        <TimeInput name="to" label="To" value={filter.to} />
        <Button type="submit" size="xs" variant="default">
          Show
        </Button>
      </Group>
    </form>
  );
}

interface TimeInputProps {
  name: string;
  label: string;
  /** An instant; shown in local time. */
  value: string | undefined;
}

function TimeInput({ name, label, value }: TimeInputProps) {
  const [local] = useState(() =>
    value === undefined || Number.isNaN(Date.parse(value)) ? "" : formatTime(value).replace(" ", "T"),
  );
  return (
    <TextInput type="datetime-local" step={1} name={name} label={label} defaultValue={local} size="xs" />
  );
}
