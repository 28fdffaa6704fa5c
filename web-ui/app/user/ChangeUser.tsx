import { Modal, Switch, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Rights, RightsInput } from "../access/RightsInput";
import { RightsText } from "../access/RightsText";
import { ROLES } from "../access/roles";
import { client, type Tagged, unwrap, unwrapTagged } from "../api/client";
import { usersQuery } from "../api/queries";
import type { User } from "../api/types";
import { labelsOf, labelsWrong, labelWords } from "../format/labels";
import { DialogForm } from "../ui/DialogForm";
import { Waiting } from "../ui/Listing";
import { ProblemAlert } from "../ui/ProblemAlert";

/** Changes what a user may do, as the user is now. */
export function ChangeUser({ user, onClose }: { user: User; onClose: () => void }) {
  const { data, error } = useQuery({
    queryKey: ["users", user.id, "tagged"],
    queryFn: () => unwrapTagged(client.GET("/api/v1/users/{id}", { params: { path: { id: user.id } } })),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  return (
    <Modal opened onClose={onClose} title={`Change ${user.name}`} size="lg" centered>
      {error !== null && <ProblemAlert what="The user could not be read" problem={error} />}
      {data === undefined && error === null && <Waiting what="the user" />}
      {data !== undefined && <ChangeForm current={data} onClose={onClose} />}
    </Modal>
  );
}

function ChangeForm({ current, onClose }: { current: Tagged<User>; onClose: () => void }) {
  const { body: user, tag } = current;
  const queryClient = useQueryClient();
  const [rights, setRights] = useState<Rights>({
    role: ROLES.find((role) => role === user.role) ?? "viewer",
    bounds: labelWords(user.bounds),
  });
  const [enabled, setEnabled] = useState(user.enabled);
  const change = useMutation({
    mutationFn: () =>
      unwrap(
        client.PUT("/api/v1/users/{id}", {
          params: { path: { id: user.id }, header: { "If-Match": tag } },
          body: { role: rights.role, bounds: labelsOf(rights.bounds), enabled },
        }),
      ),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: usersQuery.queryKey });
      onClose();
    },
  });
  const submit = () => {
    if (labelsWrong(rights.bounds) === null) change.mutate();
  };
  return (
    <DialogForm
      action="Change"
      failed="The user could not be changed"
      attempt={change}
      onSubmit={submit}
      onClose={onClose}
    >
      {user.origin === "password" ? (
        <RightsInput rights={rights} roles={ROLES} onChange={setRights} />
      ) : (
        <div>
          <RightsText role={user.role} bounds={user.bounds} />
          <Text size="xs" c="dimmed" mt={4}>
            Taken from the OpenID provider at each log-in; it cannot be changed here.
          </Text>
        </div>
      )}
      <Switch
        label="May log in"
        description="Whoever is disabled is out with the next request, tokens included"
        checked={enabled}
        onChange={(event) => setEnabled(event.currentTarget.checked)}
      />
    </DialogForm>
  );
}
