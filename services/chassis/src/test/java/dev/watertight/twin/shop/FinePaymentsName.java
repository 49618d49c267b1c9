package dev.watertight.twin.shop;

/** Fine in a service; a word of the business in the chassis. */
record FinePaymentsName() {}
