import { NativeSelect } from "@mantine/core";
import type { Role } from "../api/types";
import { LabelsInput } from "../ui/LabelsInput";
import { MAY } from "./roles";

/** A role and bounds as they are being chosen. */
export interface Rights {
  readonly role: Role;
  /** Labels, each as "key=value". */
  readonly bounds: string[];
}

interface RightsInputProps {
  rights: Rights;
  roles: readonly Role[];
  onChange: (rights: Rights) => void;
}

/** What somebody may do, and with which machines. */
export function RightsInput({ rights, roles, onChange }: RightsInputProps) {
  return (
    <>
      <NativeSelect
        label="Role"
        description={MAY[rights.role]}
        value={rights.role}
        onChange={(event) => {
          const role = roles.find((each) => each === event.currentTarget.value);
          if (role !== undefined) onChange({ ...rights, role });
        }}
        data={[...roles]}
      />
      <LabelsInput
        label="Bounded to"
        description="Only machines that have all of these labels; all machines when there is none."
        value={rights.bounds}
        onChange={(bounds) => onChange({ ...rights, bounds })}
      />
    </>
  );
}
