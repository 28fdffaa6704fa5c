import { Modal, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Rights, RightsInput } from "../access/RightsInput";
import { ROLES } from "../access/roles";
import { client, unwrap } from "../api/client";
import { usersQuery } from "../api/queries";
import type { CreateUser } from "../api/types";
import { labelsOf, labelsWrong } from "../format/labels";
import { DialogForm } from "../ui/DialogForm";
import { PASSWORD_RULES } from "./NewPassword";

/** Lets somebody log in by name and password. */
export function AddUser({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [rights, setRights] = useState<Rights>({ role: "viewer", bounds: [] });
  const [touched, setTouched] = useState(false);
  const add = useAddUser(onClose);
  const nameless = name.trim() === "";

  const submit = () => {
    setTouched(true);
    if (nameless || password === "" || labelsWrong(rights.bounds) !== null) return;
    add.mutate({ name: name.trim(), password, role: rights.role, bounds: labelsOf(rights.bounds) });
  };
  return (
    <Modal opened onClose={onClose} title="Add a user" size="lg" centered>
      <DialogForm
        action="Add"
        failed="The user could not be added"
        attempt={add}
        onSubmit={submit}
        onClose={onClose}
      >
        <TextInput
          label="Name"
          description="To log in with; case makes no difference"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={touched && nameless ? "Say how the user is called." : null}
          autoComplete="off"
          data-autofocus
        />
        <PasswordInput
          label="Password"
          description={PASSWORD_RULES}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={touched && password === "" ? "Give a password to begin with." : null}
          autoComplete="new-password"
        />
        <RightsInput rights={rights} roles={ROLES} onChange={setRights} />
      </DialogForm>
    </Modal>
  );
}

function useAddUser(onAdded: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateUser) => unwrap(client.POST("/api/v1/users", { body })),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: usersQuery.queryKey });
      onAdded();
    },
    // A password is kept no longer than it takes to send it.
    gcTime: 0,
  });
}
