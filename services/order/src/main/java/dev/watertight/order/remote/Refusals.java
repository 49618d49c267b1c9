package dev.watertight.order.remote;

import dev.watertight.chassis.client.Answer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;

/** Tells operations of answers that settlement does not understand: it goes on asking, but only a person can mend them. */
final class Refusals {
    private static final Logger LOG = System.getLogger(Refusals.class.getName());

    private Refusals() {}

    static void log(String service, UUID orderId, Answer answer) {
        if (answer.status() >= 400 && answer.status() < 500) {
            LOG.log(
                    isTombstone(answer) ? Level.INFO : Level.WARNING,
                    "{0} refuses order {1} with {2}",
                    service,
                    orderId,
                    answer.status());
        }
    }

    /** A cancellation left it so that whoever was still settling the order goes no further: nothing is to be mended. */
    private static boolean isTombstone(Answer answer) {
        return answer.isProblem("reservation-released");
    }
}
