package io.tidemark.repository.sealing;

import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.ObjectHeader;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.format.SealingMethod;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// Everything sealed: records and footers under a key per pack, bodies under a key per object, content ids keyed.
final class Aes256Gcm extends Sealing {

    private final SecretKey contentIds;
    private final SecretKey packs;
    private final SecretKey bodies;

    Aes256Gcm(RepositoryId repository, MasterKey master) {
        super(repository, SealingMethod.AES_256_GCM);
        contentIds = master.derive(repository, "content ids");
        packs = master.derive(repository, "packs");
        bodies = master.derive(repository, "bodies");
    }

    static Mac mac(SecretKey key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HMAC-SHA-256, which every Java platform must have", e);
        }
    }

    @Override
    public ContentHash contentHash() {
        Mac mac = mac(contentIds);
        return new ContentHash() {
            @Override
            public byte[] of(byte[] plain) {
                return mac.doFinal(plain);
            }

            @Override
            public byte[] of(ByteBuffer plain) {
                mac.update(plain.duplicate());
                return mac.doFinal();
            }
        };
    }

    @Override
    public RecordCipher recordCipher() {
        return new PackKeyCipher(packs);
    }

    /// `nonce | ciphertext | tag`
    @Override
    ByteBuffer sealBody(ObjectHeader header, ByteBuffer body) {
        int length = body.remaining();
        byte[] plain = new byte[length];
        body.get(body.position(), plain);
        byte[] nonce = AesGcm.randomBytes(AesGcm.NONCE_LENGTH);
        byte[] sealed = new byte[AesGcm.NONCE_LENGTH + length + AesGcm.TAG_LENGTH];
        System.arraycopy(nonce, 0, sealed, 0, nonce.length);
        new AesGcm()
                .seal(
                        key(header),
                        nonce,
                        header.bytes(),
                        AesGcm.Slice.of(plain),
                        AesGcm.Slice.of(sealed, nonce.length, sealed.length - nonce.length));
        return ByteBuffer.wrap(sealed);
    }

    @Override
    BoundedReader openBody(ObjectHeader header, BoundedReader stored) throws RepositoryException, AEADBadTagException {
        byte[] nonce = new byte[AesGcm.NONCE_LENGTH];
        stored.bytes(nonce.length, "nonce").get(nonce);
        long base = stored.offset();
        int length = stored.remaining() - AesGcm.TAG_LENGTH;
        byte[] sealed = new byte[stored.remaining()];
        stored.bytes(sealed.length, "sealed body").get(sealed);
        byte[] plain = new byte[Math.max(length, 0)];
        new AesGcm().open(key(header), nonce, header.bytes(), AesGcm.Slice.of(sealed), AesGcm.Slice.of(plain));
        return new BoundedReader(stored.key(), base, ByteBuffer.wrap(plain));
    }

    private SecretKey key(ObjectHeader header) {
        byte[] object = ByteBuffer.allocate(17)
                .put((byte) header.kind().value())
                .putLong(header.object().getMostSignificantBits())
                .putLong(header.object().getLeastSignificantBits())
                .array();
        return Hkdf.expand(bodies, object);
    }
}
