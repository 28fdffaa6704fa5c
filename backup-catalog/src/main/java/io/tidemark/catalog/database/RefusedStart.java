package io.tidemark.catalog.database;

import io.tidemark.catalog.CatalogException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Lets a process that the catalog refuses at its start say so in a sentence, without a page of frames.
final class RefusedStart extends AbstractFailureAnalyzer<CatalogException> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, CatalogException refused) {
        return new FailureAnalysis(refused.getMessage() + " [" + refused.code() + "]", null, root);
    }
}
