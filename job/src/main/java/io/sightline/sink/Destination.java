package io.sightline.sink;

import java.io.Serializable;

/** Where the tables are written. Its string form is for start-up logs and carries no secrets. */
public sealed interface Destination extends Serializable
        permits FileDestination, KafkaDestination {}
