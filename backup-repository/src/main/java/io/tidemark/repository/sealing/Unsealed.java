package io.tidemark.repository.sealing;

import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.ObjectHeader;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.format.SealingMethod;
import io.tidemark.repository.format.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.UUID;

/// Everything in the clear.
final class Unsealed extends Sealing {

    private static final RecordCipher CIPHER = new RecordCipher() {
        @Override
        public ByteBuffer seal(UUID pack, int offset, byte[] associated, ByteBuffer plain) {
            return plain;
        }

        @Override
        public ByteBuffer open(UUID pack, int offset, byte[] associated, ByteBuffer sealed) {
            return sealed;
        }
    };

    Unsealed(RepositoryId repository) {
        super(repository, SealingMethod.NONE);
    }

    @Override
    public ContentHash contentHash() {
        MessageDigest sha256 = Sha256.newDigest();
        return new ContentHash() {
            @Override
            public byte[] of(byte[] plain) {
                return sha256.digest(plain);
            }

            @Override
            public byte[] of(ByteBuffer plain) {
                sha256.update(plain.duplicate());
                return sha256.digest();
            }
        };
    }

    @Override
    public RecordCipher recordCipher() {
        return CIPHER;
    }

    @Override
    ByteBuffer sealBody(ObjectHeader header, ByteBuffer body) {
        return body;
    }

    @Override
    BoundedReader openBody(ObjectHeader header, BoundedReader stored) {
        return stored;
    }
}
