package dev.watertight.order;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.chassis.Launcher;
import dev.watertight.chassis.Service;
import dev.watertight.chassis.http.Routes;
import dev.watertight.order.domain.CancelOrder;
import dev.watertight.order.domain.PlaceOrder;
import dev.watertight.order.domain.ReconcileOrders;
import dev.watertight.order.domain.SettleOrder;
import dev.watertight.order.domain.SettlementWorker;
import dev.watertight.order.http.OrderFormat;
import dev.watertight.order.http.OrderRoutes;
import dev.watertight.order.mysql.MySqlOrders;
import dev.watertight.order.mysql.MySqlReconciliation;
import dev.watertight.order.remote.HttpCounterparts;
import dev.watertight.order.remote.HttpPayments;
import dev.watertight.order.remote.HttpStock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** Puts Order together. */
public final class OrderMain {
    private static final Duration LOOK_FOR_WORK = Duration.ofMillis(500);
    private static final Duration MEASURE = Duration.ofSeconds(5);
    private static final Duration RECONCILE = Duration.ofSeconds(1);
    private static final Duration CLEAN_UP = Duration.ofMinutes(1);
    private static final Duration KEY_LIFE = Duration.ofHours(24);
    private static final int BATCH = 500;

    private OrderMain() {}

    public static void main(String[] arguments) {
        new Launcher<>("order", OrderConfig.class)
                .serve(OrderMain::start)
                .migrate()
                .run(arguments);
    }

    static Service start(OrderConfig config) {
        var service = new Service("order", config.service());
        var clock = service.clock();
        var database = service.database(config.database());
        var orders = new MySqlOrders(database, config.currency());
        var reconciliation = new MySqlReconciliation(database, config.currency());
        var product = service.remote("product");
        var payment = service.remote("payment");
        var tokens = service.tokens(config.tokens(), service.remote("user"));
        var journal = new OrderTelemetry(service.telemetry(), clock);
        var format = new OrderFormat();
        var parts = new PlaceOrder.Parts(
                config.service().instance(), UuidCreator::getTimeOrderedEpoch, clock, OrderMain::pause);
        var settlement = new SettleOrder(
                orders,
                new SettleOrder.Remotes(new HttpStock(product), new HttpPayments(payment)),
                journal,
                format,
                clock);
        var placing = new PlaceOrder(orders, settlement, journal, format, parts);
        var cancelling = new CancelOrder(orders, journal, clock);
        var worker = new SettlementWorker(orders, settlement, journal, parts, RandomGenerator.getDefault());
        for (var i = 1; i <= config.workers(); i++) {
            service.every("settlement-" + i, LOOK_FOR_WORK, worker::round);
        }
        var reconciling =
                new ReconcileOrders(reconciliation, orders, new HttpCounterparts(product, payment), journal, clock);
        service.every("reconciliation", RECONCILE, reconciling::round);
        service.every("measures", MEASURE, () -> journal.measure(orders, reconciliation));
        service.every(
                "expired-keys",
                CLEAN_UP,
                () -> orders.forgetKeys(clock.instant().minus(KEY_LIFE), BATCH) == BATCH);
        var useCases = new OrderRoutes.UseCases(placing, cancelling);
        var routes = new OrderRoutes(useCases, orders, tokens, config.currency(), clock);
        return service.start(routes.routes(), new Routes());
    }

    private static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
