/** What a disk is called unless somebody names it: as its image's file, without the extension; as by `tidemark backup`. */
export function diskName(imagePath: string): string {
  const file = imagePath.slice(imagePath.lastIndexOf("/") + 1);
  const dot = file.lastIndexOf(".");
  return dot > 0 ? file.slice(0, dot) : file;
}
