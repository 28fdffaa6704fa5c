import { Group, NativeSelect, Pill, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useSearchParams } from "react-router";
import type { MachineFilter } from "../api/queries";
import { PROTECTION_STATES } from "./ProtectionBadge";

/** Which machines the address asks for, so that a filtered list can be passed on as a link. */
export function useMachineFilter(): MachineFilter {
  const [search] = useSearchParams();
  const label = search.getAll("label").filter((term) => term !== "");
  return {
    label: label.length === 0 ? undefined : label,
    protection: PROTECTION_STATES.find((state) => state === search.get("protection")),
  };
}

export function narrowed(filter: MachineFilter): boolean {
  return filter.label !== undefined || filter.protection !== undefined;
}

export function MachineFilters({ filter }: { filter: MachineFilter }) {
  const [, setSearch] = useSearchParams();
  const [typed, setTyped] = useState("");
  const narrow = (change: (search: URLSearchParams) => void) => {
    setSearch((before) => {
      const after = new URLSearchParams(before);
      change(after);
      return after;
    });
  };
  const add = (event: FormEvent) => {
    event.preventDefault();
    const label = typed.trim();
    if (label === "") return;
    narrow((search) => {
      if (!search.getAll("label").includes(label)) search.append("label", label);
    });
    setTyped("");
  };
  return (
    <Group gap="xs">
      {filter.label?.map((label) => (
        <Pill
          key={label}
          withRemoveButton
          removeButtonProps={{ "aria-label": `No longer only ${label}`, "aria-hidden": false, tabIndex: 0 }}
          onRemove={() => narrow((search) => search.delete("label", label))}
        >
          {label}
        </Pill>
      ))}
      <form onSubmit={add}>
        <TextInput
          aria-label="Label"
          placeholder="env=production"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </form>
      <NativeSelect
        aria-label="Protection"
        value={filter.protection ?? ""}
        onChange={(event) => {
          const { value } = event.currentTarget;
          narrow((search) => (value === "" ? search.delete("protection") : search.set("protection", value)));
        }}
        data={[{ value: "", label: "Any protection" }, ...PROTECTION_STATES]}
      />
    </Group>
  );
}
