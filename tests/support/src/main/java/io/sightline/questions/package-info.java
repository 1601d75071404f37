/**
 * The questions of docs/how-to/answer-questions-with-sql.md, the answers shown there, and the rows
 * they are about: whatever holds the record must give these answers.
 */
package io.sightline.questions;
