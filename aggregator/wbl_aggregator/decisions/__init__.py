"""What the aggregator decides, as pure functions over plain values: no clock, no network, no state of their own."""
