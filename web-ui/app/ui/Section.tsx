import { Group, Paper, Stack, Table, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./Section.module.css";

interface TitledProps {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}

/** A titled part of a page. */
export function Titled({ title, aside, children }: TitledProps) {
  const id = useId();
  return (
    <Stack gap="xs" component="section" aria-labelledby={id}>
      <Group justify="space-between">
        <Title order={2} size="h5" id={id}>
          {title}
        </Title>
        {aside}
      </Group>
      {children}
    </Stack>
  );
}

/** A titled part of a page whose content is one card. */
export function Section({ title, aside, children }: TitledProps) {
  return (
    <Titled title={title} aside={aside}>
      <Card>{children}</Card>
    </Titled>
  );
}

export function Card({ children }: { children: ReactNode }) {
  return (
    <Paper withBorder className={classes.card}>
      {children}
    </Paper>
  );
}

interface RowsProps {
  label: string;
  columns: readonly Column[];
  children: ReactNode;
}

export interface Column {
  name: string;
  align?: "left" | "right";
  /** The heading is for screen readers only. */
  silent?: boolean;
}

/** A table that scrolls sideways by itself where the window is too narrow. */
export function Rows({ label, columns, children }: RowsProps) {
  return (
    <Table.ScrollContainer minWidth={720} type="native">
      <Table
        aria-label={label}
        verticalSpacing="sm"
        horizontalSpacing="md"
        highlightOnHover
        className={classes.rows}
      >
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column.name} ta={column.align}>
                {column.silent ? <span className={classes.silent}>{column.name}</span> : column.name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
