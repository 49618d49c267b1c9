package dev.watertight.twin.shop;

import dev.watertight.twin.neighbour.Neighbour;

record KnowsItsNeighbour(Neighbour neighbour) {}
