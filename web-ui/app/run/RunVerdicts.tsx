import { Badge, Table } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { verdictsQuery } from "../api/queries";
import type { Run } from "../api/types";
import { Listing } from "../ui/Listing";
import { Time } from "../ui/Quantity";
import { Rows } from "../ui/Section";

const COLUMNS = [{ name: "Point" }, { name: "Verdict" }, { name: "Why" }] as const;

/** What a retention run decided of each point of its machine. */
export function RunVerdicts({ run }: { run: Run }) {
  const query = useInfiniteQuery(verdictsQuery(run.id));
  const verdicts = query.data?.pages.flatMap((page) => page.items) ?? [];
  const gone = run.dryRun ? "would be deleted" : "deleted";
  return (
    <Listing what="points" query={query} count={verdicts.length} empty="No point was judged.">
      <Rows label="Verdicts" columns={COLUMNS}>
        {verdicts.map((verdict) => (
          <Table.Tr key={verdict.point}>
            <Table.Td title={verdict.point}>
              <Time value={verdict.createdAt} />
            </Table.Td>
            <Table.Td>
              <Badge variant="light" color={verdict.keep ? "green" : "gray"}>
                {verdict.keep ? "kept" : gone}
              </Badge>
            </Table.Td>
            <Table.Td>{verdict.reason}</Table.Td>
          </Table.Tr>
        ))}
      </Rows>
    </Listing>
  );
}
