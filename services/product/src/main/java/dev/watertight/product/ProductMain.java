package dev.watertight.product;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.chassis.Launcher;
import dev.watertight.chassis.Service;
import dev.watertight.product.domain.AddProduct;
import dev.watertight.product.domain.ChangeListing;
import dev.watertight.product.domain.DemoCatalogue;
import dev.watertight.product.domain.ReserveStock;
import dev.watertight.product.http.ProductRoutes;
import dev.watertight.product.http.ReservationRoutes;
import dev.watertight.product.mysql.MySqlProducts;
import dev.watertight.product.mysql.MySqlReservations;
import dev.watertight.product.mysql.StockMovements;
import java.time.Duration;

/** Puts Product together. */
public final class ProductMain {
    private static final Duration LOOK_FOR_EXPIRED = Duration.ofSeconds(5);

    private ProductMain() {}

    public static void main(String[] arguments) {
        new Launcher<>("product", ProductConfig.class)
                .serve(ProductMain::start)
                .migrate()
                .command("seed", ProductMain::seed)
                .run(arguments);
    }

    static Service start(ProductConfig config) {
        var service = new Service("product", config.service());
        var clock = service.clock();
        var database = service.database(config.database());
        var movements = new StockMovements(UuidCreator::getTimeOrderedEpoch, clock);
        var products = new MySqlProducts(database, movements, config.currency());
        var reservations = new MySqlReservations(database, movements, config.currency());
        var tokens = service.tokens(config.tokens(), service.remote("user"));
        var journal = new ProductTelemetry(service.meters());
        var reserving = new ReserveStock(reservations, journal, config.reservationTtl(), clock);
        var adding = new AddProduct(products, UuidCreator::getTimeOrderedEpoch);
        var changing = new ChangeListing(products);
        service.every("expired-reservations", LOOK_FOR_EXPIRED, reserving::expire);
        var routes = new ProductRoutes(products, adding, changing, tokens, config.currency());
        return service.start(routes.routes(), new ReservationRoutes(reserving).routes());
    }

    /** Loads the demo catalogue: what is there already stays as it is. Never started, the service listens nowhere. */
    static void seed(ProductConfig config) {
        try (var service = new Service("product", config.service())) {
            var movements = new StockMovements(UuidCreator::getTimeOrderedEpoch, service.clock());
            var database = service.database(config.database()).connected();
            new MySqlProducts(database, movements, config.currency())
                    .load(DemoCatalogue.products(config.currency()), DemoCatalogue.ON_HAND);
        }
    }
}
