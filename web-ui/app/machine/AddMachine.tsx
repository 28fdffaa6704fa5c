import { Modal, NativeSelect, TextInput } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { Attempt } from "../api/attempt";
import { client, unwrap } from "../api/client";
import { itemsOf, poolsQuery } from "../api/queries";
import type { CreateMachine } from "../api/types";
import { useReasonNot } from "../api/usePermission";
import { labelsOf, labelsWrong } from "../format/labels";
import { CommandLine } from "../ui/CommandLine";
import { DialogForm } from "../ui/DialogForm";
import { LabelsInput } from "../ui/LabelsInput";
import { ReasonedButton } from "../ui/ReasonedButton";
import { addMachineCommand } from "./commands";
import { type DiskDraft, DisksInput, disksOf, disksWrong, newDisk } from "./DisksInput";

const DEFAULT_POOL = "default";

/** Opens the dialog that makes a machine. */
export function AddMachine() {
  const notPermitted = useReasonNot("configure", "protecting machines");
  const [open, setOpen] = useState(false);
  return (
    <>
      <ReasonedButton disabledReason={notPermitted} onClick={() => setOpen(true)}>
        Protect a machine
      </ReasonedButton>
      {open && <AddMachineDialog onClose={() => setOpen(false)} />}
    </>
  );
}

/** Asks for a machine's name and images, makes it, and goes to it. */
function AddMachineDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [pool, setPool] = useState(DEFAULT_POOL);
  const [disks, setDisks] = useState<DiskDraft[]>(() => [newDisk()]);
  const [labels, setLabels] = useState<string[]>([]);
  const [touched, setTouched] = useState(false);
  const pools = useInfiniteQuery(poolsQuery);
  const names = itemsOf(pools.data).map((each) => each.name);
  const make = useMakeMachine();
  const machine: CreateMachine = {
    name: name.trim(),
    pool,
    disks: disksOf(disks),
    labels: labelsWrong(labels) === null ? labelsOf(labels) : {},
  };

  const submit = () => {
    setTouched(true);
    const right = machine.name !== "" && !disksWrong(disks) && labelsWrong(labels) === null;
    if (right) make.mutate(machine);
  };
  return (
    <Modal opened onClose={onClose} title="Protect a machine" size="xl" centered>
      <DialogForm
        action="Protect"
        failed="The machine could not be made"
        attempt={make}
        onSubmit={submit}
        onClose={onClose}
      >
        <TextInput
          label="Machine"
          description="The name that its points carry from now on; it cannot be changed later"
          placeholder="web-01"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={touched && machine.name === "" ? "Say how the machine is called." : null}
          data-autofocus
        />
        <NativeSelect
          label="Pool"
          description="Whose workers see the images"
          value={pool}
          onChange={(event) => setPool(event.currentTarget.value)}
          data={names.includes(pool) ? names : [pool, ...names]}
        />
        <DisksInput pool={pool} disks={disks} touched={touched} onChange={setDisks} />
        <LabelsInput
          label="Labels"
          description="What policies and rights may choose the machine by."
          value={labels}
          onChange={setLabels}
        />
        <CommandLine label="The same on the command line" command={addMachineCommand(machine)} />
      </DialogForm>
    </Modal>
  );
}

function useMakeMachine() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [attempt] = useState(() => new Attempt());
  return useMutation({
    mutationFn: (body: CreateMachine) =>
      attempt.send(body, (key) =>
        unwrap(client.POST("/api/v1/machines", { params: { header: { "Idempotency-Key": key } }, body })),
      ),
    onSuccess: (machine) => {
      void queryClient.invalidateQueries({ queryKey: ["machines"] });
      void queryClient.invalidateQueries({ queryKey: ["pools"] });
      void navigate(`/machines/${machine.id}`);
    },
  });
}
