/**
 * Between what happened and whom it is told: what controls hold back, what is told as one because
 * it fails together, what is damped because it comes and goes.
 */
package io.sightline.notify.group;
