package dev.watertight.product.http;

import dev.watertight.product.domain.Products.Stock;

/** A product's stock as a merchandiser sees it. */
record StockView(long onHand, long reserved, long available) {
    static StockView of(Stock stock) {
        return new StockView(stock.onHand(), stock.reserved(), stock.available());
    }
}
