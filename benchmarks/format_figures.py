"""The figures of the format library, `benchmarks/run format`: JMH in a warm process beside QEMU's tools and dd.

Both sides are timed many times, the peer before and after ours, and the best times are compared: what disturbs a machine
only ever makes things slower.
"""
import json, os, shutil

from bench import CLASSES, MIB, ROOT, Bench, java


class FormatFigures(Bench):
    def format(self):
        """The format library (qcow2-bitmaps) in a warm process (JMH) beside QEMU's tools and dd on the same files; best times of each."""
        self.extents()
        self.stores()
        self.reads()
        self.maps()

    def extents(self):
        """Dirty extents of a 1 TiB image at 64 KiB granularity, in a warm process (JMH)."""
        for row in self.jmh("DirtyExtents", image=self.tebibyte("extents.qcow2")):
            name = f"dirty extents of 1 TiB ({row['params']['pattern']})"
            self.figure(name, best(row), 20, " ms")
            self.figure(name + ", heap allocated", row["secondaryMetrics"]["gc.alloc.rate.norm"]["score"] / MIB, 8, " MiB")

    def stores(self):
        """Clearing the bitmap of a 1 TiB image."""
        for pattern in ("scattered", "alternating"):
            image, copy = self.tebibyte("store.qcow2"), self.work / "store.qcow2.peer"
            self.sh(f"{java()} {CLASSES} io.tidemark.benchmarks.MakeDirty {image} {pattern}")
            def peer():
                shutil.copyfile(image, copy)
                os.sync()
                return self.sh(f"exec qemu-img bitmap --clear {copy} mark")[0] * 1000
            theirs = [peer() for _ in range(20)]
            ours = best(*self.jmh("StoreBitmap", image=image))
            theirs = min(theirs + [peer() for _ in range(20)])
            shutil.copyfile(image, copy)
            whole = min(self.sh(f"{ROOT}/tidemark image bitmap clear {copy} mark")[0] for _ in range(3))
            self.sh(f"qemu-img check -q {copy}")
            self.note(f"clearing: {ours:.1f} ms, qemu-img {theirs:.1f} ms (a process of its own; ours as one: {whole * 1000:.0f} ms)")
            self.figure(f"clearing the bitmap of 1 TiB ({pattern}), to qemu-img bitmap --clear", ours / theirs, 1.3)

    def reads(self):
        """Reading 2 GiB of guest bytes in order from an image of plain clusters."""
        image, raw = self.work / "reads.qcow2", self.work / "reads.raw"
        if not image.exists():
            self.sh(f"head -c {2048 * MIB} /dev/urandom > {raw} && qemu-img convert -f raw -O qcow2 {raw} {image} && rm {raw}")
        self.warm(image)
        peer = lambda size: self.sh(f"exec dd if={image} of=/dev/null bs={size} status=none")[0] * 1000 * 2048 * MIB / image.stat().st_size
        theirs = {size: [peer(size) for _ in range(7)] for size in (65536, MIB)}
        for row in self.jmh("SequentialReads", image=image):
            size = int(row["params"]["blockSize"])
            dd, ours = min(theirs[size] + [peer(size) for _ in range(7)]), best(row)
            self.note(f"blocks of {size >> 10} KiB: {2048 * MIB / ours / 1e6:.1f} GB/s, dd {2048 * MIB / dd / 1e6:.1f} GB/s")
            self.figure(f"reading guest bytes in blocks of {size >> 10} KiB, speed to dd", dd / ours, 0.9, least=True)

    def maps(self):
        """Listing the extents of a fully allocated image of 1 TiB."""
        image = self.work / "maps.qcow2"
        if not image.exists():
            self.sh(f"qemu-img create -q -f qcow2 -o preallocation=metadata {image} 1T")
        peer = lambda: self.sh(f"exec qemu-img map --output=json {image} > /dev/null")[0] * 1000
        theirs = [peer() for _ in range(5)]
        ours = best(*self.jmh("ListExtents", image=image))
        theirs = min(theirs + [peer() for _ in range(5)])
        self.note(f"listing: {ours:.0f} ms, qemu-img map {theirs:.0f} ms")
        self.figure("extents of a fully allocated 1 TiB, to qemu-img map", ours / theirs, 1.5)

    def tebibyte(self, name):
        """A fresh, empty image of 1 TiB."""
        image = self.fresh(name)
        self.sh(f"qemu-img create -q -f qcow2 {image} 1T")
        return image

    def jmh(self, benchmark, image):
        result = self.work / "jmh.json"
        self.sh(f"{java()} {CLASSES} org.openjdk.jmh.Main {benchmark} -foe true -p image={image} -prof gc -rf json -rff {result}")
        return json.loads(result.read_text())


def best(row):
    """The fastest iteration: what the machine can do when nobody disturbs."""
    return min(score for fork in row["primaryMetric"]["rawData"] for score in fork)
