package dev.watertight.payment;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.chassis.Launcher;
import dev.watertight.chassis.Service;
import dev.watertight.payment.domain.CancelCharge;
import dev.watertight.payment.domain.ChargeOrder;
import dev.watertight.payment.domain.CompletePayment;
import dev.watertight.payment.domain.DecideCharge;
import dev.watertight.payment.domain.GiveRefunds;
import dev.watertight.payment.domain.PaymentWorker;
import dev.watertight.payment.domain.Reconciler;
import dev.watertight.payment.domain.RefundPayment;
import dev.watertight.payment.http.ChargeRoutes;
import dev.watertight.payment.http.PaymentRoutes;
import dev.watertight.payment.http.RefundFormat;
import dev.watertight.payment.http.RefundRoutes;
import dev.watertight.payment.mysql.MySqlPayments;
import dev.watertight.payment.mysql.MySqlReconciliation;
import dev.watertight.payment.mysql.MySqlRefunds;
import dev.watertight.payment.remote.HttpAcquirer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** Puts Payment together. */
public final class PaymentMain {
    private static final Duration LOOK_FOR_WORK = Duration.ofMillis(500);
    private static final Duration LOOK_FOR_PAGE = Duration.ofSeconds(1);
    private static final Duration MEASURE = Duration.ofSeconds(5);
    private static final Duration CLEAN_UP = Duration.ofMinutes(1);
    private static final Duration KEY_LIFE = Duration.ofHours(24);
    private static final int BATCH = 500;

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
        var database = service.database(config.database());
        var payments = new MySqlPayments(database);
        var refunds = new MySqlRefunds(database);
        var acquirer =
                new HttpAcquirer(service.remote("acquirer", config.acquirer().url()));
        var tokens = service.tokens(config.tokens(), service.remote("user"));
        var journal = new PaymentTelemetry(service.telemetry());
        var format = new RefundFormat();
        var parts = new ChargeOrder.Parts(
                config.service().instance(), UuidCreator::getTimeOrderedEpoch, clock, PaymentMain::pause);
        var deciding = new DecideCharge(payments, acquirer, journal, clock);
        var giving = new GiveRefunds(refunds, acquirer, journal, format, clock);
        var completing = new CompletePayment(deciding, giving);
        var charging = new ChargeOrder(payments, deciding, journal, parts);
        var cancelling = new CancelCharge(payments, refunds, completing, journal, parts);
        var books = new RefundPayment.Books(payments, refunds);
        var refunding = new RefundPayment(books, giving, journal, format, parts);
        var worker = new PaymentWorker(payments, completing, journal, parts, RandomGenerator.getDefault());
        for (var i = 1; i <= config.workers(); i++) {
            service.every("payments-" + i, LOOK_FOR_WORK, worker::round);
        }
        service.every(
                "expired-keys",
                CLEAN_UP,
                () -> refunds.forgetKeys(clock.instant().minus(KEY_LIFE), BATCH) == BATCH);
        var reconciliation = new MySqlReconciliation(database);
        var watching = new ReconciliationTelemetry(service.telemetry());
        var reconciler = new Reconciler(reconciliation, books, acquirer, watching, clock);
        service.every("reconciliation", LOOK_FOR_PAGE, reconciler::round);
        service.every("mismatches", MEASURE, () -> watching.measure(reconciliation));
        var charges = new ChargeRoutes(charging, cancelling, payments, refunds, config.currency());
        var open = new PaymentRoutes(payments, refunds, tokens).routes();
        return service.start(
                new RefundRoutes(refunding, tokens, config.currency(), clock).addTo(open), charges.routes());
    }

    private static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
