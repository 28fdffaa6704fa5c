/** What an operator can do about a failure, by its code. The server's message says what happened; this says what next. */
const REMEDIES: Readonly<Record<string, string>> = {
  "image-busy": "Shut the machine down, or wait until the other run has ended, then start the run again.",
  "image-changed": "Something wrote to the image while it was being prepared. Start the run again.",
  "image-corrupt": "Run “tidemark image check” on the image. The points that exist can be restored.",
  "image-truncated":
    "The image file is shorter than it says. Run “tidemark image check” on it, or restore the last point.",
  "image-unsupported": "Convert the image with qemu-img to one without this feature, or leave this disk out.",
  "image-missing": "Check the disk's image path, and that the workers of the machine's pool see that file.",
  "image-repeated": "Give each disk of the machine an image of its own.",
  "mark-failed":
    "Run “tidemark image bitmap list” on the image. The next run reads the whole disk and makes a new mark.",
  "path-not-allowed":
    "Choose a path below one of the worker's image roots, or add a root to tidemark.worker.image-roots.",
  "repository-missing": "Check the repository's location. Nothing was found there to open.",
  "repository-exists": "There is a repository at that location already. Choose another prefix.",
  "point-missing": "The point is no longer in the repository. Choose another one.",
  "disk-missing": "Name one of the disks of the point.",
  "object-corrupt":
    "Run “tidemark verify” to learn which points are affected. Others can be restored. If an object under index/ is named, run “tidemark repository rebuild-index” first.",
  "chunk-corrupt":
    "Run “tidemark verify” to learn which points are affected. Others can be restored. If an object under index/ is named, run “tidemark repository rebuild-index” first.",
  "object-missing": "Run “tidemark repository check”. Something was removed from the bucket by other means.",
  "format-too-new": "Upgrade this server: a newer one wrote the repository.",
  "format-too-old": "Use an older Tidemark to read this repository.",
  "wrong-key": "Check the passphrase in the worker's file for the repository.",
  "passphrase-missing":
    "Put the repository's passphrase into the worker's tidemark.worker.passphrase-directory.",
  "not-sealed": "Find out why a sealed repository was expected there before anything is backed up to it.",
  "collected-meanwhile": "A collection ran while this backup was under way. Start the run again.",
  "catalog-behind": "Connect the repository, which takes its points into the catalog, then collect again.",
  "point-pinned": "The point is protected. Unpin it first, if it is to go.",
  "machine-missing": "The repository has no point of this machine. Check the name.",
  "store-unavailable":
    "Check the endpoint and the network between the worker and the object store, then start the run again.",
  "endpoint-invalid":
    "Correct AWS_ENDPOINT_URL_S3 where the worker runs, or give the repository an endpoint of its own.",
  "store-access-denied":
    "Check the credentials of the worker and the bucket's policy: get, put, list and delete are needed.",
  "bucket-missing": "Create the bucket, or correct the repository's location.",
  "store-full": "Free space in the object store, then start the run again.",
  "target-exists": "Choose a path where there is no file yet: a restore never overwrites one.",
  "disk-full": "Free space on the target's file system, or choose another target.",
  cancelled: "Start the run again when it suits. Earlier points are not affected.",
  "internal-error": "This is a defect of Tidemark. Please report it, with this run's log.",
};

const OTHERWISE = "The log below says what happened before. Earlier points are not affected.";

export function remedyOf(code: string): string {
  return REMEDIES[code] ?? OTHERWISE;
}
