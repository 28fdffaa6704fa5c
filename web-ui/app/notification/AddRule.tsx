import { Checkbox, Group, Modal, NativeSelect, SegmentedControl, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { client, unwrap } from "../api/client";
import { rulesQuery } from "../api/queries";
import type { Channel, NotifiedOutcome, RuleDefinition, RunKind } from "../api/types";
import { labelsWrong } from "../format/labels";
import { kindTitle, RUN_KINDS } from "../run/runState";
import { DialogForm } from "../ui/DialogForm";

const OUTCOMES: readonly NotifiedOutcome[] = ["failed", "lost", "warning", "recovered", "succeeded"];

type About = "runs" | "digest";

/** Asks what is to be told by which channel. */
export function AddRule({ channels, onClose }: { channels: readonly Channel[]; onClose: () => void }) {
  const aboutId = useId();
  const [name, setName] = useState("");
  const [channel, setChannel] = useState(channels[0]?.id ?? "");
  const [about, setAbout] = useState<About>("runs");
  const [outcomes, setOutcomes] = useState<NotifiedOutcome[]>(["failed", "lost", "recovered"]);
  const [kinds, setKinds] = useState<RunKind[]>([]);
  const [label, setLabel] = useState("");
  const [cron, setCron] = useState("0 0 7 * * ?");
  const [timeZone, setTimeZone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [touched, setTouched] = useState(false);
  const add = useAddRule(onClose);
  const labelWrong = label.trim() === "" ? null : labelsWrong([label.trim()]);
  const right = name.trim() !== "" && (about === "digest" || (outcomes.length > 0 && labelWrong === null));

  const submit = () => {
    setTouched(true);
    if (!right) return;
    const equals = label.indexOf("=");
    const narrowed =
      label.trim() === ""
        ? null
        : { key: label.slice(0, equals).trim(), value: label.slice(equals + 1).trim() };
    const what: Pick<RuleDefinition, "runs" | "digest"> =
      about === "runs"
        ? { runs: { outcomes, kinds, machine: null, policy: null, label: narrowed } }
        : { digest: { cron: cron.trim(), timeZone: timeZone.trim() } };
    add.mutate({ name: name.trim(), channel, ...what, enabled: true });
  };
  return (
    <Modal opened onClose={onClose} title="Add a rule" size="lg" centered>
      <DialogForm
        action="Add"
        failed="The rule could not be added"
        attempt={add}
        onSubmit={submit}
        onClose={onClose}
      >
        <TextInput
          label="Name"
          placeholder="production fails"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={touched && name.trim() === "" ? "Say how the rule is called." : null}
          data-autofocus
        />
        <NativeSelect
          label="Channel"
          value={channel}
          onChange={(event) => setChannel(event.currentTarget.value)}
          data={channels.map((each) => ({ value: each.id, label: each.name }))}
        />
        <div>
          <Text size="sm" fw={500} id={aboutId}>
            Tells
          </Text>
          <SegmentedControl
            mt={4}
            aria-labelledby={aboutId}
            value={about}
            onChange={(value) => setAbout(value)}
            data={[
              { value: "runs", label: "Each run that ended" },
              { value: "digest", label: "A digest of late machines" },
            ]}
          />
        </div>
        {about === "runs" ? (
          <>
            <Checks
              label="Outcomes"
              description="Recovered: done, after the one before it was not"
              all={OUTCOMES}
              chosen={outcomes}
              onChange={setOutcomes}
              error={touched && outcomes.length === 0 ? "Choose at least one." : null}
            />
            <Checks
              label="Kinds"
              description="All when none is chosen"
              all={RUN_KINDS}
              chosen={kinds}
              onChange={setKinds}
              title={kindTitle}
              error={null}
            />
            <TextInput
              label="Label"
              description="Only runs of machines that have it; may be left empty. Rules about one machine or policy are made by REST"
              placeholder="env=production"
              value={label}
              onChange={(event) => setLabel(event.currentTarget.value)}
              error={touched ? labelWrong : null}
            />
          </>
        ) : (
          <Group grow align="start">
            <TextInput
              label="Schedule"
              description="Quartz cron expression"
              value={cron}
              onChange={(event) => setCron(event.currentTarget.value)}
            />
            <TextInput
              label="Time zone"
              description="Such as Europe/Vienna"
              value={timeZone}
              onChange={(event) => setTimeZone(event.currentTarget.value)}
            />
          </Group>
        )}
      </DialogForm>
    </Modal>
  );
}

interface ChecksProps<T extends string> {
  label: string;
  description: string;
  all: readonly T[];
  chosen: readonly T[];
  title?: (value: T) => string;
  error: string | null;
  onChange: (chosen: T[]) => void;
}

function Checks<T extends string>({
  label,
  description,
  all,
  chosen,
  title,
  error,
  onChange,
}: ChecksProps<T>) {
  return (
    <Checkbox.Group
      label={label}
      description={description}
      value={[...chosen]}
      onChange={(values) => onChange(all.filter((each) => values.includes(each)))}
      error={error}
    >
      <Group gap="md" mt={6}>
        {all.map((each) => (
          <Checkbox key={each} value={each} label={title === undefined ? each : title(each)} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}

function useAddRule(onAdded: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: RuleDefinition) => unwrap(client.POST("/api/v1/notifications/rules", { body })),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: rulesQuery.queryKey });
      onAdded();
    },
  });
}
