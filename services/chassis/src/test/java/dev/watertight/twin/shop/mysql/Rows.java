package dev.watertight.twin.shop.mysql;

import java.sql.Connection;

/** SQL, where it belongs. */
public record Rows(Connection connection) {}
