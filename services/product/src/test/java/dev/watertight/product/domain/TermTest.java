package dev.watertight.product.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TermTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    private final Term term = new Term(NOW, NOW.plusSeconds(60));

    @Test
    void renewsWithLessThanHalfLeft() {
        assertThat(term.renewed(NOW.plusSeconds(30))).isEqualTo(NOW.plusSeconds(30));
        assertThat(term.renewed(NOW.plusSeconds(30).minusNanos(1000))).isEqualTo(term.until());
        assertThat(term.renewed(NOW.minusSeconds(1))).isEqualTo(term.until());
    }

    @Test
    void neverShortens() {
        assertThat(term.renewed(NOW.plusSeconds(90))).isEqualTo(NOW.plusSeconds(90));
    }

    @Test
    void endsAfterItBegins() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Term(NOW, NOW));
    }
}
