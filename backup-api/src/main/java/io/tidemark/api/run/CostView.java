package io.tidemark.api.run;

import io.tidemark.catalog.run.RunView;

/// What a run asked of the store, attempts that failed included: what a provider would put on the bill.
///
/// @param requests  of whatever kind
/// @param bytesUp  of the content of requests
/// @param bytesDown  of the content of answers
record CostView(long requests, long bytesUp, long bytesDown) {
    static CostView of(RunView.Cost cost) {
        return new CostView(cost.requests(), cost.bytesUp(), cost.bytesDown());
    }
}
