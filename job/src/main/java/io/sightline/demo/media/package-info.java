/** Synthetic media with known defects, for the demo and for tests. */
package io.sightline.demo.media;
