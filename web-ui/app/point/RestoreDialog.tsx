import { Button, Group, Modal, NativeSelect, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useNavigate } from "react-router";
import { Attempt } from "../api/attempt";
import { client, unwrap } from "../api/client";
import { runQuery } from "../api/queries";
import type { Point, RestoreFormat, StartRestore } from "../api/types";
import { formatTime } from "../format/time";
import { CommandLine } from "../ui/CommandLine";
import { ProblemAlert } from "../ui/ProblemAlert";
import { restoreCommand } from "./restoreCommand";

interface RestoreDialogProps {
  point: Point;
  /** Where the point's repository is, for the command line; null when not known. */
  location: string | null;
  onClose: () => void;
}

const FORMATS: { value: RestoreFormat; label: string }[] = [
  { value: "qcow2", label: "qcow2" },
  { value: "raw", label: "raw (sparse)" },
];

/** Asks what to restore to where, starts it, and goes to its run. */
export function RestoreDialog({ point, location, onClose }: RestoreDialogProps) {
  const formatId = useId();
  const [disk, setDisk] = useState(point.disks[0]?.name ?? "");
  const [target, setTarget] = useState("");
  const [format, setFormat] = useState<RestoreFormat>("qcow2");
  const [touched, setTouched] = useState(false);
  const restore = useRestore();
  const wrong = targetWrong(target);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    if (wrong === null) restore.mutate({ point: point.id, disk, target, format });
  };
  return (
    <Modal opened onClose={onClose} title={`Restore ${point.machine.name}`} size="lg" centered>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm" c="dimmed">
            Point of {formatTime(point.createdAt)} in repository {point.repository.name}. The disk is written
            to a new file; the machine's own image is not touched.
          </Text>
          {restore.error !== null && (
            <ProblemAlert what="The restore could not be started" problem={restore.error} />
          )}
          <NativeSelect
            label="Disk"
            value={disk}
            onChange={(event) => setDisk(event.currentTarget.value)}
            data={point.disks.map((each) => each.name)}
          />
          <TextInput
            label="Target path"
            description="A file that does not exist yet, on a worker of the machine's pool, below one of its image roots"
            placeholder={`/var/lib/libvirt/images/${point.machine.name}-${disk}-restored.${extension(format)}`}
            value={target}
            onChange={(event) => setTarget(event.currentTarget.value)}
            error={touched ? wrong : null}
            data-autofocus
          />
          <div>
            <Text size="sm" fw={500} id={formatId}>
              Format
            </Text>
            <SegmentedControl
              mt={4}
              aria-labelledby={formatId}
              value={format}
              onChange={(value) => setFormat(value)}
              data={FORMATS}
            />
          </div>
          <CommandLine
            label="The same without the server, with the bucket alone"
            command={restoreCommand({ point: point.id, disk, target, format, location })}
          />
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
            <Button type="submit" loading={restore.isPending}>
              Restore
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function useRestore() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [attempt] = useState(() => new Attempt());
  return useMutation({
    mutationFn: (body: StartRestore) =>
      attempt.send(body, (key) =>
        unwrap(client.POST("/api/v1/restores", { params: { header: { "Idempotency-Key": key } }, body })),
      ),
    onSuccess: (run) => {
      queryClient.setQueryData(runQuery(run.id).queryKey, run);
      void queryClient.invalidateQueries({ queryKey: ["runs", "list"] });
      void navigate(`/runs/${run.id}`);
    },
  });
}

function targetWrong(target: string): string | null {
  if (target === "") return "Say which file to write.";
  return target.startsWith("/") ? null : "Give an absolute path: it starts with “/”.";
}

function extension(format: RestoreFormat): string {
  return format === "qcow2" ? "qcow2" : "img";
}
