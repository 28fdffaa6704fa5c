import { Modal, PasswordInput, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "../api/client";
import type { User } from "../api/types";
import { DialogForm } from "../ui/DialogForm";

export const PASSWORD_RULES =
  "At least 12 characters, and 5 different ones; no common word, and not the name";

/** Gives a user another password, which ends the user's sessions. */
export function NewPassword({ user, onClose }: { user: User; onClose: () => void }) {
  const [password, setPassword] = useState("");
  const change = useMutation({
    mutationFn: () =>
      unwrap(
        client.PUT("/api/v1/users/{id}/password", { params: { path: { id: user.id } }, body: { password } }),
      ),
    onSuccess: onClose,
    gcTime: 0,
  });
  return (
    <Modal opened onClose={onClose} title={`New password for ${user.name}`} centered>
      <DialogForm
        action="Give"
        incomplete={password === ""}
        failed="The password could not be changed"
        attempt={change}
        onSubmit={() => change.mutate()}
        onClose={onClose}
      >
        <Text size="sm">It ends all sessions of {user.name}; tokens stay.</Text>
        <PasswordInput
          label="Password"
          description={PASSWORD_RULES}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="new-password"
          data-autofocus
        />
      </DialogForm>
    </Modal>
  );
}
