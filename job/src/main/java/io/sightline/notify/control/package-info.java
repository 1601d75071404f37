/**
 * What operators say about notifications while the system runs: acknowledge, snooze, maintenance.
 * It changes who is told, never the record.
 */
package io.sightline.notify.control;
