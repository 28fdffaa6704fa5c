package io.tidemark.repository.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

    private final CountedWaiting waiting = new CountedWaiting();

    @Test
    void theFirstNeedNotWaitAndTheOthersWaitForThoseBefore() throws Exception {
        var pace = new Pace(100, waiting);

        pace.take(50);
        assertThat(waiting.seconds()).isZero();

        pace.take(1);
        assertThat(waiting.seconds()).isEqualTo(0.5);

        pace.take(1);
        assertThat(waiting.seconds()).isEqualTo(0.51);
    }

    @Test
    void timeInWhichNobodyAskedIsNotSavedUp() throws Exception {
        var pace = new Pace(10, waiting);
        waiting.pause(Duration.ofHours(1));

        pace.take(10);
        pace.take(10);

        assertThat(waiting.seconds()).isEqualTo(3601.0);
    }

    @Test
    void callersOfAllThreadsShareIt() throws Exception {
        var asleep = new AtomicInteger();
        var pace = new Pace(2, new Waiting() {
            @Override
            public long nanoTime() {
                return 0;
            }

            @Override
            public Duration jitter(Duration longest) {
                return longest;
            }

            @Override
            public void pause(Duration pause) {
                asleep.accumulateAndGet((int) pause.toMillis(), Math::max);
            }
        });

        Thread[] callers = new Thread[4];
        for (int i = 0; i < callers.length; i++) {
            callers[i] = Thread.startVirtualThread(() -> {
                try {
                    pace.take(1);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(asleep.get()).isEqualTo(1500);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void aLimitOfRequestsIsANumberFromZero(double perSecond) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StoreLimits(perSecond, 0))
                .withMessageContaining("requests per second");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1, 65_535})
    void aLimitOfBytesIsNotTooSmallToEnd(long perSecond) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StoreLimits(0, perSecond))
                .withMessageContaining("bytes per second");
    }
}
