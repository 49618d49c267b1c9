package dev.watertight.product.http;

import dev.watertight.chassis.auth.Tokens;
import dev.watertight.chassis.http.Json;
import dev.watertight.chassis.http.Page;
import dev.watertight.chassis.http.Paths;
import dev.watertight.chassis.http.Problem;
import dev.watertight.chassis.http.Routes;
import dev.watertight.product.domain.AddProduct;
import dev.watertight.product.domain.ChangeListing;
import dev.watertight.product.domain.Product;
import dev.watertight.product.domain.Products;
import dev.watertight.product.domain.Products.StockChange;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** The public API of Product: everybody reads, merchandisers write. */
public final class ProductRoutes {
    private static final String PRODUCTS = "/products";
    private static final String PRODUCT = "/products/{id}";
    private static final String MERCHANDISER = "merchandiser";

    private final Products products;
    private final AddProduct adding;
    private final ChangeListing changing;
    private final Tokens tokens;
    private final String currency;

    public ProductRoutes(Products products, AddProduct adding, ChangeListing changing, Tokens tokens, String currency) {
        this.products = products;
        this.adding = adding;
        this.changing = changing;
        this.tokens = tokens;
        this.currency = currency;
    }

    public Routes routes() {
        return new Routes()
                .on(Method.GET, PRODUCTS, this::list)
                .on(Method.POST, PRODUCTS, this::add)
                .on(Method.GET, PRODUCT, this::get)
                .on(Method.PATCH, PRODUCT, this::change)
                .on(Method.PUT, PRODUCT + "/stock", this::setStock);
    }

    private void list(ServerRequest request, ServerResponse response) {
        var page = Page.asked(request);
        var found = products.list(Searches.asked(request), page.after(), page.limit() + 1).stream()
                .map(ProductView::of)
                .toList();
        Json.send(response, 200, page.of(found, ProductView::id));
    }

    private void get(ServerRequest request, ServerResponse response) {
        var product = products.find(Paths.id(request, "id")).orElseThrow(ProductRoutes::unknown);
        if (Revisions.has(request, product.revision())) {
            tagged(response, product).status(304).send();
        } else {
            Json.send(tagged(response, product), 200, ProductView.of(product));
        }
    }

    private void add(ServerRequest request, ServerResponse response) {
        tokens.authorize(request, MERCHANDISER);
        var wanted = Json.readStrictly(request, AddProductJson.class).checked(currency);
        switch (adding.add(wanted.givenSku(), wanted.toListing())) {
            case AddProduct.Result.Added(var product) -> {
                response.header(HeaderNames.LOCATION.defaultCase(), PRODUCTS + "/" + product.id());
                Json.send(tagged(response, product), 201, ProductView.of(product));
            }
            case AddProduct.Result.SkuTaken() ->
                throw Problem.of(409, "sku-taken", "Another product has this sku.")
                        .asException();
        }
    }

    private void change(ServerRequest request, ServerResponse response) {
        tokens.authorize(request, MERCHANDISER);
        var id = Paths.id(request, "id");
        var seen = Revisions.seen(request);
        var change = Json.readStrictly(request, ChangeProductJson.class).toChange(currency);
        switch (changing.change(id, seen, change)) {
            case ChangeListing.Result.Changed(var product) ->
                Json.send(tagged(response, product), 200, ProductView.of(product));
            case ChangeListing.Result.Stale() ->
                throw Problem.of(412, "stale", "The listing changed since; read it again.")
                        .asException();
            case ChangeListing.Result.UnknownProduct() -> throw unknown();
        }
    }

    private void setStock(ServerRequest request, ServerResponse response) {
        var merchandiser = tokens.authorize(request, MERCHANDISER).userId();
        var id = Paths.id(request, "id");
        var onHand = Json.readStrictly(request, SetStockJson.class).checked();
        switch (products.setStock(id, onHand, merchandiser)) {
            case StockChange.Changed(var stock) -> Json.send(response, 200, StockView.of(stock));
            case StockChange.BelowReserved(var reserved) ->
                throw Problem.of(409, "below-reserved", "Orders have reserved " + reserved + " of it.")
                        .asException();
            case StockChange.UnknownProduct() -> throw unknown();
        }
    }

    private static ServerResponse tagged(ServerResponse response, Product product) {
        return response.header(HeaderNames.ETAG.defaultCase(), Revisions.tag(product.revision()));
    }

    private static RuntimeException unknown() {
        return Problem.notFound().asException();
    }
}
