import { Modal, PasswordInput, SegmentedControl, TagsInput, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { client, unwrap } from "../api/client";
import { channelsQuery } from "../api/queries";
import type { ChannelDefinition } from "../api/types";
import { DialogForm } from "../ui/DialogForm";

const KINDS: { value: ChannelDefinition["kind"]; label: string }[] = [
  { value: "webhook", label: "Webhook" },
  { value: "email", label: "E-mail" },
];

/** Asks where notifications are to go. */
export function AddChannel({ onClose }: { onClose: () => void }) {
  const kindId = useId();
  const [name, setName] = useState("");
  const [kind, setKind] = useState<ChannelDefinition["kind"]>("webhook");
  const [url, setUrl] = useState("");
  const [secret, setSecret] = useState("");
  const [recipients, setRecipients] = useState<string[]>([]);
  const [touched, setTouched] = useState(false);
  const add = useAddChannel(onClose);
  const missing = {
    name: name.trim() === "",
    url: kind === "webhook" && url.trim() === "",
    secret: kind === "webhook" && secret.length < 16,
    recipients: kind === "email" && recipients.length === 0,
  };

  const submit = () => {
    setTouched(true);
    if (Object.values(missing).some(Boolean)) return;
    const where = kind === "webhook" ? { url: url.trim(), secret } : { recipients };
    add.mutate({ name: name.trim(), kind, ...where });
  };
  return (
    <Modal opened onClose={onClose} title="Add a channel" size="lg" centered>
      <DialogForm
        action="Add"
        failed="The channel could not be added"
        attempt={add}
        onSubmit={submit}
        onClose={onClose}
      >
        <TextInput
          label="Name"
          placeholder="operators"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={touched && missing.name ? "Say how the channel is called." : null}
          data-autofocus
        />
        <div>
          <Text size="sm" fw={500} id={kindId}>
            By
          </Text>
          <SegmentedControl
            mt={4}
            aria-labelledby={kindId}
            value={kind}
            onChange={(value) => setKind(value)}
            data={KINDS}
          />
        </div>
        {kind === "webhook" ? (
          <>
            <TextInput
              label="Address"
              description="What is told is sent there as JSON, by POST"
              placeholder="https://hooks.example.org/tidemark"
              value={url}
              onChange={(event) => setUrl(event.currentTarget.value)}
              error={touched && missing.url ? "Give the receiver's address." : null}
            />
            <PasswordInput
              label="Secret"
              description="Signs what is sent; the receiver has it, too. At least 16 characters, and never shown again"
              value={secret}
              onChange={(event) => setSecret(event.currentTarget.value)}
              error={touched && missing.secret ? "Give at least 16 characters." : null}
              autoComplete="new-password"
            />
          </>
        ) : (
          <TagsInput
            label="Recipients"
            description="Addresses; press Enter after each"
            placeholder={recipients.length === 0 ? "backup@example.org" : undefined}
            value={recipients}
            onChange={setRecipients}
            acceptValueOnBlur
            error={touched && missing.recipients ? "Give at least one address." : null}
          />
        )}
      </DialogForm>
    </Modal>
  );
}

function useAddChannel(onAdded: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: ChannelDefinition) => unwrap(client.POST("/api/v1/notifications/channels", { body })),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey });
      onAdded();
    },
    // The secret is kept no longer than it takes to send it.
    gcTime: 0,
  });
}
