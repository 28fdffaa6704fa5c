import { ActionIcon, Button, Fieldset, Group, Stack, TextInput, Tooltip } from "@mantine/core";
import type { CreateMachine } from "../api/types";
import { CrossIcon } from "../ui/icons";
import classes from "./DisksInput.module.css";
import { diskName } from "./diskName";
import { ImageInput } from "./ImageInput";

/** A disk as it is being typed. */
export interface DiskDraft {
  readonly key: number;
  /** Null: called as its image's file. */
  readonly name: string | null;
  readonly imagePath: string;
}

let drafts = 0;

export function newDisk(): DiskDraft {
  drafts += 1;
  return { key: drafts, name: null, imagePath: "" };
}

export function disksOf(drafts: readonly DiskDraft[]): CreateMachine["disks"] {
  return drafts.map((draft) => ({ name: nameOf(draft), imagePath: draft.imagePath.trim() }));
}

export function disksWrong(drafts: readonly DiskDraft[]): boolean {
  return drafts.some((draft) => imageWrong(draft) !== null || nameWrong(draft, drafts) !== null);
}

interface DisksInputProps {
  pool: string;
  disks: readonly DiskDraft[];
  /** Whether somebody has tried to send them, so that what is missing is said. */
  touched: boolean;
  onChange: (disks: DiskDraft[]) => void;
}

/** A machine's disks: an image and a name each. */
export function DisksInput({ pool, disks, touched, onChange }: DisksInputProps) {
  const change = (disk: DiskDraft) => onChange(disks.map((each) => (each.key === disk.key ? disk : each)));
  return (
    <Stack gap="xs">
      {disks.map((disk, index) => {
        const nth = `Disk ${index + 1}`;
        return (
          <Fieldset key={disk.key} legend={nth}>
            <div className={classes.disk}>
              <ImageInput
                label="Image"
                pool={pool}
                value={disk.imagePath}
                taken={disks.filter((each) => each !== disk).map((each) => each.imagePath)}
                error={touched ? imageWrong(disk) : null}
                onChange={(imagePath) => change({ ...disk, imagePath })}
              />
              <TextInput
                label="Name"
                description="Earlier points of the disk are found by it"
                inputWrapperOrder={["label", "input", "description", "error"]}
                value={nameOf(disk)}
                onChange={(event) => change({ ...disk, name: event.currentTarget.value })}
                error={touched ? nameWrong(disk, disks) : null}
              />
              {disks.length > 1 && (
                <Tooltip label={`Leave disk ${index + 1} away`}>
                  <ActionIcon
                    className={classes.remove}
                    variant="subtle"
                    color="gray"
                    size="lg"
                    aria-label={`Leave disk ${index + 1} away`}
                    onClick={() => onChange(disks.filter((each) => each !== disk))}
                  >
                    <CrossIcon size={16} />
                  </ActionIcon>
                </Tooltip>
              )}
            </div>
          </Fieldset>
        );
      })}
      <Group>
        <Button variant="default" size="xs" onClick={() => onChange([...disks, newDisk()])}>
          Add a disk
        </Button>
      </Group>
    </Stack>
  );
}

function nameOf({ name, imagePath }: DiskDraft): string {
  return name ?? diskName(imagePath.trim());
}

function imageWrong({ imagePath }: DiskDraft): string | null {
  if (imagePath.trim() === "") return "Choose an image, or type its path.";
  return imagePath.trim().startsWith("/") ? null : "Give an absolute path: it starts with “/”.";
}

function nameWrong(disk: DiskDraft, disks: readonly DiskDraft[]): string | null {
  const name = nameOf(disk);
  if (name === "") return "Say how the disk is called.";
  return disks.some((each) => each !== disk && nameOf(each) === name)
    ? "Another disk is called so, too."
    : null;
}
