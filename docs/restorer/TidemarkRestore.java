// Restores from a copy of a Tidemark repository, and shares no code with Tidemark: written from docs/repository-format.md alone. It
// needs a JDK 25, zstd-jni, and as much memory as the index takes; for a sealed repository the passphrase in TIDEMARK_PASSPHRASE.
//
//     aws s3 sync s3://bucket/prefix copy
//     java -cp zstd-jni.jar TidemarkRestore.java copy                          # lists points and disks
//     java -cp zstd-jni.jar TidemarkRestore.java copy POINT DISK disk.raw      # restores one
import com.github.luben.zstd.Zstd;
record Place(UUID pack, int offset, int form, int length) {}
record Disk(String name, long size, int level, String root) {}
record Point(UUID id, String heeded, long second, String machine, List<Disk> disks) {}

Path repository;
UUID id;
int chunkSize;
Map<String, List<Place>> index = new HashMap<>();
byte[] idKey; // this and the next two: null when the repository is not sealed
byte[] packKey;
byte[] bodyKey;

void openRepository() throws IOException, GeneralSecurityException {
    String json = Files.readString(repository.resolve("tidemark.json"));
    String unsigned = json.replace(property(json, "checksum"), "0".repeat(64));
    require(hex(sha256(utf8(unsigned))).equals(property(json, "checksum")), "tidemark.json is damaged");
    require(property(json, "version").equals("1"), "another format version");
    id = UUID.fromString(property(json, "repository"));
    chunkSize = Integer.parseInt(property(json, "chunkSize"));
    if (!property(json, "sealing").equals("none")) {
        require(property(json, "sealing").equals("aes-256-gcm"), "another sealing");
        byte[] master = masterKey(utf8(System.getenv("TIDEMARK_PASSPHRASE")));
        idKey = derived(master, "content ids");
        packKey = derived(master, "packs");
        bodyKey = derived(master, "bodies");
        String mac = property(json, "mac");
        byte[] signed = utf8(unsigned.replace(mac, "0".repeat(64)));
        require(hex(hmac(derived(master, "format"), signed)).equals(mac), "tidemark.json was changed");
    }
}

void main(String[] words) throws Exception {
    repository = Path.of(words[0]);
    openRepository();
    Map<UUID, Point> points = points();
    if (words.length == 1) {
        for (Point each : points.values()) for (Disk disk : each.disks()) IO.println(each.id() + " "
                + Instant.ofEpochSecond(each.second()) + " " + each.machine() + " " + disk.name() + " " + disk.size());
        return;
    }
    Point point = points.get(UUID.fromString(words[1]));
    require(point != null, "no such point");
    Disk disk = point.disks().stream().filter(each -> each.name().equals(words[2])).findFirst().orElseThrow();
    readIndex();
    try (FileChannel target = FileChannel.open(Path.of(words[3]), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        target.write(ByteBuffer.allocate(disk.size() > 0 ? 1 : 0), Math.max(disk.size() - 1, 0));
        if (disk.root() != null) page(disk, disk.root(), disk.level(), 0, target);
    }
}

// ---- points, index, content
Map<UUID, Point> points() throws IOException, GeneralSecurityException {
    Map<UUID, Point> points = new TreeMap<>();
    for (Path file : objects("points")) {
        UUID name = UUID.fromString(file.getFileName().toString());
        points.put(name, point(name, body(file, 4)));
    }
    for (Path file : objects("collections/verdicts").reversed().stream().limit(1).toList()) {
        String epoch = file.getFileName().toString();
        List<UUID> listed = ids(body(file, 7));
        points.values().removeIf(point -> epoch.compareTo(point.heeded()) > 0 && !listed.contains(point.id()));
    }
    return points;
}

Point point(UUID id, ByteBuffer body) {
    require(body.getLong() >>> 32 == 0, "a point with features that are not known");
    String heeded = epoch(uuid(body));
    long second = body.getLong();
    body.getInt();
    String machine = text(body);
    ids(body);
    List<Disk> disks = new ArrayList<>();
    for (int left = body.getShort() & 0xffff; left > 0; left--) {
        ByteBuffer disk = body.slice(body.position() + 4, body.getInt(body.position()));
        body.position(body.position() + 4 + disk.remaining());
        disks.add(new Disk(text(disk), disk.getLong(), disk.get(), disk.get() == 1 ? hex(bytes(disk, 32)) : null));
    }
    return new Point(id, heeded, second, machine, disks);
}

void readIndex() throws IOException, GeneralSecurityException {
    for (Path file : objects("index")) {
        ByteBuffer table = body(file, 3);
        int entries = Math.toIntExact(table.getLong(0));
        for (int i = 0; i < entries; i++) {
            ByteBuffer entry = table.slice(16 + 44 * i, 44);
            String content = hex(bytes(entry, 32));
            UUID pack = uuid(table.slice(16 + 44 * entries + 16 * entry.getInt(), 16));
            var place = new Place(pack, entry.getInt(), entry.get(40), entry.getInt(40) & 0xffffff);
            index.computeIfAbsent(content, _ -> new ArrayList<>(1)).add(place);
        }
    }
}

void page(Disk disk, String content, int level, long node, FileChannel target) throws IOException {
    ByteBuffer page = ByteBuffer.wrap(record(content, 2064));
    require(page.getInt() == 0x544d4150 && page.get() == 1 && page.get() == level, "a page of another level");
    page.getShort();
    for (long presence = page.getLong(); presence != 0; presence &= presence - 1) {
        String below = hex(bytes(page, 32));
        long number = node * 64 + Long.numberOfTrailingZeros(presence);
        int length = (int) Math.min(chunkSize, disk.size() - number * chunkSize);
        if (level > 0) page(disk, below, level - 1, number, target);
        else target.write(ByteBuffer.wrap(record(below, chunkSize), 0, length), number * chunkSize);
    }
}

/// The bytes of a name: whichever copy is intact.
byte[] record(String content, int most) throws IOException {
    String tried = "it is in no index segment";
    for (Place place : index.getOrDefault(content, List.of())) {
        try {
            byte[] stored = stored(content, place), bytes = (place.form() & 15) == 0 ? stored : Zstd.decompress(stored, most);
            require(hex(idKey == null ? sha256(bytes) : hmac(idKey, bytes)).equals(content), "other bytes");
            return bytes;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            tried = e.toString();
        }
    }
    throw new IOException("Cannot read " + content + ": " + tried);
}

byte[] stored(String content, Place place) throws IOException, GeneralSecurityException {
    ByteBuffer bytes = ByteBuffer.allocate(place.length());
    try (FileChannel pack = FileChannel.open(repository.resolve("packs/" + place.pack().toString().substring(0, 2) + "/" + place.pack()))) {
        while (bytes.hasRemaining() && pack.read(bytes, place.offset() + bytes.position()) > 0) {}
    }
    byte[] nonce = ByteBuffer.allocate(12).putLong(4, place.offset()).array();
    byte[] signed = joined(HexFormat.of().parseHex(content), new byte[] {(byte) place.form()});
    return packKey == null ? bytes.array() : open(expanded(packKey, bytes(place.pack())), nonce, signed, bytes.array());
}

// ---- objects and sealing
List<Path> objects(String folder) {
    File[] files = repository.resolve(folder).toFile().listFiles();
    return files == null ? List.of() : Stream.of(files).map(File::toPath).sorted().toList();
}

/// What is in an envelope, when all of it is as it should be, its name included.
ByteBuffer body(Path file, int kind) throws IOException, GeneralSecurityException {
    ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file));
    int length = all.limit() - 88;
    var crc = new CRC32C();
    crc.update(all.array(), 0, 44);
    boolean known = all.getLong() == 0x544944454d41524bL && all.getShort() == 1 && all.get() == kind;
    boolean sealed = all.get() == 1, own = uuid(all).equals(id);
    UUID object = uuid(all);
    own &= file.endsWith(object.toString()) || file.endsWith(epoch(object));
    boolean whole = all.getInt() == (int) crc.getValue() && all.getLong() == length;
    byte[] body = bytes(all, length);
    whole &= hex(sha256(Arrays.copyOf(all.array(), 56 + length))).equals(hex(bytes(all, 32)));
    require(known && own && whole && sealed == (bodyKey != null), file + " is damaged, or of another version, kind or repository");
    return ByteBuffer.wrap(!sealed ? body : open(expanded(bodyKey, new byte[] {(byte) kind}, bytes(object)),
            Arrays.copyOf(body, 12), Arrays.copyOf(all.array(), 48), Arrays.copyOfRange(body, 12, length)));
}

byte[] masterKey(byte[] passphrase) throws IOException, GeneralSecurityException {
    for (Path file : objects("keys")) {
        ByteBuffer body = body(file, 11);
        int memory = body.getInt(), passes = body.getInt(), lanes = body.getInt();
        byte[] key = argon2id(passphrase, bytes(body, 16), memory, passes, lanes);
        body.getLong();
        text(body);
        byte[] signed = joined(Arrays.copyOf(Files.readAllBytes(file), 48), Arrays.copyOf(body.array(), body.position()));
        try {
            return open(key, bytes(body, 12), signed, bytes(body, 48));
        } catch (AEADBadTagException another) {
            System.err.println("The passphrase does not open " + file);
        }
    }
    throw new IllegalStateException("wrong passphrase");
}

byte[] open(byte[] key, byte[] nonce, byte[] signed, byte[] sealed) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD(signed);
    return cipher.doFinal(sealed);
}

byte[] derived(byte[] master, String name) throws GeneralSecurityException { return expanded(hmac(bytes(id), master), utf8("tidemark/1 " + name)); }
byte[] expanded(byte[] key, byte[]... info) throws GeneralSecurityException { return hmac(key, joined(joined(info), new byte[] {1})); }

byte[] hmac(byte[] key, byte[] bytes) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HMAC"));
    return mac.doFinal(bytes);
}

// ---- Argon2id (RFC 9106) and BLAKE2b (RFC 7693)
long[] IV = {0x6a09e667f3bcc908L, 0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL, 0xa54ff53a5f1d36f1L,
    0x510e527fade682d1L, 0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L};
String SIGMA = "0123456789abcdefea489fd61c02b753b8c052fdae3671947931dcbe265a40f8905724afe1bc683d"
        + "2c6a0b834d75fe19c51fed4a0763928bdb7ec13950f4862a6fe9b308c2d714a5a2847615fb9e3cd0";

byte[] argon2id(byte[] password, byte[] salt, int memory, int passes, int lanes) {
    byte[] seed = blake2b(64, ints(lanes, 32, memory, passes, 0x13, 2, password.length), password, ints(16), salt, ints(0, 0));
    int segment = memory / (4 * lanes), columns = 4 * segment;
    long[][] blocks = new long[lanes * columns][];
    for (int i = 0; i < 2 * lanes; i++) blocks[i / 2 * columns + i % 2] = longs(longHash(1024, seed, ints(i % 2, i / 2)));
    for (int turn = 0; turn < passes * 4 * lanes; turn++) {
        int pass = turn / (4 * lanes), slice = turn / lanes % 4, lane = turn % lanes;
        long[] input = Arrays.copyOf(new long[] {pass, lane, slice, blocks.length, passes, 2}, 128), zero = new long[128], addresses = zero;
        for (int i = 0; i < segment; i++) {
            input[6] = i / 128 + 1;
            if (i % 128 == 0) addresses = mixed(zero, mixed(zero, input));
            int column = slice * segment + i, at = lane * columns + column;
            if (pass > 0 || column > 1) {
                long[] before = blocks[lane * columns + (column + columns - 1) % columns];
                long random = pass == 0 && slice < 2 ? addresses[i % 128] : before[0];
                int other = pass == 0 && slice == 0 ? lane : (int) ((random >>> 32) % lanes);
                long area = (pass == 0 ? slice * segment : columns - segment) + (other == lane ? i - 1 : i == 0 ? -1 : 0);
                long near = area * ((random & 0xffffffffL) * (random & 0xffffffffL) >>> 32) >>> 32;
                long from = area - 1 - near + (pass == 0 ? 0 : (slice + 1) * segment);
                long[] next = mixed(before, blocks[other * columns + (int) (from % columns)]);
                blocks[at] = pass == 0 ? next : xor(next, blocks[at]);
            }
        }
    }
    long[] last = new long[128];
    for (int lane = 1; lane <= lanes; lane++) last = xor(last, blocks[lane * columns - 1]);
    return longHash(32, bytes(last));
}

byte[] longHash(int length, byte[]... input) {
    byte[] hash = blake2b(Math.min(length, 64), ints(length), joined(input)), out = Arrays.copyOf(hash, length);
    for (int at = 32; at < length - 32; at += 32) {
        hash = blake2b(64, hash);
        System.arraycopy(hash, 0, out, at, 64);
    }
    return out;
}

long[] mixed(long[] x, long[] y) {
    long[] v = xor(x, y);
    for (int i = 0; i < 16; i++) round(v, i < 8 ? 16 * i : 2 * (i - 8), i < 8 ? 2 : 16, null, 0);
    return xor(v, xor(x, y));
}

byte[] blake2b(int length, byte[]... input) {
    byte[] all = joined(input);
    long[] h = IV.clone();
    h[0] ^= 0x01010000 ^ length;
    for (int at = 0; at == 0 || at < all.length; at += 128) {
        long[] v = Arrays.copyOf(h, 16), m = longs(Arrays.copyOfRange(all, at, at + 128));
        System.arraycopy(IV, 0, v, 8, 8);
        v[12] ^= Math.min(all.length, at + 128);
        v[14] ^= at + 128 < all.length ? 0 : -1;
        for (int round = 0; round < 12; round++) round(v, 0, 2, m, round % 10 * 16);
        Arrays.setAll(h, i -> h[i] ^ v[i] ^ v[i + 8]);
    }
    return Arrays.copyOf(bytes(h), length);
}

/// A round of both, over sixteen words that lie in pairs, `step` apart; that of Argon2 multiplies and has no message.
void round(long[] v, int at, int step, long[] m, int sigma) {
    for (int g = 0; g < 8; g++) {
        int[] w = {g % 4, 4 + (g + g / 4) % 4, 8 + (g + g / 4 * 2) % 4, 12 + (g + g / 4 * 3) % 4};
        Arrays.setAll(w, i -> at + w[i] / 2 * step + w[i] % 2);
        for (int half = 0; half < 2; half++) {
            long message = m == null ? 0 : m[Character.digit(SIGMA.charAt(sigma + 2 * g + half), 16)];
            v[w[0]] += v[w[1]] + (m == null ? 2 * (v[w[0]] & 0xffffffffL) * (v[w[1]] & 0xffffffffL) : message);
            v[w[3]] = Long.rotateRight(v[w[3]] ^ v[w[0]], half == 0 ? 32 : 16);
            v[w[2]] += v[w[3]] + (m == null ? 2 * (v[w[2]] & 0xffffffffL) * (v[w[3]] & 0xffffffffL) : 0);
            v[w[1]] = Long.rotateRight(v[w[1]] ^ v[w[2]], half == 0 ? 24 : 63);
        }
    }
}

// ---- fields
List<UUID> ids(ByteBuffer from) { return Stream.generate(() -> uuid(from)).limit(from.getInt()).toList(); }
UUID uuid(ByteBuffer from) { return new UUID(from.getLong(), from.getLong()); }
String epoch(UUID object) { return "%016x-%016x".formatted(object.getMostSignificantBits(), object.getLeastSignificantBits()); }
String text(ByteBuffer from) { return new String(bytes(from, from.getShort() & 0xffff), StandardCharsets.UTF_8); }
byte[] utf8(String text) { return text.getBytes(StandardCharsets.UTF_8); }
String hex(byte[] bytes) { return HexFormat.of().formatHex(bytes); }
byte[] sha256(byte[] bytes) throws GeneralSecurityException { return MessageDigest.getInstance("SHA-256").digest(bytes); }
byte[] bytes(UUID id) { return ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array(); }

byte[] bytes(ByteBuffer from, int length) { byte[] bytes = new byte[length]; from.get(bytes); return bytes; }
byte[] joined(byte[]... parts) { var all = new ByteArrayOutputStream(); for (byte[] part : parts) all.writeBytes(part); return all.toByteArray(); }
byte[] ints(int... words) { return joined(IntStream.of(words).mapToObj(this::little).toArray(byte[][]::new)); }
byte[] little(int word) { return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(word).array(); }
byte[] bytes(long[] words) { return ints(LongStream.of(words).flatMap(each -> LongStream.of(each, each >>> 32)).mapToInt(each -> (int) each).toArray()); }
LongBuffer words(byte[] bytes) { return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer(); }
long[] xor(long[] x, long[] y) { return IntStream.range(0, x.length).mapToLong(i -> x[i] ^ y[i]).toArray(); }
long[] longs(byte[] bytes) { return IntStream.range(0, bytes.length / 8).mapToLong(words(bytes)::get).toArray(); }
String property(String json, String name) {
    return Pattern.compile('"' + name + "\"\\s*:\\s*\"?([^\",}\\s]+)").matcher(json).results().findFirst().orElseThrow().group(1);
}
void require(boolean fine, String otherwise) { if (!fine) throw new IllegalStateException(otherwise); }
