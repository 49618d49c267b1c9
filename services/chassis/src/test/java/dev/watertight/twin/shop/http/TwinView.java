package dev.watertight.twin.shop.http;

public record TwinView() {}
