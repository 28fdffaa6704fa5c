package io.tidemark.repository.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoreMeterTest {

    @Test
    void metersOfOneLimitWaitForEachOtherAndCountForThemselves() throws Exception {
        var waiting = new CountedWaiting();
        var first = new StoreMeter(new StoreLimits(10, 1 << 20), waiting);
        StoreMeter second = first.counting();

        first.request(StoreMeter.Verb.PUT);
        second.request(StoreMeter.Verb.GET);
        second.request(StoreMeter.Verb.GET);
        assertThat(waiting.seconds()).isEqualTo(0.2);
        first.up(1 << 20);
        second.up(1 << 19);

        assertThat(waiting.seconds()).isEqualTo(1.2);
        assertThat(first.calls()).isEqualTo(new StoreCalls(1, 0, 0, 0, 0, 1 << 20, 0));
        assertThat(second.calls()).isEqualTo(new StoreCalls(0, 2, 0, 0, 0, 1 << 19, 0));
    }

    @Test
    void aMeterWithinTwoLimitsKeepsToTheTighterOfEach() throws Exception {
        var waiting = new CountedWaiting();
        var manyRequests = new StoreMeter(new StoreLimits(100, 1 << 20), waiting);
        var muchContent = new StoreMeter(new StoreLimits(10, 1 << 30), waiting);
        StoreMeter both = manyRequests.countingWithin(muchContent);

        assertThat(both.limits()).isEqualTo(new StoreLimits(10, 1 << 20));
        assertThat(new StoreMeter(StoreLimits.NONE, waiting)
                        .countingWithin(muchContent)
                        .limits())
                .isEqualTo(muchContent.limits());
        both.request(StoreMeter.Verb.PUT);
        both.request(StoreMeter.Verb.PUT);
        assertThat(waiting.seconds()).isEqualTo(0.1);
        both.up(1 << 20);
        both.up(1);
        assertThat(waiting.seconds()).isEqualTo(1.1);
        assertThat(both.calls()).isEqualTo(new StoreCalls(2, 0, 0, 0, 0, (1 << 20) + 1, 0));
    }
}
