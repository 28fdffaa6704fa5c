package io.tidemark.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.zip.CRC32C;

/// Writes index segments and the ends of packs as docs/repository-format.md has them, for chunks that nobody stored.
final class MadeIndex {

    private static final int PER_SEGMENT = 1 << 16;
    private static final int PER_PACK = 600;
    private static final int RECORD = 26_000;
    private static final int ENTRY = 44;
    private static final int FANOUT_BITS = 11;

    private final Path directory;
    private final UUID repository;
    private final SplittableRandom random = new SplittableRandom(1);

    MadeIndex(Path directory, UUID repository) {
        this.directory = directory;
        this.repository = repository;
    }

    void segments(long chunks) throws IOException {
        Files.createDirectories(directory.resolve("index"));
        for (long made = 0; made < chunks; made += PER_SEGMENT) {
            UUID id = id();
            Files.write(directory.resolve("index").resolve(id.toString()), envelope(id, table()));
        }
    }

    private ByteBuffer table() {
        byte[][] ids = new byte[PER_SEGMENT][];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = new byte[32];
            random.nextBytes(ids[i]);
        }
        Arrays.sort(ids, Arrays::compareUnsigned);
        int packs = Math.ceilDiv(PER_SEGMENT, PER_PACK);
        int slots = 1 << FANOUT_BITS;
        ByteBuffer table = ByteBuffer.allocate(16 + ENTRY * PER_SEGMENT + 16 * packs + 4 * slots);
        table.putLong(PER_SEGMENT).putInt(packs).putInt(FANOUT_BITS << 24);
        int[] upTo = new int[slots];
        for (int i = 0; i < ids.length; i++) {
            table.put(ids[i])
                    .putInt(i % packs)
                    .putInt(48 + RECORD * (i / packs))
                    .putInt(0x01000000 | RECORD);
            upTo[ByteBuffer.wrap(ids[i]).getInt() >>> (32 - FANOUT_BITS)]++;
        }
        for (int pack = 0; pack < packs; pack++) {
            put(table, id());
        }
        int sum = 0;
        for (int count : upTo) {
            sum += count;
            table.putInt(sum);
        }
        return table.flip();
    }

    void packs(long records) throws IOException {
        for (long made = 0; made < records; made += PER_PACK) {
            UUID id = id();
            Path folder = directory.resolve("packs").resolve(id.toString().substring(0, 2));
            Files.createDirectories(folder);
            try (FileChannel pack = FileChannel.open(
                    folder.resolve(id.toString()), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                pack.write(header(id, 1), 0);
                pack.write(packEnd(id), 48 + PER_PACK * RECORD);
            }
        }
    }

    private ByteBuffer packEnd(UUID id) {
        ByteBuffer end = ByteBuffer.allocate(ENTRY * PER_PACK + 40);
        byte[] content = new byte[32];
        for (int i = 0; i < PER_PACK; i++) {
            random.nextBytes(content);
            end.put(content).putInt(0x01000000 | RECORD).putInt(1 << 16).putInt(48 + RECORD * i);
        }
        end.putInt(PER_PACK).putInt(48 + PER_PACK * RECORD);
        put(end, id);
        end.putInt(0);
        return end.putInt(crc(end.array(), end.position()))
                .put("TIDEPEND".getBytes(StandardCharsets.US_ASCII))
                .flip();
    }

    private byte[] envelope(UUID id, ByteBuffer body) {
        ByteBuffer object = ByteBuffer.allocate(body.remaining() + 88);
        object.put(header(id, 3)).putLong(body.remaining()).put(body);
        return object.put(sha256(object.array(), object.position())).array();
    }

    private ByteBuffer header(UUID id, int kind) {
        ByteBuffer header = ByteBuffer.allocate(48).put("TIDEMARK".getBytes(StandardCharsets.US_ASCII));
        header.putShort((short) 1).put((byte) kind).put((byte) 0);
        put(header, repository);
        put(header, id);
        return header.putInt(crc(header.array(), 44)).flip();
    }

    private UUID id() {
        return new UUID((random.nextLong() & ~0xf000L) | 0x4000, (random.nextLong() & ~(3L << 62)) | (1L << 63));
    }

    private static void put(ByteBuffer to, UUID id) {
        to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static int crc(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static byte[] sha256(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
