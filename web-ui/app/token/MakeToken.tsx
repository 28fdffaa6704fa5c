import { Alert, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Rights, RightsInput } from "../access/RightsInput";
import { rolesWithin } from "../access/roles";
import { client, unwrap } from "../api/client";
import { sessionQuery, tokensQuery } from "../api/queries";
import type { CreateToken, NewToken } from "../api/types";
import { labelsOf, labelsWrong } from "../format/labels";
import { CommandLine } from "../ui/CommandLine";
import { DialogForm } from "../ui/DialogForm";
import { AlertIcon } from "../ui/icons";

/** Makes a token and shows it, this once. */
export function MakeToken({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<NewToken | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      title={made === null ? "Make a token" : `Token ${made.name}`}
      size="lg"
      centered
      // What is shown only once is not closed by a slip.
      closeOnClickOutside={made === null}
      closeOnEscape={made === null}
    >
      {made === null ? (
        <TokenForm onMade={setMade} onClose={onClose} />
      ) : (
        <Shown token={made} onClose={onClose} />
      )}
    </Modal>
  );
}

interface TokenFormProps {
  onMade: (token: NewToken) => void;
  onClose: () => void;
}

function TokenForm({ onMade, onClose }: TokenFormProps) {
  const { data: session } = useQuery(sessionQuery);
  const [name, setName] = useState("");
  const [expires, setExpires] = useState("");
  const [rights, setRights] = useState<Rights>({
    role: session?.role === "backup-only" ? "backup-only" : "viewer",
    bounds: [],
  });
  const [touched, setTouched] = useState(false);
  const make = useMakeToken(onMade);
  const nameless = name.trim() === "";

  const submit = () => {
    setTouched(true);
    if (nameless || labelsWrong(rights.bounds) !== null) return;
    make.mutate({
      name: name.trim(),
      role: rights.role,
      bounds: labelsOf(rights.bounds),
      expiresAt: expires === "" ? null : new Date(expires).toISOString(),
    });
  };
  return (
    <DialogForm
      action="Make"
      failed="The token could not be made"
      attempt={make}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        description="What it is for; tokens are listed and audited by it"
        placeholder="prometheus"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={touched && nameless ? "Say how the token is called." : null}
        data-autofocus
      />
      <RightsInput
        rights={rights}
        roles={session === undefined ? [rights.role] : rolesWithin(session.role)}
        onChange={setRights}
      />
      <TextInput
        type="datetime-local"
        label="Expires"
        description="From then on it opens nothing, in this browser's time; empty for never"
        value={expires}
        onChange={(event) => setExpires(event.currentTarget.value)}
      />
    </DialogForm>
  );
}

function useMakeToken(onMade: (token: NewToken) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateToken) => unwrap(client.POST("/api/v1/tokens", { body })),
    onSuccess: (token) => {
      void queryClient.invalidateQueries({ queryKey: tokensQuery.queryKey });
      onMade(token);
    },
    // The answer is a secret: it lives in the dialog and nowhere else.
    gcTime: 0,
  });
}

function Shown({ token, onClose }: { token: NewToken; onClose: () => void }) {
  return (
    <Stack>
      <Alert color="yellow" icon={<AlertIcon size={18} />} title="It is shown this once">
        <Text size="sm">
          The server keeps only its hash. Whoever has the token may what it may; a lost one is revoked and
          made anew.
        </Text>
      </Alert>
      <CommandLine label="Token" command={token.token} />
      <Group justify="end">
        <Button onClick={onClose}>I have kept it</Button>
      </Group>
    </Stack>
  );
}
