import { Button, Stack, Table, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { RightsText } from "../access/RightsText";
import { client, unwrap } from "../api/client";
import { itemsOf, sessionQuery, tokensQuery } from "../api/queries";
import type { Token } from "../api/types";
import { Confirm } from "../ui/Confirm";
import { EmptyState } from "../ui/EmptyState";
import { Heading } from "../ui/Heading";
import { Listing } from "../ui/Listing";
import { Ago, Time } from "../ui/Quantity";
import { ReasonedButton } from "../ui/ReasonedButton";
import { type Column, Rows } from "../ui/Section";
import { useNow } from "../ui/useNow";
import { MakeToken } from "./MakeToken";

const COLUMNS: readonly Column[] = [
  { name: "Token" },
  { name: "Role" },
  { name: "Last used" },
  { name: "Expires" },
  { name: "Made" },
  { name: "Actions", silent: true },
];

/** What programs call the server with: all tokens for an admin, else one's own. */
export function TokensPage() {
  const query = useInfiniteQuery(tokensQuery);
  const tokens = itemsOf(query.data);
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Token | null>(null);
  return (
    <Stack gap="lg">
      <Heading title="Tokens">
        <ReasonedButton disabledReason={useReasonNotToMake()} onClick={() => setMaking(true)}>
          Make a token
        </ReasonedButton>
      </Heading>
      <Listing what="tokens" query={query} count={tokens.length} empty={<NoTokens />}>
        <Rows label="Tokens" columns={COLUMNS}>
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} onRevoke={() => setRevoking(token)} />
          ))}
        </Rows>
      </Listing>
      {making && <MakeToken onClose={() => setMaking(false)} />}
      {revoking !== null && <RevokeToken token={revoking} onClose={() => setRevoking(null)} />}
    </Stack>
  );
}

/** A token that was stolen must not outlive itself, so the server lets only an admin's make others. */
function useReasonNotToMake(): string | null {
  const { data: session } = useQuery(sessionQuery);
  return session === undefined || session.means !== "token" || session.permissions.includes("administer")
    ? null
    : "Log in by name or account to make a token: a token makes others only with role admin and without bounds.";
}

function TokenRow({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const now = useNow(60_000);
  const over = token.expiresAt !== null && Date.parse(token.expiresAt) <= now;
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {token.name}
        </Text>
        <Text size="xs" c="dimmed">
          {token.owner === null ? "nobody's" : `of ${token.owner.name}`}
        </Text>
      </Table.Td>
      <Table.Td>
        <RightsText role={token.role} bounds={token.bounds} />
      </Table.Td>
      <Table.Td>
        {token.lastUsedAt === null ? <Never words="not yet" /> : <Ago value={token.lastUsedAt} />}
      </Table.Td>
      <Table.Td>
        {token.expiresAt === null ? (
          <Never words="never" />
        ) : (
          <>
            <Time value={token.expiresAt} />
            {over && (
              <Text size="xs" c="red">
                expired
              </Text>
            )}
          </>
        )}
      </Table.Td>
      <Table.Td>
        <Time value={token.createdAt} />
      </Table.Td>
      <Table.Td ta="right">
        <Button size="xs" variant="default" onClick={onRevoke} aria-label={`Revoke ${token.name}`}>
          Revoke
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}

function Never({ words }: { words: string }) {
  return (
    <Text size="sm" c="dimmed">
      {words}
    </Text>
  );
}

function RevokeToken({ token, onClose }: { token: Token; onClose: () => void }) {
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => unwrap(client.DELETE("/api/v1/tokens/{id}", { params: { path: { id: token.id } } })),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: tokensQuery.queryKey });
      onClose();
    },
  });
  return (
    <Confirm
      title={`Revoke ${token.name}`}
      action="Revoke the token"
      failed="The token could not be revoked"
      attempt={revoke}
      onClose={onClose}
    >
      <Text size="sm">
        The token opens nothing from the next request on, for whoever has it. That cannot be undone: programs
        that use it need a new one.
      </Text>
    </Confirm>
  );
}

function NoTokens() {
  return (
    <EmptyState title="There is no token of yours">
      <Text size="sm">
        A token lets a program call the server without a password: the command line, a script, Prometheus.
      </Text>
    </EmptyState>
  );
}
