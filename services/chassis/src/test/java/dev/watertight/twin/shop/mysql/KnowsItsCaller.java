package dev.watertight.twin.shop.mysql;

import dev.watertight.twin.shop.http.TwinView;

record KnowsItsCaller(TwinView view) {}
