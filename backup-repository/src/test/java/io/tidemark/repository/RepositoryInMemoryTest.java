package io.tidemark.repository;

import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.ObjectStore;

class RepositoryInMemoryTest extends RepositoryContract {

    private final MemoryObjectStore store = new MemoryObjectStore();

    @Override
    ObjectStore openStore() {
        return store;
    }
}
