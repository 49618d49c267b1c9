package dev.watertight.twin.shop.http;

import dev.watertight.twin.shop.mysql.Rows;

record KnowsAnotherAdapter(Rows rows) {}
