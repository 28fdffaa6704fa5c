import { Badge, Button, Group, Stack, Table, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { RightsText } from "../access/RightsText";
import { client, unwrap } from "../api/client";
import { itemsOf, usersQuery } from "../api/queries";
import type { User } from "../api/types";
import { useReasonNot } from "../api/usePermission";
import { Confirm } from "../ui/Confirm";
import { EmptyState } from "../ui/EmptyState";
import { Heading } from "../ui/Heading";
import { Listing } from "../ui/Listing";
import { Ago } from "../ui/Quantity";
import { ReasonedButton } from "../ui/ReasonedButton";
import { type Column, Rows } from "../ui/Section";
import { AddUser } from "./AddUser";
import { ChangeUser } from "./ChangeUser";
import { NewPassword } from "./NewPassword";

const COLUMNS: readonly Column[] = [
  { name: "User" },
  { name: "Role" },
  { name: "Logs in by" },
  { name: "Last log-in" },
  { name: "Actions", silent: true },
];

type Doing = { readonly what: "change" | "password" | "remove"; readonly user: User };

/** Who may log in to this dashboard. */
export function UsersPage() {
  const query = useInfiniteQuery(usersQuery);
  const users = itemsOf(query.data);
  const notPermitted = useReasonNot("administer", "making users");
  const [adding, setAdding] = useState(false);
  const [doing, setDoing] = useState<Doing | null>(null);
  const done = () => setDoing(null);
  return (
    <Stack gap="lg">
      <Heading title="Users">
        <ReasonedButton disabledReason={notPermitted} onClick={() => setAdding(true)}>
          Add a user
        </ReasonedButton>
      </Heading>
      <Listing what="users" query={query} count={users.length} empty={<NoUsers />}>
        <Rows label="Users" columns={COLUMNS}>
          {users.map((user) => (
            <UserRow key={user.id} user={user} onDo={(what) => setDoing({ what, user })} />
          ))}
        </Rows>
      </Listing>
      {adding && <AddUser onClose={() => setAdding(false)} />}
      {doing?.what === "change" && <ChangeUser user={doing.user} onClose={done} />}
      {doing?.what === "password" && <NewPassword user={doing.user} onClose={done} />}
      {doing?.what === "remove" && <RemoveUser user={doing.user} onClose={done} />}
    </Stack>
  );
}

function UserRow({ user, onDo }: { user: User; onDo: (what: Doing["what"]) => void }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {user.name}
        </Text>
        {!user.enabled && (
          <Badge size="sm" variant="light" color="red" tt="none">
            disabled
          </Badge>
        )}
      </Table.Td>
      <Table.Td>
        <RightsText role={user.role} bounds={user.bounds} />
      </Table.Td>
      <Table.Td>{user.origin === "password" ? "password" : "OpenID provider"}</Table.Td>
      <Table.Td>
        {user.lastLogInAt === null ? (
          <Text size="sm" c="dimmed">
            not yet
          </Text>
        ) : (
          <Ago value={user.lastLogInAt} />
        )}
      </Table.Td>
      <Table.Td>
        <Group gap="xs" justify="end" wrap="nowrap">
          <Button
            size="xs"
            variant="default"
            onClick={() => onDo("change")}
            aria-label={`Change ${user.name}`}
          >
            Change
          </Button>
          {user.origin === "password" && (
            <Button
              size="xs"
              variant="default"
              onClick={() => onDo("password")}
              aria-label={`New password for ${user.name}`}
            >
              New password
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            onClick={() => onDo("remove")}
            aria-label={`Remove ${user.name}`}
          >
            Remove
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function RemoveUser({ user, onClose }: { user: User; onClose: () => void }) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => unwrap(client.DELETE("/api/v1/users/{id}", { params: { path: { id: user.id } } })),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: usersQuery.queryKey });
      void queryClient.invalidateQueries({ queryKey: ["tokens"] });
      onClose();
    },
  });
  return (
    <Confirm
      title={`Remove ${user.name}`}
      action="Remove the user"
      failed="The user could not be removed"
      attempt={remove}
      onClose={onClose}
    >
      <Text size="sm">
        {user.name} is out with the next request, and all tokens that {user.name} has made are gone. That
        cannot be undone; to keep the tokens for later, disable the user instead.
        {user.origin === "oidc" &&
          " Whoever the OpenID provider lets in comes back at the next log-in: only a disabled user stays out."}
      </Text>
    </Confirm>
  );
}

function NoUsers() {
  return (
    <EmptyState title="There is no user yet">
      <Text size="sm">
        A user logs in to this dashboard by name and password. Add the first one with role admin; the token
        “initial” can be revoked then.
      </Text>
    </EmptyState>
  );
}
