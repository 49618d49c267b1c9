package dev.watertight.chassis.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ViolationsTest {
    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\nb", "a\tb", "\u007f", "\u0085", "\ud800", "a\udc00", "\ude22\ud83d"})
    void refusesWhatCannotBePrinted(String text) {
        var violations = new Violations().requirePrintable(text, "/name");
        assertThatThrownBy(violations::throwIfAny).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ada", "Zoë", "灯", "\ud83d\ude22", "a\u00a0b"})
    void takesWhatCanBePrinted(String text) {
        var violations = new Violations().requirePrintable(text, "/name");
        assertThatCode(violations::throwIfAny).doesNotThrowAnyException();
    }
}
