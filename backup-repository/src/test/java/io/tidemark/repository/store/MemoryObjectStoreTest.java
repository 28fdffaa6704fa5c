package io.tidemark.repository.store;

class MemoryObjectStoreTest extends ObjectStoreContract {

    @Override
    ObjectStore emptyStore() {
        return new MemoryObjectStore();
    }

    @Override
    ObjectStore another() {
        return store;
    }
}
