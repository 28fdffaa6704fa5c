import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// Restores from a copy of a Tidemark repository, and shares no code with Tidemark: written from
/// `docs/repository-format.md` alone. It needs a JDK, zstd-jni, and as much memory as the index takes.
///
/// ```
/// aws s3 sync s3://bucket/prefix copy
/// java -cp zstd-jni.jar TidemarkRestore.java copy                          # lists points and disks
/// java -cp zstd-jni.jar TidemarkRestore.java copy POINT DISK disk.raw      # restores one
/// ```
public final class TidemarkRestore {

    record Place(UUID pack, int offset, int form, int length) {}

    record Epoch(long number, long salt) implements Comparable<Epoch> {
        @Override
        public int compareTo(Epoch other) {
            int order = Long.compareUnsigned(number, other.number);
            return order != 0 ? order : Long.compareUnsigned(salt, other.salt);
        }
    }

    record Disk(String name, long size, int level, String root) {}

    record Point(UUID id, Epoch heeded, long second, String machine, List<Disk> disks) {}

    private final Path repository;
    private final UUID id;
    private final int chunkSize;
    private final Map<String, List<Place>> index = new HashMap<>();

    private TidemarkRestore(Path repository) throws IOException, GeneralSecurityException {
        this.repository = repository;
        String json = Files.readString(repository.resolve("tidemark.json"));
        String checksum = property(json, "checksum");
        require(sha256(json.replace(checksum, "0".repeat(64)).getBytes(StandardCharsets.UTF_8)).equals(checksum), "tidemark.json is damaged");
        require(property(json, "version").equals("1"), "another format version");
        this.id = UUID.fromString(property(json, "repository"));
        this.chunkSize = Integer.parseInt(property(json, "chunkSize"));
        require(property(json, "sealing").equals("none"), "sealed");
    }

    public static void main(String[] words) throws Exception {
        var restore = new TidemarkRestore(Path.of(words[0]));
        Map<UUID, Point> points = restore.points();
        if (words.length == 1) {
            points.values().forEach(point -> point.disks().forEach(disk -> System.out.println(point.id() + " " + java.time.Instant.ofEpochSecond(point.second()) + " " + point.machine() + " " + disk.name() + " " + disk.size())));
            return;
        }
        Point point = points.get(UUID.fromString(words[1]));
        require(point != null, "no such point");
        Disk disk = point.disks().stream().filter(each -> each.name().equals(words[2])).findFirst().orElseThrow();
        restore.readIndex();
        try (FileChannel target = FileChannel.open(Path.of(words[3]), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            if (disk.size() > 0) {
                target.write(ByteBuffer.allocate(1), disk.size() - 1);
            }
            if (disk.root() != null) {
                restore.page(disk, disk.root(), disk.level(), 0, target);
            }
        }
    }

    // ---- points

    private Map<UUID, Point> points() throws IOException, GeneralSecurityException {
        Map<UUID, Point> points = new TreeMap<>();
        for (Path file : objects("points")) {
            UUID name = UUID.fromString(file.getFileName().toString());
            Point point = point(name, body(file, 4, name));
            points.put(name, point);
        }
        for (Path file : objects("collections/verdicts")) {
            String[] name = file.getFileName().toString().split("-");
            var epoch = new Epoch(Long.parseUnsignedLong(name[0], 16), Long.parseUnsignedLong(name[1], 16));
            List<UUID> listed = ids(body(file, 7, new UUID(epoch.number(), epoch.salt())));
            points.values().removeIf(point -> epoch.compareTo(point.heeded()) > 0 && !listed.contains(point.id()));
        }
        return points;
    }

    private static Point point(UUID id, ByteBuffer body) {
        require(body.getInt() == 0, "a point with features that are not known");
        body.getInt();
        var heeded = new Epoch(body.getLong(), body.getLong());
        long second = body.getLong();
        body.getInt();
        String machine = text(body);
        ids(body);
        List<Disk> disks = new ArrayList<>();
        for (int left = body.getShort() & 0xffff; left > 0; left--) {
            ByteBuffer disk = body.slice(body.position() + 4, body.getInt(body.position()));
            body.position(body.position() + 4 + disk.remaining());
            disks.add(new Disk(text(disk), disk.getLong(), disk.get(), disk.get() == 1 ? hex(disk) : null));
        }
        return new Point(id, heeded, second, machine, disks);
    }

    // ---- the index

    private void readIndex() throws IOException, GeneralSecurityException {
        for (Path file : objects("index")) {
            ByteBuffer table = body(file, 3, UUID.fromString(file.getFileName().toString()));
            int entries = Math.toIntExact(table.getLong(0));
            for (int i = 0; i < entries; i++) {
                ByteBuffer entry = table.slice(16 + 44 * i, 44);
                String content = hex(entry);
                ByteBuffer pack = table.slice(16 + 44 * entries + 16 * entry.getInt(), 16);
                var place = new Place(new UUID(pack.getLong(), pack.getLong()), entry.getInt(), entry.get(40), entry.getInt(40) & 0xffffff);
                index.computeIfAbsent(content, _ -> new ArrayList<>(1)).add(place);
            }
        }
    }

    // ---- content

    private void page(Disk disk, String content, int level, long node, FileChannel target) throws IOException, GeneralSecurityException {
        ByteBuffer page = ByteBuffer.wrap(record(content, 2064));
        require(page.getInt() == 0x544d4150 && page.get() == 1 && page.get() == level, "a page of another level");
        page.getShort();
        long presence = page.getLong();
        for (int child = 0; child < 64; child++) {
            if ((presence >>> child & 1) == 1) {
                String below = hex(page);
                long number = node * 64 + child;
                if (level > 0) {
                    page(disk, below, level - 1, number, target);
                } else {
                    int length = (int) Math.min(chunkSize, disk.size() - number * chunkSize);
                    target.write(ByteBuffer.wrap(record(below, chunkSize), 0, length), number * chunkSize);
                }
            }
        }
    }

    /// The bytes of a name: whichever copy is intact.
    private byte[] record(String content, int most) throws IOException, GeneralSecurityException {
        String tried = "it is in no index segment";
        for (Place place : index.getOrDefault(content, List.of())) {
            try {
                byte[] bytes = stored(place);
                if ((place.form() & 15) == 1) {
                    byte[] plain = new byte[most];
                    long length = Zstd.decompress(plain, bytes);
                    require(!Zstd.isError(length), "not a zstd frame");
                    bytes = Arrays.copyOf(plain, (int) length);
                }
                require(sha256(bytes).equals(content), "other bytes");
                return bytes;
            } catch (IOException | RuntimeException e) {
                tried = e.toString();
            }
        }
        throw new IOException("Cannot read " + content + ": " + tried);
    }

    private byte[] stored(Place place) throws IOException {
        String name = place.pack().toString();
        try (FileChannel pack = FileChannel.open(repository.resolve("packs").resolve(name.substring(0, 2)).resolve(name))) {
            ByteBuffer bytes = ByteBuffer.allocate(place.length());
            while (bytes.hasRemaining() && pack.read(bytes, place.offset() + bytes.position()) > 0) {}
            require(!bytes.hasRemaining(), "a pack that is too short");
            return bytes.array();
        }
    }

    // ---- objects

    private List<Path> objects(String folder) throws IOException {
        Path directory = repository.resolve(folder);
        try (Stream<Path> files = Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
            return files.sorted().toList();
        }
    }

    /// What is in an envelope, when all of it is as it should be.
    private ByteBuffer body(Path file, int kind, UUID object) throws IOException, GeneralSecurityException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer header = ByteBuffer.wrap(bytes);
        var crc = new CRC32C();
        crc.update(bytes, 0, 44);
        boolean known = header.getLong() == 0x544944454d41524bL && header.getShort() == 1 && header.get() == kind && header.get() == 0;
        boolean own = new UUID(header.getLong(), header.getLong()).equals(id) && new UUID(header.getLong(), header.getLong()).equals(object);
        int length = bytes.length - 88;
        boolean whole = header.getInt() == (int) crc.getValue() && header.getLong() == length && sha256(Arrays.copyOf(bytes, 56 + length)).equals(HexFormat.of().formatHex(bytes, 56 + length, bytes.length));
        require(known && own && whole, file + " is damaged, or of another version, kind or repository");
        return header.slice(56, length);
    }

    // ---- fields

    private static List<UUID> ids(ByteBuffer from) {
        List<UUID> ids = new ArrayList<>();
        for (int left = from.getInt(); left > 0; left--) {
            ids.add(new UUID(from.getLong(), from.getLong()));
        }
        return ids;
    }

    private static String text(ByteBuffer from) {
        byte[] text = new byte[from.getShort() & 0xffff];
        from.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static String hex(ByteBuffer from) {
        byte[] id = new byte[32];
        from.get(id);
        return HexFormat.of().formatHex(id);
    }

    private static String property(String json, String name) {
        Matcher found = Pattern.compile('"' + name + "\"\\s*:\\s*\"?([^\",}\\s]+)").matcher(json);
        require(found.find(), "tidemark.json has no " + name);
        return found.group(1);
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static void require(boolean fine, String otherwise) {
        if (!fine) {
            throw new IllegalStateException(otherwise);
        }
    }
}
