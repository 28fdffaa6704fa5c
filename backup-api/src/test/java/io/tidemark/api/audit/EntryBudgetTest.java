package io.tidemark.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EntryBudgetTest {
    @Test
    void whatIsOverTheBurstIsLeftOut() {
        EntryBudget budget = new EntryBudget();
        long entered = 0;
        long leftOut = 0;
        for (int n = 0; n < 5000; n++) {
            if (budget.take() < 0) {
                leftOut++;
            } else {
                entered++;
            }
        }

        assertThat(entered).isBetween((long) EntryBudget.BURST, EntryBudget.BURST + 20L);
        assertThat(leftOut).isEqualTo(5000 - entered);
    }
}
