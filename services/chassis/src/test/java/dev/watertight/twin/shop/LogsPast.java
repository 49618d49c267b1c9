package dev.watertight.twin.shop;

import java.util.logging.Logger;

record LogsPast(Logger logger) {}
