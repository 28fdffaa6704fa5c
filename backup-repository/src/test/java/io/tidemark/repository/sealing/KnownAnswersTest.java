package io.tidemark.repository.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.FormatDocument;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;

/// The primitives against the numbers that their standards print.
class KnownAnswersTest {

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static SecretKey key(String digits) {
        return new SecretKeySpec(hex(digits), "AES");
    }

    /// RFC 9106, section 5.3.
    @Test
    void argon2idIsThatOfItsRfc() {
        byte[] password = new byte[32];
        byte[] salt = new byte[16];
        byte[] secret = new byte[8];
        byte[] associated = new byte[12];
        Arrays.fill(password, (byte) 1);
        Arrays.fill(salt, (byte) 2);
        Arrays.fill(secret, (byte) 3);
        Arrays.fill(associated, (byte) 4);
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(32)
                .withIterations(3)
                .withParallelism(4)
                .withSalt(salt)
                .withSecret(secret)
                .withAdditional(associated)
                .build());
        byte[] tag = new byte[32];
        argon2.generateBytes(password, tag);

        assertThat(tag).isEqualTo(hex("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"));
    }

    /// Printed by the reference implementation: `argon2 0123456789abcdef -id -t 2 -k 8192 -p 2 -l 32 -r`.
    @Test
    void aPassphraseStandsForTheSameKeyForEver() {
        byte[] salt = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        try (Passphrase passphrase = Passphrase.of("Gezeiten\u00fc".toCharArray())) {
            SecretKey key = new PassphraseCost(8 << 10, 2, 2).key(passphrase, salt);
            assertThat(key.getEncoded())
                    .isEqualTo(hex("795222ce4695724ccae139ae798fa3a6c00d0660f27d5b4a8697260d49b179d8"));
        }
    }

    /// RFC 5869, A.1, cut to 32 bytes.
    @Test
    void hkdfIsThatOfItsRfc() {
        SecretKey from = new SecretKeySpec(hex("0b".repeat(22)), "HKDF");
        SecretKey key = Hkdf.derive(from, hex("000102030405060708090a0b0c"), hex("f0f1f2f3f4f5f6f7f8f9"));
        SecretKey extracted = key("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");

        assertThat(key.getEncoded()).isEqualTo(hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"));
        assertThat(Hkdf.expand(extracted, hex("f0f1f2f3f4f5f6f7f8f9")).getEncoded())
                .isEqualTo(key.getEncoded());
    }

    /// Test case 16 of the GCM specification (McGrew and Viega).
    @Test
    void aesGcmIsThatOfItsSpecification() throws AEADBadTagException {
        SecretKey key = key("feffe9928665731c6d6a8f9467308308 feffe9928665731c6d6a8f9467308308");
        byte[] nonce = hex("cafebabefacedbaddecaf888");
        byte[] associated = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        byte[] plain = hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        byte[] sealed = new byte[plain.length + AesGcm.TAG_LENGTH];
        new AesGcm().seal(key, nonce, associated, AesGcm.Slice.of(plain), AesGcm.Slice.of(sealed));

        assertThat(sealed)
                .isEqualTo(hex("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                        + "76fc6ece0f4e1768cddf8853bb2d551b"));
        byte[] opened = new byte[plain.length];
        new AesGcm().open(key, nonce, associated, AesGcm.Slice.of(sealed), AesGcm.Slice.of(opened));
        assertThat(opened).isEqualTo(plain);
        sealed[0] ^= 1;
        assertThatThrownBy(() ->
                        new AesGcm().open(key, nonce, associated, AesGcm.Slice.of(sealed), AesGcm.Slice.of(opened)))
                .isInstanceOf(AEADBadTagException.class);
    }

    /// RFC 4231, test case 2, and the SHA-256 of "abc" from FIPS 180-4.
    @Test
    void contentIdsAreHmacOrSha256() {
        SecretKey jefe = new SecretKeySpec("Jefe".getBytes(StandardCharsets.US_ASCII), "HMAC");
        assertThat(Aes256Gcm.mac(jefe).doFinal("what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
        assertThat(FormatDocument.PLAIN.contentHash().of(new byte[] {'a', 'b', 'c'}))
                .isEqualTo(hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }

    @Test
    void aHashOfABufferIsThatOfItsBytes() {
        Sealing sealing = new Aes256Gcm(FormatDocument.REPOSITORY, MasterKey.random());
        byte[] bytes = {9, 1, 2, 3, 9};
        for (Sealing each : new Sealing[] {FormatDocument.PLAIN, sealing}) {
            ContentHash hash = each.contentHash();
            assertThat(hash.of(ByteBuffer.wrap(bytes, 1, 3))).isEqualTo(hash.of(new byte[] {1, 2, 3}));
        }
    }

    /// A sealed record opens in its own place only.
    @Test
    void aRecordOpensNowhereElse() throws AEADBadTagException {
        Sealing sealing = new Aes256Gcm(FormatDocument.REPOSITORY, MasterKey.of(new byte[32]));
        Sealing other = new Aes256Gcm(FormatDocument.REPOSITORY, MasterKey.random());
        UUID pack = new UUID(1, 2);
        byte[] id = {7};
        ByteBuffer plain =
                ByteBuffer.allocateDirect(3).put(new byte[] {1, 2, 3}).flip();
        ByteBuffer sealed = sealing.recordCipher().seal(pack, 48, id, plain);

        assertThat(sealed.remaining()).isEqualTo(3 + sealing.recordOverhead());
        assertThat(sealing.recordCipher().open(pack, 48, id, sealed)).isEqualTo(plain);
        assertRefused(other, pack, 48, id, sealed);
        assertRefused(sealing, new UUID(1, 3), 48, id, sealed);
        assertRefused(sealing, pack, 49, id, sealed);
        assertRefused(sealing, pack, 48, new byte[] {8}, sealed);
        assertRefused(sealing, pack, 48, id, sealed.slice(0, 18));
        assertRefused(sealing, pack, 48, id, sealed.slice(0, 15));
    }

    private static void assertRefused(Sealing sealing, UUID pack, int offset, byte[] id, ByteBuffer sealed) {
        assertThatThrownBy(() -> sealing.recordCipher().open(pack, offset, id, sealed))
                .isInstanceOf(AEADBadTagException.class);
    }

    @Test
    void secretsAreNotInTexts() {
        try (Passphrase passphrase = Passphrase.of("Gezeiten".toCharArray())) {
            assertThat(passphrase.toString()).isEqualTo("a passphrase");
            assertThat(MasterKey.of(new byte[32]).toString()).isEqualTo("a master key");
        }
    }

    @Test
    void costsThatNobodyChoseAreRefused() {
        for (int[] cost : new int[][] {
            {1023, 3, 4}, {1 << 30, 3, 4}, {-1, 3, 4}, {65536, 0, 4}, {65536, 17, 4}, {65536, 3, 0}, {65536, 3, 17}
        }) {
            assertThatThrownBy(() -> new PassphraseCost(cost[0], cost[1], cost[2]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Argon2id with");
        }
    }

    @Test
    void passphrasesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> Passphrase.of(new char[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Passphrase.of(new byte[4097])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Passphrase.of("a\ud800b".toCharArray())).isInstanceOf(IllegalArgumentException.class);
    }
}
