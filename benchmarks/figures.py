"""Measures whole processes of Tidemark beside restic and borg and prints each figure as a ratio of one run.

Run it through `benchmarks/run`. Every wall time is taken from outside, JVM start included; inputs are read into the page
cache, and what was written before flushed, just before each timed command; the tools take turns, so a drift of the machine hits all of them alike.
"""
import argparse, json, shutil, statistics, subprocess, sys
from pathlib import Path

from bench import CLASSES, HERE, MIB, ROOT, java
from format_figures import FormatFigures


class Figures(FormatFigures):
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
            stored = [stored_bytes(d) for d in (ours, theirs, borgs)]
        for what, seconds in walls.items():
            self.note(f"{what}: {statistics.median(seconds):.1f} s ({min(seconds):.1f}-{max(seconds):.1f})")
        self.note("stored MB: tidemark %.0f, restic %.0f, borg %.0f" % tuple(s / 1e6 for s in stored))
        self.figure("full backup to a directory, wall, to restic", ratio(walls["tidemark"], walls["restic"]), 0.35)
        self.figure("full backup to a directory, wall, to borg", ratio(walls["tidemark"], walls["borg"]), 0.6)
        self.figure("restore to raw, wall, to restic", ratio(walls["tidemark restore"], walls["restic restore"]), 0.4)
        self.figure("bytes stored, to the better of the two", stored[0] / min(stored[1:]), 1.10)
        self.figure("requests per 8 MiB uploaded, opening included", sum(report["cost"][verb] for verb in ("puts", "gets", "heads", "lists", "deletes")) / (report["uploadedBytes"] / (8 * MIB)), 1)

    def increment(self):
        """A full backup to an S3 server and increments of 1 % in scattered writes, beside restic on the same server; then
        incompressible ones and nothing at all."""
        image = self.copy_of("base.qcow2", "increment.qcow2")
        with S3(self) as s3:
            restic = f"restic -q -r s3:{s3.endpoint}/restic/r -o s3.bucket-lookup=path"
            self.sh(f"{ROOT}/tidemark repository init --repository s3://tidemark/r")
            self.warm(image)
            full, _ = self.tidemark("s3://tidemark/r", f"backup --machine bench {image}")
            self.sh(f"{restic} init --repository-version 2")
            self.warm(image)
            theirs, _ = self.sh(f"{self.stream(image)} | {restic} backup --stdin --stdin-filename disk --host base")
            self.note(f"full backup: tidemark {full:.1f} s, restic {theirs:.1f} s")
            self.figure("full backup to S3, wall, to restic", full / theirs, 0.5)
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
            self.figure("1 % scattered, metadata per changed byte", metadata(report) / disk["changedBytes"], 0.1)
            self.figure("1 % scattered, wall, to restic", ratio(ours, theirs), 0.06)
            empty = self.work / "no-pool"
            empty.mkdir(exist_ok=True)
            self.mutate(image, 82, 200, str(empty))
            _, report = self.tidemark("s3://tidemark/r", f"backup --machine bench {image}")
            disk = report["disks"][0]
            self.note("incompressible: " + words(report))
            self.figure("1 % incompressible, bytes uploaded per dirty byte", report["uploadedBytes"] / disk["changedBytes"], 1.10)
            _, report = self.tidemark("s3://tidemark/r", f"backup --machine bench {image}")
            self.note("nothing changed: " + words(report))
            self.figure("nothing changed, bytes uploaded", report["uploadedBytes"] / 1024, 64, " KiB")

    def history(self):
        """What is stored after ten increments of 1 % in scattered writes, beside restic and borg with its own chunker."""
        image = self.copy_of("base.qcow2", "history.qcow2")
        ours, theirs, borgs = (self.fresh(n) for n in ("tidemark-history", "restic-history", "borg-history"))
        self.sh(f"{ROOT}/tidemark repository init --repository file:{ours}")
        self.sh(f"restic -q -r {theirs} init --repository-version 2")
        self.sh(f"borg init -e none {borgs}")
        for point in range(11):
            if point:
                self.mutate(image, 82, 400 + point, "/opt" if any(Path("/opt").rglob("*")) else "/usr")
            self.tidemark(f"file:{ours}", f"backup --machine bench {image}")
            self.sh(f"{self.stream(image)} | restic -q -r {theirs} backup --stdin --stdin-filename disk --host base")
            self.sh(f"{self.stream(image)} | borg create -C zstd,1 {borgs}::{point} -")
            stored = [stored_bytes(d) for d in (ours, theirs, borgs)]
            self.note(f"{point} increments, stored MB: tidemark %.0f, restic %.0f, borg %.0f" % tuple(s / 1e6 for s in stored))
        self.figure("bytes stored after ten increments, to the better of the two", stored[0] / min(stored[1:]), 0.5)

    def sealed(self):
        """What sealing costs: full backup, restore and opening, sealed to plain."""
        image, walls = self.copy_of("base.qcow2", "sealed.qcow2"), {}
        secret = self.fresh("passphrase")
        secret.write_text("ebb and flow\n")
        for _ in range(self.runs):
            for kind, init, key in (("plain", "", ""), ("sealed", "--sealed", f"--passphrase-file {secret}")):
                repository, out = self.fresh(f"tidemark-{kind}"), self.fresh("out.raw")
                where = f"--repository file:{repository} {key}"
                self.sh(f"{ROOT}/tidemark repository init {init} {where}")
                add = lambda what, command: walls.setdefault((kind, what), []).append(self.sh(f"{ROOT}/tidemark {command} {where}")[0])
                self.warm(image)
                add("backup", f"backup --machine bench --mode full {image}")
                point, = (path.name for path in (repository / "points").iterdir())
                self.warm(repository)
                add("restore", f"restore {point} --to {out} --format raw")
                add("opening", "points")
                out.unlink()
        for what in ("backup", "restore"):
            self.note(f"{what}: sealed to plain {ratio(walls['sealed', what], walls['plain', what]):.2f}x")
        self.note(f"opening: {statistics.median(b - a for a, b in zip(walls['plain', 'opening'], walls['sealed', 'opening'])):.2f} s longer when sealed: the passphrase is tried")

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

    def index(self):
        """The index of 20 million chunks: opened, kept, and made anew from packs alone (a million)."""
        millions, repository, packs, cache = 20, self.fresh("index"), self.fresh("index-packs"), self.fresh("index-cache")
        self.sh(self.index_figures(f"segments {repository} {millions}"))
        self.warm(repository)
        cold = json.loads(self.sh(self.index_figures(f"open {repository} {cache}"))[1])
        size = sum(file.stat().st_size for file in cache.rglob("*") if file.is_file())
        self.warm(repository, cache)
        walls, opened = zip(*((wall, json.loads(out)) for wall, out in
                              (self.sh(self.index_figures(f"open {repository} {cache}")) for _ in range(self.runs))))
        self.note(f"without a cache {cold['seconds']:.1f} s; with it, of the process {statistics.median(walls):.2f} s")
        self.figure("opening an index of 20 million chunks, cache warm", statistics.median(each["seconds"] for each in opened), 2, " s")
        self.figure("heap per million chunks", max(each["heapBytes"] for each in opened) / MIB / millions, 4, " MiB")
        self.figure("disk per million chunks", size / MIB / millions, 48, " MiB")
        shutil.rmtree(repository)
        self.sh(self.index_figures(f"packs {packs} 1"))
        self.warm(packs / "tidemark.json")
        rebuilt = json.loads(self.sh(self.index_figures(f"rebuild {packs} {cache}"))[1])
        self.note(f"made from 1667 packs alone: {rebuilt['added']} chunks in {rebuilt['seconds']:.1f} s")

    def scale(self):
        """A server with 5,000 machines, 200,000 runs and 500,000 points; and 5,000 policies due in the same minute, three
        workers, one of them killed."""
        jars = f"{ROOT}/backup-api/target/tidemark-server.jar {ROOT}/backup-worker/target/tidemark-worker.jar"
        command = f"exec {java()} {CLASSES} io.tidemark.benchmarks.scale.ScaleFigures {self.fresh('scale')} {jars}"
        figures = subprocess.Popen(["bash", "-c", command], stdout=subprocess.PIPE, text=True)
        for line in figures.stdout:
            kind, *said = line.rstrip("\n").split("|")
            self.note(said[0]) if kind == "note" else self.figure(said[0], float(said[1]), float(said[2]), said[3])
        if figures.wait():
            sys.exit("benchmarks: the server could not be measured")

    @staticmethod
    def index_figures(words):
        return f"exec {java()} -Xmx256m {CLASSES} io.tidemark.benchmarks.IndexFigures {words}"


class S3:
    """An S3 server of its own process (the one the quickstart uses) with buckets for both tools."""

    def __init__(self, bench):
        self.bench = bench

    def __enter__(self):
        data = self.bench.fresh("s3")
        self.server = subprocess.Popen(
            ["bash", "-c", f"exec {java()} {CLASSES} io.tidemark.benchmarks.ServeS3 {data} tidemark restic"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        said = dict(self.server.stdout.readline().strip().split("=", 1) for _ in range(3))
        self.endpoint = said["AWS_ENDPOINT_URL_S3"]
        self.bench.env |= said
        return self

    def __exit__(self, *_):
        self.server.stdin.close()
        self.server.wait()


def ratio(ours, theirs):
    return statistics.median(a / b for a, b in zip(ours, theirs))


def stored_bytes(directory):
    return sum(file.stat().st_size for file in directory.rglob("*") if file.is_file())


def metadata(report):
    """What was uploaded beside the compressed content of chunks: map pages, index, manifest, footers."""
    return report["uploadedBytes"] - sum(disk["storedBytes"] for disk in report["disks"])


def words(report):
    disk = report["disks"][0]
    return "%s, changed %.1f MB, read %.1f MB, uploaded %.1f MB" % (
        disk["mode"], disk["changedBytes"] / 1e6, disk["readBytes"] / 1e6, report["uploadedBytes"] / 1e6)


def main():
    parts = ["format", "increment", "history", "sparse", "full", "sealed", "index", "scale"]
    without_images = ["format", "extents", "stores", "reads", "maps", "index", "scale"]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=ROOT / ".benchmarks", help="where images and repositories go (30 GB)")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("parts", nargs="*", choices=[*parts, *without_images, []], default=[])
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    modules = "restore-cli,benchmarks" + (",backup-api,backup-worker" if "scale" in (asked.parts or parts) else "")
    subprocess.run(["mvn", "-q", "-B", "-f", ROOT, "-pl", modules, "-am", "-DskipTests", "package"], check=True)
    bench = Figures(asked.work.resolve(), asked.runs)
    if not asked.parts or set(asked.parts) - set(without_images):
        subprocess.run(["bash", HERE / "images/make-images.sh", bench.images, "sparse"], check=True, stdout=sys.stderr)
    for part in asked.parts or parts:
        print(f"\n{part}: {getattr(bench, part).__doc__}", flush=True)
        getattr(bench, part)()
    if bench.failed:
        sys.exit(f"\n{len(bench.failed)} figure(s) missed: " + "; ".join(bench.failed))


main()
