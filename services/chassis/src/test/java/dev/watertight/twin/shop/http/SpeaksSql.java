package dev.watertight.twin.shop.http;

import java.sql.Connection;

record SpeaksSql(Connection connection) {}
