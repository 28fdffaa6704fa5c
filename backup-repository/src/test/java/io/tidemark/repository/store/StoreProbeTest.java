package io.tidemark.repository.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.embedded.S3Server;
import io.tidemark.embedded.SharedS3;
import io.tidemark.repository.store.ScriptedS3.Answer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What is found out about a store before a repository is made there.
class StoreProbeTest {

    private final MemoryObjectStore objects = new MemoryObjectStore();

    private List<String> left() throws StoreException {
        List<String> left = new ArrayList<>();
        objects.list("", object -> left.add(object.key()));
        return left;
    }

    @Test
    void aStoreThatKeepsTheContractGoesWithoutNothing() throws Exception {
        StoreTraits traits = StoreProbe.of(objects);

        assertThat(traits.missing()).isEmpty();
        assertThat(left()).isEmpty();
    }

    @Test
    void aRealServerDoesToo() throws Exception {
        S3Server server = SharedS3.server();
        StoreOptions options = StoreOptions.defaults()
                .withEndpoint(server.endpoint())
                .withCredentials(new StoreCredentials(server.accessKey(), server.secretKey()));
        try (ObjectStore store = ObjectStores.open(new RepositoryLocation.S3(SharedS3.freshBucket(), "p"), options)) {
            assertThat(StoreProbe.of(store).missing()).isEmpty();
        }
    }

    @Test
    void aServerThatKnowsNoConditionsIsFoundOut() throws Exception {
        Map<String, String> stored = new ConcurrentHashMap<>();
        try (ScriptedS3 server = ScriptedS3.start(request -> withoutConditions(stored, request));
                ObjectStore store = server.store()) {
            StoreTraits traits = StoreProbe.of(store);

            assertThat(traits).isEqualTo(new StoreTraits(false, true, false));
            assertThat(traits.missing()).singleElement().asString().contains("no conditional writes");
            assertThat(stored).isEmpty();
        }
    }

    private static Answer withoutConditions(Map<String, String> stored, ScriptedS3.Request request) {
        if (!request.header("If-None-Match").isEmpty()) {
            return Answer.error(501, "NotImplemented");
        }
        String key = request.uri().replace("/bucket/", "");
        String date = "Sun, 22 Nov 2026 00:00:00 GMT";
        return switch (request.method()) {
            case "PUT" -> {
                stored.put(key, request.body());
                yield Answer.of(200);
            }
            case "HEAD" ->
                stored.containsKey(key)
                        ? new Answer(200, Map.of("Content-Length", "64", "Last-Modified", date), "", 0)
                        : Answer.of(404);
            case "DELETE" -> {
                stored.remove(key);
                yield Answer.of(204);
            }
            default -> request.uri().contains("list-type") ? listing(stored) : content(stored, key, request);
        };
    }

    private static Answer content(Map<String, String> stored, String key, ScriptedS3.Request request) {
        String content = stored.getOrDefault(key, "");
        return request.header("Range").isEmpty()
                ? Answer.of(200, content, Map.of())
                : Answer.of(206, content.substring(32, 48), Map.of("Content-Range", "bytes 32-47/64"));
    }

    private static Answer listing(Map<String, String> stored) {
        StringBuilder contents = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
        stored.keySet()
                .forEach(key -> contents.append("<Contents><Key>")
                        .append(key)
                        .append("</Key><Size>64</Size><LastModified>2026-11-22T00:00:00Z</LastModified></Contents>"));
        return Answer.of(200, contents.append("</ListBucketResult>").toString(), Map.of());
    }

    @Test
    void aStoreThatPassesOverConditionsIsFoundOut() throws Exception {
        StoreTraits traits = StoreProbe.of(new ForwardingObjectStore(objects) {
            @Override
            public void put(String key, ByteBuffer content, PutMode mode) throws StoreException {
                super.put(key, content, PutMode.ANY);
            }
        });

        assertThat(traits).isEqualTo(new StoreTraits(false, true, false));
        assertThat(left()).isEmpty();
    }

    @Test
    void aStoreThatRefusesToDeleteIsSaidToKeepEverything() throws Exception {
        StoreTraits traits = StoreProbe.of(new ForwardingObjectStore(objects) {
            @Override
            public void delete(String key) throws StoreException {
                throw new StoreAccessDeniedException("locked", null);
            }
        });

        assertThat(traits).isEqualTo(new StoreTraits(true, false, false));
        assertThat(traits.missing()).singleElement().asString().contains("frees no room");
    }

    @Test
    void aStoreWithStaleListingsIsRefused() throws Exception {
        ObjectStore stale = new ForwardingObjectStore(objects) {
            @Override
            public void list(String prefix, Consumer<StoredObject> each) {}
        };

        assertThatThrownBy(() -> StoreProbe.of(stale)).hasMessageContaining("does not list what was just stored");
        assertThat(left()).isEmpty();
    }

    @Test
    void aStoreThatListsWhatIsGoneIsRefused() {
        List<StoredObject> seen = new ArrayList<>();
        ObjectStore stale = new ForwardingObjectStore(objects) {
            @Override
            public void list(String prefix, Consumer<StoredObject> each) throws StoreException {
                super.list(prefix, seen::add);
                seen.forEach(each);
            }
        };

        assertThatThrownBy(() -> StoreProbe.of(stale)).hasMessageContaining("still lists what was just deleted");
    }

    @Test
    void aStoreWithWrongBytesIsRefused() throws Exception {
        ObjectStore wrong = new ForwardingObjectStore(objects) {
            @Override
            public ByteBuffer get(String key) throws StoreException {
                return super.get(key).put(7, (byte) 0);
            }
        };
        ObjectStore wrongPart = new ForwardingObjectStore(objects) {
            @Override
            public void get(String key, long offset, ByteBuffer destination) throws StoreException {
                super.get(key, offset - 1, destination);
            }
        };

        assertThatThrownBy(() -> StoreProbe.of(wrong)).hasMessageContaining("other bytes than were stored");
        assertThatThrownBy(() -> StoreProbe.of(wrongPart)).hasMessageContaining("another part");
        assertThat(left()).isEmpty();
    }
}
