package dev.watertight.twin.shop.domain;

import io.helidon.http.Method;

record KnowsItsTechnology(Method method) {}
