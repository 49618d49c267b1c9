package dev.watertight.twin.shop;

interface VagueNames {
    record BaseThing() {}

    record AbstractThing() {}

    record IThing() {}

    record ThingImpl() {}

    record ThingManager() {}

    record ThingHelper() {}

    record ThingUtil() {}

    record ThingUtils() {}
}
