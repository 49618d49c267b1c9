package dev.watertight.chassis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class AnswerTest {
    record Thing(String name) {}

    @Test
    void readsMoreThanItKnows() {
        var answer = new Answer(200, "{\"name\":\"a\",\"colour\":1}");

        assertThat(answer.as(Thing.class)).isEqualTo(new Thing("a"));
    }

    @Test
    void namesTheTypeOfAnUnreadableAnswer() {
        assertThatThrownBy(() -> new Answer(200, "<html>").as(Thing.class))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("Thing");
    }
}
