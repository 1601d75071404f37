/** What holds for everything that a savepoint keeps, whichever step of the pipeline wrote it. */
package io.sightline.state;
