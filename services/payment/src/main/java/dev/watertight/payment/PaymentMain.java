package dev.watertight.payment;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.chassis.Launcher;
import dev.watertight.chassis.Service;
import dev.watertight.payment.domain.ChargeOrder;
import dev.watertight.payment.domain.ChargeWorker;
import dev.watertight.payment.domain.DecideCharge;
import dev.watertight.payment.http.ChargeRoutes;
import dev.watertight.payment.http.PaymentRoutes;
import dev.watertight.payment.mysql.MySqlPayments;
import dev.watertight.payment.remote.HttpAcquirer;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Puts Payment together. */
public final class PaymentMain {
    private static final Duration LOOK_FOR_WORK = Duration.ofMillis(500);

    private PaymentMain() {}

    public static void main(String[] arguments) {
        new Launcher<>("payment", PaymentConfig.class)
                .serve(PaymentMain::start)
                .migrate()
                .run(arguments);
    }

    static Service start(PaymentConfig config) {
        var service = new Service("payment", config.service());
        var clock = service.clock();
        var payments = new MySqlPayments(service.database(config.database()));
        var acquirer =
                new HttpAcquirer(service.remote("acquirer", config.acquirer().url()));
        var tokens = service.tokens(config.tokens(), service.remote("user"));
        var journal = new PaymentTelemetry(service.telemetry());
        var parts = new ChargeOrder.Parts(config.service().instance(), UuidCreator::getTimeOrderedEpoch, clock);
        var deciding = new DecideCharge(payments, acquirer, journal, clock);
        var charging = new ChargeOrder(payments, deciding, journal, parts);
        var worker = new ChargeWorker(payments, deciding, journal, parts, RandomGenerator.getDefault());
        for (var i = 1; i <= config.workers(); i++) {
            service.every("charging-" + i, LOOK_FOR_WORK, worker::round);
        }
        var charges = new ChargeRoutes(charging, payments, config.currency());
        return service.start(new PaymentRoutes(payments, tokens).routes(), charges.routes());
    }
}
