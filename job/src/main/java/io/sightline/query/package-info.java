/** The record as SQL tables: definitions, views and functions, and a session to ask them. */
package io.sightline.query;
