import { Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "../api/client";
import { runQuery } from "../api/queries";
import type { Run } from "../api/types";
import { useReasonNot } from "../api/usePermission";
import { Confirm } from "../ui/Confirm";
import { ReasonedButton } from "../ui/ReasonedButton";
import { runTitle } from "./runState";

/** Asks once more, then asks the server to stop the run. */
export function CancelRun({ run }: { run: Run }) {
  const queryClient = useQueryClient();
  const notPermitted = useReasonNot("run", "cancelling runs");
  const [asking, setAsking] = useState(false);
  const cancel = useMutation({
    mutationFn: () => unwrap(client.POST("/api/v1/runs/{id}/cancel", { params: { path: { id: run.id } } })),
    onSuccess: (changed) => {
      queryClient.setQueryData(runQuery(run.id).queryKey, changed);
      setAsking(false);
    },
  });
  return (
    <>
      <ReasonedButton
        variant="default"
        disabledReason={
          run.cancelRequested
            ? "The run was asked to stop and does so at its next safe moment."
            : notPermitted
        }
        onClick={() => {
          cancel.reset();
          setAsking(true);
        }}
      >
        Cancel run
      </ReasonedButton>
      {asking && (
        <Confirm
          title={`Cancel: ${runTitle(run)}`}
          action="Cancel the run"
          stay="Let it go on"
          failed="The run could not be cancelled"
          attempt={cancel}
          onClose={() => setAsking(false)}
        >
          <Text size="sm">
            The run stops at the next safe moment. Nothing of it is kept as a point; earlier points stay as
            they are, and the next run reads again what this one has read.
          </Text>
        </Confirm>
      )}
    </>
  );
}
