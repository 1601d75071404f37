/**
 * Plants defects in media: any clip in, the same clip with known defects and their labels out. The
 * oracle of the accuracy figures, and {@code sightline inject} for whoever wants to test a set-up.
 *
 * <p>{@link io.sightline.inject.Injection} runs it; each family of kinds is one class that lists
 * its {@link io.sightline.inject.Injector}s, and {@link io.sightline.inject.Kinds} lists the
 * families.
 */
package io.sightline.inject;
