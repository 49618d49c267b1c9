package dev.watertight.product.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SearchTextTest {
    @ParameterizedTest
    @CsvSource({
        "Walnut,walnut",
        "Crème-Brûlée,creme brulee",
        "'  T-Shirt, red ',t shirt red",
        "100%,100",
        "ÖL,ol",
        "!?%_,''",
        "ﬁne,fine"
    })
    void leavesLettersAndDigitsInLowerCase(String text, String expected) {
        assertThat(SearchText.of(text)).isEqualTo(expected);
    }

    @Test
    void keepsANameFromEachOfItsWords() {
        assertThat(SearchText.endsOf("Stacking T-Shirt Rack"))
                .containsExactly("stacking t shirt rack", "t shirt rack", "shirt rack", "rack");
    }

    @Test
    void findsALongNameByItsLongBeginning() {
        var name = "🎻".repeat(40) + "x".repeat(60) + " " + "ß".repeat(90);
        assertThat(SearchText.endsOf(name)).allMatch(end -> end.codePointCount(0, end.length()) <= 64);
        assertThat(SearchText.endsOf(name)).contains(SearchText.of(name));
    }
}
