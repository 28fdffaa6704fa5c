"""Measures whole processes of Tidemark beside restic and borg and prints each figure as a ratio of one run.

Run it through `benchmarks/run`. Every wall time is taken from outside, JVM start included; inputs are read into the page
cache, and what was written before flushed, just before each timed command; the tools take turns, so a drift of the machine hits all of them alike.
"""
import argparse, json, os, shutil, statistics, subprocess, sys, time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
MIB = 1 << 20


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

    def figure(self, name, value, bar, unit="x"):
        good = value <= bar
        if not good:
            self.failed.append(name)
        print(f"{'ok  ' if good else 'MISS'}  {name}: {value:.3f}{unit} (at most {bar}{unit})", flush=True)

    def note(self, text):
        print(f"      {text}", flush=True)

    # --- the figures ------------------------------------------------------------------------------------------------

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

    def full(self):
        """Full backup to a directory and restore to raw, beside restic and borg."""
        image, walls = self.copy_of("base.qcow2", "full.qcow2"), {}
        add = lambda what, wall: walls.setdefault(what, []).append(wall)
        for run in range(self.runs):
            ours, theirs, borgs, out = (self.fresh(n) for n in ("tidemark-full", "restic-full", "borg-full", "out.raw"))
            self.sh(f"{ROOT}/tidemark repository init --repository file:{ours}")
            self.warm(image)
            wall, report = self.tidemark(f"file:{ours}", f"backup --machine bench --mode full {image}")
            add("tidemark", wall)
            self.sh(f"restic -q -r {theirs} init --repository-version 2")
            self.warm(image)
            add("restic", self.sh(f"{self.stream(image)} | restic -q -r {theirs} backup --stdin --stdin-filename disk --host base")[0])
            self.sh(f"borg init -e none {borgs}")
            self.warm(image)
            add("borg", self.sh(f"{self.stream(image)} | borg create -C zstd,1 --chunker-params fixed,4194304 {borgs}::base -")[0])
            self.warm(ours)
            add("tidemark restore", self.tidemark(f"file:{ours}", f"restore {report['point']} --to {out} --format raw")[0])
            if run == 0:
                self.sh(f"qemu-img compare -q -f raw -F qcow2 {out} {image}")
                self.note("restored raw image: identical (qemu-img compare)")
            out.unlink()
            self.warm(theirs)
            add("restic restore", self.sh(f"restic -q -r {theirs} dump --host base latest /disk | "
                                          f"dd of={out} bs=1M iflag=fullblock conv=sparse,fsync")[0])
            out.unlink()
            stored = [sum(f.stat().st_size for f in d.rglob("*") if f.is_file()) for d in (ours, theirs, borgs)]
        for what, seconds in walls.items():
            self.note(f"{what}: {statistics.median(seconds):.1f} s ({min(seconds):.1f}-{max(seconds):.1f})")
        self.note("stored MB: tidemark %.0f, restic %.0f, borg %.0f" % tuple(s / 1e6 for s in stored))
        self.figure("full backup to a directory, wall, to restic", ratio(walls["tidemark"], walls["restic"]), 0.5)
        self.figure("full backup to a directory, wall, to borg", ratio(walls["tidemark"], walls["borg"]), 0.8)
        self.figure("restore to raw, wall, to restic", ratio(walls["tidemark restore"], walls["restic restore"]), 0.5)

    def increment(self):
        """Increments of 1 % in scattered writes to an S3 server, beside restic on the same server; then incompressible ones."""
        image = self.copy_of("base.qcow2", "increment.qcow2")
        with S3(self) as s3:
            restic = f"restic -q -r s3:{s3.endpoint}/restic/r -o s3.bucket-lookup=path"
            self.sh(f"{ROOT}/tidemark repository init --repository s3://tidemark/r")
            self.tidemark("s3://tidemark/r", f"backup --machine bench {image}")
            self.sh(f"{restic} init --repository-version 2")
            self.sh(f"{self.stream(image)} | {restic} backup --stdin --stdin-filename disk --host base")
            ours, theirs = [], []
            for run in range(self.runs):
                self.mutate(image, 82, 100 + run, "/opt" if any(Path("/opt").rglob("*")) else "/usr")
                self.warm(image)
                wall, report = self.tidemark("s3://tidemark/r", f"backup --machine bench {image}")
                ours.append(wall)
                self.warm(image)
                theirs.append(self.sh(f"{self.stream(image)} | {restic} backup --stdin --stdin-filename disk --host base")[0])
                self.note(f"run {run + 1}: tidemark {ours[-1]:.2f} s, restic {theirs[-1]:.1f} s; " + words(report))
            disk = report["disks"][0]
            assert disk["mode"] == "bitmap", disk
            self.figure("1 % scattered, bytes read per dirty byte", disk["readBytes"] / disk["changedBytes"], 1.05)
            self.figure("1 % scattered, bytes uploaded per dirty byte", report["uploadedBytes"] / disk["changedBytes"], 0.95)
            self.figure("1 % scattered, wall, to restic", ratio(ours, theirs), 0.10)
            empty = self.work / "no-pool"
            empty.mkdir(exist_ok=True)
            self.mutate(image, 82, 200, str(empty))
            _, report = self.tidemark("s3://tidemark/r", f"backup --machine bench {image}")
            disk = report["disks"][0]
            self.note("incompressible: " + words(report))
            self.figure("1 % incompressible, bytes uploaded per dirty byte", report["uploadedBytes"] / disk["changedBytes"], 1.10)

    def sparse(self):
        """64 MiB dirty in a sparse 1 TiB image and in an 8 GiB one, and both with a heap of 256 MiB."""
        walls, heap = {}, "-Xmx256m"
        for name in ("sparse", "base"):
            image = self.copy_of(f"{name}.qcow2", f"dirty-{name}.qcow2")
            repository, out = self.fresh(f"tidemark-{name}"), self.fresh(f"out-{name}.qcow2")
            self.sh(f"{ROOT}/tidemark repository init --repository file:{repository}")
            full, _ = self.tidemark(f"file:{repository}", f"backup --machine bench {image}", heap)
            for run in range(self.runs):
                self.mutate(image, 64, 300 + run, "/usr")
                self.warm(image)
                wall, report = self.tidemark(f"file:{repository}", f"backup --machine bench {image}", heap)
                walls.setdefault(name, []).append(wall)
            self.note(f"{name}: full {full:.1f} s, increment {statistics.median(walls[name]):.2f} s; " + words(report))
            restore, _ = self.tidemark(f"file:{repository}", f"restore {report['point']} --to {out} --format qcow2", heap)
            self.sh(f"qemu-img compare -q -f qcow2 -F qcow2 {out} {image} && qemu-img check -q {out}")
            self.note(f"{name}: restore {restore:.1f} s, identical (qemu-img compare), with {heap} throughout")
            out.unlink()
        self.figure("64 MiB dirty in 1 TiB, wall, to 64 MiB dirty in 8 GiB", ratio(walls["sparse"], walls["base"]), 2.0)

    def extents(self):
        """Dirty extents of a 1 TiB image at 64 KiB granularity, warm process (JMH)."""
        result = self.work / "extents.json"
        self.sh(f"cd {ROOT} && {java()} --enable-native-access=ALL-UNNAMED -cp 'benchmarks/target/classes:benchmarks/target/lib/*' "
                f"org.openjdk.jmh.Main DirtyExtents -rf json -rff {result}")
        for row in json.loads(result.read_text()):
            self.figure(f"dirty extents of 1 TiB ({row['params']['pattern']})", row["primaryMetric"]["score"], 50, " ms")


class S3:
    """An S3 server of its own process (the one the quickstart uses) with buckets for both tools."""

    def __init__(self, bench):
        self.bench = bench

    def __enter__(self):
        data = self.bench.fresh("s3")
        self.server = subprocess.Popen(
            ["bash", "-c", f"exec {java()} -cp '{ROOT}/benchmarks/target/classes:{ROOT}/benchmarks/target/lib/*' "
             f"io.tidemark.benchmarks.ServeS3 {data} tidemark restic"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        said = dict(self.server.stdout.readline().strip().split("=", 1) for _ in range(3))
        self.endpoint = said["AWS_ENDPOINT_URL_S3"]
        self.bench.env |= said
        return self

    def __exit__(self, *_):
        self.server.stdin.close()
        self.server.wait()


def java():
    homes = [os.environ.get("JAVA_HOME", "")] + sorted(map(str, Path("/usr/lib/jvm").glob("*25*")))
    for home in filter(None, homes):
        release = Path(home, "release")
        if release.is_file() and 'JAVA_VERSION="25' in release.read_text():
            return f"{home}/bin/java"
    sys.exit("benchmarks: no JDK 25 in JAVA_HOME or under /usr/lib/jvm")


def ratio(ours, theirs):
    return statistics.median(a / b for a, b in zip(ours, theirs))


def words(report):
    disk = report["disks"][0]
    return "%s, changed %.1f MB, read %.1f MB, uploaded %.1f MB" % (
        disk["mode"], disk["changedBytes"] / 1e6, disk["readBytes"] / 1e6, report["uploadedBytes"] / 1e6)


def main():
    parts = ["extents", "increment", "sparse", "full"]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=ROOT / ".benchmarks", help="where images and repositories go (30 GB)")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("parts", nargs="*", choices=[*parts, []], default=[])
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mvn", "-q", "-B", "-f", ROOT, "-pl", "restore-cli,benchmarks", "-am", "-DskipTests", "package"], check=True)
    bench = Bench(asked.work.resolve(), asked.runs)
    subprocess.run(["bash", HERE / "images/make-images.sh", bench.images, "sparse"], check=True, stdout=sys.stderr)
    for part in asked.parts or parts:
        print(f"\n{part}: {getattr(bench, part).__doc__}", flush=True)
        getattr(bench, part)()
    if bench.failed:
        sys.exit(f"\n{len(bench.failed)} figure(s) missed: " + "; ".join(bench.failed))


main()
