"""What all parts of the benchmarks share: running commands, warming files, saying figures."""
import json, os, shutil, subprocess, sys, time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
MIB = 1 << 20
CLASSES = f"--enable-native-access=ALL-UNNAMED -cp '{ROOT}/benchmarks/target/classes:{ROOT}/benchmarks/target/lib/*'"


def java():
    homes = [os.environ.get("JAVA_HOME", "")] + sorted(map(str, Path("/usr/lib/jvm").glob("*25*")))
    for home in filter(None, homes):
        release = Path(home, "release")
        if release.is_file() and 'JAVA_VERSION="25' in release.read_text():
            return f"{home}/bin/java"
    sys.exit("benchmarks: no JDK 25 in JAVA_HOME or under /usr/lib/jvm")


class Bench:
    def __init__(self, work, runs):
        self.work, self.runs = work, runs
        self.images = work / "images"
        self.failed = []
        self.env = os.environ | {
            "RESTIC_PASSWORD": "x", "RESTIC_CACHE_DIR": str(work / "restic-cache"), "BORG_BASE_DIR": str(work / "borg-base"),
            "BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK": "yes", "BORG_RELOCATED_REPO_ACCESS_IS_OK": "yes",
            "XDG_CACHE_HOME": str(work / "cache"), "AWS_REGION": "us-east-1"}

    # --- running things ---------------------------------------------------------------------------------------------

    def sh(self, command, options=""):
        """Runs a shell pipeline, returns (wall seconds, standard output); a failure ends the benchmark with its last words."""
        start = time.monotonic()
        done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True,
                              env=self.env | {"TIDEMARK_JAVA_OPTIONS": options})
        wall = time.monotonic() - start
        if done.returncode:
            sys.exit(f"benchmarks: exit {done.returncode} of: {command}\n{done.stderr[-2000:]}")
        return wall, done.stdout

    def tidemark(self, repository, arguments, options=""):
        wall, out = self.sh(f"{ROOT}/tidemark {arguments} --repository {repository} --json", options)
        return wall, json.loads(out)

    def warm(self, *paths):
        """Puts what is read next into the page cache, and what was written before onto the disk: nobody pays for another."""
        os.sync()
        files = [f for path in map(Path, paths) for f in (path.rglob("*") if path.is_dir() else [path])]
        for path in filter(Path.is_file, files):
            with open(path, "rb", buffering=0) as file:
                while file.read(16 * MIB):
                    pass

    def mutate(self, image, mib, seed, pool):
        """Writes `mib` MiB in scattered 64 KiB pieces through qemu-nbd, as a guest would; QEMU sets the bits of every mark."""
        socket = self.work / "mutate.sock"
        server = subprocess.Popen(["qemu-nbd", "-f", "qcow2", "--cache=writeback", "--discard=unmap", "-k", str(socket), str(image)])
        subprocess.run([sys.executable, HERE / "images/mutate.py", "write", socket, str(mib), "65536", "65536", str(seed), pool,
                        self.work / f"pool-{Path(pool).name}.json"], check=True)
        server.wait()

    # --- saying things ----------------------------------------------------------------------------------------------

    def figure(self, name, value, bar, unit="x", least=False):
        good = value >= bar if least else value <= bar
        if not good:
            self.failed.append(name)
        print(f"{'ok  ' if good else 'MISS'}  {name}: {value:.3f}{unit} (at {'least' if least else 'most'} {bar}{unit})", flush=True)

    def note(self, text):
        print(f"      {text}", flush=True)

    # --- files ------------------------------------------------------------------------------------------------------

    def fresh(self, name):
        path = self.work / name
        shutil.rmtree(path, ignore_errors=True)
        path.unlink(missing_ok=True) if path.is_file() else None
        return path

    def copy_of(self, image, name):
        target = self.fresh(name)
        shutil.copyfile(self.images / image, target)
        return target

    @staticmethod
    def stream(image):
        """The disk's content on standard output, zeroes and all: what a tool without bitmaps must be fed."""
        return f"nbdcopy -- [ qemu-nbd -r -f qcow2 {image} ] -" if shutil.which("nbdcopy") \
            else f"qemu-img convert -f qcow2 -O raw {image} /dev/stdout"
