/**
 * Real-time streams with known defects on the loopback interface, and a check of what was found.
 */
package io.sightline.demo;
