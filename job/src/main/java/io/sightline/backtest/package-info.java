/**
 * Tries a policy on a record: judges its measurements again and compares the incidents with those
 * of the record or of another policy. Decodes nothing and changes nothing.
 */
package io.sightline.backtest;
