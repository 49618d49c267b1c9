package dev.watertight.chassis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerTest {
    record Thing(String name) {}

    @Test
    void readsMoreThanItKnows() {
        var answer = new Answer(200, "{\"name\":\"a\",\"colour\":1}");

        assertThat(answer.as(Thing.class)).isEqualTo(new Thing("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "null", ""})
    void namesTheTypeOfAnUnreadableAnswer(String body) {
        assertThatThrownBy(() -> new Answer(200, body).as(Thing.class))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("Thing");
    }
}
